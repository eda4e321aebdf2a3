"""Bookings of which nothing is paid to book: they stand at once, and all of the price is due."""

from holdfast import payments
from holdfast.booking.bookings import Booking, StandBooking, booking_of
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.settlement.settle import capture_command
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expired
from holdfast.payments import MANUAL, Payment, manual_reference

__all__ = ["stand_by_job", "stand_unpaid"]


async def stand_by_job(settler: Settler, job: StandBooking, request: str) -> None:
    """Whoever made it is gone, or did it already."""
    booking = await booking_of(settler.database.pool, job.booking_id)
    if booking is not None:
        await stand_unpaid(settler, process(job.NAME, request), booking)


async def stand_unpaid(settler: Settler, caller: Caller, booking: Booking) -> None:
    """It stands, if its order asks for nothing. Safe to repeat."""
    order = await settler.orders.get(booking.order_id) if booking.is_held else None
    if order is None or order.total:
        return
    payment_id = new_id()
    nothing = Payment(
        payment_id,
        order.id,
        order.reservation_id,
        MANUAL,
        manual_reference(payment_id),
        0,
        order.currency,
        "succeeded",
    )
    riders = payments.begun(nothing)
    command = capture_command(order, nothing, riders, None, caller, caller.actor)
    outcome = await settler.ledger.commit(command)
    # By somebody else by now, or its time is over.
    if not isinstance(outcome, Accepted | AlreadyDone | Conflict | Expired):
        raise refuse(outcome)
