"""One's own time: which photographer or studio is the asker's, and which bookings they may move.
Others' are said not to be there."""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking import (
    Resource,
    ResourceNotFound,
    ResourceTerms,
    load_resources,
    resources_of_user,
)
from holdfast.booking.bookings import Booking, booking_of, takings_of
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.resources import save_resource
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.settler import Settler
from holdfast.people import Principal

__all__ = ["own_booking", "own_person", "own_resources", "own_session", "save_own_rules"]


async def own_person(studio: Studio | Settler, principal: Principal | None) -> Resource:
    """The photographer or studio that who asks may act as. Raises :class:`ResourceNotFound`."""
    return (await own_resources(studio, principal))[0]


async def own_resources(studio: Studio | Settler, principal: Principal | None) -> list[Resource]:
    """The same first; of a studio then what is a part of it. That an account is named there is
    nothing without the role. Raises :class:`ResourceNotFound`."""
    found: list[Resource] = []
    if principal is not None and principal.kind == "user" and principal.is_photographer:
        found = await resources_of_user(studio.database.pool, principal.user_id)
    if not found:
        raise ResourceNotFound("No photographer or studio has your account.")
    return found


async def own_booking(settler: Settler, principal: Principal | None, booking_id: UUID) -> Booking:
    """A booking that takes the time of who asks. Raises :class:`BookingNotFound`."""
    pool = settler.database.pool
    booking = await booking_of(pool, booking_id)
    try:
        mine = {one.id for one in await own_resources(settler, principal)}
    except ResourceNotFound:
        booking = None
    if booking is not None:
        takings = (await takings_of(pool, [booking.id]))[booking.id]
        if any(one.resource_id in mine for one in takings):
            return booking
    raise BookingNotFound("You have no such booking.")


async def own_session(settler: Settler, principal: Principal | None, booking_id: UUID) -> Booking:
    """A booking that takes the photographer's time, or a studio's and no photographer's: between
    whom and its client it is. Raises :class:`BookingNotFound`."""
    booking = await own_booking(settler, principal, booking_id)
    mine = await own_person(settler, principal)
    if mine.kind == "studio" and await _takes_photographer(settler, booking):
        raise BookingNotFound("You have no such booking.")
    return booking


async def _takes_photographer(settler: Settler, booking: Booking) -> bool:
    pool = settler.database.pool
    takings = (await takings_of(pool, [booking.id]))[booking.id]
    taken = await load_resources(pool, [one.resource_id for one in takings])
    return any(one.kind == "photographer" for one in taken.values())


async def save_own_rules(
    studio: Studio,
    caller: Caller,
    revision: int,
    *,
    buffer_before: int,
    buffer_after: int,
    lead_minutes: int,
    horizon_days: int,
    tags: Sequence[str] | None = None,
) -> None:
    """What photographers and studios say of themselves; the rest is staff's. Raises
    what :func:`~holdfast.flows.booking.resources.save_resource` does."""
    mine = await own_person(studio, caller.principal)
    fields = ResourceTerms.__struct_fields__
    terms = replace(
        ResourceTerms(**{name: getattr(mine, name) for name in fields}),
        buffer_before=buffer_before,
        buffer_after=buffer_after,
        lead_minutes=lead_minutes,
        horizon_days=horizon_days,
        tags=mine.tags if tags is None else tuple(tags),
    )
    await save_resource(studio, caller, mine.id, terms, revision)
