"""What a repeat order costs less: so many percent of its goods, beside any other discount that goes
with others."""

from collections.abc import Iterator

from msgspec.structs import replace

from holdfast.kit.sentences import say
from holdfast.orders import Breakdown, OrderRepeat
from holdfast.pricing import Discount, Percent

__all__ = ["less_by_repeat", "of_repeat"]


def of_repeat(told: Breakdown | None, repeat: OrderRepeat | None) -> Breakdown | None:
    """What an order without goods keeps, with the repeat order that it is of, if it is."""
    if repeat is None:
        return told
    return replace(Breakdown((), included=True) if told is None else told, repeat=repeat)


def less_by_repeat(repeat: OrderRepeat | None, currency: str) -> Iterator[Discount]:
    """The discount; none where it is none, or nothing is taken off."""
    if repeat is not None and repeat.percent:
        name = say("Repeat order")
        yield Discount(Percent(repeat.percent), currency, name=name, id=repeat.id)
