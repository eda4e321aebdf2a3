"""Repeat orders with what the catalogue has of their goods now."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import Product
from holdfast.flows.checkout.till import Till
from holdfast.repeats import Repeat, RepeatStep, repeat_steps_of

__all__ = ["RepeatNow", "repeats_now", "with_steps"]


class RepeatNow(Struct, frozen=True):
    """``products`` are those there still are; ``percent`` what the shop takes off now."""

    repeat: Repeat
    products: Mapping[UUID, Product]
    percent: int
    steps: Sequence[RepeatStep] = ()


async def repeats_now(till: Till, found: Sequence[Repeat]) -> list[RepeatNow]:
    """In the same order."""
    products = await till.shelf.get_many({line.product_id for one in found for line in one.lines})
    percent = (await till.shop.now()).repeats.percent
    return [RepeatNow(one, products, percent) for one in found]


async def with_steps(till: Till, one: Repeat) -> RepeatNow:
    """With the last of what was done with it."""
    (now,) = await repeats_now(till, [one])
    steps = await repeat_steps_of(till.database.pool, one.id)
    return RepeatNow(now.repeat, now.products, now.percent, steps)
