"""The pay link of a booking: of its own order while its time is held, else of its rest."""

from uuid import UUID

from holdfast.flows.booking.booker import Booker, found_booking
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import NotAgreed
from holdfast.flows.settlement.pay_links import LinkMade, make_pay_link

__all__ = ["make_booking_link"]


async def make_booking_link(
    booker: Booker, caller: Caller, booking_id: UUID, hours: int
) -> LinkMade:
    """For what is to be paid of the booking now. The time is held for so long, if it was not
    lengthened before. Raises a Problem for every refusal."""
    booking = await found_booking(booker, caller.principal, booking_id)
    if booking.is_asked:
        raise NotAgreed("It is on request: answer it first.")
    if booking.is_held:
        order = await booker.orders.known(booking.order_id)
        return await make_pay_link(booker, caller, order, hours=hours, booking_id=booking.id)
    placed = await order_rest(booker, caller, booking.id, seconds=hours * 3600.0)
    rest = await booker.orders.known(placed.order_id)
    return await make_pay_link(booker, caller, rest, booking_id=booking.id)
