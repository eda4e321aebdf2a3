"""An account's entries, also those of months that were put away."""

from collections.abc import Sequence
from typing import Final

import asyncpg

from holdfast.db.engine import Database
from holdfast.ledger.partitions import partition_of

_JOURNAL: Final = "ledger_entries"
_PAGE: Final = """
SELECT e.version, e.at, e.operation, e.change, e.held_change, e.balance, e.held, e.counterparty,
       e.note, h.ref, e.actor, e.request
FROM {journal} e LEFT JOIN ledger_holds h
    ON e.hold IS NOT NULL AND h.partition = ANY($5::smallint[]) AND h.id = e.hold
WHERE e.partition = $1 AND e.key = $2 AND e.version < $3 ORDER BY e.version DESC LIMIT $4
"""
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
        journals: Sequence[str] = [_JOURNAL]
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
            journals = await _put_away(connection) if journals == [_JOURNAL] else []
    return found


async def _put_away(connection: asyncpg.Connection) -> list[str]:
    """Tables of months that are not part of the journal any more, newest first."""
    return [row["relname"] for row in await connection.fetch(_PUT_AWAY)]
