"""Drafts that go on sale by themselves."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["any_to_publish", "publish", "to_publish"]

_DUE: Final = "publish_at <= now() AND status = 'draft'"
_ANY: Final = f"SELECT EXISTS (SELECT FROM products WHERE {_DUE})"
_SOME: Final = sa.text(f"""
SELECT id, seller_id FROM products WHERE {_DUE} ORDER BY publish_at LIMIT :limit
FOR UPDATE SKIP LOCKED
""")
_PUBLISH: Final = sa.text("""
UPDATE products SET status = CASE WHEN id = ANY(:live) THEN 'active' ELSE status END,
    publish_at = NULL, revision = revision + 1, updated_at = now()
WHERE id = ANY(:live) OR id = ANY(:kept)
""")


async def any_to_publish(pool: asyncpg.Pool) -> bool:
    """Whether the moment of any has come."""
    return bool(await pool.fetchval(_ANY))


async def to_publish(connection: AsyncConnection, limit: int) -> dict[UUID, UUID | None]:
    """Those whose moment has come, locked, with their sellers; others' locks are passed by."""
    rows = await connection.execute(_SOME, {"limit": limit})
    return {row.id: row.seller_id for row in rows}


async def publish(connection: AsyncConnection, live: Sequence[UUID], kept: Sequence[UUID]) -> None:
    """Put ``live`` on sale, and leave ``kept`` as drafts that do nothing by themselves."""
    await connection.execute(_PUBLISH, {"live": list(live), "kept": list(kept)})
