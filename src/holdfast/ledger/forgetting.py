"""Cleaning in slices small enough that nobody waits behind one."""

import asyncio
from typing import Final

from holdfast.db.engine import Database

SLICE: Final = 2000
SLICES: Final = 50

# By place in the table, so that a slice costs what it deletes and no index is needed.
_FORGET: Final = """
DELETE FROM ledger_idempotency WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ledger_idempotency WHERE expires_at < statement_timestamp() LIMIT $1))
"""


async def forget_answers(database: Database) -> int:
    """Drop idempotency records that have served their time; how many went."""
    forgotten = 0
    for _ in range(SLICES):
        status = await database.pool.execute(_FORGET, SLICE)
        gone = int(status.rpartition(" ")[2])
        forgotten += gone
        if gone < SLICE:
            break
        await asyncio.sleep(0.05)  # let others have the disk
    return forgotten
