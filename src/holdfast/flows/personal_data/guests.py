"""Of who bought or booked without an account, by the address where mail reached them: staff do it
for who asks."""

import hashlib
from typing import Final

from msgspec import Struct

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.personal_data.erasing import erase
from holdfast.flows.personal_data.relied_on import Open, must_be_done, open_things
from holdfast.flows.personal_data.whose import whose_address
from holdfast.kit.errors import Problem

__all__ = ["GuestFound", "HasAccount", "erase_guest", "guest_at"]

_SHOWN: Final = 12


class HasAccount(Problem):
    """The address is an account's: its data goes with that account."""

    status = 409
    code = "has-account"
    title = "This address has an account"


class GuestFound(Struct, frozen=True):
    """How much is kept by an address, and what stands in the way of taking it away."""

    email: str
    orders: int
    bookings: int
    clients: int
    open: list[Open]


async def guest_at(database: Database, email: str) -> GuestFound:
    """Raises :class:`~holdfast.people.BadEmail`."""
    address = people.checked_email(email)
    async with database.read() as connection:
        whose = await whose_address(connection, address)
        open_ = await open_things(connection, whose)
    counts = len(whose.orders), len(whose.bookings), len(whose.clients)
    return GuestFound(address, *counts, open_)


async def erase_guest(database: Database, caller: Caller, email: str) -> GuestFound:
    """What is found is what there was. Raises :class:`HasAccount`,
    :class:`~holdfast.flows.personal_data.relied_on.StillOpen`."""
    address = people.checked_email(email)
    async with database.transaction() as connection:
        if await people.by_email(connection, address) is not None:
            raise HasAccount("Close the account of this address instead.", field="email")
        whose = await whose_address(connection, address)
        open_ = await open_things(connection, whose)
        must_be_done(open_)
        done = await erase(connection, whose)
        # Which address it was is not written down; who asks again is recognised by this.
        digest = hashlib.sha256(address.encode()).hexdigest()[:_SHOWN]
        await caller.note(connection, "guest.erased", f"guest-mail:{digest}", {"rows": done})
    return GuestFound(address, len(whose.orders), len(whose.bookings), len(whose.clients), [])
