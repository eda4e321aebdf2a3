"""A photographer books their own time for a client: one who booked them before, or somebody new. As
staff do it, but that whoever books takes part, and only with clients of their own."""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking import Resource
from holdfast.booking.bookings import has_booked
from holdfast.booking.services import Service
from holdfast.clients import ClientNotFound, client_of, owners_of
from holdfast.flows.booking.booker import (
    Booker,
    BookingEnded,
    BookingNotFound,
    order_of_booking,
)
from holdfast.flows.booking.for_client import ForWhom, hold_for_client
from holdfast.flows.booking.own_calendar import own_booking, own_person
from holdfast.flows.booking.planning import NotOffered, Wanted
from holdfast.flows.booking.refusing import ClientNotTaken
from holdfast.flows.checkout.bounds import spend_lines
from holdfast.flows.checkout.client_record import off_list_of
from holdfast.flows.checkout.place import Placed, placed_before
from holdfast.flows.checkout.till import STAFF_HOURS
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.pay_links import LinkMade, make_pay_link
from holdfast.kit import Problem

__all__ = ["hold_for_own_client", "link_of_own_booking"]


async def hold_for_own_client(
    booker: Booker,
    caller: Caller,
    service: Service,
    wanted: Wanted,
    whom: ForWhom,
    *,
    locale: str | None = None,
) -> Placed:
    """Their own time, for a client; what is paid ``later`` stands at once. Counts as a line of
    theirs that is reserved that day. Raises :class:`~holdfast.booking.ResourceNotFound` of who is
    no photographer, :class:`~holdfast.clients.ClientNotFound` of who is no client of theirs, and
    what :func:`~holdfast.flows.booking.for_client.hold_for_client` does."""
    mine = await own_person(booker, caller.principal)
    try:
        wanted = await _theirs_to_book(booker, caller, mine, wanted, whom)
    except Problem:
        # The shop has moved on, but what this key was answered with stands.
        before = None if caller.key is None else await placed_before(booker, caller.key)
        if before is None:
            raise
        return before
    return await hold_for_client(booker, caller, service, wanted, whom, locale=locale)


async def _theirs_to_book(
    booker: Booker, caller: Caller, mine: Resource, wanted: Wanted, whom: ForWhom
) -> Wanted:
    """With those alone who take this client."""
    if not wanted.candidates or any(mine.id not in one for one in wanted.candidates):
        raise NotOffered("You are not booked for this service.", field="serviceId")
    await spend_lines(booker, caller.principal, 1)
    if whom.client is None:
        return wanted
    owners = await _owners(booker, mine, whom.client)
    return await _taken_by_others(booker, mine, owners, wanted)


async def link_of_own_booking(
    booker: Booker, caller: Caller, booking_id: UUID, hours: int = STAFF_HOURS
) -> LinkMade:
    """The address at which what they hold for a client is paid, without signing in; it is held for
    so long, if it was not lengthened before. Raises :class:`BookingNotFound`, also of what somebody
    else made, and :class:`BookingEnded`."""
    booking = await own_booking(booker, caller.principal, booking_id)
    if booking.made_by != caller.actor:
        raise BookingNotFound("You have no such booking.")
    if not booking.is_held:
        raise BookingEnded("It does not wait for its money.", extra={"found": booking.status})
    order = await order_of_booking(booker, booking)
    return await make_pay_link(booker, caller, order, hours=hours, booking_id=booking.id)


async def _owners(booker: Booker, mine: Resource, client_id: UUID) -> list[str]:
    """The accounts of who booked them, or of who that turned out to be."""
    async with booker.database.read() as connection:
        client = await client_of(connection, client_id)
        owners = [] if client is None else await owners_of(connection, client.id)
    if not await has_booked(booker.database.pool, owners, mine.id):
        raise ClientNotFound("You have no such client.")
    return owners


async def _taken_by_others(
    booker: Booker, mine: Resource, owners: Sequence[str], wanted: Wanted
) -> Wanted:
    """Whoever books takes their client; of the others who would serve it, those who do. Raises
    :class:`ClientNotTaken`."""
    off: set[UUID | None] = set()
    for owner in owners:
        off |= await off_list_of(booker.database, owner)
    refusing = off - {mine.id}
    some = tuple(one for one in wanted.candidates if refusing.isdisjoint((None, *one)))
    if not some:
        raise ClientNotTaken("The studio, or others who would serve it, do not take this client.")
    return replace(wanted, candidates=some)
