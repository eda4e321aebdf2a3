"""The session that an order pays for, as hours and certificates for services pay it."""

from holdfast.booking.bookings import Booking, booking_of
from holdfast.flows.settlement.settler import Settler
from holdfast.orders import Order
from holdfast.packages import Session, SessionPart

__all__ = ["session_of"]


async def session_of(settler: Settler, order: Order) -> Session | None:
    """None, if it pays for none. What is for sessions comes with a mix, which pays all that is due
    or goes back: of an order that waits for its money nothing was paid so before."""
    if order.booking_id is None:
        return None
    booking = await booking_of(settler.database.pool, order.booking_id)
    assert booking is not None, "its row came with the order's"
    part = SessionPart(booking.service_id, booking.price, _minutes(booking))
    return Session((part,), booking.prepaid)


def _minutes(booking: Booking) -> int:
    """How long it lasts, without buffers."""
    return int((booking.ends_at - booking.starts_at).total_seconds()) // 60
