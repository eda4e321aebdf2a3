"""An account's entries, also those of months that were put away."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import asyncpg

from holdfast.db.engine import Database
from holdfast.ledger.partitions import partition_of

JOURNAL: Final = "ledger_entries"
_PAGE: Final = """
SELECT e.version, e.at, e.operation, e.change, e.held_change, e.balance, e.held, e.counterparty,
       e.note, h.ref, e.actor, e.request
FROM {journal} e LEFT JOIN ledger_holds h
    ON e.hold IS NOT NULL AND h.partition = ANY($5::smallint[]) AND h.id = e.hold
WHERE e.partition = $1 AND e.key = $2 AND e.version < $3 ORDER BY e.version DESC LIMIT $4
"""
_OF_A_TIME: Final = """
FROM {journal} WHERE at >= $1 AND at < $2 AND key LIKE ANY ($3::text[])
  AND change <> 0 AND counterparty IS NOT NULL
"""
_MOVED: Final = f"""
SELECT key, version, at, change, balance, counterparty, note {_OF_A_TIME}
ORDER BY at, key, version LIMIT $4
"""
_COUNT_MOVED: Final = f"SELECT count(*) {_OF_A_TIME}"
HELD_HERE: Final = f"SELECT FROM {JOURNAL} LIMIT 0"
_PUT_AWAY: Final = """
SELECT relname FROM pg_class
WHERE relname ~ '^ledger_entries_[0-9]{6}$' AND relkind = 'r' AND NOT relispartition
  AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'ledger_entries'::regclass)
ORDER BY relname DESC
"""


async def entries_of(
    database: Database, key: str, partitions: int, before: int, limit: int
) -> list[asyncpg.Record]:
    """Up to ``limit`` of them before a version, newest first, with what their holds are for."""
    found: list[asyncpg.Record] = []
    async with database.pool.acquire() as connection, connection.transaction():
        # Having read the journal, this transaction keeps months from being put away until it ends,
        # so that none is missed on its way out.
        journals: Sequence[str] = [JOURNAL]
        while journals:
            for journal in journals:
                found += await connection.fetch(
                    _PAGE.format(journal=journal),
                    partition_of(key, partitions),
                    key,
                    before,
                    limit - len(found),
                    list(range(1, partitions + 1)),
                )
                before = found[-1]["version"] if found else before
                if len(found) == limit or before <= 1:
                    return found
            journals = await put_away(connection) if journals == [JOURNAL] else []
    return found


async def put_away(connection: asyncpg.Connection) -> list[str]:
    """Tables of months that are not part of the journal any more, newest first."""
    return [row["relname"] for row in await connection.fetch(_PUT_AWAY)]


async def moved_between(
    database: Database, begin: datetime, until: datetime, prefixes: Sequence[str], limit: int
) -> list[asyncpg.Record]:
    """Up to ``limit`` entries of accounts whose keys begin with one of these, that changed what
    they have with a named other side, from ``begin`` to before ``until``; the oldest first."""
    found: list[asyncpg.Record] = []
    asked = [f"{prefix}%" for prefix in prefixes]
    async with database.pool.acquire() as connection, connection.transaction():
        await connection.fetch(HELD_HERE)  # keeps months from being put away meanwhile
        away = [one for one in await put_away(connection) if _is_of(one, begin, until)]
        for journal in (JOURNAL, *away):
            statement = _MOVED.format(journal=journal)
            found += await connection.fetch(statement, begin, until, asked, limit)
    return sorted(found, key=_in_time)[:limit]


async def count_moved_between(
    database: Database, begin: datetime, until: datetime, prefixes: Sequence[str]
) -> int:
    """How many those are; of months that were put away, all."""
    asked, many = [f"{prefix}%" for prefix in prefixes], 0
    async with database.pool.acquire() as connection, connection.transaction():
        await connection.fetch(HELD_HERE)
        away = [one for one in await put_away(connection) if _is_of(one, begin, until)]
        for journal in (JOURNAL, *away):
            statement = _COUNT_MOVED.format(journal=journal)
            many += await connection.fetchval(statement, begin, until, asked)
    return many


def _is_of(month: str, begin: datetime, until: datetime) -> bool:
    """Whether the table of a month that was put away has any of that time."""
    name = month.removeprefix(f"{JOURNAL}_")
    first, last = begin.astimezone(UTC), until.astimezone(UTC)
    return f"{first:%Y%m}" <= name <= f"{last:%Y%m}"


def _in_time(row: asyncpg.Record) -> tuple[datetime, str, int]:
    return row["at"], row["key"], row["version"]
