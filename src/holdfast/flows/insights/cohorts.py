"""Who comes back: each buyer's orders by month, and from these how many of those who first bought
in a month bought in a later one; of the shop and of each seller.

An order counts from when it is paid, whatever comes back of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.insights.adding import add_sums, adding
from holdfast.insights import (
    WHOLE_SHOP,
    CohortSums,
    SoldLine,
    bought_more,
    buyer_months,
    cohort_changes,
    cohort_months,
)

__all__ = ["COHORTS_ANEW", "count_buyers"]


class _Orders(Struct):
    """Of one buyer in one month."""

    orders: int


_BUYER_KEYS: Final = {"owner": "text", "scope": "uuid", "month": "date"}
_COHORT_KEYS: Final = {"scope": "uuid", "first": "date", "month": "date"}
_ADD_BUYERS: Final = adding(buyer_months, _BUYER_KEYS, _Orders)
_ADD_COHORTS: Final = adding(cohort_months, _COHORT_KEYS, CohortSums)
_KNOWN: Final = sa.text("""
SELECT owner, scope, month, orders FROM buyer_months
WHERE owner = ANY(CAST(:owners AS text[])) AND scope = ANY(CAST(:scopes AS uuid[]))
""")
COHORTS_ANEW: Final = (
    "DELETE FROM buyer_months",
    "DELETE FROM cohort_months",
    f"""
    INSERT INTO buyer_months (owner, scope, month, orders)
    SELECT o.owner, scope, date_trunc('month', day)::date, count(DISTINCT order_id)
    FROM sold_lines JOIN orders o ON o.id = order_id, LATERAL (
        SELECT CAST('{WHOLE_SHOP}' AS uuid) AS scope UNION SELECT seller_id) AS scopes
    GROUP BY 1, 2, 3
    """,
    """
    INSERT INTO cohort_months (scope, first, month, buyers, orders)
    SELECT scope, first, month, count(*), sum(orders)
    FROM (SELECT *, min(month) OVER (PARTITION BY owner, scope) AS first FROM buyer_months) m
    GROUP BY 1, 2, 3
    """,
)
"""All of it, of the lines that were counted."""


async def count_buyers(
    connection: AsyncConnection, owners: Mapping[UUID, str], lines: Sequence[SoldLine]
) -> None:
    """Count the orders of these lines, which were not counted before; ``owners`` by order."""
    orders: dict[tuple[UUID, UUID], date] = {}
    for one in lines:
        for scope in (WHOLE_SHOP, one.seller_id):
            orders[one.order_id, scope] = one.day.replace(day=1)
    if not orders:
        return
    more = [(owners[order], scope, month) for (order, scope), month in orders.items()]
    about = {
        "owners": sorted({owner for owner, _, _ in more}),
        "scopes": sorted({scope for _, scope, _ in more}),
    }
    before: dict[tuple[str, UUID], dict[date, int]] = defaultdict(dict)
    for owner, scope, month, count in await connection.execute(_KNOWN, about):
        before[owner, scope][month] = count
    added: dict[tuple[object, ...], _Orders] = {
        (owner, scope, month): _Orders(count)
        for (owner, scope), months in bought_more({}, more).items()
        for month, count in months.items()
    }
    await add_sums(connection, _ADD_BUYERS, _BUYER_KEYS, added)
    changes = cohort_changes(before, bought_more(before, more))
    await add_sums(connection, _ADD_COHORTS, _COHORT_KEYS, changes)
