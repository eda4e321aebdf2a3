"""Sales and cancellations by day, from the figures that event consumers keep."""

from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["MAX_DAYS", "by_day"]

MAX_DAYS: Final = 366
_REASONS: Final = ("buyer", "staff", "expired", "unpaid", "refunded")
_DAYS: Final = sa.text("""
SELECT day, currency, orders, units, revenue, refunded, cancelled_buyer, cancelled_expired,
       cancelled_staff, cancelled_unpaid, cancelled_refunded
FROM daily_sales WHERE day BETWEEN :first AND :last ORDER BY day, currency
""")


async def by_day(connection: AsyncConnection, first: date, last: date) -> list[dict[str, Any]]:
    """Every day from ``first`` to ``last`` (UTC), also those on which nothing happened."""
    days = {
        day: _nothing(day)
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    }
    for row in await connection.execute(_DAYS, {"first": first, "last": last}):
        figures = days[row.day]
        figures["orders"] += row.orders
        figures["units"] += row.units
        for name in ("revenue", "refunded"):
            amount = getattr(row, name)
            if amount:
                figures[name].append({"currency": row.currency, "amount": amount})
        for reason in _REASONS:
            figures["cancelled"][reason] += getattr(row, f"cancelled_{reason}")
    return list(days.values())


def _nothing(day: date) -> dict[str, Any]:
    return {
        "day": day,
        "orders": 0,
        "units": 0,
        "revenue": [],
        "refunded": [],
        "cancelled": dict.fromkeys(_REASONS, 0),
    }
