"""What the ledger need not remember."""

from typing import Final

from holdfast.db.engine import Database
from holdfast.db.slices import delete_in_slices

SLICE: Final = 2000
SLICES: Final = 50

# By place in the table, so that a slice costs what it deletes and no index is needed.
_FORGET: Final = """
DELETE FROM ledger_idempotency WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM ledger_idempotency WHERE expires_at < statement_timestamp() LIMIT $1))
"""


async def forget_answers(database: Database) -> int:
    """Drop idempotency records that have served their time; how many went."""
    return await delete_in_slices(database.pool, _FORGET, of=SLICE, most=SLICES)
