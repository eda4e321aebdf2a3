"""What campaigns came to: coupons given out and used, what they took off, what was paid then."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct, field

from holdfast.kit import Money

__all__ = ["Redemption", "redemptions"]

# Used: in an order that was paid and stands.
_GIVEN: Final = """
SELECT campaign_id, count(*) FROM coupons WHERE campaign_id = ANY($1::uuid[]) GROUP BY campaign_id
"""
_USED: Final = """
SELECT c.campaign_id, o.currency, count(*),
       sum(coalesce((o.breakdown -> 'taken' ->> c.campaign_id::text)::bigint,
                    CASE WHEN o.breakdown IS NULL THEN o.discount ELSE 0 END))::bigint,
       sum(o.total)::bigint
FROM coupons c JOIN orders o ON o.coupon_id = c.id
WHERE c.campaign_id = ANY($1::uuid[]) AND o.status IN ('paid', 'completed')
GROUP BY c.campaign_id, o.currency ORDER BY c.campaign_id, o.currency
"""


class Redemption(Struct):
    """Of one campaign: coupons ``given``, those ``used``; in each currency what was taken ``off``
    and what was ``paid`` after it."""

    given: int = 0
    used: int = 0
    off: list[Money] = field(default_factory=list)
    paid: list[Money] = field(default_factory=list)


async def redemptions(pool: asyncpg.Pool, campaigns: Sequence[UUID]) -> dict[UUID, Redemption]:
    """The figures of these campaigns, as they are now."""
    found = {campaign: Redemption() for campaign in campaigns}
    for campaign, given in await pool.fetch(_GIVEN, campaigns):
        found[campaign].given = given
    for campaign, currency, used, off, paid in await pool.fetch(_USED, campaigns):
        figures = found[campaign]
        figures.used += used
        figures.off.append(Money(off, currency))
        figures.paid.append(Money(paid, currency))
    return found
