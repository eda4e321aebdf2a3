"""Bookings that staff make for somebody: who has an account, a client of the studio, or who calls
for the first time and becomes a client of it with that booking."""

from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from holdfast.booking.bookings import booking_of
from holdfast.booking.services import Service
from holdfast.clients import (
    Client,
    ClientTerms,
    client_begun,
    client_faults,
    give_account,
    known_client,
    owners_of,
)
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.unpaid import stand_unpaid
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.checkout.place import Placed
from holdfast.flows.clients.keeping import BadClient, locked
from holdfast.flows.commit.caller import Caller
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.mail import reachable
from holdfast.people import Principal, guest_owner, is_guest, names_of, user_owner

__all__ = [
    "NEW_CLIENT", "ForWhom", "HoldFor", "NoSuchClient", "buyer_for", "client_of",
    "hold_for_client", "on_behalf",
]  # fmt: skip

NEW_CLIENT: Final = "newClient"
"""What one is called in a request: where its faults are."""


class ForWhom(Struct, frozen=True):
    """An account, a client, or a new one; nobody of these: somebody who is not named."""

    account: UUID | None = None
    client: UUID | None = None
    new_client: ClientTerms | None = None


class HoldFor(Protocol):
    """Holds a time for somebody, as :func:`hold_for_client` does."""

    async def __call__(
        self,
        booker: Booker,
        caller: Caller,
        service: Service,
        wanted: Wanted,
        whom: ForWhom,
        *,
        locale: str | None = None,
    ) -> Placed: ...


class NoSuchClient(Problem):
    """Nobody has this account."""

    status = 422
    code = "client-unknown"
    title = "No such client"


async def hold_for_client(
    booker: Booker,
    caller: Caller,
    service: Service,
    wanted: Wanted,
    whom: ForWhom,
    *,
    locale: str | None = None,
) -> Placed:
    """Held by staff for a client; what is paid ``later`` stands at once. Raises a Problem for every
    refusal: nobody became a client then."""
    behalf = replace(await on_behalf(booker, caller, whom), stands=wanted.later)
    placed = await hold_booking(booker, caller, service, wanted, locale=locale, behalf=behalf)
    if wanted.later and placed.booking_id is not None:
        booking = await booking_of(booker.database.pool, placed.booking_id)
        assert booking is not None, "just placed"
        await stand_unpaid(booker, replace(caller, key=None), booking)
    return placed


async def on_behalf(booker: Booker, caller: Caller, whom: ForWhom) -> OnBehalf:
    """Whose it becomes. Raises :class:`NoSuchClient`, :class:`~holdfast.clients.ClientNotFound`
    and :class:`~holdfast.flows.clients.keeping.BadClient`."""
    if whom.client is not None:
        return await _known(booker, whom.client)
    if whom.new_client is not None:
        return _new(caller, whom.new_client)
    return OnBehalf(await client_of(booker, whom.account))


async def client_of(booker: Booker, client: UUID | None) -> Principal:
    """Who has that account, or somebody new without one. Raises :class:`NoSuchClient`."""
    owner = guest_owner(new_id()) if client is None else user_owner(client)
    if client is not None and not await names_of(booker.database.pool, [owner]):
        raise NoSuchClient("Nobody has this account.", field="client")
    return Principal(owner, "user")


async def buyer_for(booker: Booker, whom: ForWhom) -> Principal:
    """For whom an order would be priced; nothing is written. Raises :class:`NoSuchClient` and
    :class:`~holdfast.clients.ClientNotFound`."""
    if whom.client is None:
        return await client_of(booker, whom.account)
    async with booker.database.read() as connection:
        client = await known_client(connection, whom.client)
        owners = await owners_of(connection, client.id)
    account = next((one for one in owners if not is_guest(one)), None)
    return Principal(account or guest_owner(new_id()), "user")


async def _known(booker: Booker, client_id: UUID) -> OnBehalf:
    """Under the client's account; who has none is given what their bookings are kept under."""
    async with booker.database.transaction() as connection:
        client: Client = await locked(connection, client_id)
        owners = await owners_of(connection, client.id)
        account = next((one for one in owners if not is_guest(one)), None)
        if account is not None:
            return OnBehalf(Principal(account, "user"))
        owner = owners[-1] if owners else guest_owner(new_id())
        if not owners:
            await give_account(connection, client.id, owner)
    return OnBehalf(Principal(owner, "user"), reachable(client.email) if client.email else None)


def _new(caller: Caller, terms: ClientTerms) -> OnBehalf:
    faults = client_faults(terms)
    told = reachable(terms.email) if terms.email else None
    if terms.email and told is None and not any(one.field == "email" for one in faults):
        said = say("Write an address like name@example.com.")
        faults.append(FieldError("email", "invalid", said))
    if not terms.email and not terms.phone:
        said = say("Write a number or an address: how are they reached?")
        faults.append(FieldError("phone", "missing", said))
    if faults:
        named = [replace(one, field=f"{NEW_CLIENT}.{one.field}") for one in faults]
        raise BadClient.of(named)
    client_id, owner = new_id(), guest_owner(new_id())
    about = {"after": to_builtins(terms)}
    riders = (
        *client_begun(client_id, terms, owner, caller.actor),
        caller.audited("client.made", client_id, about),
    )
    return OnBehalf(Principal(owner, "user"), told, riders)
