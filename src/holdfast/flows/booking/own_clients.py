"""A photographer, or whose studio it is, books their own time for a client: one who booked them
before, or somebody new. As staff do it, but that whoever books takes part, a studio by itself or by
what is a part of it, and only with clients of their own."""

from collections.abc import Collection, Sequence
from itertools import chain
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking import load_resources
from holdfast.booking.bookings import has_booked
from holdfast.booking.services import Service, request_hours_of
from holdfast.clients import ClientNotFound, client_of, keep_own_note, owners_of
from holdfast.flows.booking.booker import (
    Booker,
    BookingNotFound,
)
from holdfast.flows.booking.for_client import ForWhom, hold_for_client
from holdfast.flows.booking.own_calendar import own_booking, own_resources, own_session
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.planning import NotOffered, Wanted
from holdfast.flows.booking.refusing import ClientNotTaken
from holdfast.flows.checkout.bounds import spend_lines
from holdfast.flows.checkout.client_record import off_list_of
from holdfast.flows.checkout.place import Placed, placed_before
from holdfast.flows.checkout.till import STAFF_HOURS
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.pay_links import LinkMade, make_pay_link
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.people import Principal

__all__ = ["hold_for_own_client", "link_of_own_booking", "note_own_client"]


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
    no photographer and has no studio, :class:`~holdfast.clients.ClientNotFound` of who is no client
    of theirs, and what :func:`~holdfast.flows.booking.for_client.hold_for_client` does."""
    own = await own_resources(booker, caller.principal)
    mine = {one.id for one in own}
    before = None if caller.key is None else await placed_before(booker, caller.key)
    try:
        wanted = _with(mine, wanted)
        if own[0].kind == "studio":
            wanted = await _without_asking(booker, service, wanted)
        if before is None:  # what comes again under its key is one line
            await spend_lines(booker, caller.principal, 1)
        wanted = await _theirs_to_book(booker, mine, wanted, whom)
    except Problem:
        # The shop has moved on, but what this key was answered with stands.
        if before is None:
            raise
        return before
    return await hold_for_client(booker, caller, service, wanted, whom, locale=locale)


def _with(mine: Collection[UUID], wanted: Wanted) -> Wanted:
    """With oneself, or a part of one's studio."""
    some = tuple(one for one in wanted.candidates if any(who in mine for who in one))
    if not some:
        raise NotOffered("You are not booked for this service.", field="serviceId")
    return replace(wanted, candidates=some)


async def _theirs_to_book(
    booker: Booker, mine: Collection[UUID], wanted: Wanted, whom: ForWhom
) -> Wanted:
    """With those alone who take this client."""
    if whom.client is None:
        return wanted
    _, owners = await _own(booker, mine, whom.client)
    return await _taken_by_others(booker, mine, owners, wanted)


async def _without_asking(booker: Booker, service: Service, wanted: Wanted) -> Wanted:
    """No studio agrees for a photographer: with those alone who are not asked."""
    known = await load_resources(booker.database.pool, [*{*chain(*wanted.candidates)}])
    asked = {
        one.id
        for one in known.values()
        if one.kind == "photographer"
        and (one.request_hours is not None or request_hours_of(service) is not None)
    }
    some = tuple(one for one in wanted.candidates if asked.isdisjoint(one))
    if not some:
        raise NotOffered(
            "Its photographer has to agree first: let the client ask for it.", field="serviceId"
        )
    return replace(wanted, candidates=some)


async def link_of_own_booking(
    booker: Booker, caller: Caller, booking_id: UUID, hours: int = STAFF_HOURS
) -> LinkMade:
    """The address at which what they hold for a client is paid, without signing in, or what is due
    of a session of theirs that stands; it is held for so long, if it was not lengthened before.
    Raises :class:`BookingNotFound`, also of what somebody else holds, :class:`BookingEnded` and
    :class:`~holdfast.flows.booking.paying_due.NothingDue`."""
    booking = await own_booking(booker, caller.principal, booking_id)
    if not booking.is_held:
        hours_long = hours * 3600.0
        placed = await order_rest(booker, caller, booking.id, seconds=hours_long, find=own_session)
        rest = await booker.orders.known(placed.order_id)
        return await make_pay_link(booker, caller, rest, booking_id=booking.id)
    if booking.made_by != caller.actor:
        raise BookingNotFound("You have no such booking.")
    order = await booker.orders.known(booking.order_id)
    return await make_pay_link(booker, caller, order, hours=hours, booking_id=booking.id)


async def _own(
    settler: Settler, mine: Collection[UUID], client_id: UUID
) -> tuple[UUID, Sequence[str]]:
    """A client, or who that turned out to be, with the accounts of theirs. Raises
    :class:`ClientNotFound`, if they never booked any of these."""
    async with settler.database.read() as connection:
        client = await client_of(connection, client_id)
        owners = [] if client is None else await owners_of(connection, client.id)
    if client is None or not await has_booked(settler.database.pool, owners, list(mine)):
        raise ClientNotFound("You have no such client.")
    return client.id, owners


async def note_own_client(
    settler: Settler, principal: Principal | None, client_id: UUID, text: str
) -> None:
    """What they note of a client of theirs for themselves, in place of what they did. Raises
    :class:`~holdfast.booking.ResourceNotFound` and :class:`ClientNotFound`."""
    own = await own_resources(settler, principal)
    client, _ = await _own(settler, {one.id for one in own}, client_id)
    async with settler.database.transaction() as connection:
        await keep_own_note(connection, own[0].id, client, text.strip())


async def _taken_by_others(
    booker: Booker, mine: Collection[UUID], owners: Sequence[str], wanted: Wanted
) -> Wanted:
    """Whoever books takes their client; of the others who would serve it, those who do. Raises
    :class:`ClientNotTaken`."""
    off: set[UUID | None] = set()
    for owner in owners:
        off |= await off_list_of(booker.database, owner)
    refusing = off.difference(mine)
    some = tuple(one for one in wanted.candidates if refusing.isdisjoint((None, *one)))
    if not some:
        raise ClientNotTaken("The studio, or others who would serve it, do not take this client.")
    return replace(wanted, candidates=some)
