"""Staff write clients down and change them: one transaction each, audited with what it was before.
Whoever books is taken in as a client by an event."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import to_builtins
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import BookingHeld, BookingRequested
from holdfast.clients import (
    Client,
    ClientMade,
    ClientNotFound,
    ClientTerms,
    add_client,
    change_client,
    client_faults,
    client_of,
    clients_of_owners,
    lock_clients,
    owners_of,
    take_in,
)
from holdfast.db.engine import Database
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.commit.made_once import key_of, must_be_same
from holdfast.kit import Problem
from holdfast.mail import reachable
from holdfast.orders import Order, correct_contacts, said_with_orders
from holdfast.people import is_guest

__all__ = [
    "BOOKER_TYPES", "BadClient", "ClientChangedMeanwhile", "locked", "make_client",
    "said_by_guest", "save_client", "take_in_bookers",
]  # fmt: skip

BOOKER_TYPES: Final = (BookingHeld.TYPE, BookingRequested.TYPE)
# By the booking, not by what the event says: a guest may have an account by now.
_BOOKERS: Final = sa.text(
    "SELECT DISTINCT user_id FROM bookings WHERE id = ANY(CAST(:ids AS uuid[]))"
)


class BadClient(Problem):
    """What cannot be kept of a client; ``errors`` names each field at fault."""

    status = 422
    code = "client-invalid"
    title = "The client cannot be saved like this"


class ClientChangedMeanwhile(Problem):
    """Somebody else saved it since it was read."""

    status = 412
    code = "client-changed"
    title = "The client was changed meanwhile"


async def make_client(
    database: Database, caller: Caller, terms: ClientTerms, source: str = "staff"
) -> UUID:
    """The new client's id; the first one's, if the request is a repetition. Raises
    :class:`BadClient`."""
    if faults := client_faults(terms):
        raise BadClient.of(faults)
    async with database.transaction() as connection:
        made = await add_client(connection, terms, caller.actor, source, key_of(caller))
        if made.before:
            must_be_same(caller, made.digest)
            return made.id
        about = {"after": to_builtins(terms)}
        await caller.note(connection, "client.made", str(made.id), about)
        await write_event(connection, ClientMade(source), made.id, caller.request)
        return made.id


async def save_client(
    database: Database, caller: Caller, client_id: UUID, terms: ClientTerms, revision: int
) -> None:
    """Over the ``revision`` that was read. Raises :class:`~holdfast.clients.ClientNotFound`,
    :class:`ClientChangedMeanwhile` and :class:`BadClient`."""
    async with database.transaction() as connection:
        before = await locked(connection, client_id)
        if before.revision != revision:
            raise ClientChangedMeanwhile("Somebody saved it since you read it. Look at it again.")
        if faults := client_faults(terms):
            raise BadClient.of(faults)
        if before.terms == terms:
            return
        await change_client(connection, before, terms, caller.actor)
        if before.email and terms.email != before.email:
            await _told_elsewhere(connection, before, terms)
        about = {"before": to_builtins(before.terms), "after": to_builtins(terms)}
        await caller.note(connection, "client.changed", str(before.id), about)


async def _told_elsewhere(connection: AsyncConnection, before: Client, terms: ClientTerms) -> None:
    """What was booked for them under the address of before is told at the one that is right."""
    guests = [one for one in await owners_of(connection, before.id) if is_guest(one)]
    after = reachable(terms.email) if terms.email else None
    await correct_contacts(connection, guests, reachable(before.email) or before.email, after)


async def take_in_bookers(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Whoever booked is a client, from the first booking on."""
    ids = {"ids": [event.subject for event in events]}
    await _take_in_owners(connection, list((await connection.execute(_BOOKERS, ids)).scalars()))


async def _take_in_owners(connection: AsyncConnection, owners: Sequence[str]) -> None:
    """Whoever of these is no client yet is one now."""
    for one in await take_in(connection, owners):
        await write_event(connection, ClientMade("booking"), one)


async def said_by_guest(
    connection: AsyncConnection, caller: Caller, order: Order, name: str, phone: str
) -> None:
    """Who booked is called so, and reached there: in place of what they said before, ``order``
    among it; what staff wrote of the client stays."""
    await _take_in_owners(connection, [order.owner])
    client = (await clients_of_owners(connection, [order.owner]))[order.owner]
    before = await locked(connection, client)
    names, phones = await said_with_orders(connection, order.owner)
    names |= {"", order.contact_name or ""}
    phones |= {"", order.contact_phone or ""}
    terms = replace(
        before.terms,
        name=name if name and before.name in names else before.name,
        phone=phone if phone and before.phone in phones else before.phone,
    )
    if terms == before.terms:
        return
    await change_client(connection, before, terms, caller.actor)
    about = {"before": to_builtins(before.terms), "after": to_builtins(terms)}
    await caller.note(connection, "client.changed", str(before.id), about)


async def locked(connection: AsyncConnection, client_id: UUID) -> Client:
    """The client, or who they turned out to be; nobody else changes them before the transaction
    ends. Raises :class:`~holdfast.clients.ClientNotFound`."""
    found = await client_of(connection, client_id)
    if found is not None:
        held = (await lock_clients(connection, [found.id])).get(found.id)
        if held is not None:
            return held
    raise ClientNotFound("There is no such client.")
