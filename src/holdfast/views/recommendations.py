"""What else there is to a product: bought together with it, similar to it; and what the whole shop
buys. All of it by running totals: no order is read."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.insights import ANY_GOODS, LEAST_TOGETHER
from holdfast.views.product_pages import Shown

__all__ = ["Beside", "Similar", "Together", "beside", "most_popular", "recommendations_body"]

RECOMMENDED: Final = 5
SPARE: Final = 15
"""So many more are looked at where those that are alike cannot be had."""

_encode = msgspec.json.encode
# ``lift``: how many orders have both, for each that would if those who buy the one did not mind the
# other. What is bought with everything has none, however often it is; what is rare has much of it
# by chance: so the order is by what many orders say that is not chance.
_TOGETHER: Final = f"""
SELECT other_id, orders, significant FROM (
    SELECT b.other_id, b.orders, b.at, s.lift,
           b.orders >= {LEAST_TOGETHER} AND s.lift >= 1 AS significant
    FROM bought_together b JOIN products p ON p.id = b.other_id AND p.status = 'active'
    LEFT JOIN bought_together mine ON mine.product_id = $1 AND mine.other_id = $3
    LEFT JOIN bought_together its ON its.product_id = b.other_id AND its.other_id = $3
    LEFT JOIN bought_together every ON every.product_id = $3 AND every.other_id = $3
    CROSS JOIN LATERAL (SELECT coalesce(
        CAST(b.orders AS float8) * every.orders / (mine.orders * its.orders), 1) AS lift) s
    WHERE b.product_id = $1) f
ORDER BY significant DESC, CASE WHEN significant THEN orders * ln(lift) END DESC,
         orders DESC, at DESC, other_id LIMIT $2
"""
# Of a large category not every product is looked at: its best sellers, and those next in price.
LOOKED_AT: Final = 1000
_CLOSE: Final = "p.price * 10 BETWEEN t.price * 8 AND t.price * 12"
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
SELECT p.id, {_CLOSE} AS close
FROM this t, found f JOIN products p ON p.id = f.id JOIN product_counts n ON n.product_id = p.id
WHERE p.status = 'active' AND p.id <> $1 AND p.currency = t.currency
ORDER BY close DESC, CASE WHEN {_CLOSE} THEN 0 ELSE abs(p.price - t.price) END,
         n.sales DESC, n.product_id DESC LIMIT $2
"""
_POPULAR: Final = """
SELECT n.product_id FROM product_counts n
JOIN products p ON p.id = n.product_id AND p.status = 'active'
ORDER BY n.sales DESC, n.views DESC, n.product_id DESC LIMIT $1
"""


class Together(Struct, frozen=True):
    """A product that ``orders`` paid orders have beside the one that was asked about.
    ``significant``: several, and no fewer than would have both by chance."""

    product_id: UUID
    orders: int
    significant: bool


class Similar(Struct, frozen=True):
    """A product of the same category; ``close``: its price is within a fifth of the other's."""

    product_id: UUID
    close: bool


class Beside(Struct, frozen=True):
    """What there is beside a product. ``together``: first those of which that says something, by
    how much it does, then the most frequent; ``similar``: those that are close in price, which sell
    best first, then those nearest in price."""

    together: Sequence[Together]
    similar: Sequence[Similar]

    @property
    def named(self) -> list[UUID]:
        return _named(self.together, self.similar)


def _named(together: Sequence[Together], similar: Sequence[Similar]) -> list[UUID]:
    ids = [one.product_id for one in together] + [one.product_id for one in similar]
    return list(dict.fromkeys(ids))


async def beside(pool: asyncpg.Pool, product_id: UUID) -> Beside:
    """What is on sale and bought together with it, and what is of the same category; of this more
    than are recommended, to choose from."""
    together = await pool.fetch(_TOGETHER, product_id, RECOMMENDED, ANY_GOODS)
    similar = await pool.fetch(_SIMILAR, product_id, RECOMMENDED + SPARE)
    return Beside([Together(*row) for row in together], [Similar(*row) for row in similar])


def recommendations_body(found: Beside, shown: Mapping[UUID, Shown]) -> bytes:
    """``{recommendations: {frequentlyBoughtTogether, similar, nearest}, stock}`` of those that are
    on sale: the most frequent first; ``nearest``: further off in price, as many as similar ones are
    missing, what can be had first."""
    together = [one for one in found.together if one.product_id in shown]
    together.sort(key=lambda one: -one.orders)
    there = [one for one in found.similar if one.product_id in shown]
    similar = [one for one in there if one.close][:RECOMMENDED]
    nearest = [one for one in there if not one.close]
    nearest.sort(key=lambda one: not shown[one.product_id].stock)
    del nearest[RECOMMENDED - len(similar) :]
    bodies = [
        b",".join(shown[one.product_id].body for one in alike) for alike in (similar, nearest)
    ]
    stock = {str(one): shown[one].stock for one in _named(together, (*similar, *nearest))}
    return (
        b'{"recommendations":{"frequentlyBoughtTogether":[%b],"similar":[%b],"nearest":[%b]},'
        b'"stock":%b}'
        % (
            b",".join(
                b'%b,"frequency":%d,"significant":%b}'
                % (shown[one.product_id].body[:-1], one.orders, _encode(one.significant))
                for one in together
            ),
            *bodies,
            _encode(stock),
        )
    )


async def most_popular(pool: asyncpg.Pool, limit: int) -> Sequence[UUID]:
    """Products on sale by units sold since ever, then by views."""
    return [row[0] for row in await pool.fetch(_POPULAR, limit)]
