"""What staff say of a booking on its day: it began, it is done, nobody came. Its order is completed
with it."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias
from uuid import UUID

from holdfast import orders
from holdfast.booking.bookings import (
    Booking,
    booking_completed,
    booking_missed,
    booking_started,
)
from holdfast.flows.booking.booker import BookingEnded, found_booking
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import NotPaid, refuse
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, shop_now
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider

__all__ = ["Attendance", "NotBegun", "attend"]

Attendance: TypeAlias = Literal["start", "complete", "no-show"]
_TRIES: Final = 4


class NotBegun(Problem):
    """Its time has not come."""

    status = 409
    code = "not-begun"
    title = "The booking has not begun"


_RIDERS: Final[dict[Attendance, Callable[[UUID], tuple[Rider, ...]]]] = {
    "start": booking_started,
    "complete": booking_completed,
    "no-show": booking_missed,
}


async def attend(settler: Settler, caller: Caller, booking_id: UUID, what: Attendance) -> None:
    """Say what came of it. Doing it twice is done once; raises a Problem for every refusal."""
    for _ in range(_TRIES):
        booking = await found_booking(settler, caller.principal, booking_id)
        if booking.is_after(what):
            return
        _must_be_its_time(booking, what)
        ends = what != "start"
        outcome = await settler.ledger.commit(
            caller.command(
                (),
                (
                    *_RIDERS[what](booking.id),
                    *(orders.completed(booking.order_id) if ends else ()),
                    caller.audited(f"booking.{what}", booking.id),
                ),
                f"{what}/{booking.id}",
            )
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return
        if not isinstance(outcome, Conflict):
            raise refuse(outcome)
    raise RuntimeError(f"booking {booking_id} does not {what}")


def _must_be_its_time(booking: Booking, what: Attendance) -> None:
    if booking.is_held:
        raise NotPaid("The booking is not paid yet.")
    if not booking.stands or (what == "no-show" and not booking.is_confirmed):
        raise BookingEnded(
            "The booking has begun or ended already.", extra={"found": booking.status}
        )
    if what != "start" and shop_now() < booking.starts_at:
        raise NotBegun("Its time has not come yet.")
