"""Whose money the shop keeps to pay it out: sellers, photographers and studios."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.ledger import account_join

__all__ = ["HolderRow", "holder_names", "holder_rows"]

_PARTITIONS: Final = "$4::smallint[]"
_KEY: Final = "h.id || '/' || h.currency"
# Everybody who ever had a part in something, by currency.
_ROWS: Final = f"""
SELECT h.kind, h.id, h.name, h.currency, coalesce(a.balance, 0) AS earned, coalesce((
    SELECT a.balance FROM (SELECT true) AS one {account_join(f"'owed/' || {_KEY}", _PARTITIONS)}
    ), 0) AS owed
FROM (
    SELECT 'seller' AS kind, s.id, s.name, c.currency FROM sellers s CROSS JOIN LATERAL (
        SELECT DISTINCT currency FROM suborders WHERE seller_id = s.id) c
    UNION ALL
    SELECT r.kind, r.id, r.name, c.currency FROM resources r CROSS JOIN LATERAL (
        SELECT currency FROM booking_shares WHERE resource_id = r.id
        UNION SELECT currency FROM session_cash WHERE resource_id = r.id) c) h
{account_join(f"'earned/' || {_KEY}", _PARTITIONS)}
WHERE (h.id, h.currency) > ($1::uuid, $2::text) ORDER BY h.id, h.currency LIMIT $3
"""
_NAMES: Final = """
SELECT id, name FROM sellers WHERE id = ANY($1::uuid[])
UNION ALL SELECT id, name FROM resources WHERE id = ANY($1::uuid[])
"""
_FIRST: Final = UUID(int=0)


class HolderRow(Struct, frozen=True):
    """One of them in one currency: ``kind`` is ``seller``, or what is booked."""

    kind: str
    id: UUID
    name: str
    currency: str
    earned: int
    owed: int


async def holder_rows(
    pool: asyncpg.Pool, partitions: int, after: tuple[UUID, str] | None, limit: int
) -> list[HolderRow]:
    """By when they were made, after the given one."""
    first, currency = after or (_FIRST, "")
    asked = (first, currency, limit, list(range(1, partitions + 1)))
    return [HolderRow(*row) for row in await pool.fetch(_ROWS, *asked)]


async def holder_names(pool: asyncpg.Pool, ids: Collection[UUID]) -> dict[UUID, str]:
    """Of those that are there."""
    asked: Sequence[UUID] = list(ids)
    return {row[0]: row[1] for row in await pool.fetch(_NAMES, asked)}
