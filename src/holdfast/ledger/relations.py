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
    """``a``, the account of this key; nothing for one that was never used. A command that was
    refused may have left its row, at version 0."""
    return (
        f"LEFT JOIN ledger_accounts a ON a.partition = ANY({partitions}) AND a.key = {key}"
        " AND a.version > 0"
    )


def _each_of(keys: str, partitions: str) -> str:
    """``g``, the accounts of these keys. One probe of the index for each, however few rows
    PostgreSQL believes the table to have: what has an OFFSET is planned by itself."""
    return (
        f"unnest({keys}) AS k(key), LATERAL (SELECT * FROM ledger_accounts l"
        f" WHERE l.partition = ANY({partitions}) AND l.key = k.key OFFSET 0) g"
    )


def accounts_join(keys: str, partitions: str = _PARTITIONS) -> str:
    """``a``, each account of these keys that was ever used; nothing if none was."""
    return (
        f"LEFT JOIN LATERAL (SELECT g.* FROM {_each_of(keys, partitions)}"
        " WHERE g.version > 0) a ON true"
    )


def sum_join(keys: str, partitions: str = _PARTITIONS) -> str:
    """``a``, the sum of the stores of these keys, which wait for one another's lines."""
    return (
        "LEFT JOIN LATERAL (SELECT sum(g.balance)::bigint AS balance, sum(g.held)::bigint AS held,"
        " sum(g.version)::bigint AS version, max(g.waits) AS waits"
        f" FROM {_each_of(keys, partitions)}) a ON true"
    )


def least_join(parts: str, keys: str, partitions: str = _PARTITIONS) -> str:
    """``a``, of what takes ``m.units`` of each of its ``parts`` ``m``, whose accounts are ``keys``,
    as many as the least of them allows."""
    return (
        "LEFT JOIN LATERAL (SELECT min(s.balance / s.units) AS balance,"
        " min((s.balance + s.held) / s.units) - min(s.balance / s.units) AS held,"
        " sum(s.version)::bigint AS version, max(s.waits) AS waits FROM ("
        "SELECT m.units, coalesce(sum(g.balance), 0)::bigint AS balance,"
        " coalesce(sum(g.held), 0)::bigint AS held, coalesce(sum(g.version), 0) AS version,"
        f" coalesce(max(g.waits), 0) AS waits FROM {parts} m LEFT JOIN LATERAL"
        f" (SELECT g.* FROM {_each_of(keys, partitions)}) g ON true"
        " GROUP BY m.part, m.units) s) a ON true"
    )


def accounts_under(prefix: str, partitions: str = _PARTITIONS) -> str:
    """``a``, every account whose key begins with ``prefix``, which ends in a slash: one stretch of
    the index. It stands last in its statement's ``FROM``, and the condition goes on behind it."""
    after = prefix.removesuffix("/") + chr(ord("/") + 1)
    return (
        f"ledger_accounts a WHERE a.partition = ANY({partitions})"
        f" AND a.key >= '{prefix}' AND a.key < '{after}'"
    )


def hold_join(hold_id: str, partitions: str = _PARTITIONS) -> str:
    """``h``, the hold of this id, if there is one."""
    return f"LEFT JOIN ledger_holds h ON h.partition = ANY({partitions}) AND h.id = {hold_id}"


def hold_end(hold_id: str, partitions: str) -> str:
    """When the hold of this id ends; one probe of the index, however it is planned."""
    return (
        "(SELECT h.expires_at FROM ledger_holds h "
        f"WHERE h.partition = ANY({partitions}) AND h.id = {hold_id})"
    )


def free_of(keys: sa.ColumnElement[Any], partitions: int) -> sa.ScalarSelect[Any]:
    """What is free of the stores of these keys."""
    at = accounts.c.partition.in_(range(1, partitions + 1))
    free = sa.func.sum(sa.case((accounts.c.waits > 0, 0), else_=accounts.c.balance))
    return sa.select(free).where(at, accounts.c.key == sa.func.any(keys)).scalar_subquery()


async def analyze_accounts(connection: AsyncConnection) -> None:
    """Let PostgreSQL look at the accounts, which grew fast: it plans joins by their number."""
    await connection.execute(sa.text("ANALYZE ledger_accounts"))
