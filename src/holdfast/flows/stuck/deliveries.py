"""Messages to data platforms that were given up: of a subject all that waits, in order."""

import re
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.stuck.thing import AT_ONCE, MOST_COUNTED, Page, Stuck, Which
from holdfast.kit.paging import decode_cursor, encode_cursor
from holdfast.sinks import DeliveryBook

__all__ = ["StuckDeliveries"]

_PAGE: Final = sa.text("""
SELECT t.id, t.sink, t.subject, t.tries, t.error, t.failed_at, waiting.types
FROM delivery_troubles t
CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(d.type, ' ' ORDER BY d.era, d.xid, d.event), '') AS types
    FROM deliveries d WHERE d.sink = t.sink AND d.subject = t.subject) AS waiting
WHERE t.dead_at IS NOT NULL AND (CAST(:before AS bigint) IS NULL OR t.id < :before)
  AND (CAST(:sink AS text) IS NULL OR t.sink = :sink)
ORDER BY t.id DESC LIMIT :limit
""")
_COUNT: Final = sa.text("""
SELECT sink, count(*) FROM (
    SELECT sink FROM delivery_troubles WHERE dead_at IS NOT NULL LIMIT :most) AS counted
GROUP BY sink
""")
# Not where wallets are alone: there is nothing told by an id.
_NUMBERS: Final = sa.text("SELECT id, number FROM orders WHERE id = ANY(CAST(:ids AS uuid[]))")
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class StuckDeliveries:
    """In the tables ``deliveries`` and ``delivery_troubles``. Sent again, every message may arrive
    twice; it has the same id then. Given up, a platform is never told of them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._book = DeliveryBook(database)

    async def page(self, name: str | None, cursor: str | None, limit: int) -> Page:
        """Those in trouble last first."""
        before = None if cursor is None else decode_cursor(cursor, tuple[int])[0]
        asked = {"before": before, "sink": name, "limit": limit + 1}
        async with self._database.read() as connection:
            rows = [dict(row) for row in (await connection.execute(_PAGE, asked)).mappings()]
            ids = [row["subject"] for row in rows if _ID.fullmatch(row["subject"])]
            orders = await connection.execute(_NUMBERS, {"ids": ids}) if ids else ()
            numbers = {str(row.id): row.number for row in orders}
        found = [_shown(row, numbers) for row in rows[:limit]]
        return found, encode_cursor(int(found[-1].id)) if len(rows) > limit else None

    async def count(self) -> Mapping[str, int]:
        async with self._database.read() as connection:
            rows = await connection.execute(_COUNT, {"most": MOST_COUNTED})
            return {row[0]: row[1] for row in rows}

    async def retry(self, which: Which, caller: Caller, reason: str = "") -> int:
        return await self._end(which, caller, reason, "delivery.retried", for_good=False)

    async def give_up(self, which: Which, caller: Caller, reason: str = "") -> int:
        return await self._end(which, caller, reason, "delivery.given-up", for_good=True)

    async def _end(
        self, which: Which, caller: Caller, reason: str, action: str, *, for_good: bool
    ) -> int:
        async with self._database.transaction() as connection:
            ended = await self._book.end(
                connection,
                ids=which.numbers,
                sink=which.name,
                subject=which.subject,
                most=AT_ONCE,
                for_good=for_good,
            )
            for sink, subject in ended:
                why = {"sink": sink} | ({"reason": reason} if for_good else {})
                await caller.note(connection, action, subject, why)
        return len(ended)


def _shown(row: Mapping[str, Any], numbers: Mapping[str, str]) -> Stuck:
    subject = row["subject"]
    number = numbers.get(subject)
    return Stuck(
        "delivery",
        str(row["id"]),
        row["sink"],
        subject,
        row["types"],
        row["error"],
        row["failed_at"],
        row["tries"],
        order_number=number,
        order_id=None if number is None else subject,
    )
