"""Two clients turn out to be one. What staff wrote of both stands with the one that stays; orders,
bookings and money stay with the accounts they belong to, which are the client's from now on."""

from uuid import UUID

from holdfast.clients import ClientNotFound, lock_clients
from holdfast.db.engine import Database
from holdfast.flows.clients.keeping import ClientChangedMeanwhile
from holdfast.flows.commit.caller import Caller
from holdfast.flows.people.guest_clients import become_one
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
        await become_one(connection, caller, kept, gone)
