"""What booking works with, and what it refuses."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking, booking_of
from holdfast.flows.booking.outside.hearing import Hearing
from holdfast.flows.checkout.till import Till
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.people import Principal

__all__ = [
    "Booker", "BookingEnded", "BookingMove", "BookingNotFound", "found_booking",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Booker(Till, Settler):
    """Orders are placed and ended by it. ``hearing``: asks calendars elsewhere that were silent."""

    hearing: Hearing | None = None


class BookingNotFound(Problem):
    """No such booking of yours."""

    status = 404
    code = "booking-not-found"
    title = "No such booking"


class BookingEnded(Problem):
    """It took place, is cancelled, or nobody came; ``found`` says which."""

    status = 409
    code = "booking-ended"
    title = "The booking has ended"


class BookingMove(Struct, frozen=True, omit_defaults=True):
    """How it was moved: what it costs now, and what went back of what was paid. With an
    ``order_id`` it stays where it is until that is paid."""

    booking_id: UUID
    price: int
    refund: int
    currency: str
    order_id: UUID | None = None
    reservation_id: UUID | None = None


async def found_booking(booker: Settler, principal: Principal | None, booking_id: UUID) -> Booking:
    """The principal's booking, or any for staff. Raises :class:`BookingNotFound`."""
    booking = await booking_of(booker.database.pool, booking_id)
    mine = principal is not None and booking is not None and booking.user_id == principal.id
    if booking is None or principal is None or not (mine or principal.is_staff):
        raise BookingNotFound("You have no such booking.")
    return booking
