"""Repeat orders with what the shop has of their goods, or their package, now."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import Product
from holdfast.flows.checkout.till import Till
from holdfast.flows.packages.pricing import priced_now
from holdfast.packages import Package, packages_by_id
from holdfast.repeats import Repeat, RepeatStep, repeat_steps_of

__all__ = ["RepeatNow", "repeats_now", "with_steps"]


class RepeatNow(Struct, frozen=True):
    """``products`` are those there still are; ``percent`` what the shop takes off now; ``package``
    as it is, of one of a package."""

    repeat: Repeat
    products: Mapping[UUID, Product]
    percent: int
    package: Package | None = None
    steps: Sequence[RepeatStep] = ()


async def repeats_now(till: Till, found: Sequence[Repeat]) -> list[RepeatNow]:
    """In the same order."""
    products = await till.shelf.get_many({line.product_id for one in found for line in one.lines})
    percent = (await till.shop.now()).repeats.percent
    ids = {one.package_id for one in found if one.package_id is not None}
    known = await packages_by_id(till.database.pool, sorted(ids)) if ids else {}
    packages = {one.id: one for one in await priced_now(till.database.pool, list(known.values()))}
    return [
        RepeatNow(one, products, percent)
        if one.package_id is None
        else RepeatNow(one, products, 0, packages.get(one.package_id))
        for one in found
    ]


async def with_steps(till: Till, one: Repeat) -> RepeatNow:
    """With the last of what was done with it."""
    (now,) = await repeats_now(till, [one])
    steps = await repeat_steps_of(till.database.pool, one.id)
    return replace(now, steps=steps)
