"""Who is booked cannot make a session of theirs: its client gets back all that was paid, whatever
the policy of late cancellation says, and hears why. By the flow by which staff cancel."""

from uuid import UUID

from holdfast.booking.bookings import Booking, takings_of
from holdfast.flows.booking.blocks import lay_block
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.cancelling import (
    BookingCalledOff,
    Cancellation,
    cancel_booking,
    cancellation_of,
)
from holdfast.flows.booking.own_calendar import own_resources, own_session
from holdfast.flows.booking.series.settling import one_of_many
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.people import Principal

__all__ = ["cancel_own_session", "cancellation_of_own"]


async def cancellation_of_own(
    booker: Booker, principal: Principal | None, booking_id: UUID
) -> Cancellation:
    """What goes back. Raises what :func:`cancel_own_session` does."""
    return await cancellation_of(booker, principal, booking_id, "photographer", own=True)


async def cancel_own_session(
    booker: Booker,
    studio: Studio,
    caller: Caller,
    booking_id: UUID,
    why: str,
    *,
    block: bool = False,
) -> BookingCalledOff:
    """A photographer's own session, or one of a studio and no photographer. With ``block`` nobody
    else books that time: it is taken away first, so it is offered to nobody. Raises a Problem for
    every refusal."""
    booking = await own_session(booker, caller.principal, booking_id)
    if block and not booking.is_cancelled:
        await cancellation_of_own(booker, caller.principal, booking_id)  # refused: nothing is taken
        await _take_away(booker, studio, caller, booking)
    return await cancel_booking(booker, caller, booking_id, cause="photographer", why=why, own=True)


async def _take_away(booker: Booker, studio: Studio, caller: Caller, booking: Booking) -> None:
    """Of oneself, or of what the studio has in it."""
    mine = {one.id for one in await own_resources(booker, caller.principal)}
    takings = (await takings_of(booker.database.pool, [booking.id]))[booking.id]
    for one in dict.fromkeys(one.resource_id for one in takings if one.resource_id in mine):
        by = one_of_many(caller, one)
        await lay_block(studio, by, one, booking.starts_at, booking.ends_at)
