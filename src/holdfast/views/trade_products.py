"""Which goods sold best, which nobody buys, and which will soon be gone: of the whole shop, or of
one seller.

Read in one statement, since all three are about what was sold of each product. That is made of sums
by month, and by day where the days that are looked at are no whole months: so much less is to be
read of a year. And what there is of all goods is read as one stretch, not by product.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import SMALL_PICTURE
from holdfast.ledger import FREE, sum_join
from holdfast.locations import goods_accounts, stock_of_all
from holdfast.views.statistics import Span

__all__ = ["COVER_DAYS", "TradedGoods", "traded_goods"]

MOST: Final = 20
COVER_DAYS: Final = 30
"""What lasts longer is not about to be gone."""

_DAY: Final = timedelta(days=1)
# What is left of a month at zero was sold in those of its days that are taken away. What has an
# OFFSET is planned by itself: along the index of days, however many ranges PostgreSQL expects.
_SOLD: Final = """
sold AS MATERIALIZED (
    SELECT product_id, currency, sum(orders)::bigint AS orders, sum(units)::bigint AS units,
           sum(back)::bigint AS back, sum(net)::bigint AS net
    FROM (SELECT product_id, currency, orders, units, back, gross - refunded AS net
          FROM trade_product_months WHERE month = ANY(CAST(:months AS date[])) AND {scope}
          UNION ALL
          SELECT product_id, currency, sign * orders, sign * units, sign * back, sign * net
          FROM unnest(CAST(:since AS date[]), CAST(:until AS date[]), CAST(:signs AS integer[]))
              AS r(since, until, sign), LATERAL (
              SELECT product_id, currency, orders, units, back, gross - refunded AS net
              FROM trade_products WHERE day BETWEEN r.since AND r.until AND {scope} OFFSET 0) d) t
    GROUP BY product_id, currency HAVING sum(orders) > 0),
kept AS MATERIALIZED (
    SELECT product_id, sum(units - back)::bigint AS units, sum(net)::bigint AS net
    FROM sold GROUP BY product_id)
"""
_STOCKS: Final = f"""
goods AS MATERIALIZED (
    SELECT id, created_at FROM products WHERE status = 'active' AND {{scope}}),
parts AS (
    SELECT g.id AS product_id, v.id AS variant_id, coalesce(t.part_id, v.id) AS part,
           coalesce(t.units, 1) AS units
    FROM goods g JOIN variants v ON v.product_id = g.id AND v.active
    LEFT JOIN variant_parts t ON t.variant_id = v.id),
stocks AS MATERIALIZED (
    SELECT product_id, sum({FREE})::bigint AS stock
    FROM (SELECT m.product_id, min(coalesce(a.balance, 0) / m.units) AS balance,
                 max(a.waits) AS waits
          FROM parts m {{stock}} GROUP BY m.product_id, m.variant_id) a
    GROUP BY product_id)
"""
# Prices in several currencies cannot be compared, so pieces decide.
_BEST: Final = """
best AS (
    SELECT product_id, -units AS first_by, -net AS next_by
    FROM kept ORDER BY first_by, next_by, product_id LIMIT :most),
amounts AS (
    SELECT product_id, sum(orders)::bigint AS orders, sum(units)::bigint AS units,
           sum(back)::bigint AS back,
           jsonb_agg(jsonb_build_object('currency', currency, 'amount', net) ORDER BY currency)
               AS net
    FROM best JOIN sold USING (product_id) GROUP BY product_id)
"""
# Since those days, of whomever it was then: asked of one after the other until enough is found, and
# not of what was sold in them.
_DEAD: Final = """
unsold AS MATERIALIZED (
    SELECT id FROM goods WHERE created_at < CAST(:first AS date)
                           AND NOT EXISTS (SELECT FROM kept WHERE product_id = id)),
idle AS (
    SELECT n.product_id, n.sales AS first_by, n.views AS next_by, s.stock
    FROM unsold u JOIN stocks s ON s.product_id = u.id JOIN product_counts n ON n.product_id = u.id
    WHERE s.stock > 0 ORDER BY first_by, next_by, product_id),
dead AS (
    SELECT i.*, last.day AS last_sold
    FROM idle i LEFT JOIN LATERAL (
        SELECT max(t.day) AS day FROM trade_products t WHERE t.product_id = i.product_id) last
        ON true
    WHERE last.day IS NULL OR last.day < :first
    ORDER BY first_by, next_by, product_id LIMIT :most)
"""
# Of what was there for a part of the days only those count.
_SOON: Final = f"""
lasting AS (
    SELECT g.id AS product_id, coalesce(s.stock, 0) AS stock, k.units AS kept,
           floor(coalesce(s.stock, 0)
                 * (1 + CAST(:last AS date)
                    - greatest(CAST(:first AS date), CAST(g.created_at AS date)))
                 / k.units)::bigint AS days
    FROM kept k JOIN goods g ON g.id = k.product_id LEFT JOIN stocks s ON s.product_id = g.id
    WHERE k.units > 0),
