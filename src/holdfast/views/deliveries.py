"""Orders and other subjects whose messages to a platform were given up: what waits, and why."""

import re
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.paging import decode_cursor, encode_cursor

__all__ = ["MOST_COUNTED", "count_dead_deliveries", "dead_delivery_page"]

MOST_COUNTED: Final = 10_000

Row = dict[str, Any]
_PAGE: Final = sa.text("""
SELECT t.id, t.sink, t.subject, t.tries, t.error, t.failed_at,
       waiting.types AS messages, waiting.since
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
# Not where wallets are alone: there is nothing told by an id.
_ORDERS: Final = sa.text("SELECT id, number FROM orders WHERE id = ANY(CAST(:ids AS uuid[]))")
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


async def dead_delivery_page(
    connection: AsyncConnection, cursor: str | None, limit: int, sink: str | None = None
) -> tuple[list[Row], str | None]:
    """A page, those in trouble last first, and the cursor of the next one. ``messages`` are the
    types of all that the subject has waiting, in their order; ``order_id`` and ``number`` are there
    if it is an order."""
    before = None if cursor is None else decode_cursor(cursor, (int,))[0]
    asked = {"before": before, "sink": sink, "limit": limit + 1}
    rows = [dict(row) for row in (await connection.execute(_PAGE, asked)).mappings()]
    ids = [row["subject"] for row in rows if _ID.fullmatch(row["subject"])]
    found = await connection.execute(_ORDERS, {"ids": ids}) if ids else ()
    numbers = {str(row.id): row.number for row in found}
    for row in rows:
        row["messages"] = row["messages"] or []
        row["number"] = numbers.get(row["subject"])
        row["order_id"] = row["subject"] if row["number"] else None
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], encode_cursor(int(rows[limit - 1]["id"]))


async def count_dead_deliveries(connection: AsyncConnection, sink: str | None = None) -> int:
    """How many subjects they are, :data:`MOST_COUNTED` at most."""
    return int(await connection.scalar(_COUNT, {"sink": sink, "most": MOST_COUNTED}) or 0)
