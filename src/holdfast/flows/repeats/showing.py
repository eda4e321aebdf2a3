"""Repeat orders with what the shop has of their goods, or their package, now."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import Product
from holdfast.flows.checkout.till import Till
from holdfast.flows.packages.pricing import priced_now
from holdfast.flows.repeats.calendar import day_of
from holdfast.flows.repeats.paid_before import last_paid
from holdfast.kit import Money, shop_now
from holdfast.packages import Package, packages_by_id
from holdfast.repeats import Repeat, RepeatStep, may_come_back, repeat_steps_of, skips_of

__all__ = ["RepeatNow", "repeats_now", "with_steps"]


class RepeatNow(Struct, frozen=True):
    """``products`` are those there still are; ``percent`` what the shop takes off now; ``package``
    as it is, of one of a package; ``paid`` for the last order; ``left_out``: the day that may be
    the next again."""

    repeat: Repeat
    products: Mapping[UUID, Product]
    percent: int
    package: Package | None = None
    paid: Money | None = None
    left_out: date | None = None
    steps: Sequence[RepeatStep] = ()


async def repeats_now(till: Till, found: Sequence[Repeat]) -> list[RepeatNow]:
    """In the same order."""
    products = await till.shelf.get_many({line.product_id for one in found for line in one.lines})
    percent = (await till.shop.now()).repeats.percent
    ids = {one.package_id for one in found if one.package_id is not None}
    known = await packages_by_id(till.database.pool, sorted(ids)) if ids else {}
    packages = {one.id: one for one in await priced_now(till.database.pool, list(known.values()))}
    every = [one.id for one in found]
    paid = await last_paid(till.database.pool, every)
    today = day_of(await till.shop.now(), shop_now())
    skips = await skips_of(till.database.pool, every, today)
    return [
        RepeatNow(
            one,
            products,
            percent if one.package_id is None else 0,
            None if one.package_id is None else packages.get(one.package_id),
            paid.get(one.id),
            may_come_back(one, skips.get(one.id, ()), today),
        )
        for one in found
    ]


async def with_steps(till: Till, one: Repeat) -> RepeatNow:
    """With the last of what was done with it."""
    (now,) = await repeats_now(till, [one])
    steps = await repeat_steps_of(till.database.pool, one.id)
    return replace(now, steps=steps)
