"""Which products on sale sold best in the last days: a few rows of one index."""

from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

__all__ = ["BestQuery", "BestSellers", "best_sellers"]

# What is no longer on sale is passed over, and the next best moves up.
# The minute that is counted may still be under way: what it counts was sold before its end, and
# before now.
_RANKING: Final = """
SELECT least(now.minute + interval '1 minute', date_trunc('milliseconds', clock_timestamp())),
       best.product_id, best.units
FROM best_sellers_as_of now LEFT JOIN LATERAL (
    SELECT b.product_id, b.units
    FROM best_sellers b JOIN products p ON p.id = b.product_id AND p.status = 'active'
    WHERE b.days = $1 AND b.units > 0
    ORDER BY b.units DESC, b.product_id LIMIT $2) best ON true
ORDER BY best.units DESC, best.product_id
"""


class BestQuery(Struct, frozen=True):
    """At most ``limit`` products by the units sold in the last ``days``, as asked for."""

    locale: str
    days: int = 3
    limit: int = 5


class BestSellers(Struct, frozen=True):
    """Units by product, the best first; no sale that is counted is younger than ``as_of``."""

    as_of: datetime
    units: dict[UUID, int]


async def best_sellers(pool: asyncpg.Pool, days: int, limit: int) -> BestSellers:
    """At most ``limit`` products on sale, by units sold in the last ``days``."""
    rows = await pool.fetch(_RANKING, days, limit)
    units = {product_id: sold for _, product_id, sold in rows if product_id is not None}
    return BestSellers(rows[0][0], units)
