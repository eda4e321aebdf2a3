"""An account's entries of a span of time: where it begins and ends in the journal, what moved
between, by whom it came or went. Months that were put away are read as well.

The span's ends are versions. So what is read between them adds up to the balances at its ends, also
where two entries have the same moment.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import asyncpg
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.ledger.entries import HELD_HERE, JOURNAL, put_away
from holdfast.ledger.partitions import partition_of

_LAST: Final = """
SELECT version, balance FROM {journal}
WHERE partition = $1 AND key = $2 AND at < $3 ORDER BY version DESC LIMIT 1
"""
_FIRST: Final = """
SELECT version - 1 AS version, balance - change AS balance FROM {journal}
WHERE partition = $1 AND key = $2 ORDER BY version LIMIT 1
"""
_NOW: Final = "SELECT version, balance FROM ledger_accounts WHERE partition = $1 AND key = $2"
_PAGE: Final = """
SELECT version, at, change, balance, counterparty FROM {journal}
WHERE partition = $1 AND key = $2 AND version > $3 AND version <= $4 ORDER BY version LIMIT $5
"""
_SUMS: Final = """
SELECT split_part(coalesce(counterparty, ''), '/', 1) || '/' AS side, change < 0 AS goes,
       sum(change)::bigint AS change, count(*) AS times
FROM {journal} WHERE partition = $1 AND key = $2 AND version > $3 AND version <= $4
GROUP BY 1, 2
"""


class AccountAt(Struct, frozen=True):
    """The last entry before a moment, and the balance after it."""

    version: int
    balance: int


_NEVER: Final = AccountAt(0, 0)


async def account_before(database: Database, key: str, partitions: int, at: datetime) -> AccountAt:
    """As it stood just before then."""
    asked = (partition_of(key, partitions), key)
    async with _journals(database) as (connection, journals):
        for journal in reversed(journals):
            row = await connection.fetchrow(_LAST.format(journal=journal), *asked, at)
            if row is not None:
                return AccountAt(*row)
        # Older ones are gone: it stood as the oldest that is left found it.
        for journal in journals:
            row = await connection.fetchrow(_FIRST.format(journal=journal), *asked)
            if row is not None:
                return AccountAt(*row)
        row = await connection.fetchrow(_NOW, *asked)
    return _NEVER if row is None else AccountAt(*row)


async def entries_between(
    database: Database, key: str, partitions: int, after: int, last: int, limit: int
) -> list[asyncpg.Record]:
    """Up to ``limit`` after a version and up to the last one, the oldest first."""
    found: list[asyncpg.Record] = []
    asked = (partition_of(key, partitions), key)
    async with _journals(database) as (connection, journals):
        for journal in journals:
            if len(found) < limit:
                statement = _PAGE.format(journal=journal)
                left = limit - len(found)
                found += await connection.fetch(statement, *asked, after, last, left)
    return found


async def sums_between(
    database: Database, key: str, partitions: int, after: int, last: int
) -> list[tuple[str, bool, int, int]]:
    """What came and what went of such entries, by the first word of the other side: how much, in
    how many."""
    found: dict[tuple[str, bool], tuple[int, int]] = {}
    asked = (partition_of(key, partitions), key, after, last)
    async with _journals(database) as (connection, journals):
        for journal in journals:
            for side, goes, change, times in await connection.fetch(
                _SUMS.format(journal=journal), *asked
            ):
                before = found.get((side, goes), (0, 0))
                found[side, goes] = before[0] + change, before[1] + times
    return [(*kind, *sums) for kind, sums in sorted(found.items())]


@asynccontextmanager
async def _journals(database: Database) -> AsyncIterator[tuple[Any, Sequence[str]]]:
    """The tables of the journal, the oldest first, which stay as they are meanwhile."""
    async with database.pool.acquire() as connection, connection.transaction():
        await connection.fetch(HELD_HERE)
        yield connection, [*reversed(await put_away(connection)), JOURNAL]
