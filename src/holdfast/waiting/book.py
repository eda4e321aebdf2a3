"""What an owner waits for, as stored. Whether one is free is the ledger's to say."""

from typing import Final
from uuid import UUID

import asyncpg

MOST_AWAITED: Final = 50
"""How many variants one owner waits for at once."""

_KEEP: Final = """
INSERT INTO waiting (owner, variant_id)
SELECT $1, $2
WHERE (SELECT count(*) FROM waiting WHERE owner = $1 AND variant_id <> $2) < $3
ON CONFLICT DO NOTHING
"""
_KEPT: Final = "SELECT EXISTS (SELECT FROM waiting WHERE owner = $1 AND variant_id = $2)"
_FORGET: Final = "DELETE FROM waiting WHERE owner = $1 AND variant_id = $2"


async def await_variant(pool: asyncpg.Pool, owner: str, variant_id: UUID) -> bool:
    """Wait for the variant, from now on unless it was so before; False if that is too many."""
    await pool.execute(_KEEP, owner, variant_id, MOST_AWAITED)
    kept: bool = await pool.fetchval(_KEPT, owner, variant_id)
    return kept


async def forget_variant(pool: asyncpg.Pool, owner: str, variant_id: UUID) -> None:
    """Wait for it no more; nothing happens if nobody did."""
    await pool.execute(_FORGET, owner, variant_id)
