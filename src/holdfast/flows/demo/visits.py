"""The demo shop's visitors of the month before today: of every order many had looked, and some had
put it into a cart."""

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

__all__ = ["visit_demo"]

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
