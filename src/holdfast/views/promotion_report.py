"""What promotions came to: how often each was used, what it took off, and what was paid for the
orders that it was used in. Worked out of the orders that were paid in these days and stand: what
was cancelled since counts for none."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.views.shop_days import ShopDays
from holdfast.views.spreadsheet import csv_lines, in_units, last_line

__all__ = ["MOST_PROMOTIONS", "promotion_sums", "promotions_csv", "promotions_used"]

MOST_PROMOTIONS: Final = 1_000
"""Of one report, those that were used most."""
_IN_TIME: Final = """
FROM orders o CROSS JOIN LATERAL jsonb_each_text(o.breakdown -> 'taken') AS t (id, amount)
JOIN promotions p ON p.id = CAST(t.id AS uuid)
WHERE o.paid_at >= :begin AND o.paid_at < :until AND o.status IN ('paid', 'completed')
"""
_USED: Final = sa.text(f"""
WITH used AS (
    SELECT p.id, o.currency, count(*) AS orders, sum(CAST(t.amount AS bigint))::bigint AS discount,
           sum(o.total)::bigint AS revenue
    {_IN_TIME} GROUP BY p.id, o.currency),
most AS (
    SELECT id, sum(orders)::bigint AS orders FROM used GROUP BY id
    ORDER BY 2 DESC, id DESC LIMIT :most)
SELECT p.id, p.name, p.code, m.orders AS orders_in_all, u.currency, u.orders, u.discount, u.revenue
FROM most m JOIN used u USING (id) JOIN promotions p USING (id)
ORDER BY m.orders DESC, p.id DESC, u.currency
""")
# An order in which two were used was paid once.
_SUMS: Final = sa.text(f"""
SELECT currency, count(*) AS orders, sum(discount)::bigint AS discount,
       sum(total)::bigint AS revenue
FROM (SELECT o.id, o.currency, o.total, sum(CAST(t.amount AS bigint)) AS discount
      {_IN_TIME} GROUP BY o.id) AS one
GROUP BY currency ORDER BY currency
""")
_COLUMNS: Final = ("promotion_id", "name", "code", "currency", "orders", "discount", "revenue")
_MONEY: Final = ("discount", "revenue")


async def promotions_used(connection: AsyncConnection, days: ShopDays) -> list[dict[str, Any]]:
    """Each that was used, the one that was used most first; money by currency."""
    found: dict[object, dict[str, Any]] = {}
    for row in await _rows(connection, days):
        one = found.setdefault(
            row["id"],
            {
                "promotion_id": row["id"],
                "name": row["name"],
                "code": row["code"],
                "orders": row["orders_in_all"],
                **{name: [] for name in _MONEY},
            },
        )
        _add(one, row)
    return list(found.values())


async def promotion_sums(connection: AsyncConnection, days: ShopDays) -> dict[str, Any]:
    """Of all orders in which any was used, each counted once."""
    sums: dict[str, Any] = {"orders": 0, **{name: [] for name in _MONEY}}
    for row in (await connection.execute(_SUMS, _bounds(days))).mappings():
        sums["orders"] += row["orders"]
        _add(sums, row)
    return sums


async def promotions_csv(connection: AsyncConnection, days: ShopDays) -> str:
    """A row for each promotion and currency, its money in whole units."""
    rows = await _rows(connection, days)
    lines = csv_lines([_COLUMNS, *(_cells(row) for row in rows)])
    if len({row["id"] for row in rows}) < MOST_PROMOTIONS:
        return lines
    return lines + last_line(f"No more than {MOST_PROMOTIONS} promotions", len(_COLUMNS))


async def _rows(connection: AsyncConnection, days: ShopDays) -> list[Mapping[Any, Any]]:
    asked = _bounds(days) | {"most": MOST_PROMOTIONS}
    return list((await connection.execute(_USED, asked)).mappings())


def _bounds(days: ShopDays) -> dict[str, Any]:
    return {"begin": days.begin, "until": days.until}


def _add(sums: dict[str, Any], row: Mapping[Any, Any]) -> None:
    for name in _MONEY:
        sums[name].append({"currency": row["currency"], "amount": row[name]})


def _cells(row: Mapping[Any, Any]) -> Sequence[object]:
    money = [in_units(row[name], row["currency"]) for name in _MONEY]
    return [row["id"], row["name"], row["code"], row["currency"], row["orders"], *money]
