"""Who booked, or staff, say who else takes part in a booking. Those see it and hear of it; moving,
cancelling and paying stays with who booked, and staff."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import (
    NewParticipant,
    Participant,
    is_confirmed,
    participants_of,
    take_no_part,
    take_part,
)
from holdfast.clients import Client, ClientNotFound, client_of, owners_of
from holdfast.flows.booking.booker import BookingEnded, found_booking
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.mail import names_a_site, reachable
from holdfast.people import OF_HANDLES, Principal, by_id, is_guest

__all__ = [
    "ParticipantNameInvalid", "ParticipantUnreachable", "add_client", "add_participant",
    "remove_participant", "who_takes_part",
]  # fmt: skip


class ParticipantUnreachable(Problem):
    """Mail cannot go to this address, or the client has neither an address nor an account."""

    status = 422
    code = "participant-unreachable"
    title = "They cannot be told"


class ParticipantNameInvalid(Problem):
    """A mail to a stranger says this name: it may name no site and no address."""

    status = 422
    code = "participant-name-invalid"
    title = "This is not a name"


async def add_participant(
    settler: Settler, caller: Caller, booking_id: UUID, name: str, email: str
) -> Participant:
    """Somebody by their address of mail; who takes part already stays as they are. Raises
    :class:`~holdfast.flows.booking.booker.BookingNotFound`, :class:`BookingEnded`,
    :class:`ParticipantNameInvalid`, :class:`ParticipantUnreachable`,
    :class:`~holdfast.booking.bookings.TooManyParticipants`."""
    if names_a_site(name):
        raise ParticipantNameInvalid("Write a name without an address in it.", field="name")
    found = reachable(email)
    if found is None:
        raise ParticipantUnreachable("Mail cannot go to this address.", field="email")
    return await _add(settler, caller, booking_id, NewParticipant(name or found, found))


async def add_client(
    settler: Settler, caller: Caller, booking_id: UUID, client_id: UUID
) -> Participant:
    """One of the studio's clients, whose account sees it as well; for staff. Raises as
    :func:`add_participant`, and :class:`~holdfast.clients.ClientNotFound`."""
    async with settler.database.read() as connection:
        client = await client_of(connection, client_id)
        if client is None:
            raise ClientNotFound("There is no such client.", field="clientId")
        owners = await owners_of(connection, client.id)
        account = next((one for one in owners if not is_guest(one)), None)
        name, email = await _told_as(connection, client, account)
    if not email and account is None:
        raise ParticipantUnreachable(
            "The client has neither an address of mail nor an account.", field="clientId"
        )
    who = NewParticipant(name or email, email, account)
    return await _add(settler, caller, booking_id, who)


async def _told_as(
    connection: AsyncConnection, client: Client, account: str | None
) -> tuple[str, str]:
    """By what staff wrote of them, else what their account says; no address: nobody is mailed."""
    name, email = client.name, reachable(client.email) or ""
    if account is not None and not (name and email):
        user = await by_id(connection, UUID(account.removeprefix("user:")))
        if user is not None:
            own = "" if user.email.endswith(OF_HANDLES) else reachable(user.email) or ""
            name, email = name or user.name, email or own
    return name, email


async def _add(
    settler: Settler, caller: Caller, booking_id: UUID, who: NewParticipant
) -> Participant:
    booking = await found_booking(settler, caller.principal, booking_id)
    if not booking.stands:
        raise BookingEnded("It is over.", extra={"found": booking.status})
    async with settler.database.transaction() as connection:
        made, new = await take_part(connection, booking_id, who, caller.actor)
        if new:
            about = {"name": made.name, "email": made.email}
            stood = await is_confirmed(connection, booking_id)
            await write_event(connection, made.fact(stood), made.id, caller.request)
            await caller.note(connection, "booking.shared", str(booking_id), about)
    return made


async def remove_participant(
    settler: Settler, caller: Caller, booking_id: UUID, participant_id: UUID
) -> None:
    """Neither link nor account shows it to them any more, and they are told nothing more of it.
    Raises :class:`~holdfast.booking.bookings.ParticipantNotFound`, and
    :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    await found_booking(settler, caller.principal, booking_id)
    async with settler.database.transaction() as connection:
        gone = await take_no_part(connection, booking_id, participant_id)
        about = {"name": gone.name, "email": gone.email}
        await caller.note(connection, "booking.unshared", str(booking_id), about)


async def who_takes_part(
    settler: Settler, principal: Principal | None, booking_id: UUID
) -> Sequence[Participant]:
    """Beside who booked. Raises :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    await found_booking(settler, principal, booking_id)
    return await participants_of(settler.database.pool, booking_id)
