"""What a repeat order costs less: so many percent of its goods, beside any other discount that goes
with others."""

from collections.abc import Iterator

from holdfast.kit.sentences import say
from holdfast.orders import OrderRepeat
from holdfast.pricing import Discount, Percent

__all__ = ["less_by_repeat"]


def less_by_repeat(repeat: OrderRepeat | None, currency: str) -> Iterator[Discount]:
    """The discount; none where it is none, or nothing is taken off."""
    if repeat is not None and repeat.percent:
        name = say("Repeat order")
        yield Discount(Percent(repeat.percent), currency, name=name, id=repeat.id)
