"""What the search keeps beside its index: synonyms, and what was looked for in vain."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.ids import new_id
from holdfast.search.tables import search_synonyms
from holdfast.search.text import normal

__all__ = [
    "MAX_GROUPS", "MAX_MISSES", "MAX_PHRASES", "Miss", "Synonyms", "count_misses", "drop_misses",
    "load_synonyms", "locked_synonyms", "read_misses", "read_synonyms", "replace_synonyms",
    "shop_of", "synonyms_revision",
]  # fmt: skip

MAX_GROUPS: Final = 2000
MAX_PHRASES: Final = 20
MAX_MISSES: Final = 20_000
"""Different searches without results that are kept: the rarest go."""

Synonyms: TypeAlias = tuple[tuple[str, ...], ...]

_SYNONYMS: Final = "SELECT phrases FROM search_synonyms ORDER BY phrases, id"
_REVISION: Final = sa.text("SELECT synonyms FROM search_shop")
_RAISE: Final = sa.text("UPDATE search_shop SET synonyms = synonyms + 1 RETURNING synonyms")
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
    return tuple(tuple(row[0]) for row in await pool.fetch(_SYNONYMS))


async def read_synonyms(connection: AsyncConnection) -> tuple[int, Synonyms]:
    """Their revision, and all groups."""
    revision = (await connection.execute(_REVISION)).scalar_one()
    rows = await connection.execute(sa.text(_SYNONYMS))
    return revision, tuple(tuple(row[0]) for row in rows)


async def locked_synonyms(connection: AsyncConnection) -> tuple[int, Synonyms]:
    """The same, which nobody else changes until the transaction's end."""
    await connection.execute(sa.text("SELECT FROM search_shop FOR UPDATE"))
    return await read_synonyms(connection)


async def replace_synonyms(connection: AsyncConnection, groups: Synonyms) -> int:
    """These in place of all; their revision."""
    await connection.execute(sa.text("DELETE FROM search_synonyms"))
    if groups:
        rows = [{"id": new_id(), "phrases": list(group)} for group in groups]
        await connection.execute(sa.insert(search_synonyms), rows)
    return int((await connection.execute(_RAISE)).scalar_one())


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
