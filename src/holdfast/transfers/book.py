"""Transfers as stored."""

from typing import Final
from uuid import UUID

import asyncpg

from holdfast.transfers.transfer import Transfer

_NAMES: Final = ", ".join(Transfer.__struct_fields__)
_BY_ID: Final = f"SELECT {_NAMES} FROM transfers WHERE id = $1"
_PAGE: Final = f"""
SELECT {_NAMES} FROM transfers
WHERE ($1::uuid IS NULL OR id < $1)
  AND ($2::boolean IS NULL OR $2 = (status = 'under-way'))
  AND ($3::uuid IS NULL OR variant_id = $3)
  AND ($4::uuid IS NULL OR $4 IN (source_id, target_id))
ORDER BY id DESC LIMIT $5
"""


async def load_transfer(pool: asyncpg.Pool, transfer_id: UUID) -> Transfer | None:
    """As it stands."""
    row = await pool.fetchrow(_BY_ID, transfer_id)
    return None if row is None else Transfer(**dict(row))


async def list_transfers(
    pool: asyncpg.Pool,
    before: UUID | None,
    limit: int,
    *,
    is_open: bool | None = None,
    variant_id: UUID | None = None,
    location_id: UUID | None = None,
) -> list[Transfer]:
    """Newest first, before the given one; ``is_open``: those alone that are under way, or those
    alone that ended; ``location_id``: those from there or to there."""
    rows = await pool.fetch(_PAGE, before, is_open, variant_id, location_id, limit)
    return [Transfer(**dict(row)) for row in rows]
