"""Two clients turn out to be one. What staff wrote of both stands with the one that stays; orders,
bookings and money stay with the accounts they belong to, which are the client's from now on."""

from typing import Final
from uuid import UUID

from msgspec import to_builtins
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients import (
    Client,
    ClientNotFound,
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
from holdfast.db.engine import Database
from holdfast.flows.clients.keeping import ClientChangedMeanwhile
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.kit import Problem
from holdfast.people import of_owner

__all__ = ["SameClient", "adopt_client", "merge_clients"]

_TRIES: Final = 4


class SameClient(Problem):
    """A client is not merged with itself."""

    status = 422
    code = "same-client"
    title = "That is the same client"


async def merge_clients(
    database: Database, caller: Caller, kept_id: UUID, gone_id: UUID, revisions: tuple[int, int]
) -> None:
    """``gone_id`` is ``kept_id`` from now on; ``revisions``: of both, as read. Raises
    :class:`~holdfast.clients.ClientNotFound`, :class:`SameClient` and
    :class:`~holdfast.flows.clients.keeping.ClientChangedMeanwhile`."""
    if kept_id == gone_id:
        raise SameClient("Choose another client.", field="other")
    async with database.transaction() as connection:
        both = await lock_clients(connection, [kept_id, gone_id])
        if len(both) < 2:
            raise ClientNotFound("There is no such client.")
        kept, gone = both[kept_id], both[gone_id]
        if (kept.revision, gone.revision) != revisions:
            raise ClientChangedMeanwhile("Somebody saved it since you read it. Look at it again.")
        await _become_one(connection, caller, kept, gone)


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
            await _become_one(connection, Caller(of_owner(owner)), kept, gone)
        await forget_account(connection, guest)
        return


async def _become_one(
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
