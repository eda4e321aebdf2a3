"""What is left to do once a guest's places in line are an account's."""

from contextlib import suppress
from uuid import UUID

from holdfast.booking.bookings import adopt_bookings
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.waiting.joining import leave_place
from holdfast.orders import adopt_orders
from holdfast.waiting import (
    AdoptPlaces,
    NotInLine,
    adopt_places,
    left_line,
    place_for_units,
    waited_twice,
)

__all__ = ["settle_places"]


async def settle_places(till: Till, job: AdoptPlaces, caller: Caller) -> None:
    """Of two places for the same the earlier stays, and is the account's; so is what was offered to
    the guest by a command that had looked before the login and ended after it."""
    async with till.database.read() as connection:
        later = await waited_twice(connection, job)
    for place_id in later:
        await _leave(till, caller, place_id)
    async with till.database.transaction() as connection:
        held = await adopt_places(connection, job)
        await adopt_bookings(connection, job.guest, job.owner, held)
        await adopt_orders(connection, job.guest, job.owner, held)


async def _leave(till: Till, caller: Caller, place_id: UUID) -> None:
    """Unless it was offered, or left, meanwhile."""
    left = (left_line(place_id),)
    units = await place_for_units(till.database.pool, place_id)
    if units is not None:
        with suppress(NotInLine):
            await leave_place(till, caller, units, left)
        return
    may_be_overtaken(await till.ledger.commit(caller.command((), left, f"leave-line/{place_id}")))
