"""What a batch locks, and what it reads under those locks: two statements, the second with a
snapshot of its own.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from holdfast.ledger.literals import column
from holdfast.ledger.types import StateTable

_LOCK_ACCOUNTS: Final = """
SELECT key, kind, unit, balance, held, version, waits FROM ledger_accounts
WHERE partition = $1 AND key = ANY({}) ORDER BY key FOR UPDATE
"""

_CONTEXT: Final = "clock_timestamp(), pg_current_xact_id()::text"
_RECORDS: Final = """
SELECT (key, digest, answer, hold_expires_at) FROM ledger_idempotency
WHERE partition = $1 AND key = ANY({})
"""
_HOLDS: Final = """
SELECT (id, state, expires_at, extended, ref) FROM ledger_holds
WHERE partition = $1 AND id = ANY({})
"""
# In their order, table by table: arrays of one SELECT are made one after the other.
_LOCK_ROWS: Final = """
SELECT (key, state) FROM (SELECT {key} AS key, {state} AS state FROM {name}
                          WHERE {key} = ANY({{}}) ORDER BY {key} FOR UPDATE) AS locked
"""


def lock_accounts(partition: int, keys: Sequence[str]) -> tuple[str, list[object]]:
    """Lock accounts in key order: the statement, and its arguments."""
    value, array = column("text", keys)
    return _LOCK_ACCOUNTS.format(array.format("$2")), [partition, value]


def read_locked(
    partition: int,
    records: Sequence[str],
    holds: Sequence[UUID],
    rows: Iterable[tuple[StateTable, Iterable[UUID]]] = (),
) -> tuple[str, list[object]]:
    """What is read under the locks of the accounts, in one round: the time, the transaction's id,
    and as an array each what there is of idempotency records, of holds, and of the guarded rows of
    each table, which are locked in key order."""
    parts: list[tuple[str, str, Sequence[object]]] = [
        (_RECORDS, "text", records),
        (_HOLDS, "uuid", holds),
    ]
    for table, keys in rows:
        locking = _LOCK_ROWS.format(key=table.key, state=table.state, name=table.name)
        parts.append((locking, "uuid", list(keys)))
    arguments: list[object] = [partition]
    arrays = []
    for text, kind, values in parts:
        value, array = column(kind, values)
        arguments.append(value)
        arrays.append(f"ARRAY({text.format(array.format(f'${len(arguments)}'))})")
    return f"SELECT {_CONTEXT}, {', '.join(arrays)}", arguments
