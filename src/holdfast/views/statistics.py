"""Sales, refunds and cancellations by day, from the figures that event consumers keep."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import SMALL_PICTURE

__all__ = ["MAX_DAYS", "Span", "by_day", "span_before", "top_products", "totals"]

MAX_DAYS: Final = 366
_TOP: Final = 10
_REASONS: Final = ("buyer", "staff", "expired", "unpaid", "refunded")
_MONEY: Final = ("gross", "refunds", "net")
_DAYS: Final = sa.text("""
SELECT day, currency, orders, units, revenue AS gross, refunded AS refunds,
       revenue - refunded AS net, cancelled_buyer, cancelled_expired, cancelled_staff,
       cancelled_unpaid, cancelled_refunded
FROM daily_sales WHERE day BETWEEN :first AND :last ORDER BY day, currency
""")
# Prices in several currencies cannot be compared, so pieces decide.
_PRODUCTS: Final = sa.text(f"""
WITH sold AS (
    SELECT product_id, currency, sum(units)::bigint AS units, sum(revenue)::bigint AS revenue
    FROM daily_product_sales WHERE day BETWEEN :first AND :last
    GROUP BY product_id, currency),
best AS (
    SELECT product_id, sum(units)::bigint AS units, sum(revenue)::bigint AS revenue,
           jsonb_agg(jsonb_build_object('currency', currency, 'amount', revenue)
                     ORDER BY currency) AS amounts
    FROM sold GROUP BY product_id
    ORDER BY units DESC, revenue DESC, product_id LIMIT :limit)
SELECT b.product_id, p.handle, {SMALL_PICTURE} AS image_url,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS name,
       b.units, b.amounts AS revenue
FROM best b JOIN products p ON p.id = b.product_id
ORDER BY b.units DESC, b.revenue DESC, b.product_id
""")


class Span(Struct, frozen=True):
    """From the first to the last day, both counted; by which clock, who asks knows."""

    first: date
    last: date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


def span_before(span: Span) -> Span:
    """As many days, right before."""
    return Span(span.first - timedelta(days=span.length), span.first - timedelta(days=1))


async def by_day(connection: AsyncConnection, span: Span) -> list[dict[str, Any]]:
    """Every day of the span, also those on which nothing happened."""
    days = {
        day: _nothing(day) for day in (span.first + timedelta(days=n) for n in range(span.length))
    }
    for row in (await connection.execute(_DAYS, _bounds(span))).mappings():
        figures = days[row["day"]]
        figures["orders"] += row["orders"]
        figures["units"] += row["units"]
        for name in _MONEY:
            if row["gross"] or row["refunds"]:
                figures[name].append({"currency": row["currency"], "amount": row[name]})
        for reason in _REASONS:
            figures["cancelled"][reason] += row[f"cancelled_{reason}"]
    return list(days.values())


def totals(span: Span, days: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The sums of these days; money by currency, in the order of their codes."""
    found = _nothing(None) | {"from": span.first, "to": span.last}
    money: dict[str, dict[str, int]] = {}
    for day in days:
        found["orders"] += day["orders"]
        found["units"] += day["units"]
        for reason in _REASONS:
            found["cancelled"][reason] += day["cancelled"][reason]
        for name in _MONEY:
            for one in day[name]:
                sums = money.setdefault(one["currency"], dict.fromkeys(_MONEY, 0))
                sums[name] += one["amount"]
    for name in _MONEY:
        found[name] = [
            {"currency": currency, "amount": sums[name]} for currency, sums in sorted(money.items())
        ]
    return found


async def top_products(
    connection: AsyncConnection, span: Span, locale: str
) -> list[dict[str, Any]]:
    """The products of which most pieces were sold, whatever came back later."""
    about = {**_bounds(span), "locale": locale, "limit": _TOP}
    return [dict(row) for row in (await connection.execute(_PRODUCTS, about)).mappings()]


def _bounds(span: Span) -> dict[str, date]:
    return {"first": span.first, "last": span.last}


def _nothing(day: date | None) -> dict[str, Any]:
    return {
        "day": day,
        "orders": 0,
        "units": 0,
        **{name: [] for name in _MONEY},
        "cancelled": dict.fromkeys(_REASONS, 0),
    }
