"""An order that is to be repeated: its goods, or its package, have to be marked for it, and its
buyer known."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import ProductNotFound
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.prices import NO_CHOICE, Choice
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import unless_done_before
from holdfast.flows.packages.buying import offered_package
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.orders import OrderRepeat
from holdfast.people import Principal
from holdfast.repeats import (
    MOST_REPEATS,
    RepeatNeedsAccount,
    RepeatOff,
    TooManyRepeats,
    count_repeats,
    mark_repeatable,
    repeatable,
)
from holdfast.shop import Every, RepeatRules

__all__ = [
    "RepeatOffer", "as_repeated", "mark_product", "marked", "package_intervals",
    "package_to_be_repeated", "repeat_offer", "to_be_repeated",
]  # fmt: skip


class RepeatOffer(Struct, frozen=True):
    """How often a product may be ordered, and how many percent it costs less; no ``intervals``: it
    may not."""

    intervals: tuple[Every, ...] = ()
    percent: int = 0


async def repeat_offer(till: Till, product_id: UUID) -> RepeatOffer:
    """What is offered of a product."""
    rules: RepeatRules = (await till.shop.now()).repeats
    if not rules.on or not await repeatable(till.database.pool, [product_id]):
        return RepeatOffer()
    return RepeatOffer(rules.intervals, rules.percent)


async def package_intervals(till: Till) -> tuple[Every, ...]:
    """How often packages that are marked for it may be ordered."""
    rules = (await till.shop.now()).repeats
    return rules.intervals if rules.on else ()


async def to_be_repeated(
    till: Till, caller: Caller, wanted: Sequence[CartLine], choice: Choice, every: Every | None
) -> Choice:
    """The choice of an order that is repeated once it is paid; as it is, if it is not to be. Raises
    :class:`RepeatOff`, :class:`RepeatNeedsAccount` and :class:`TooManyRepeats`."""
    if every is None:
        return choice
    rules = (await till.shop.now()).repeats
    try:
        await _must_be_offered(till, wanted, every, rules)
        await _may_begin(till, caller.principal)
    except Problem as refusal:
        await unless_done_before(till, caller.key, refusal)
    repeat = OrderRepeat(new_id(), rules.percent, every)
    return replace(choice, repeat=repeat, every=every)


async def package_to_be_repeated(
    till: Till, caller: Caller, package_id: UUID, every: Every | None, *, given: bool
) -> Choice:
    """The same of a package, at its own price; not one that is ``given`` to somebody. Raises
    :class:`~holdfast.packages.PackageNotFound`, too."""
    if every is None:
        return NO_CHOICE
    try:
        package = await offered_package(till, package_id)
        if every not in await package_intervals(till):
            raise RepeatOff("The shop does not repeat orders so often.", field="repeatEvery")
        if not package.repeatable or given:
            raise RepeatOff("This is not bought again and again.", field="repeatEvery")
        await _may_begin(till, caller.principal)
    except Problem as refusal:
        await unless_done_before(till, caller.key, refusal)
    return replace(NO_CHOICE, repeat=OrderRepeat(new_id(), every=every), every=every)


async def as_repeated(
    till: Till, wanted: Sequence[CartLine], choice: Choice, every: Every | None
) -> Choice:
    """The same choice for a price that nobody orders by: as if it were to be repeated. Raises
    :class:`RepeatOff`."""
    if every is None:
        return choice
    rules = (await till.shop.now()).repeats
    await _must_be_offered(till, wanted, every, rules)
    return replace(choice, repeat=OrderRepeat(new_id(), rules.percent))


async def _may_begin(till: Till, buyer: Principal) -> None:
    if buyer.kind != "user":
        raise RepeatNeedsAccount("Log in, or make an account, first.")
    if await count_repeats(till.database.pool, buyer.id) >= MOST_REPEATS:
        raise TooManyRepeats(
            say("You have {most} repeat orders. End one first.", most=MOST_REPEATS)
        )


async def _must_be_offered(
    till: Till, wanted: Sequence[CartLine], every: Every, rules: RepeatRules
) -> None:
    if every not in rules.intervals:
        raise RepeatOff("The shop does not repeat orders so often.", field="repeatEvery")
    products = {line.product_id for line in wanted}
    missing = products - await repeatable(till.database.pool, list(products))
    if missing:
        raise RepeatOff(
            "Some of these goods are not ordered again and again.",
            field="items",
            errors=tuple(
                FieldError(f"items[{at}]", "repeat-off", say("It is not repeated."))
                for at, line in enumerate(wanted)
                if line.product_id in missing
            ),
        )


async def marked(till: Till, product_id: UUID) -> bool:
    """Whether a product may be repeated, if the shop repeats any. Raises
    :class:`~holdfast.catalog.ProductNotFound`."""
    await _must_be_known(till, product_id)
    return bool(await repeatable(till.database.pool, [product_id]))


async def mark_product(till: Till, caller: Caller, product_id: UUID, *, yes: bool) -> None:
    """From now on it may, or may not, be repeated. Raises
    :class:`~holdfast.catalog.ProductNotFound`."""
    await _must_be_known(till, product_id)
    async with till.database.transaction() as connection:
        if await mark_repeatable(connection, product_id, yes=yes):
            subject = str(product_id)
            await caller.note(connection, "product.repeats", subject, {"repeated": yes})


async def _must_be_known(till: Till, product_id: UUID) -> None:
    if product_id not in await till.shelf.get_many([product_id]):
        raise ProductNotFound("There is no such product.")
