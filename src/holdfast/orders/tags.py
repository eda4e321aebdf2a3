"""Tags: short words that staff stick on orders. Which letters are capital makes no other tag: it is
written as it was first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = [
    "MAX_TAG",
    "MOST_TAGS",
    "as_spelt",
    "known_orders",
    "lock_tags",
    "put_tags",
    "tags_of",
    "used_tags",
]

MOST_TAGS: Final = 20
"""Of one order."""
MAX_TAG: Final = 40
"""Letters."""
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('order_tags', 0))")
_KNOWN: Final = sa.text("SELECT id FROM orders WHERE id = ANY(CAST(:orders AS uuid[]))")
_OF: Final = sa.text("""
SELECT order_id, tag FROM order_tags WHERE order_id = ANY(CAST(:orders AS uuid[]))
ORDER BY order_id, lower(tag)
""")
_SPELT: Final = sa.text("""
SELECT DISTINCT ON (lower(tag)) tag FROM order_tags
WHERE lower(tag) = ANY(CAST(:folded AS text[])) ORDER BY lower(tag), order_id
""")
_USED: Final = sa.text("""
SELECT tag, count(*) AS orders FROM order_tags
WHERE lower(tag) LIKE :start GROUP BY tag ORDER BY count(*) DESC, lower(tag) LIMIT :limit
""")
_DROP: Final = sa.text("""
DELETE FROM order_tags WHERE order_id = :order AND tag = ANY(CAST(:tags AS text[]))
""")
_PUT: Final = sa.text("""
INSERT INTO order_tags (order_id, tag)
SELECT :order, tag FROM unnest(CAST(:tags AS text[])) AS tag ON CONFLICT DO NOTHING
""")


async def tags_of(connection: AsyncConnection, orders: Sequence[UUID]) -> dict[UUID, list[str]]:
    """By order, in the order of the alphabet; an empty list where there are none."""
    found: dict[UUID, list[str]] = {order: [] for order in orders}
    for order, tag in await connection.execute(_OF, {"orders": list(orders)}):
        found[order].append(tag)
    return found


async def used_tags(connection: AsyncConnection, start: str, limit: int) -> Mapping[str, int]:
    """Tags that begin as the pattern says, those of most orders first, with how many there are."""
    rows = await connection.execute(_USED, {"start": start, "limit": limit})
    return {row.tag: row.orders for row in rows}


async def as_spelt(connection: AsyncConnection, tags: Iterable[str]) -> tuple[str, ...]:
    """Each once, as it stands on an order already, or else as it is written here first."""
    written: dict[str, str] = {}
    for tag in tags:
        written.setdefault(tag.lower(), tag)
    for (known,) in await connection.execute(_SPELT, {"folded": list(written)}):
        written[known.lower()] = known
    return tuple(written.values())


async def known_orders(connection: AsyncConnection, orders: Sequence[UUID]) -> set[UUID]:
    """Those of them that there are."""
    return set((await connection.scalars(_KNOWN, {"orders": list(orders)})).all())


async def lock_tags(connection: AsyncConnection) -> None:
    """Whoever else tags orders waits until the transaction ends."""
    await connection.execute(_LOCK)


async def put_tags(
    connection: AsyncConnection, order: UUID, added: Iterable[str], removed: Iterable[str]
) -> None:
    await connection.execute(_DROP, {"order": order, "tags": list(removed)})
    await connection.execute(_PUT, {"order": order, "tags": list(added)})
