"""Pictures of what a photographer did, and of a studio: in their order, the main one first."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

MAX_PORTFOLIO: Final = 50

_OF: Final = """
SELECT resource_id, version, images::text FROM portfolios WHERE resource_id = ANY($1::uuid[])
"""
_FIRST: Final = """
SELECT resource_id, version, jsonb_path_query_array(images, '$[0]')::text
FROM portfolios WHERE resource_id = ANY($1::uuid[])
"""
_KEEP: Final = sa.text("""
INSERT INTO portfolios AS p (resource_id, images, version)
SELECT :resource, CAST(:images AS jsonb), 1 WHERE :version = 0
ON CONFLICT (resource_id) DO NOTHING RETURNING p.version
""")
_CHANGE: Final = sa.text("""
UPDATE portfolios SET images = CAST(:images AS jsonb), version = version + 1,
    changed_at = clock_timestamp()
WHERE resource_id = :resource AND version = :version RETURNING version
""")


class Portfolio(Struct, frozen=True):
    """``images``: as JSON, in the words of the catalogue."""

    version: int = 0
    images: str = "[]"


async def portfolios_of(
    pool: asyncpg.Pool, ids: Sequence[UUID], *, main: bool = False
) -> dict[UUID, Portfolio]:
    """Of those that have one; ``main``: with its first picture alone."""
    rows = await pool.fetch(_FIRST if main else _OF, ids)
    return {row[0]: Portfolio(row[1], row[2]) for row in rows}


async def keep_portfolio(
    connection: AsyncConnection, resource: UUID, images: str, version: int
) -> int | None:
    """Its new version; None if it is not of that ``version`` any more (0: there was none)."""
    about = {"resource": resource, "images": images, "version": version}
    kept: int | None = (await connection.execute(_CHANGE if version else _KEEP, about)).scalar()
    return kept
