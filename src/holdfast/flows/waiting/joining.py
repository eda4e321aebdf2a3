"""Who wants units of a variant that is sold out joins its line, or leaves it."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import ProductNotFound, Selection, load_offers, resolve
from holdfast.flows.checkout.bounds import spend_lines
from holdfast.flows.checkout.let_through import let_wait
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.commit.refusals import TooManyUnits, refuse
from holdfast.flows.waiting.everywhere import Everywhere, everywhere
from holdfast.flows.waiting.in_line import basket_in_line
from holdfast.flows.waiting.turns import short_of
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Busy,
    Conflict,
    LedgerReader,
    Outcome,
    Rider,
    Unknown,
)
from holdfast.waiting import (
    MOST_IN_LINE,
    AwaitedUnits,
    NotInLine,
    TooManyInLine,
    awaited_units,
    joined_for_units,
    left_line,
    place_for_units,
    taken_off,
)

__all__ = [
    "FreeNow", "HeldAlready", "Joined", "leave_place", "leave_units_line", "take_off_line",
    "wait_for_units",
]  # fmt: skip

_TRIES: Final = 20
_SOON: Final = 1.0
_TWICE: Final = "uq_waiting_line_variant"


class FreeNow(Problem):
    """There is something to buy: nobody waits for that."""

    status = 409
    code = "free-now"
    title = "It is available now"


class HeldAlready(Problem):
    """One has been offered it, and has not decided."""

    status = 409
    code = "held-already"
    title = "It is held for you already"


class Joined(Struct, frozen=True):
    """One's place in line."""

    id: UUID


async def wait_for_units(
    till: Till,
    caller: Caller,
    product_id: UUID,
    variant_id: UUID,
    quantity: int,
    *,
    locale: str | None = None,
) -> UUID:
    """A place at the end of the line, or the one that the caller has; asked for while some are free
    it is refused. Raises a Problem for every refusal."""
    try:
        place = await _wanted(till, caller, product_id, variant_id, quantity, locale)
    except Problem as refusal:
        return (await as_before(till, caller.key, refusal, Joined)).id
    new = place.units
    if place.joined_before:
        asked = caller.request_key(Joined(new.id))
        return new.id if asked is None else stored(await keep(till.ledger, asked), Joined).id
    for _ in range(_TRIES):
        line = await _line_to_join(till.reader, place.takes)
        if line is None:
            raise FreeNow("There are some to buy at this moment.")
        goods, stands = line
        outcome = await till.ledger.commit(
            caller.keyed(
                (stands.places, *stands.wait(1, stands.free)),
                (joined_for_units(replace(new, line_id=goods)),),
                f"join-line/{new.id}",
                Joined(new.id),
            )
        )
        # What is free by now may be too little of another part.
        if not stands.is_old(outcome) and not _is_free(outcome):
            break
    match outcome:
        case Accepted():
            return new.id
        case AlreadyDone(answer=answer):
            return stored(answer, Joined).id
        case Conflict(found="free"):
            raise FreeNow("There are some to buy at this moment.")
        case Conflict(found=found) if found == _TWICE:
            for known, _ in await awaited_units(till.database.pool, caller.actor):
                if known.variant_id == variant_id and known.waits:
                    return known.id
    raise refuse(outcome)


def _is_free(outcome: Outcome) -> bool:
    return isinstance(outcome, Conflict) and outcome.found == "free"


async def _line_to_join(
    reader: LedgerReader, takes: Mapping[UUID, int]
) -> tuple[UUID, Everywhere] | None:
    """Of what one takes that which is short, whose line one joins at its end: what is kept there is
    for those before. None if nothing is short."""
    found = await asyncio.gather(*(everywhere(reader, goods) for goods in takes))
    known = dict(zip(takes, found, strict=True))
    goods = short_of(takes, {one: sum(stands.free.values()) for one, stands in known.items()})
    return None if goods is None else (goods, known[goods])


class _Wanted(Struct, frozen=True):
    """``takes``: units of which variants one of it takes."""

    units: AwaitedUnits
    takes: Mapping[UUID, int]
    joined_before: bool = False


async def _wanted(
    till: Till,
    caller: Caller,
    product_id: UUID,
    variant_id: UUID,
    quantity: int,
    locale: str | None,
) -> _Wanted:
    """The place that the caller is to have. Raises the refusal, if there is a reason for one."""
    product = (await load_offers(till.shelf, [product_id])).get(product_id)
    variant = resolve(product, Selection(variant_id))
    if isinstance(variant, Problem):
        raise variant
    if product is None:
        raise ProductNotFound(field="productId")
    takes = variant.parts or {variant.id: 1}
    name = product.name_in(locale)
    most = product.hold_units or (await till.shop.now()).hold_units
    if quantity > most:
        said = say("You can hold up to {most} of {name} at a time.", most=most, name=name)
        raise TooManyUnits(said, field="quantity")
    waits = 0
    for place, _ in await awaited_units(till.database.pool, caller.actor):
        waits += place.waits
        if place.variant_id != variant_id:
            continue
        if place.waits:
            return _Wanted(place, takes, joined_before=True)
        order = None if place.order_id is None else await till.orders.get(place.order_id)
        if order is not None and order.is_pending:
            raise HeldAlready(
                "It is held for you. Pay for it, or cancel it.", extra={"orderId": str(order.id)}
            )
    if waits >= MOST_IN_LINE:
        raise TooManyInLine(
            say("You wait for {most} products. Stop waiting for one of them.", most=MOST_IN_LINE)
        )
    await spend_lines(till, caller.principal, 1)
    await let_wait(till, caller, partial(basket_in_line, till, product_id, variant_id, quantity))
    return _Wanted(
        AwaitedUnits(
            new_id(),
            caller.actor,
            name,
            product_id,
            variant_id,
            quantity,
            locale,
            "waiting",
            None,
            shop_now(),
            variant_id,
        ),
        takes,
    )


async def leave_units_line(till: Till, caller: Caller, place_id: UUID) -> None:
    """Wait for it no more. What was offered already is an order to be cancelled. Raises
    :class:`NotInLine`."""
    place = await place_for_units(till.database.pool, place_id)
    if place is None or place.owner != caller.actor:
        raise NotInLine("You do not wait for this.")
    await leave_place(till, caller, place, (left_line(place.id),))


async def take_off_line(till: Till, caller: Caller, place_id: UUID, why: str) -> None:
    """By staff, with a reason that who waits is told. Raises :class:`NotInLine`."""
    place = await place_for_units(till.database.pool, place_id)
    if place is None:
        raise NotInLine("Nobody waits there.")
    about = {"owner": place.owner, "variantId": str(place.variant_id), "reason": why}
    riders = (*taken_off(place, why), caller.audited("line.removed", place.id, about))
    await leave_place(till, caller, place, riders)


async def leave_place(
    till: Till, caller: Caller, place: AwaitedUnits, riders: tuple[Rider, ...]
) -> None:
    """One waits there less. Raises :class:`NotInLine`."""
    for _ in range(_TRIES):
        line = await everywhere(till.reader, place.line_id)
        # Where it stands is read again, for it may have moved before that.
        now = await place_for_units(till.database.pool, place.id)
        assert now is not None, "places stay"
        if now.line_id != place.line_id:
            place = now
            continue
        outcome = await till.ledger.commit(
            caller.command((*line.guards, *line.wait(-1)), riders, f"leave-line/{place.id}")
        )
        if not line.is_old(outcome):
            break
    else:
        raise refuse(Busy(_SOON))
    if isinstance(outcome, Conflict | Unknown):
        raise NotInLine("You do not wait for this any more.")
    must_go_through(outcome)
