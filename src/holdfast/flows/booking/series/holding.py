"""Holding a series: each of its bookings with its own order and hold, as many in one command as its
lines allow. Where it takes several, the series is ``making`` until the last of them; if one of them
is refused, what the others hold is released, and a job does so if this process ends in between.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking import SCHEDULE_PREFIX
from holdfast.booking.bookings import STAY_PREFIX, NewBooking
from holdfast.booking.series import (
    Series,
    SeriesBooked,
    SessionTold,
    SettleSeries,
    series_begun,
    series_goes_on,
    series_of,
    series_told,
    series_whole,
)
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.nearness import must_say_where
from holdfast.flows.booking.planning import must_offer
from holdfast.flows.booking.priced_anew import series_priced_anew
from holdfast.flows.booking.series.parts import commands_of
from holdfast.flows.booking.series.planning import (
    SeriesPlan,
    SeriesWanted,
    SessionConflict,
    SessionWanted,
    plan_series,
)
from holdfast.flows.booking.series.settling import confirm_unpaid, drop_series
from holdfast.flows.checkout.basket import Basket, order_of
from holdfast.flows.checkout.bounds import HoldBounds, bounds_of, out_of_bounds, spend_lines
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.checkout.taxed import session_taxes, with_beside
from holdfast.flows.checkout.till import held_for
from holdfast.flows.checkout.times_of_guests import times_bounds, too_many_times
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.commit.refusals import TooBusy, refuse
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.flows.payments.selling import must_sell
from holdfast.kit import Problem, new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Conflict,
    Outcome,
    Rider,
    Short,
    defer,
)
from holdfast.pricing import Quote
from holdfast.shop import ShopSettings

__all__ = ["SeriesConflicts", "SeriesDropped", "SeriesHeld", "hold_series"]

SETTLED_AFTER: Final = 60.0
"""Seconds after which a series is given up that nobody goes on with."""
_TRIES: Final = 5
_SOON: Final = {"Retry-After": "5"}
_LOOK_AGAIN: Final = (SCHEDULE_PREFIX, STAY_PREFIX)


class SeriesConflicts(Problem):
    """Some of its times cannot be had; ``conflicts`` names each, and why. Nothing was booked."""

    status = 409
    code = "series-conflicts"
    title = "Some times are not to be had"

    def __init__(self, named: Sequence[SessionConflict]) -> None:
        super().__init__("Some of these times cannot be had. Nothing was booked.", field="sessions")
        self.named = named


class SeriesDropped(Problem):
    """It was asked for before under this key, and did not come about."""

    status = 409
    code = "series-dropped"
    title = "The series was not booked"


class SeriesHeld(Struct, frozen=True):
    """What a request to hold one is answered with."""

    series_id: UUID


class _Making(Struct):
    """How far it is. ``prices``: of each of those that are to be had, once they cost together what
    was shown."""

    series_id: UUID
    made: list[NewOrder]
    left: list[SessionWanted]
    commands: int = 0
    prices: dict[datetime, int] | None = None


async def hold_series(
    booker: Booker,
    caller: Caller,
    behalf: OnBehalf,
    wanted: SeriesWanted,
    *,
    locale: str | None = None,
) -> SeriesHeld:
    """Hold it for whose it is; what is paid ``later`` stands at once. Raises a Problem for every
    refusal: nothing is held then."""
    making, whose = _Making(new_id(), [], list(wanted.sessions)), behalf.owner
    try:
        await must_sell(booker)
        bounds = HoldBounds()
        if caller.actor == whose.id:  # staff hold what they promise
            await spend_lines(booker, whose, len(wanted.sessions))
            bounds = await bounds_of(booker, whose, ())
        for one in wanted.sessions:
            must_offer(wanted.service, one.wanted)
            if not one.wanted.agreed:
                must_say_where(wanted.service.needs, one.wanted.near)
        before = await _made(booker, caller, behalf, wanted, making, bounds, locale)
    except Problem as refusal:
        if making.made:
            await drop_series(booker, caller, making.series_id)
            raise
        before = await as_before(booker, caller.key, refusal, SeriesHeld)
    if before is not None:
        return await _as_it_stands(booker, before)
    if wanted.later:
        await confirm_unpaid(booker, caller, making.series_id)
    return SeriesHeld(making.series_id)


async def _as_it_stands(booker: Booker, before: SeriesHeld) -> SeriesHeld:
    """What a repetition is told. Raises the refusal, if it did not come about."""
    series = await series_of(booker.database.pool, before.series_id)
    if series is None or series.is_dropped:
        raise SeriesDropped("One of its times went to somebody else. Nothing was booked.")
    if series.is_making:
        raise TooBusy("It is being booked at this moment. Ask again.", headers=_SOON)
    return before


async def _made(
    booker: Booker,
    caller: Caller,
    behalf: OnBehalf,
    wanted: SeriesWanted,
    making: _Making,
    bounds: HoldBounds,
    locale: str | None,
) -> SeriesHeld | None:
    """All of it; or what this request was answered with before."""
    whose = behalf.owner
    client, seconds = Caller(whose, caller.request), await held_for(booker)
    for _ in range(_TRIES):
        plan = await plan_series(booker, client, wanted, making.left)
        if plan.conflicts and (wanted.take == "all" or not (plan.free or making.made)):
            raise SeriesConflicts(plan.conflicts)
        _must_cost(wanted, making, plan)
        shop = await booker.shop.now()
        planned = {new.id: session for session, new in plan.free}
        commands = commands_of([new for _, new in plan.free])
        for number, some in enumerate(commands, 1):
            orders = [
                _order(wanted, new, behalf, times_bounds(booker, whose, new, bounds), locale, shop)
                for new in some
            ]
            riders = () if making.made else behalf.riders
            riders += _riders(
                caller, wanted, making, orders, planned, whole=number == len(commands)
            )
            outcome = await _committed(booker, caller, making, orders, riders, seconds)
            if isinstance(outcome, AlreadyDone):
                return stored(outcome.answer, SeriesHeld)
            if not isinstance(outcome, Accepted):
                _must_look_again(outcome, bounds, orders)
                break
            making.made += orders
            making.commands += 1
            taken = {planned[new.id].planned_at for new in some}
            making.left = [one for one in making.left if one.planned_at not in taken]
        else:
            if not commands:  # those that were left went to others
                await _whole(booker, caller, wanted, making)
            return None
    raise SeriesConflicts([SessionConflict(one, TooBusy("Others are booking there at this moment."))
                           for one in making.left])  # fmt: skip


def _must_cost(wanted: SeriesWanted, making: _Making, plan: SeriesPlan) -> None:
    """Raises :class:`PriceChanged`, if what is to be had costs something else together than was
    shown. Should some of it be planned anew, whoever serves it then is to cost what they did; one
    that was not to be had at first is not taken, and one that is not any more is no other price."""
    if wanted.expected is None:
        return
    now = {session.planned_at: new.price for session, new in plan.free}
    if making.prices is None:
        if sum(now.values()) != wanted.expected:
            raise series_priced_anew(sum(now.values()), wanted.expected, wanted.service.currency)
        making.prices = now
        making.left = [one for one in making.left if one.planned_at in now]
    before = sum(making.prices[one] for one in now)
    if sum(now.values()) != before:
        total = wanted.expected - before + sum(now.values())
        raise series_priced_anew(total, wanted.expected, wanted.service.currency)


async def _committed(
    booker: Booker,
    caller: Caller,
    making: _Making,
    orders: Sequence[NewOrder],
    riders: tuple[Rider, ...],
    seconds: float,
) -> Outcome:
    taken = [held(order, seconds) for order in orders]
    operations = tuple(dict.fromkeys(one for some in taken for one in some.operations))
    riders = (*riders, *(rider for some in taken for rider in some.riders))
    key = f"series/{making.series_id}/{making.commands}"
    if making.made:
        return await booker.ledger.commit(caller.command(operations, riders, key))
    answer = SeriesHeld(making.series_id)
    return await booker.ledger.commit(caller.keyed(operations, riders, key, answer))


def _must_look_again(outcome: Outcome, bounds: HoldBounds, orders: Sequence[NewOrder]) -> None:
    """Raises the refusal, if it is one for all of the series."""
    match outcome:
        case Short(shortages=shortages):
            bounded = out_of_bounds(bounds, (), shortages)
            if bounded is not None:
                raise bounded
            if (many := too_many_times(orders[0].booking, shortages)) is not None:
                raise many
            return  # somebody was quicker
        case Conflict(subject=subject) if subject.startswith(_LOOK_AGAIN):
            return
        case Conflict(found="uq_orders_number"):
            return
    raise refuse(outcome)


def _order(
    wanted: SeriesWanted,
    new: NewBooking,
    behalf: OnBehalf,
    bounds: HoldBounds,
    locale: str | None,
    shop: ShopSettings,
) -> NewOrder:
    name = wanted.service.name_in(locale or "")
    basket = Basket(
        (),
        new.currency,
        Quote((), new.prepaid, 0),
        description=name,
        breakdown=with_beside(
            None,
            name,
            session_taxes(shop, new.service_id, new.parts, new.prepaid),
            new.currency,
        ),
        booking=new,
    )
    return behalf.named(order_of(basket, behalf.owner.id, bounds=bounds.lines, locale=locale))


def _riders(
    caller: Caller,
    wanted: SeriesWanted,
    making: _Making,
    orders: Sequence[NewOrder],
    planned: dict[UUID, SessionWanted],
    *,
    whole: bool,
) -> tuple[Rider, ...]:
    """The series' own row and what is told of it."""
    sessions = {
        one.booking.id: planned[one.booking.id].planned_at
        for one in orders
        if one.booking is not None
    }
    told = _told(wanted, making.series_id, [*making.made, *orders]) if whole else ()
    if making.made:
        more = series_goes_on(making.series_id, sessions)
        # One row moves once in a command: that it goes on is what being whole says.
        return (*more[1:], *series_whole(making.series_id), *told) if whole else more
    series = Series(
        making.series_id,
        wanted.service.id,
        wanted.service.name,
        wanted.rule,
        wanted.zone,
        wanted.wall_start,
        wanted.minutes,
        wanted.later,
        "booked" if whole else "making",
        caller.actor,
    )
    again = wanted.later or not whole
    return (
        *series_begun(series, sessions),
        *((defer(SettleSeries(series.id), after=SETTLED_AFTER),) if again else ()),
        caller.audited("series.held", series.id, {"sessions": len(making.left)}),
        *told,
    )


def _told(wanted: SeriesWanted, series_id: UUID, orders: Sequence[NewOrder]) -> tuple[Rider, ...]:
    bookings = [(one, one.booking) for one in orders if one.booking is not None]
    sessions = [
        SessionTold(new.id, order.number, new.when.starts_at, new.when.wall_start)
        for order, new in bookings
    ]
    fact = SeriesBooked(
        orders[0].owner,
        wanted.service.name,
        wanted.zone,
        sorted(sessions, key=lambda one: one.starts_at),
        sum(new.price for _, new in bookings),
        sum(new.prepaid for _, new in bookings),
        wanted.service.currency,
        wanted.later,
    )
    return series_told(series_id, fact)


async def _whole(booker: Booker, caller: Caller, wanted: SeriesWanted, making: _Making) -> None:
    """With what it has: the rest went to others."""
    riders = (*series_whole(making.series_id), *_told(wanted, making.series_id, making.made))
    outcome = await booker.ledger.commit(
        caller.command((), riders, f"series/{making.series_id}/whole")
    )
    must_go_through(outcome)
