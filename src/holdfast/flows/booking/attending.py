"""What becomes of a booking on its day: it began, it is done, nobody came. Staff say so, and whose
time it takes; of what nobody said anything, time does. Its order is completed with it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from holdfast import orders
from holdfast.booking.bookings import (
    Booking,
    booking_completed,
    booking_missed,
    booking_of,
    booking_started,
    moves_key,
)
from holdfast.flows.booking.booker import BookingEnded, found_booking
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.outcomes import may_be_overtaken, went_through
from holdfast.flows.commit.refusals import NotPaid
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, shop_now
from holdfast.ledger import Accepted, Expect, Outcome, Rider
from holdfast.people import Principal

__all__ = ["Attendance", "Find", "NotBegun", "attend", "let_time_pass"]

Attendance: TypeAlias = Literal["start", "complete", "no-show"]
Find: TypeAlias = Callable[[Settler, Principal | None, UUID], Awaitable[Booking]]
_TRIES: Final = 4
DONE_AFTER: Final = timedelta(hours=6)
"""After its end, until when staff may say what came of it; then it took place."""
TAKEN_BACK: Final = timedelta(hours=24)
"""After its end, until when it can be taken back that nobody came: it took place."""
_PAGE: Final = 200
_OVER: Final = """
SELECT id, moves, status = 'confirmed' AND starts_at + make_interval(
           mins => (policy->>'no_show_minutes')::integer) <= $1 AS missed
FROM bookings
WHERE status IN ('confirmed', 'in_progress') AND starts_at <= $1
  AND (ends_at <= $2 OR status = 'confirmed' AND starts_at + make_interval(
           mins => (policy->>'no_show_minutes')::integer) <= $1)
ORDER BY starts_at, id LIMIT $3
"""


class NotBegun(Problem):
    """Its time has not come."""

    status = 409
    code = "not-begun"
    title = "The booking has not begun"


async def attend(
    settler: Settler,
    caller: Caller,
    booking_id: UUID,
    what: Attendance,
    find: Find = found_booking,
) -> None:
    """Say what came of one that ``find`` finds for who says it. Doing it twice is done once; raises
    a Problem for every refusal."""
    for _ in range(_TRIES):
        booking = await find(settler, caller.principal, booking_id)
        if booking.is_after(what):
            return
        _must_be_its_time(booking, what)
        audited = caller.audited(f"booking.{what}", booking.id)
        if went_through(await _said(settler, caller, booking, what, audited)):
            return
    raise crowded_out(f"booking {booking_id} does not {what}")


def _must_be_its_time(booking: Booking, what: Attendance) -> None:
    if booking.is_unpaid:
        raise NotPaid("The booking is not paid yet.")
    if not (booking.stands or _takes_back(booking, what)) or (
        what == "no-show" and not booking.is_confirmed
    ):
        raise BookingEnded(
            "The booking has begun or ended already.", extra={"found": booking.status}
        )
    if what != "start" and shop_now() < booking.starts_at:
        raise NotBegun("Its time has not come yet.")


def _takes_back(booking: Booking, what: Attendance) -> bool:
    """Who was said not to have come is there after all, as long as it lasts; or was there, as is
    found out once it is over."""
    if not booking.is_missed:
        return False
    now, end = shop_now(), booking.ends_at
    return now < end if what == "start" else what == "complete" and end <= now < end + TAKEN_BACK


async def _said(
    settler: Settler, caller: Caller, booking: Booking, what: Attendance, *riders: Rider
) -> Outcome:
    """``Conflict``: it was moved, or something else came of it, since it was read."""
    order = await settler.orders.known(booking.order_id)
    ends = what != "start" and not order.is_completed  # it is, of who came after all
    return await settler.ledger.commit(
        caller.command(
            (Expect(moves_key(booking.id), booking.moves),),
            (
                *_moved(booking, what),
                *(orders.completed(booking.order_id) if ends else ()),
                *riders,
            ),
            f"{what}/{booking.id}",
        )
    )


def _moved(booking: Booking, what: Attendance) -> tuple[Rider, ...]:
    match what:
        case "start":
            late = (shop_now() - booking.starts_at) // timedelta(minutes=1)
            return booking_started(booking.id, max(late, 0))
        case "complete":
            return booking_completed(booking.id)
        case "no-show":
            return booking_missed(booking.id)


async def let_time_pass(settler: Settler, now: datetime) -> int:
    """Nobody came to what is long begun, by its policy; what is long over took place. How many
    those were."""
    done = 0
    while True:
        pool = settler.database.pool
        rows = await pool.fetch(_OVER, now, now - DONE_AFTER, _PAGE)
        some = await asyncio.gather(*(_passed(settler, *row) for row in rows))
        done += sum(some)
        if len(rows) < _PAGE or not any(some):
            return done


async def _passed(settler: Settler, booking_id: UUID, moves: int, missed: bool | None) -> bool:
    booking = await booking_of(settler.database.pool, booking_id)
    if booking is None or not booking.is_paid or booking.moves != moves:
        return False
    if missed and not booking.is_confirmed:
        return False  # they came at this very moment
    what: Attendance = "no-show" if missed else "complete"
    outcome = await _said(settler, process("time"), booking, what)
    may_be_overtaken(outcome)
    return isinstance(outcome, Accepted)
