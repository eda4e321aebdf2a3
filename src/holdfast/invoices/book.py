"""Issuing, without a gap; and reading what was issued.

Whoever issues first locks the rows of both series: what is numbered under that lock stands in the
same transaction as its number, so one that is rolled back takes no number along, and two at once
wait for each other.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.invoices.bill import Bill, Issued, Series, decode_bill

_OPEN: Final = sa.text("""
INSERT INTO invoice_series (series) VALUES ('credit-note'), ('invoice') ON CONFLICT DO NOTHING
""")
_LOCK: Final = sa.text("SELECT series, last FROM invoice_series ORDER BY series FOR UPDATE")
_TAKE: Final = sa.text("UPDATE invoice_series SET last = :last WHERE series = :series")
_KNOWN: Final = sa.text("""
SELECT source FROM invoices WHERE source = ANY(CAST(:sources AS text[]))
""")
_ISSUE: Final = sa.text("""
INSERT INTO invoices (series, number, order_id, source, bill)
VALUES (:series, :number, :order_id, :source, CAST(:bill AS jsonb))
""")
_OF_ORDERS: Final = sa.text("""
SELECT order_id, series, number, bill::text AS bill FROM invoices
WHERE order_id = ANY(CAST(:orders AS uuid[])) ORDER BY issued_at, series DESC, number
""")
_OF_ORDER: Final = """
SELECT series, number, bill::text AS bill FROM invoices WHERE order_id = $1
ORDER BY issued_at, series DESC, number LIMIT 500
"""


class ToIssue(Struct, frozen=True):
    """``source``: what it is for, so that nothing is issued for it twice."""

    series: Series
    order_id: UUID
    source: str
    bill: Bill


async def open_series(connection: AsyncConnection) -> dict[str, int]:
    """Nobody else issues anything until this transaction ends; the last number of each series."""
    await connection.execute(_OPEN)
    return {row.series: row.last for row in await connection.execute(_LOCK)}


async def issued_for(connection: AsyncConnection, sources: Collection[str]) -> set[str]:
    """Of these sources, those that something was issued for."""
    rows = await connection.execute(_KNOWN, {"sources": sorted(sources)})
    return set(rows.scalars())


async def issue(
    connection: AsyncConnection, last: dict[str, int], wanted: Iterable[ToIssue]
) -> None:
    """Number them in this order, after ``last`` of :func:`open_series`, which counts on."""
    rows: list[dict[str, Any]] = []
    for one in wanted:
        last[one.series] += 1
        rows.append({
            "series": one.series, "number": last[one.series], "order_id": one.order_id,
            "source": one.source, "bill": msgspec.json.encode(one.bill).decode(),
        })  # fmt: skip
    if not rows:
        return
    await connection.execute(_ISSUE, rows)
    for series in sorted({row["series"] for row in rows}):
        await connection.execute(_TAKE, {"series": series, "last": last[series]})


async def bills_of(connection: AsyncConnection, orders: Sequence[UUID]) -> dict[UUID, list[Issued]]:
    """What was issued for each of these orders, the first first."""
    found: dict[UUID, list[Issued]] = {}
    for row in await connection.execute(_OF_ORDERS, {"orders": list(orders)}):
        one = Issued(row.series, row.number, decode_bill(row.bill))
        found.setdefault(row.order_id, []).append(one)
    return found


async def issued_of(pool: asyncpg.Pool, order_id: UUID) -> list[Issued]:
    """The same of one order, to be shown."""
    rows = await pool.fetch(_OF_ORDER, order_id)
    return [Issued(row["series"], row["number"], decode_bill(row["bill"])) for row in rows]
