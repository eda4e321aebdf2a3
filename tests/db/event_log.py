"""Reading the event log in tests that read it once and must find all of it.

What commits may be read when no older transaction of the whole server is open; PostgreSQL's own
autovacuum opens some, in whatever database it is at.
"""

from typing import Final

from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from tests.support.market import eventually

__all__ = ["drain", "readable"]

_HELD_BACK: Final = """
SELECT EXISTS (SELECT FROM events WHERE (era, xid) >= ((SELECT max(era) FROM event_eras),
                                                       pg_snapshot_xmin(pg_current_snapshot())))
"""


async def readable(database: Database) -> None:
    """Until all that is written may be read."""

    async def nothing_is_held_back() -> bool:
        return not await database.pool.fetchval(_HELD_BACK)

    await eventually(nothing_is_held_back, 60, "all that is written may be read")


async def drain(consumer: Consumer, database: Database) -> None:
    """Have the consumer read all that is written."""
    await readable(database)
    while await consumer.step(database):
        pass
