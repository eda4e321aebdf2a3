"""Which holds are open, for whoever shows when the next one ends."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from holdfast.db.engine import Database
from holdfast.live import HoldReading

__all__ = ["open_holds"]

_PAGE: Final = 5000
_OPEN_HOLDS: Final = """
SELECT id, expires_at, lines FROM ledger_holds
WHERE partition = $1 AND state = 'held' AND (expires_at, id) > ($2, $3)
ORDER BY expires_at, id LIMIT $4
"""
_FIRST: Final = (datetime.fromisoformat("1970-01-01T00:00:00Z"), UUID(int=0))


async def open_holds(database: Database, partitions: int = 1) -> AsyncIterator[HoldReading]:
    """With their ends and their accounts, those that end first before others."""
    for partition in range(1, partitions + 1):
        after = _FIRST
        while True:
            rows = await database.pool.fetch(_OPEN_HOLDS, partition, *after, _PAGE)
            for hold_id, expires_at, lines in rows:
                yield hold_id, expires_at, [line[0] for line in msgspec.json.decode(lines)]
            if len(rows) < _PAGE:
                break
            after = (rows[-1]["expires_at"], rows[-1]["id"])
