"""When holds end: which are open, which are due, when the next one is."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.engine import Database

_PAGE: Final = 5000
# By the statement's own clock, which does not move while it runs: a bound for the index. (With
# ``clock_timestamp()`` every hold there is was read each time, and thrown away.)
DUE: Final = """
SELECT due.id, due.ref, due.lines,
       extract(epoch FROM statement_timestamp() - due.expires_at)::float8
FROM unnest($1::smallint[]) AS p,
     LATERAL (SELECT h.id, h.ref, h.expires_at, jsonb_array_length(h.lines) AS lines
              FROM ledger_holds h
              WHERE h.partition = p AND h.state = 'held' AND h.expires_at <= statement_timestamp()
              ORDER BY h.expires_at LIMIT $2) due
ORDER BY due.expires_at LIMIT $2
"""
_HOW_MANY: Final = """
SELECT count(*)
FROM unnest($1::smallint[]) AS p,
     LATERAL (SELECT FROM ledger_holds h
              WHERE h.partition = p AND h.state = 'held'
                AND h.expires_at <= statement_timestamp() + $3 * interval '1 second'
              LIMIT $2) due
"""
NEXT: Final = """
SELECT extract(epoch FROM min(next.expires_at) - statement_timestamp())::float8
FROM unnest($1::smallint[]) AS p,
     LATERAL (SELECT h.expires_at FROM ledger_holds h
              WHERE h.partition = p AND h.state = 'held'
              ORDER BY h.expires_at LIMIT 1) next
"""
_OPEN: Final = """
SELECT id, expires_at, lines FROM ledger_holds
WHERE partition = $1 AND state = 'held' AND (expires_at, id) > ($2, $3)
ORDER BY expires_at, id LIMIT $4
"""
_FIRST: Final = (datetime.fromisoformat("1970-01-01T00:00:00Z"), UUID(int=0))


class DueHold(Struct, frozen=True):
    """A hold whose time is over, and what it is for; ``late`` are the seconds since, when it was
    read."""

    hold_id: UUID
    ref: str
    lines: int
    late: float


async def due_holds(database: Database, partitions: int, most: int) -> Sequence[DueHold]:
    """Those that are due longest, first."""
    rows = await database.pool.fetch(DUE, range(1, partitions + 1), most)
    return [DueHold(*row) for row in rows]


async def count_due(database: Database, partitions: int, most: int, within: float) -> int:
    """How many are due ``within`` so many seconds; of each partition ``most`` are counted."""
    found: int = await database.pool.fetchval(_HOW_MANY, range(1, partitions + 1), most, within)
    return found


async def next_due(database: Database, partitions: int) -> float | None:
    """In how many seconds the next one is."""
    found: float | None = await database.pool.fetchval(NEXT, range(1, partitions + 1))
    return found


async def open_holds(
    database: Database, partitions: int = 1
) -> AsyncIterator[tuple[UUID, datetime, list[str]]]:
    """With their ends and their accounts, those that end first before others."""
    for partition in range(1, partitions + 1):
        after = _FIRST
        while True:
            rows = await database.pool.fetch(_OPEN, partition, *after, _PAGE)
            for hold_id, expires_at, lines in rows:
                yield hold_id, expires_at, [line[0] for line in msgspec.json.decode(lines)]
            if len(rows) < _PAGE:
                break
            after = (rows[-1]["expires_at"], rows[-1]["id"])
