"""Wishes as they stand."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

MOST_WISHED: Final = 100
"""How many products one owner wishes for at once."""

_ONE: Final = """
SELECT id, owner, product_id, status = 'wished', at FROM wishes
WHERE owner = $1 AND product_id = $2
"""
_OWN: Final = """
SELECT id, owner, product_id, true, at FROM wishes WHERE owner = $1 AND status = 'wished'
ORDER BY at DESC, id LIMIT $2
"""


class Wish(Struct, frozen=True):
    """``stands``: it was not removed; ``at``: since when that is so."""

    id: UUID
    owner: str
    product_id: UUID
    stands: bool
    at: datetime


async def wish_for(pool: asyncpg.Pool, owner: str, product_id: UUID) -> Wish | None:
    """The owner's, if they ever wished for the product."""
    row = await pool.fetchrow(_ONE, owner, product_id)
    return None if row is None else Wish(*row)


async def wishes_of(pool: asyncpg.Pool, owner: str) -> list[Wish]:
    """Those that stand, the latest first."""
    return [Wish(*row) for row in await pool.fetch(_OWN, owner, MOST_WISHED)]
