"""What the search keeps beside its index: synonyms, and what was looked for in vain."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.ids import new_id
from holdfast.search.text import normal

__all__ = [
    "MAX_GROUPS", "MAX_MISSES", "Miss", "SynonymGroup", "Synonyms", "count_misses", "drop_misses",
    "drop_synonyms", "load_synonyms", "put_synonyms", "read_misses", "read_synonyms", "shop_of",
    "synonyms_revision",
]  # fmt: skip

MAX_GROUPS: Final = 2000
MAX_MISSES: Final = 20_000
"""Different searches without results that are kept: the rarest go."""

Synonyms: TypeAlias = tuple[tuple[str, ...], ...]

_SYNONYMS: Final = "SELECT id, phrases, at FROM search_synonyms ORDER BY phrases, id"
_RAISE: Final = sa.text("UPDATE search_shop SET synonyms = synonyms + 1")
_COUNT: Final = """
INSERT INTO search_misses (query, count)
SELECT query, count FROM unnest($1::text[], $2::bigint[]) AS m (query, count) ORDER BY query
ON CONFLICT (query) DO UPDATE
SET count = search_misses.count + excluded.count, last_at = now()
"""
_FORGET: Final = """
DELETE FROM search_misses WHERE query IN (
    SELECT query FROM search_misses ORDER BY count DESC, last_at DESC OFFSET $1)
"""
_MISSES: Final = sa.text("""
SELECT query, count, first_at, last_at FROM search_misses
WHERE CAST(:query AS text) IS NULL
   OR (count, query) < (CAST(:count AS bigint), CAST(:query AS text))
ORDER BY count DESC, query DESC LIMIT :limit
""")


class SynonymGroup(Struct, frozen=True):
    """Each of its phrases finds what the others do."""

    id: UUID
    phrases: tuple[str, ...]
    at: datetime


class Miss(Struct, frozen=True):
    """A search that found nothing, so many times."""

    query: str
    count: int
    first_at: datetime
    last_at: datetime


async def shop_of(pool: asyncpg.Pool) -> UUID:
    """Whose an index of this database is."""
    found: UUID = await pool.fetchval("SELECT id FROM search_shop")
    return UUID(int=found.int)


async def synonyms_revision(pool: asyncpg.Pool) -> int:
    return int(await pool.fetchval("SELECT synonyms FROM search_shop"))


async def load_synonyms(pool: asyncpg.Pool) -> Synonyms:
    """As the engine takes them."""
    return tuple(tuple(row[1]) for row in await pool.fetch(_SYNONYMS))


async def read_synonyms(connection: AsyncConnection) -> list[SynonymGroup]:
    rows = await connection.execute(sa.text(_SYNONYMS))
    return [SynonymGroup(row[0], tuple(row[1]), row[2]) for row in rows]


async def put_synonyms(
    connection: AsyncConnection, group_id: UUID | None, phrases: Sequence[str]
) -> UUID | None:
    """The group's id, a new one for a new group; None: there is no such group."""
    if group_id is None:
        made = new_id()
        await connection.execute(
            sa.text("INSERT INTO search_synonyms (id, phrases) VALUES (:id, :phrases)"),
            {"id": made, "phrases": list(phrases)},
        )
        await connection.execute(_RAISE)
        return made
    changed = await connection.execute(
        sa.text("UPDATE search_synonyms SET phrases = :phrases, at = now() WHERE id = :id"),
        {"id": group_id, "phrases": list(phrases)},
    )
    await connection.execute(_RAISE)
    return group_id if changed.rowcount else None


async def drop_synonyms(connection: AsyncConnection, group_id: UUID) -> tuple[str, ...] | None:
    """What it was; None: there is no such group."""
    dropped = await connection.execute(
        sa.text("DELETE FROM search_synonyms WHERE id = :id RETURNING phrases"), {"id": group_id}
    )
    row = dropped.first()
    await connection.execute(_RAISE)
    return tuple(row[0]) if row else None


async def count_misses(pool: asyncpg.Pool, counts: Mapping[str, int]) -> None:
    """Add to what was counted."""
    await pool.execute(_COUNT, list(counts), list(counts.values()))
    await pool.execute(_FORGET, MAX_MISSES)


async def read_misses(
    connection: AsyncConnection, after: tuple[int, str] | None, limit: int
) -> list[Miss]:
    """The most frequent first."""
    count, query = after or (None, None)
    rows = await connection.execute(_MISSES, {"count": count, "query": query, "limit": limit})
    return [Miss(*row) for row in rows]


async def drop_misses(connection: AsyncConnection, query: str | None) -> int:
    """One, or all of them."""
    text = "DELETE FROM search_misses WHERE CAST(:query AS text) IS NULL OR query = :query"
    dropped = await connection.execute(
        sa.text(text), {"query": None if query is None else normal(query)}
    )
    return dropped.rowcount