soon AS (
    SELECT product_id, days AS first_by, -kept AS next_by, stock, kept, days
    FROM lasting WHERE days <= {COVER_DAYS} ORDER BY first_by, next_by, product_id LIMIT :most)
"""
_SHOWN: Final = f"""
SELECT f.list, p.id AS product_id, p.handle, {SMALL_PICTURE} AS image_url,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS name,
       m.orders, m.units, m.back, m.net, f.stock, f.last_sold, f.kept, f.days,
       coalesce(v.visits, 0) AS visits, coalesce(v.carted, 0) AS carted
FROM (SELECT 'best' AS list, product_id, first_by, next_by, NULL::bigint AS stock,
             NULL::date AS last_sold, NULL::bigint AS kept, NULL::bigint AS days FROM best
      UNION ALL
      SELECT 'dead', product_id, first_by, next_by, stock, last_sold, NULL, NULL FROM dead
      UNION ALL
      SELECT 'soon', product_id, first_by, next_by, stock, NULL, kept, days FROM soon) f
JOIN products p ON p.id = f.product_id
LEFT JOIN amounts m ON f.list = 'best' AND m.product_id = p.id
LEFT JOIN LATERAL (
    SELECT sum(visits)::bigint AS visits, sum(carted)::bigint AS carted
    FROM visit_products WHERE f.list = 'best' AND product_id = p.id
      AND day BETWEEN :first AND :last) v ON true
ORDER BY f.list, f.first_by, f.next_by, p.id
"""
_ALL: Final = f"WITH {_SOLD}, {_STOCKS}, {_BEST}, {_DEAD}, {_SOON} {_SHOWN}"
_OF_SHOP: Final = sa.text(
    _ALL.format(
        scope="true", stock=f"LEFT JOIN {stock_of_all()} a ON a.part = CAST(m.part AS text)"
    )
)
_OF_SELLER: Final = sa.text(
    _ALL.format(scope="seller_id = CAST(:seller AS uuid)", stock=sum_join(goods_accounts("m.part")))
)
_COLUMNS: Final = ("product_id", "handle", "image_url", "name")


class TradedGoods(Struct, frozen=True):
    """At most :data:`MOST` each. ``best``: of which most pieces were sold and kept, with the visits
    that they had. ``dead``: on sale and in stock since before the days, and not sold in them or
    since; the least sold first. ``soon``: gone within :data:`COVER_DAYS`, if it goes on as in these
    days."""

    best: Sequence[dict[str, Any]]
    dead: Sequence[dict[str, Any]]
    soon: Sequence[dict[str, Any]]


async def traded_goods(
    connection: AsyncConnection, seller: UUID | None, span: Span, locale: str, partitions: int
) -> TradedGoods:
    """Of one seller, or of all."""
    months, beside = months_and_days(span)
    about: dict[str, object] = {
        "months": months,
        "since": [one.since for one in beside],
        "until": [one.until for one in beside],
        "signs": [one.sign for one in beside],
        "first": span.first,
        "last": span.last,
        "locale": locale,
        "partitions": list(range(1, partitions + 1)),
        "most": MOST,
    }
    statement = _OF_SHOP if seller is None else _OF_SELLER
    if seller is not None:
        about["seller"] = seller
    found = (await connection.execute(statement, about)).mappings().all()

    def those(name: str, *columns: str) -> list[dict[str, Any]]:
        shown = (*_COLUMNS, *columns)
        return [{one: row[one] for one in shown} for row in found if row["list"] == name]

    return TradedGoods(
        best=those("best", "orders", "units", "back", "net", "visits", "carted"),
        dead=those("dead", "stock", "last_sold"),
        soon=those("soon", "stock", "kept", "days"),
    )


class Beside(Struct, frozen=True):
    """Days, both counted, which are added to months or taken away from them."""

    since: date
    until: date
    sign: int


def months_and_days(span: Span) -> tuple[list[date], list[Beside]]:
    """What comes to the span: the first days of months, and days beside these. Of a month of which
    most days are in the span the others are taken away, so at most half a month is ever read day by
    day at each of its ends."""
    months: list[date] = []
    beside: list[Beside] = []
    month = span.first.replace(day=1)
    while month <= span.last:
        end = _last_of(month)
        since, until = max(month, span.first), min(end, span.last)
        if (until - since) * 2 < end - month:
            beside.append(Beside(since, until, 1))
        else:
            months.append(month)
            others = (Beside(month, since - _DAY, -1), Beside(until + _DAY, end, -1))
            beside += [one for one in others if one.since <= one.until]
        month = end + _DAY
    return months, beside


def _last_of(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - _DAY
