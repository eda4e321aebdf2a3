"""Clients whom a photographer or the studio does not take: they book with others, or call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.metadata import metadata, written_at
from holdfast.kit import Problem, new_id

MAX_NOT_TAKEN: Final = 500
"""That are shown of one list."""

clients_not_taken = sa.Table(
    "clients_not_taken",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False, comment="as bookings have it"),
    sa.Column("resource_id", sa.Uuid, comment="who does not take them; none: nobody here"),
    sa.Column("reason", sa.Text, nullable=False, comment="the client is not told"),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
    sa.Index(
        "uq_clients_not_taken_owner",
        "owner",
        "resource_id",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
    sa.Index("ix_clients_not_taken_resource_id", "resource_id", "id"),
)

_COLUMNS: Final = "id, owner, resource_id, reason, made_by, made_at"
_KEEP_OFF: Final = sa.text(
    "INSERT INTO clients_not_taken (id, owner, resource_id, reason, made_by)"
    " VALUES (:id, :owner, :resource_id, :reason, :made_by)"
    " ON CONFLICT (owner, resource_id) DO UPDATE SET reason = excluded.reason"
    f" RETURNING {_COLUMNS}"
)
_TAKE_AGAIN: Final = sa.text(
    "DELETE FROM clients_not_taken WHERE id = :id"
    " AND (CAST(:resource_id AS uuid) IS NULL OR resource_id = :resource_id)"
    f" RETURNING {_COLUMNS}"
)
_LISTED: Final = f"""
SELECT {_COLUMNS} FROM clients_not_taken
WHERE $1::uuid IS NULL OR resource_id = $1 ORDER BY id DESC LIMIT {MAX_NOT_TAKEN}
"""


class NotTakenNotFound(Problem):
    """No such line of the list."""

    status = 404
    code = "not-taken-not-found"
    title = "No such client on the list"


class NotTaken(Struct, frozen=True):
    """A client whom a resource, or nobody here, takes."""

    id: UUID
    owner: str
    resource_id: UUID | None
    reason: str
    made_by: str
    made_at: datetime


async def take_no_more(
    connection: AsyncConnection, owner: str, resource_id: UUID | None, reason: str, made_by: str
) -> NotTaken:
    """On the list; who is on it already has the new reason."""
    values = {
        "id": new_id(),
        "owner": owner,
        "resource_id": resource_id,
        "reason": reason,
        "made_by": made_by,
    }
    return NotTaken(*(await connection.execute(_KEEP_OFF, values)).one())


async def take_again(
    connection: AsyncConnection, line_id: UUID, resource_id: UUID | None
) -> NotTaken:
    """Off the list, which is all of it or that of one resource. Raises
    :class:`NotTakenNotFound`."""
    values = {"id": line_id, "resource_id": resource_id}
    row = (await connection.execute(_TAKE_AGAIN, values)).one_or_none()
    if row is None:
        raise NotTakenNotFound("The client is not on this list.")
    return NotTaken(*row)


async def not_taken(pool: asyncpg.Pool, resource_id: UUID | None = None) -> Sequence[NotTaken]:
    """All of it, or one resource's, the latest first."""
    return [NotTaken(*row) for row in await pool.fetch(_LISTED, resource_id)]
