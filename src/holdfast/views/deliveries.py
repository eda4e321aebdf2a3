"""Orders whose messages to a data platform were given up: what waits, and why."""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_cursor, encode_cursor

__all__ = ["MOST_COUNTED", "count_dead_deliveries", "dead_delivery_page"]

MOST_COUNTED: Final = 10_000

Row = dict[str, Any]
_PAGE: Final = sa.text("""
SELECT t.id, t.sink, t.subject AS order_id,
       (SELECT number FROM orders o WHERE o.id = CAST(t.subject AS uuid)) AS number,
       t.tries, t.error, t.failed_at, waiting.types AS messages, waiting.since
FROM delivery_troubles t
CROSS JOIN LATERAL (
    SELECT array_agg(d.type ORDER BY d.era, d.xid, d.event) AS types, min(d.at) AS since
    FROM deliveries d WHERE d.sink = t.sink AND d.subject = t.subject) AS waiting
WHERE t.dead_at IS NOT NULL AND (CAST(:before AS bigint) IS NULL OR t.id < :before)
  AND (CAST(:sink AS text) IS NULL OR t.sink = :sink)
ORDER BY t.id DESC LIMIT :limit
""")
_COUNT: Final = sa.text("""
SELECT count(*) FROM (
    SELECT FROM delivery_troubles
    WHERE dead_at IS NOT NULL AND (CAST(:sink AS text) IS NULL OR sink = :sink)
    LIMIT :most) AS counted
""")


async def dead_delivery_page(
    connection: AsyncConnection, cursor: str | None, limit: int, sink: str | None = None
) -> tuple[list[Row], str | None]:
    """A page, those in trouble last first, and the cursor of the next one. ``messages`` are the
    types of all that an order has waiting, in their order."""
    before = None if cursor is None else decode_cursor(cursor, (int,))[0]
    asked = {"before": before, "sink": sink, "limit": limit + 1}
    rows = [dict(row) for row in (await connection.execute(_PAGE, asked)).mappings()]
    for row in rows:
        row["messages"] = row["messages"] or []
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode_cursor(int(rows[limit - 1]["id"]))


async def count_dead_deliveries(connection: AsyncConnection, sink: str | None = None) -> int:
    """How many orders they are, :data:`MOST_COUNTED` at most."""
    return int(await connection.scalar(_COUNT, {"sink": sink, "most": MOST_COUNTED}) or 0)
