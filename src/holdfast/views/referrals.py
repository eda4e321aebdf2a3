"""Invitations as staff read them: with their orders, and what they came to."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["ReferralFigures", "orders_of_referrals", "referral_figures"]

_ORDERS: Final = sa.text("""
SELECT o.id, o.number, o.total, o.currency, o.status = 'cancelled' AS off
FROM orders o WHERE o.id = ANY(CAST(:ids AS uuid[]))
""")
_COUNTS: Final = sa.text("SELECT status, count(*) AS many FROM referrals GROUP BY status")
# What was taken off a friend's first order stands beside the promotion's id.
_FRIENDS: Final = sa.text("""
SELECT o.currency, sum(o.total)::bigint AS revenue,
       coalesce(sum(CAST(o.breakdown -> 'taken' ->> p.promotion_id::text AS bigint)), 0)::bigint
       AS discount
FROM referrals r JOIN orders o ON o.id = r.order_id
JOIN referral_programs p ON p.id = r.program_id
WHERE o.status IN ('paid', 'completed') GROUP BY o.currency ORDER BY o.currency
""")
_COUPONS: Final = sa.text("SELECT DISTINCT campaign_id FROM referral_programs")


class ReferralFigures(Struct, frozen=True):
    """``counts`` by status; ``revenue`` and ``discount`` of friends' first orders that stand, by
    currency; ``campaigns`` whose coupons were given."""

    counts: Mapping[str, int]
    revenue: Mapping[str, int]
    discount: Mapping[str, int]
    campaigns: Sequence[UUID]


async def referral_figures(connection: AsyncConnection) -> ReferralFigures:
    """Of all there ever were."""
    counts = {row.status: row.many for row in await connection.execute(_COUNTS)}
    sums = (await connection.execute(_FRIENDS)).all()
    campaigns = (await connection.execute(_COUPONS)).scalars().all()
    return ReferralFigures(
        counts,
        {row.currency: row.revenue for row in sums},
        {row.currency: row.discount for row in sums if row.discount},
        campaigns,
    )


async def orders_of_referrals(
    connection: AsyncConnection, ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[Any, Any]]:
    """By id: number, total and currency of these orders, and whether they are off."""
    rows = (await connection.execute(_ORDERS, {"ids": list(ids)})).mappings()
    return {row["id"]: row for row in rows}
