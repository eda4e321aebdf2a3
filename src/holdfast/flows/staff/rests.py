"""Staff take what is left of a booking's price, at the desk."""

from uuid import UUID

from msgspec.structs import replace

from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, unless_done_before
from holdfast.flows.staff.orders import mark_paid
from holdfast.kit import Problem

__all__ = ["take_rest"]


async def take_rest(booker: Booker, caller: Caller, booking_id: UUID, why: str | None) -> None:
    """The client has paid it: an order for it, paid at once, and it counts. Once, however often the
    caller's key is sent: by then nothing is due. Raises a Problem for every refusal."""
    if caller.key is not None and await answered(booker, caller.key) is not None:
        return
    try:
        placed = await order_rest(booker, replace(caller, key=None), booking_id)
    except Problem as refusal:
        # Perhaps by this very request, at the same moment: then it counts it.
        await unless_done_before(booker, caller.key, refusal)
        return
    await mark_paid(booker, caller, placed.order_id, why, lambda _: ())
    await settle_dues(booker, [placed.order_id])
