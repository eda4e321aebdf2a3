"""What a photographer or a studio notes of a client for themselves: one text each, which nobody
else reads."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.clients.tables import own_client_notes
from holdfast.kit.ids import new_id

__all__ = ["keep_own_note", "own_notes"]

# Of a client who turned out to be another one there may be two.
_OWN = """
SELECT client_id, string_agg(text, chr(10) ORDER BY written_at, id) AS noted
FROM own_client_notes
WHERE resource_id = $1 AND client_id = ANY($2::uuid[]) GROUP BY client_id
"""


async def own_notes(pool: asyncpg.Pool, resource: UUID, clients: Sequence[UUID]) -> dict[UUID, str]:
    """By client, of those of whom something is noted."""
    rows = await pool.fetch(_OWN, resource, list(clients))
    return {one["client_id"]: one["noted"] for one in rows}


async def keep_own_note(
    connection: AsyncConnection, resource: UUID, client: UUID, text: str
) -> None:
    """In place of what was noted; an empty one takes it away."""
    table = own_client_notes
    await connection.execute(
        sa.delete(table).where(table.c.resource_id == resource, table.c.client_id == client)
    )
    if text:
        row = {"id": new_id(), "resource_id": resource, "client_id": client, "text": text}
        await connection.execute(sa.insert(table), row)
