"""Whom somebody who is booked, or the shop, does not take: kept as a list, and looked at when a
time is held."""

from uuid import UUID

from holdfast.booking import ResourceNotFound, resource_of, resource_of_user
from holdfast.booking.bookings import (
    NewBooking,
    NotTaken,
    names_of_takings,
    not_taken,
    take_again,
    take_no_more,
)
from holdfast.flows.booking.booker import Booker
from holdfast.flows.checkout.client_record import off_list
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.people import Principal

__all__ = ["ClientNotTaken", "clients_not_taken", "must_take", "refuse_client", "take_client_again"]


class ClientNotTaken(Problem):
    """Who could serve it does not take bookings of this client here."""

    status = 409
    code = "client-not-taken"
    title = "This cannot be booked here"


async def must_take(booker: Booker, caller: Caller, new: NewBooking) -> None:
    """Raises :class:`ClientNotTaken`, if one of those who serve it does not take the client; what
    staff book for somebody, they take."""
    if new.made_by not in ("", caller.actor):
        return
    off = await off_list(booker.database, caller.actor, new)
    if not off:
        return
    theirs = [one for one in new.takings if one.resource_id in off]
    if not theirs:
        raise ClientNotTaken("Call the studio to book.")
    names = names_of_takings(theirs)
    raise ClientNotTaken(say("{names} cannot be booked here. Choose others.", names=names))


async def refuse_client(
    settler: Settler, caller: Caller, owner: str, resource_id: UUID | None, reason: str
) -> NotTaken:
    """Staff: for any resource, or for all of them; a photographer or studio for itself. Doing it
    again changes the reason. Raises :class:`~holdfast.booking.ResourceNotFound`."""
    whose = await _list_of(settler, caller.principal, resource_id)
    async with settler.database.transaction() as connection:
        made = await take_no_more(connection, owner, whose, reason, caller.actor)
        about = {"client": owner, "reason": reason}
        await caller.note(connection, "client.not-taken", _subject(made), about)
    return made


async def take_client_again(settler: Settler, caller: Caller, line_id: UUID) -> None:
    """Off the list. Raises :class:`~holdfast.booking.bookings.NotTakenNotFound`."""
    whose = await _list_of(settler, caller.principal, None)
    async with settler.database.transaction() as connection:
        gone = await take_again(connection, line_id, whose)
        await caller.note(connection, "client.taken-again", _subject(gone), {"client": gone.owner})


async def clients_not_taken(settler: Settler, principal: Principal) -> list[NotTaken]:
    """Everybody on it for staff, one's own list for a photographer or studio."""
    whose = await _list_of(settler, principal, None)
    return list(await not_taken(settler.database.pool, whose))


async def _list_of(settler: Settler, principal: Principal, resource_id: UUID | None) -> UUID | None:
    """Of a photographer or studio its own, whatever was said; of staff the one that was said."""
    pool = settler.database.pool
    if principal.is_staff:
        if resource_id is not None and await resource_of(pool, resource_id) is None:
            raise ResourceNotFound("There is no such resource.")
        return resource_id
    is_one = principal.kind == "user" and principal.is_photographer
    own = await resource_of_user(pool, principal.user_id) if is_one else None
    if own is None or resource_id not in (None, own.id):
        raise ResourceNotFound("There is no such resource.")
    return own.id


def _subject(line: NotTaken) -> str:
    return str(line.id) if line.resource_id is None else f"resource:{line.resource_id}"
