"""What was sold of goods, and the visits before it: by day and by hour of the shop's clock, of the
whole shop or of one seller. What came back counts on the day it was sold."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.insights import WHOLE_SHOP
from holdfast.views.spreadsheet import csv_lines, in_units
from holdfast.views.statistics import Span

__all__ = ["trade_by", "trade_csv", "trade_sums"]

_COUNTS: Final = ("orders", "units", "back", "visits", "carted")
_MONEY: Final = ("gross", "refunded", "net")
_SOLD: Final = """
SELECT {by}, currency, sum(orders)::bigint AS orders, sum(units)::bigint AS units,
       sum(back)::bigint AS back, sum(gross)::bigint AS gross,
       sum(refunded)::bigint AS refunded, sum(gross - refunded)::bigint AS net
FROM trade_hours WHERE scope = :scope AND day BETWEEN :first AND :last
GROUP BY {by}, currency ORDER BY {by}, currency
"""
_VISITED: Final = """
SELECT {by}, sum(visits)::bigint AS visits, sum(carted)::bigint AS carted
FROM visit_hours WHERE scope = :scope AND day BETWEEN :first AND :last
GROUP BY {by} ORDER BY {by}
"""
_ROWS: Final = sa.text("""
SELECT day, hour, currency, orders, units, gross, back, refunded, visits, carted
FROM (SELECT * FROM trade_hours WHERE scope = :scope AND day BETWEEN :first AND :last) t
FULL JOIN (SELECT * FROM visit_hours WHERE scope = :scope AND day BETWEEN :first AND :last) v
    USING (scope, day, hour)
ORDER BY day, hour, currency
""")
_COLUMNS: Final = (
    "day", "hour", "currency", "orders", "units", "gross", "back", "refunded", "visits", "carted",
)  # fmt: skip


async def trade_by(
    connection: AsyncConnection, scope: UUID | None, span: Span, by: str
) -> list[dict[str, Any]]:
    """By ``day`` those on which something happened, or by ``hour`` of any day; ``scope``: the
    seller whose goods they are, or all goods."""
    about = {"scope": scope or WHOLE_SHOP, "first": span.first, "last": span.last}
    found: dict[object, dict[str, Any]] = {}
    for row in (await connection.execute(sa.text(_SOLD.format(by=by)), about)).mappings():
        sums = found.setdefault(row[by], _nothing())
        for name in ("orders", "units", "back"):
            sums[name] += row[name]
        for name in _MONEY:
            sums[name].append({"currency": row["currency"], "amount": row[name]})
    for row in (await connection.execute(sa.text(_VISITED.format(by=by)), about)).mappings():
        found.setdefault(row[by], _nothing()).update(visits=row["visits"], carted=row["carted"])
    return [{by: when, **found[when]} for when in sorted(found)]  # type: ignore[type-var]


def trade_sums(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Of days or hours; money by currency, in the order of their codes."""
    found = _nothing()
    money: dict[str, dict[str, int]] = {name: {} for name in _MONEY}
    for part in parts:
        for name in _COUNTS:
            found[name] += part[name]
        for name in _MONEY:
            for one in part[name]:
                sums = money[name]
                sums[one["currency"]] = sums.get(one["currency"], 0) + one["amount"]
    for name in _MONEY:
        found[name] = [
            {"currency": currency, "amount": amount}
            for currency, amount in sorted(money[name].items())
        ]
    return found


async def trade_csv(connection: AsyncConnection, scope: UUID | None, span: Span) -> str:
    """A row for each hour in which something happened, and each currency of it, its money in whole
    units; the visits of an hour in which two were sold in stand in both."""
    about = {"scope": scope or WHOLE_SHOP, "first": span.first, "last": span.last}
    rows: Sequence[Any] = (await connection.execute(_ROWS, about)).all()
    return csv_lines([_COLUMNS, *map(_cells, rows)])


def _cells(row: Any) -> list[object]:
    """In an hour of visits alone there is no currency, and no money."""
    shown = [cell or 0 for cell in row[3:]]
    for at in (_COLUMNS.index("gross") - 3, _COLUMNS.index("refunded") - 3):
        shown[at] = in_units(shown[at], row.currency) if row.currency else 0
    return [*row[:3], *shown]


def _nothing() -> dict[str, Any]:
    return dict.fromkeys(_COUNTS, 0) | {name: [] for name in _MONEY}
