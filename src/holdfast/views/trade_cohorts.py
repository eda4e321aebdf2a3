"""Who comes back: of those who first bought in a month, how many bought in each month after it."""

from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.insights import WHOLE_SHOP

__all__ = ["COHORT_MONTHS", "cohorts"]

COHORT_MONTHS: Final = 12
_ROWS: Final = sa.text("""
SELECT first, month, buyers, orders FROM cohort_months
WHERE scope = :scope AND first BETWEEN :since AND :today AND month <= :today AND buyers > 0
ORDER BY first, month
""")


async def cohorts(
    connection: AsyncConnection, scope: UUID | None, today: date
) -> list[dict[str, Any]]:
    """Of the last twelve months, those in which somebody first bought; the oldest first."""
    months = today.year * 12 + today.month - COHORT_MONTHS
    since = date(months // 12, months % 12 + 1, 1)
    about = {"scope": scope or WHOLE_SHOP, "since": since, "today": today}
    found: dict[date, dict[str, Any]] = {}
    for first, month, buyers, orders in await connection.execute(_ROWS, about):
        if month == first:
            found[first] = {"month": first, "buyers": buyers, "orders": orders, "later": []}
            continue
        after = (month.year - first.year) * 12 + month.month - first.month
        found[first]["later"].append({"after": after, "buyers": buyers, "orders": orders})
    return list(found.values())
