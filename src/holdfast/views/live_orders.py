"""What the live channel of orders reads: the newest orders of an owner, and what became of orders
since it looked last.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import asyncpg

from holdfast.db.engine import Database
from holdfast.kit import iso
from holdfast.live import RECENT, OrderNews, OrderSource, OrderUpdate
from holdfast.orders import cancelled_by, phase_of, version_of

__all__ = ["OrderTail", "order_source"]

_COLUMNS: Final = """o.owner, o.id, o.number, o.status, o.reason, o.refund, o.cancelled_by,
       o.part_refunded_at,
       greatest(o.created_at, o.paid_at, o.cancelled_at, o.completed_at) AS at"""
_MOST: Final = 5000  # events at a time; beyond that healing tells (see live/orders.py)
_BACK: Final = 5.0  # seconds that a tail goes back where it begins
_RECENT: Final = f"""
SELECT {_COLUMNS}
FROM unnest($1::text[]) AS watched (owner)
CROSS JOIN LATERAL (SELECT * FROM orders WHERE orders.owner = watched.owner
                    ORDER BY id DESC LIMIT $2) AS o
"""
# Where a tail begins: a little before the end, found by the index however long the log is.
_BEGIN: Final = """
SELECT era, xid::text
FROM (SELECT era, xid, id FROM events ORDER BY era DESC, xid DESC, id DESC LIMIT $1) AS last
ORDER BY era, last.xid, id LIMIT 1
"""
# Below the line every transaction has ended, so nothing is passed that commits later (see
# db/cursors.py). The planner takes there to be many events after a place: LIMIT bounds what it
# thinks and what is read, OFFSET 0 has orders looked up one by one instead of reading all of them.
_TAIL: Final = f"""
WITH line AS MATERIALIZED (
    SELECT (SELECT max(era) FROM event_eras) AS era,
           pg_snapshot_xmin(pg_current_snapshot()) AS xid),
told AS MATERIALIZED (
    SELECT DISTINCT recent.id
    FROM (SELECT e.subject::uuid AS id
          FROM events AS e, line
          WHERE (e.era, e.xid) >= ($1::smallint, $2::text::xid8)
            AND (e.era, e.xid) < (line.era, line.xid)
            AND e.at > statement_timestamp() - make_interval(secs => $3)
            AND starts_with(e.type, 'order.')
          LIMIT {_MOST}) AS recent)
SELECT line.era AS line_era, line.xid::text AS line_xid,
       line.xid < pg_snapshot_xmax(pg_current_snapshot()) AS waits, {_COLUMNS}
FROM line
LEFT JOIN (told CROSS JOIN LATERAL (SELECT * FROM orders WHERE orders.id = told.id OFFSET 0) AS o)
       ON $4::text[] IS NULL OR o.owner = ANY($4)
"""
_REACH: Final = 3600.0  # seconds; how old an event may be, so that old days of the log are left out


def order_source(database: Database) -> OrderSource:
    """The reads of live orders, on the pool of hot reads."""

    async def recent(owners: Sequence[str]) -> Mapping[str, Sequence[OrderUpdate]]:
        found: dict[str, list[OrderUpdate]] = {}
        for row in await database.pool.fetch(_RECENT, list(owners), RECENT):
            owner, update = _news(row)
            found.setdefault(owner, []).append(update)
        return found

    return OrderSource(recent)


class OrderTail:
    """Reads along at the end of the event log, from where it begins. It keeps no cursor: what is
    told is absolute, and who missed some reads the orders again. ``waits``: some transaction was
    under way, so that what committed after it began is not told yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._place: tuple[int, str] | None = None
        self.waits = False

    def leave(self) -> None:
        """Nobody wants to know: begin at the end again next time."""
        self._place = None

    async def read(self, owners: Sequence[str] | None = None) -> list[OrderNews]:
        """The orders (of these owners, or of all) that something was said of since the last
        time, as they are now."""
        era, xid = self._place or await self._begin()
        reach = _REACH if self._place else _BACK
        wanted = None if owners is None else list(owners)
        rows = await self._database.pool.fetch(_TAIL, era, xid, reach, wanted)
        self._place = rows[0]["line_era"], rows[0]["line_xid"]
        self.waits = rows[0]["waits"]
        return [_news(row) for row in rows if row["id"] is not None]

    async def _begin(self) -> tuple[int, str]:
        row = await self._database.pool.fetchrow(_BEGIN, _MOST)
        return (0, "0") if row is None else (row[0], row[1])


def _news(row: asyncpg.Record) -> OrderNews:
    status: Any = row["status"]
    at: datetime = row["at"]
    return row["owner"], OrderUpdate(
        order_id=str(row["id"]),
        number=row["number"],
        status=status,
        phase=phase_of(status),
        reason=row["reason"],
        cancelled_by=(
            cancelled_by(row["reason"], row["cancelled_by"]) if status == "cancelled" else None
        ),
        refund=row["refund"],
        at=iso(at) or "",
        version=version_of(status, row["reason"], row["refund"], row["part_refunded_at"]),
    )
