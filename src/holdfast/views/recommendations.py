"""What else there is to a product: bought together with it, similar to it; and what the whole shop
buys. All of it by running totals: no order is read."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg

__all__ = ["bought_together", "most_popular", "similar"]

_TOGETHER: Final = """
SELECT b.other_id, b.orders
FROM bought_together b JOIN products p ON p.id = b.other_id AND p.status = 'active'
WHERE b.product_id = $1 ORDER BY b.orders DESC, b.at DESC, b.other_id LIMIT $2
"""
# Of a large category not every product is looked at: its best sellers, and those next in price.
LOOKED_AT: Final = 1000
_PRICE: Final = "p.price * 10 BETWEEN t.price * 8 AND t.price * 12"
_SIMILAR: Final = f"""
WITH this AS MATERIALIZED (
    SELECT category_id, price, currency FROM products
    WHERE id = $1 AND category_id IS NOT NULL),
found AS (
    (SELECT n.product_id AS id FROM product_counts n
     WHERE n.category_id = (SELECT category_id FROM this)
     ORDER BY n.sales DESC, n.product_id DESC LIMIT {LOOKED_AT})
    UNION
    (SELECT p.id FROM products p
     WHERE p.category_id = (SELECT category_id FROM this) AND p.status = 'active'
       AND p.price >= (SELECT price FROM this)
     ORDER BY p.price, p.id LIMIT {LOOKED_AT // 4})
    UNION
    (SELECT p.id FROM products p
     WHERE p.category_id = (SELECT category_id FROM this) AND p.status = 'active'
       AND p.price < (SELECT price FROM this)
     ORDER BY p.price DESC, p.id DESC LIMIT {LOOKED_AT // 4}))
SELECT p.id
FROM this t, found f JOIN products p ON p.id = f.id JOIN product_counts n ON n.product_id = p.id
WHERE p.status = 'active' AND p.id <> $1 AND p.currency = t.currency AND {_PRICE}
ORDER BY n.sales DESC, n.product_id DESC LIMIT $2
"""
_POPULAR: Final = """
SELECT n.product_id FROM product_counts n
JOIN products p ON p.id = n.product_id AND p.status = 'active'
ORDER BY n.sales DESC, n.views DESC, n.product_id DESC LIMIT $1
"""


async def bought_together(pool: asyncpg.Pool, product_id: UUID, limit: int) -> dict[UUID, int]:
    """Products on sale by how many paid orders have both, the most first."""
    return dict(await pool.fetch(_TOGETHER, product_id, limit))


async def similar(pool: asyncpg.Pool, product_id: UUID, limit: int) -> Sequence[UUID]:
    """Products on sale in the same category whose price is within a fifth of its own, those that
    sell best first."""
    return [row[0] for row in await pool.fetch(_SIMILAR, product_id, limit)]


async def most_popular(pool: asyncpg.Pool, limit: int) -> Sequence[UUID]:
    """Products on sale by units sold since ever, then by views."""
    return [row[0] for row in await pool.fetch(_POPULAR, limit)]
