"""Which goods sold best, which nobody buys, and which will soon be gone: of the whole shop, or of
one seller."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import MADE_OF, SMALL_PICTURE
from holdfast.ledger import FREE
from holdfast.locations import stock_join
from holdfast.views.statistics import Span

__all__ = ["COVER_DAYS", "best_traded", "dead_stock", "running_out"]

MOST: Final = 20
COVER_DAYS: Final = 30
"""What lasts longer is not about to be gone."""

_SHOWN: Final = f"""
       p.id AS product_id, p.handle, {SMALL_PICTURE} AS image_url,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS name
"""
_OF_SCOPE: Final = "(CAST(:seller AS uuid) IS NULL OR {table}.seller_id = :seller)"
_SOLD: Final = f"""
sold AS (
    SELECT product_id, sum(orders)::bigint AS orders, sum(units)::bigint AS units,
           sum(back)::bigint AS back, sum(net)::bigint AS net,
           jsonb_agg(jsonb_build_object('currency', currency, 'amount', net) ORDER BY currency)
               AS amounts
    FROM (SELECT product_id, currency, sum(orders) AS orders, sum(units) AS units,
                 sum(back) AS back, sum(gross - refunded) AS net
          FROM trade_products t
          WHERE day BETWEEN :first AND :last AND {_OF_SCOPE.format(table="t")}
          GROUP BY product_id, currency) parts
    GROUP BY product_id)
"""
# Prices in several currencies cannot be compared, so pieces decide.
_BEST: Final = sa.text(f"""
WITH {_SOLD},
best AS (SELECT * FROM sold WHERE units > 0
         ORDER BY units - back DESC, net DESC, product_id LIMIT :most)
SELECT {_SHOWN}, b.orders, b.units, b.back, b.amounts AS net,
       coalesce(v.visits, 0) AS visits, coalesce(v.carted, 0) AS carted
FROM best b JOIN products p ON p.id = b.product_id
LEFT JOIN LATERAL (
    SELECT sum(visits)::bigint AS visits, sum(carted)::bigint AS carted
    FROM visit_products WHERE product_id = b.product_id AND day BETWEEN :first AND :last) v ON true
ORDER BY b.units - b.back DESC, b.net DESC, b.product_id
""")
_STOCK: Final = f"""
CROSS JOIN LATERAL (
    SELECT coalesce(sum({FREE}), 0)::bigint AS stock FROM variants v
    {stock_join(MADE_OF.format("v.id"))}
    WHERE v.product_id = p.id AND v.active) s
"""
# Along the index of what sold least since ever, until enough is found.
_DEAD: Final = sa.text(f"""
SELECT {_SHOWN}, s.stock, last.day AS last_sold
FROM product_counts n JOIN products p ON p.id = n.product_id
{_STOCK}
LEFT JOIN LATERAL (
    SELECT max(t.day) AS day FROM trade_products t WHERE t.product_id = p.id) last ON true
WHERE p.status = 'active' AND p.created_at < CAST(:first AS date) AND s.stock > 0
  AND (last.day IS NULL OR last.day < :first) AND {_OF_SCOPE.format(table="p")}
ORDER BY n.sales, n.views, n.product_id LIMIT :most
""")
# Of what was there for a part of the days only those count.
_COVER: Final = sa.text(f"""
WITH {_SOLD}
SELECT * FROM (
    SELECT {_SHOWN}, s.stock, b.units - b.back AS kept,
           floor(s.stock * (1 + CAST(:last AS date)
                            - greatest(CAST(:first AS date), CAST(p.created_at AS date)))
                 / (b.units - b.back))::bigint AS days
    FROM sold b JOIN products p ON p.id = b.product_id
    {_STOCK}
    WHERE b.units > b.back AND p.status = 'active' AND {_OF_SCOPE.format(table="p")}) lasting
WHERE days <= {COVER_DAYS} ORDER BY days, kept DESC, product_id LIMIT :most
""")


class _Asked:
    """What every statement is told."""

    def __init__(self, seller: UUID | None, span: Span, locale: str, partitions: int) -> None:
        self.values: dict[str, object] = {
            "seller": seller,
            "first": span.first,
            "last": span.last,
            "locale": locale,
            "partitions": list(range(1, partitions + 1)),
            "most": MOST,
        }


async def best_traded(
    connection: AsyncConnection, seller: UUID | None, span: Span, locale: str
) -> list[dict[str, Any]]:
    """Those of which most pieces were sold and kept, with the visits that they had."""
    return await _rows(connection, _BEST, _Asked(seller, span, locale, 0))


async def dead_stock(
    connection: AsyncConnection, seller: UUID | None, span: Span, locale: str, partitions: int
) -> list[dict[str, Any]]:
    """On sale and in stock since before the days, and not sold in them; the least sold first."""
    return await _rows(connection, _DEAD, _Asked(seller, span, locale, partitions))


async def running_out(
    connection: AsyncConnection, seller: UUID | None, span: Span, locale: str, partitions: int
) -> list[dict[str, Any]]:
    """What will be gone within :data:`COVER_DAYS`, if it goes on as in these days."""
    return await _rows(connection, _COVER, _Asked(seller, span, locale, partitions))


async def _rows(
    connection: AsyncConnection, statement: sa.TextClause, asked: _Asked
) -> list[dict[str, Any]]:
    wanted = {name: asked.values[name] for name in statement.compile().params}
    return [dict(row) for row in (await connection.execute(statement, wanted)).mappings()]
