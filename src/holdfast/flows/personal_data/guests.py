"""Of who bought or booked without an account, by the address where mail reached them: staff do it
for who asks."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.db.engine import Database
from holdfast.db.jobs import enqueue
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.personal_data.erasing import erase
from holdfast.flows.personal_data.farewell import AGAIN_AFTER, farewell_went, told_at
from holdfast.flows.personal_data.relied_on import Open, must_be_done, open_things
from holdfast.flows.personal_data.whose import Whose, guest_handle, whose_address
from holdfast.kit.errors import Problem
from holdfast.people import EraseGuestAgain, GuestErased

__all__ = ["GuestFound", "HasAccount", "erase_guest", "erase_guest_again", "guest_at"]

_LOGS: Final = frozenset({"audit_log", "events"})
"""What is written of the removal itself."""
_READ: Final = sa.text("""
SELECT locale FROM orders WHERE id = ANY(CAST(:orders AS uuid[])) AND locale IS NOT NULL
ORDER BY id DESC LIMIT 1
""")


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


async def erase_guest(
    database: Database, caller: Caller, email: str, mailing: Mailing | None = None
) -> GuestFound:
    """What is found is what there was; they are told at that address, if anything was. Raises
    :class:`HasAccount`, :class:`~holdfast.flows.personal_data.relied_on.StillOpen`."""
    address = people.checked_email(email)
    async with database.transaction() as connection:
        if await people.by_email(connection, address) is not None:
            raise HasAccount("Close the account of this address instead.", field="email")
        whose = await whose_address(connection, address)
        open_ = await open_things(connection, whose)
        must_be_done(open_)
        handle = guest_handle(address)
        # What tells of the removal goes when it is looked for again.
        done = await erase(connection, replace(whose, handles=()))
        # Which address it was stays written down no longer than until it is looked at again.
        await caller.note(connection, "guest.erased", handle, {"rows": done})
        if done.keys() - _LOGS:
            locale = await connection.scalar(_READ, {"orders": list(whose.orders)})
            fact = GuestErased(handle, told_at(mailing, address), locale)
            await write_event(connection, fact, handle, caller.request)
            of = whose.orders, whose.bookings, whose.clients
            again = EraseGuestAgain(address, whose.owners, *of)
            await enqueue(connection, [(again, caller.request)], after=AGAIN_AFTER)
    return GuestFound(address, len(whose.orders), len(whose.bookings), len(whose.clients), [])


async def erase_guest_again(database: Database, job: EraseGuestAgain) -> None:
    """What came since of what was theirs, and by their address. Of somebody who began something
    there anew that stays, and whatever else goes by the address."""
    handle = guest_handle(job.email)
    async with database.transaction() as connection:
        await farewell_went(connection, handle)
        now = await whose_address(connection, job.email, job.owners)
        theirs = replace(now, orders=job.orders, bookings=job.bookings, clients=job.clients)
        if await _began_anew(connection, job, now):
            theirs = Whose(
                user=None, owners=(handle,), emails=(), handles=(handle,),
                orders=job.orders, bookings=job.bookings, clients=job.clients,
            )  # fmt: skip
        await erase(connection, theirs)


async def _began_anew(connection: AsyncConnection, job: EraseGuestAgain, now: Whose) -> bool:
    def more(found: Sequence[UUID], before: Sequence[UUID]) -> bool:
        return bool(set(found) - set(before))

    return (
        more(now.orders, job.orders)
        or more(now.clients, job.clients)
        or await people.by_email(connection, job.email) is not None
    )
