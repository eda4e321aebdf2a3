"""The demo shop's visitors of the month before today: for every order many had looked, and some had
put it into a cart; for every session some had looked for times and at who serves them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.flows.demo.history import Goods
from holdfast.flows.demo.month import Sale
from holdfast.flows.insights.shop_clock import SHOP_ZONE, clock_of
from holdfast.insights import WHOLE_SHOP

__all__ = ["look_demo", "visit_demo"]

_LOOKED: Final = (19, 34, 27, 42, 23)
"""Visits of a product's page for each order of it, in turns: some 3 of 100 order."""
_CARTED: Final = 3
_OF_PRODUCTS: Final = """
INSERT INTO visit_products (product_id, day, visits, carted)
SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[], $4::bigint[])
"""
_OF_HOURS: Final = """
INSERT INTO visit_hours (scope, day, hour, visits, carted)
SELECT * FROM unnest($1::uuid[], $2::date[], $3::smallint[], $4::bigint[], $5::bigint[])
"""
_OF_SESSIONS: Final = """
INSERT INTO booking_looks (subject_id, kind, day, hour, looks)
SELECT subject, kind, (seen AT TIME ZONE $1)::date, extract(hour FROM seen AT TIME ZONE $1),
       sum(looks)
FROM (
    SELECT b.service_id AS subject, 'times' AS kind, b.created_at AS seen,
           3 + ascii(b.number) % 5 AS looks
    FROM bookings b
    UNION ALL
    SELECT t.resource_id, 'page', b.created_at, 2 + ascii(b.number) % 3
    FROM bookings b JOIN booking_resources t ON t.booking_id = b.id
    JOIN resources r ON r.id = t.resource_id AND r.kind IN ('photographer', 'studio')
) AS looked
GROUP BY 1, 2, 3, 4
ON CONFLICT DO NOTHING
"""
_VIEWS: Final = """
UPDATE product_counts n SET views = n.views + v.visits
FROM (SELECT product_id, sum(visits) AS visits FROM visit_products GROUP BY product_id) v
WHERE n.product_id = v.product_id
"""


async def visit_demo(database: Database, sales: Sequence[Sale], goods: Mapping[str, Goods]) -> None:
    """Once, in a shop that nobody has looked at."""
    pool = database.pool
    clock = clock_of(await pool.fetchval(SHOP_ZONE))
    of_products: Counter[tuple[UUID, date]] = Counter()
    of_hours: Counter[tuple[UUID, date, int]] = Counter()
    orders: Counter[tuple[object, ...]] = Counter()
    for at, sale in enumerate(sales):
        shown, looked = sale.at.astimezone(clock), _LOOKED[at % len(_LOOKED)]
        for sku, _ in sale.lines:
            product = goods[sku].product
            seen = (product.id, shown.date())
            of_products[seen] += looked
            orders[seen] += 1
            for scope in filter(None, (WHOLE_SHOP, product.seller_id)):
                hour = (scope, shown.date(), shown.hour)
                of_hours[hour] += looked
                orders[hour] += 1
    for statement, counted in ((_OF_PRODUCTS, of_products), (_OF_HOURS, of_hours)):
        keys = zip(*counted, strict=True)
        carted = [orders[key] * _CARTED for key in counted]
        await pool.execute(statement, *map(list, keys), list(counted.values()), carted)
    await pool.execute(_VIEWS)


async def look_demo(database: Database) -> None:
    """Once the sessions are booked: some three to seven looked for times for each."""
    pool = database.pool
    clock = clock_of(await pool.fetchval(SHOP_ZONE))
    await pool.execute(_OF_SESSIONS, str(clock))
