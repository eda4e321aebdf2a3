"""The ledger's tables as others may join them: SQL, so that only the ledger names a table.

Columns to be used: of an account ``balance, held, version, waits``; of a hold ``id, state,
expires_at, ref``; of an entry those of the journal (see ``tables.py``). ``partitions`` is the
parameter with the numbers of all partitions.
"""

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.ledger.tables import accounts

JOURNAL: Final = "ledger_entries e"
HOLDS: Final = "ledger_holds h"
FREE: Final = "CASE WHEN a.waits > 0 THEN 0 ELSE a.balance END"
"""Of the store ``a``: what is kept for those who wait in line is not free."""
_PARTITIONS: Final = "CAST(:partitions AS smallint[])"


def account_join(key: str, partitions: str = _PARTITIONS) -> str:
    """``a``, the account of this key; nothing for one that was never used."""
    return f"LEFT JOIN ledger_accounts a ON a.partition = ANY({partitions}) AND a.key = {key}"


def hold_join(hold_id: str, partitions: str = _PARTITIONS) -> str:
    """``h``, the hold of this id, if there is one."""
    return f"LEFT JOIN ledger_holds h ON h.partition = ANY({partitions}) AND h.id = {hold_id}"


def hold_end(hold_id: str, partitions: str) -> str:
    """When the hold of this id ends; one probe of the index, however it is planned."""
    return (
        "(SELECT h.expires_at FROM ledger_holds h "
        f"WHERE h.partition = ANY({partitions}) AND h.id = {hold_id})"
    )


def balance_of(key: sa.ColumnElement[str], partitions: int) -> sa.ScalarSelect[Any]:
    """What is free of the store of this key."""
    at = accounts.c.partition.in_(range(1, partitions + 1))
    free = sa.case((accounts.c.waits > 0, 0), else_=accounts.c.balance)
    return sa.select(free).where(at, accounts.c.key == key).scalar_subquery()


async def analyze_accounts(connection: AsyncConnection) -> None:
    """Let PostgreSQL look at the accounts, which grew fast: it plans joins by their number."""
    await connection.execute(sa.text("ANALYZE ledger_accounts"))
