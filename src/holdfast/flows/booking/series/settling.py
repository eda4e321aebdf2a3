"""What is left to do for a series: to confirm what is paid later, or, if it did not come about, to
release what it holds. Safe to repeat: a job does it after its request, whatever became of that."""

from collections.abc import Sequence
from uuid import UUID

from holdfast.booking.bookings import Booking, booking_of
from holdfast.booking.series import (
    Series,
    SeriesNotFound,
    SessionTold,
    series_dropped,
    series_of,
    sessions_of,
)
from holdfast.flows.booking.unpaid import stand_unpaid
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.settlement.settler import Settler
from holdfast.people import Principal

__all__ = [
    "bookings_in", "confirm_unpaid", "drop_series", "found_series", "one_of_many", "settle_series",
    "told_sessions",
]  # fmt: skip


def one_of_many(caller: Caller, booking_id: UUID) -> Caller:
    """Who asks, for one of the bookings that the request is for: a repetition does each once."""
    key = caller.key
    if key is None:
        return caller
    own = Key(f"{key.text}|{booking_id}", key.digest)
    return Caller(caller.principal, caller.request, own)


def told_sessions(some: Sequence[Booking]) -> list[SessionTold]:
    """As events name them, the first to begin first."""
    told = [SessionTold(one.id, one.number, one.starts_at, one.wall_start) for one in some]
    return sorted(told, key=lambda one: one.starts_at)


async def bookings_in(settler: Settler, series_id: UUID) -> list[Booking]:
    """Its bookings, in the order of the rule."""
    pool = settler.database.pool
    found = [await booking_of(pool, one.booking_id) for one in await sessions_of(pool, series_id)]
    return [one for one in found if one is not None]


async def found_series(
    settler: Settler, principal: Principal | None, series_id: UUID
) -> tuple[Series, list[Booking]]:
    """The principal's series with its bookings, or any for staff. Raises
    :class:`SeriesNotFound`."""
    series = await series_of(settler.database.pool, series_id)
    some = [] if series is None else await bookings_in(settler, series_id)
    mine = principal is not None and bool(some) and some[0].user_id == principal.id
    if series is None or principal is None or not (mine or principal.is_staff):
        raise SeriesNotFound("You have no such series.")
    return series, some


async def settle_series(settler: Settler, caller: Caller, series_id: UUID) -> None:
    """Go on with it. One that is still ``making`` is given up: who made it is gone."""
    series = await series_of(settler.database.pool, series_id)
    if series is None:
        return
    if series.is_making or series.is_dropped:
        await drop_series(settler, caller, series_id)
    elif series.later:
        await confirm_unpaid(settler, caller, series_id)


async def confirm_unpaid(settler: Settler, caller: Caller, series_id: UUID) -> None:
    """Nothing is paid to book: each stands at once, and all of its price is due."""
    for one in await bookings_in(settler, series_id):
        await stand_unpaid(settler, caller, one)


async def drop_series(settler: Settler, caller: Caller, series_id: UUID) -> bool:
    """It does not come about; what it holds is free again. False: it is whole by now."""
    command = caller.command((), series_dropped(series_id), f"drop-series/{series_id}")
    outcome = await settler.ledger.commit(command)
    series = await series_of(settler.database.pool, series_id)
    may_be_overtaken(outcome)
    if series is None or not series.is_dropped:
        return False
    for one in await bookings_in(settler, series_id):
        if one.is_held:
            whose = Caller(Principal(one.user_id, "user"), caller.request)
            await cancel(settler, whose, order_id=one.order_id)
    return True
