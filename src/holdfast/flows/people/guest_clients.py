"""A guest whom staff know as a client logs in: what is known of the guest is of the account."""

from typing import Final

from msgspec import to_builtins
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients import (
    Client,
    ClientsMerged,
    change_client,
    clients_of_owners,
    forget_account,
    lock_clients,
    merge_rows,
    merged_terms,
    owners_of,
    rename_account,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.people import of_owner

__all__ = ["adopt_client", "become_one"]

_TRIES: Final = 4


async def adopt_client(connection: AsyncConnection, guest: str, owner: str) -> None:
    """Who was a guest has an account, as their bookings are its: the client follows. Where the
    account is a client's already, the two are one."""
    for _ in range(_TRIES):
        known = await clients_of_owners(connection, [guest, owner])
        if guest not in known:
            return
        if owner not in known:
            await rename_account(connection, guest, owner)
            return
        both = await lock_clients(connection, [known[owner], known[guest]])
        if len(both) < len(set(known.values())):
            continue  # staff merged one of them at this very moment: look again
        kept, gone = both[known[owner]], both[known[guest]]
        if kept.id != gone.id:
            await become_one(connection, Caller(of_owner(owner)), kept, gone)
        await forget_account(connection, guest)
        return


async def become_one(
    connection: AsyncConnection, caller: Caller, kept: Client, gone: Client
) -> None:
    """``gone`` is ``kept`` from now on; both are locked."""
    owners = await owners_of(connection, gone.id)
    terms = merged_terms(kept, gone)
    by = gone.consent_by if terms.consent != kept.consent else None
    await change_client(connection, kept, terms, by or caller.actor)
    await merge_rows(connection, kept.id, gone.id)
    about = {
        "before": to_builtins(kept.terms),
        "after": to_builtins(terms),
        "other": {"id": str(gone.id), "accounts": owners, **to_builtins(gone.terms)},
    }
    await caller.note(connection, "client.merged", str(kept.id), about)
    await write_event(connection, ClientsMerged(gone.id), kept.id, caller.request)
