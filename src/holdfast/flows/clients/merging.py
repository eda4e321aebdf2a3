"""Two clients turn out to be one. What staff wrote of both stands with the one that stays; orders,
bookings and money stay with the accounts they belong to, which are the client's from now on."""

from uuid import UUID

from msgspec import to_builtins

from holdfast.clients import (
    ClientNotFound,
    ClientsMerged,
    change_client,
    lock_clients,
    merge_rows,
    merged_terms,
    owners_of,
)
from holdfast.db.engine import Database
from holdfast.flows.clients.keeping import ClientChangedMeanwhile
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.kit import Problem

__all__ = ["SameClient", "merge_clients"]


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
