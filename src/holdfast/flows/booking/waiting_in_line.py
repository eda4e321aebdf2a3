"""Waiting for a time that somebody else has; and offering what came free otherwise than by a
booking's own end: a payment that was declined, hours that were added.

It is planned, when somebody joins and anew, as when it is held, with all that guards a hold: who
could not hold it does not wait for it either. So is a visit of several services, as one. Goods that
go along are chosen when somebody joins, and priced when it is offered."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

import structlog
from msgspec.structs import replace

from holdfast.booking.bookings import NewBooking
from holdfast.booking.services import Service, added_to, load_services
from holdfast.db.engine import is_away
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.holding import HIS_OWN, planned_with, worst
from holdfast.flows.booking.nearness import must_say_where
from holdfast.flows.booking.outside.hearing import Asking, asking
from holdfast.flows.booking.planning import Wanted, must_offer
from holdfast.flows.booking.replanning import (
    MOST_PLANS,
    minutes_planned,
    plan_anew,
    plans_text,
)
from holdfast.flows.checkout.amounts import basket_of_amount
from holdfast.flows.checkout.basket import Amount, MixedCurrencies, choose
from holdfast.flows.checkout.bounds import address_digest, spend_lines
from holdfast.flows.checkout.let_through import let_wait
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.ending.firsts import (
    clock_of,
    first_plan,
    is_free,
    offers_to,
    read_plans,
    stands,
)
from holdfast.flows.payments.selling import must_sell
from holdfast.flows.waiting.joining import FreeNow
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.zones import zone
from holdfast.ledger import Accepted, Conflict, Rider, Unknown
from holdfast.waiting import (
    Along,
    InLine,
    NotInLine,
    all_in_line,
    along_text,
    first_in_line,
    join_line,
    left_line,
    place_for_time,
    places_of,
    taken_off_time,
)

__all__ = ["MOST_ALONG", "leave_line", "look_after_line", "take_off_time_line", "wait_for_time"]

log = structlog.get_logger("holdfast.waiting")

MOST_ALONG: Final = 20
"""Lines of goods along with a time."""
AT_ONCE: Final = 200


async def wait_for_time(
    booker: Booker, caller: Caller, service: Service, wanted: Wanted, *, locale: str | None = None
) -> UUID:
    """A place in line for whoever of the candidates comes free, or the one that the caller has.
    What is free is to be held instead. Raises a Problem for every refusal."""
    must_offer(service, wanted)
    must_say_where(service.needs, wanted.near)
    if (had := await _place_had(booker, caller, service, wanted)) is not None:
        return had
    await must_sell(booker)
    beside = await _goods(booker, service, wanted, locale)
    async with asking(booker.hearing, wanted.candidates[:MOST_PLANS]) as asked:
        return await _joined(booker, caller, service, wanted, beside, locale, asked)


async def _joined(
    booker: Booker,
    caller: Caller,
    service: Service,
    wanted: Wanted,
    beside: tuple[Along, ...],
    locale: str | None,
    asked: Asking,
) -> UUID:
    plans = await _plans(booker, caller, service, wanted, asked)
    for one in plans:
        if await is_free(booker, one, {}):
            raise FreeNow("The time is free at this moment. Book it.", field="start")
    await spend_lines(booker, caller.principal, len(beside) or 1)
    first, name = plans[0], service.name_in(locale or "")
    amount = Amount(first.prepaid, first.currency, name, first, beside=wanted.beside)
    await let_wait(booker, caller, partial(basket_of_amount, booker, caller.principal, amount))
    new = InLine(
        new_id(),
        caller.actor,
        service.id,
        name,
        wanted.start,
        first.when.ends_at,
        wanted.people,
        sorted({taking.resource_id for one in plans for taking in one.takings}),
        plans_text(plans),
        "waiting",
        None,
        shop_now(),
        locale,
        added_to(service),
        along_text(beside),
    )
    async with booker.database.transaction() as connection:
        place = await join_line(connection, new)
    # It may have come free meanwhile.
    pool = booker.database.pool
    line = await first_in_line(
        pool, new.starts_at, new.ends_at, new.resources, shop_now(), MOST_PLANS
    )
    await _offer(booker, line, asked)
    return place


async def _goods(
    booker: Booker, service: Service, wanted: Wanted, locale: str | None
) -> tuple[Along, ...]:
    """What is to go along, by variants. Raises a Problem naming every line at fault."""
    if not wanted.beside:
        return ()
    lines = await choose(booker.shelf, wanted.beside)
    if lines[0].product.currency != service.currency:
        raise MixedCurrencies("Everything in one order must be priced in one currency.")
    return tuple(
        Along(one.product.id, one.variant.id, one.product.name_in(locale), one.quantity)
        for one in lines
    )


async def _place_had(
    booker: Booker, caller: Caller, service: Service, wanted: Wanted
) -> UUID | None:
    """Where the caller waits for the same, or is offered it and has not decided; None also for who
    waits by others, elsewhere, or with other people, goods or words than they say now: that place
    becomes what is asked now."""
    same = service.id, added_to(service), wanted.start
    goods = [(one.product_id, one.selection.variant_id, one.quantity) for one in wanted.beside]
    for place, _ in await places_of(booker.database.pool, caller.actor, shop_now()):
        if (place.service_id, place.added, place.starts_at) != same:
            continue
        plan = first_plan(place)
        if plan is None or minutes_planned(plan) != wanted.minutes:
            continue
        order = None if place.order_id is None else await booker.orders.get(place.order_id)
        if order is not None and order.is_pending:
            return place.id
        had = [(one.product_id, one.variant_id, one.quantity) for one in place.beside]
        alike = (place.people, had) == (wanted.people, goods)
        if place.waits and alike and _same_plans(read_plans(place.plans_text), wanted):
            return place.id
    return None


def _same_plans(plans: Sequence[NewBooking], wanted: Wanted) -> bool:
    """Whether it is planned with those who are asked for now, there, and with what is said now."""
    first = plans[0]
    planned = {frozenset(taking.resource_id for taking in one.takings) for one in plans}
    asked = {frozenset(who) for who in wanted.candidates[:MOST_PLANS]}
    return (planned, first.at, first.note) == (asked, wanted.near, wanted.note)


async def _plans(
    booker: Booker, caller: Caller, service: Service, wanted: Wanted, asked: Asking
) -> list[NewBooking]:
    """With each of the candidates who could serve it. Raises what a hold is refused with, if none
    could."""
    refusals: list[Problem] = []
    plans: list[NewBooking] = []
    caps = booker.caps
    network = "" if caps is None else address_digest(caps, caller.principal.address)
    for who in wanted.candidates[:MOST_PLANS]:
        try:
            new = await planned_with(booker, caller, service, wanted, who, asked)
        except HIS_OWN as refusal:
            refusals.append(refusal)
        else:
            plans.append(replace(new, asking=replace(new.asking, network=network)))
    if not plans:
        raise worst(refusals) if refusals else NotInLine("Nobody could serve it then.")
    return plans


async def leave_line(booker: Booker, caller: Caller, place_id: UUID) -> None:
    """Wait for it no more. What was offered already is an order to be cancelled. Raises
    :class:`NotInLine`."""
    mine = await places_of(booker.database.pool, caller.actor, shop_now())
    if place_id not in {place.id for place, _ in mine}:
        raise NotInLine("You do not wait for this.")
    await _leave(booker, caller, place_id, (left_line(place_id),))


async def take_off_time_line(booker: Booker, caller: Caller, place_id: UUID, why: str) -> None:
    """By staff, with a reason that who waits is told. Raises :class:`NotInLine`."""
    place = await place_for_time(booker.database.pool, place_id)
    if place is None:
        raise NotInLine("Nobody waits there.")
    clock = clock_of(place)
    start = place.starts_at.astimezone(zone(clock)).isoformat(timespec="minutes")
    about = {"owner": place.owner, "start": start, "reason": why}
    riders = (
        *taken_off_time(place, clock, why),
        caller.audited("line.removed", place.id, about),
    )
    await _leave(booker, caller, place_id, riders)


async def _leave(booker: Booker, caller: Caller, place_id: UUID, riders: tuple[Rider, ...]) -> None:
    outcome = await booker.ledger.commit(caller.command((), riders, f"leave-line/{place_id}"))
    if isinstance(outcome, Conflict | Unknown):
        raise NotInLine("You do not wait for this any more.")
    must_go_through(outcome)


async def look_after_line(booker: Booker, now: datetime) -> int:
    """Offer what is free to the first who waits for it; how many were offered something. A place
    that fails is told of, and keeps nobody else waiting."""
    done, known = 0, dict[UUID, Service]()
    line = await all_in_line(booker.database.pool, now, AT_ONCE)
    while line:
        for place in line:
            try:
                if await stands(booker, place):
                    async with asking(booker.hearing, [place.resources]) as asked:
                        done += await _offer(booker, [place], asked)
                    continue
                services = await load_services(booker.database.pool) if not known else ()
                known |= {one.id: one for one in services}
                await plan_anew(booker, place, known)  # the next look offers by that
            except Exception as error:
                if is_away(error):
                    raise
                log.exception("a place in line is left aside", place=str(place.id))
        line = await all_in_line(booker.database.pool, now, AT_ONCE, line[-1].id)
    return done


async def _offer(booker: Booker, line: Sequence[InLine], asked: Asking) -> bool:
    """Whether it was free, and is held for them now."""

    async def heard(new: NewBooking) -> bool:
        return not await asked.taken(new)

    offers = await offers_to(booker, line, {}, heard=heard)
    if not offers.operations:
        return False
    outcome = await booker.ledger.commit(
        process("line").command(offers.operations, offers.riders, f"offer/{new_id()}")
    )
    return isinstance(outcome, Accepted)
