"""How often each product's page was asked for, and how often it was put into a cart: counted in
this process, added to the totals and to the sums by day and hour (``db/flushing.py``). Beyond
``most`` products further ones are not counted.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.db.flushing import FLUSH_EVERY, Flushing
from holdfast.flows.insights.shop_clock import SHOP_ZONE, clock_of
from holdfast.insights import WHOLE_SHOP
from holdfast.kit import shop_now

__all__ = ["ProductViews"]

MOST: Final = 20_000

# In the order of their keys, as everybody does who changes several.
_ADD: Final = f"""
WITH seen AS (
    SELECT s.product_id, s.views, s.carted, p.seller_id
    FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS s (product_id, views, carted)
    JOIN products p ON p.id = s.product_id),
locked AS (
    SELECT n.product_id, seen.views
    FROM seen JOIN product_counts n ON n.product_id = seen.product_id
    ORDER BY n.product_id FOR UPDATE OF n),
of_products AS (
    INSERT INTO visit_products AS kept (product_id, day, visits, carted)
    SELECT product_id, $4::date, views, carted FROM seen ORDER BY product_id
    ON CONFLICT (product_id, day) DO UPDATE SET
        visits = kept.visits + excluded.visits, carted = kept.carted + excluded.carted),
of_scopes AS (
    INSERT INTO visit_hours AS kept (scope, day, hour, visits, carted)
    SELECT scope, $4::date, $5::smallint, sum(views), sum(carted)
    FROM seen, LATERAL (
        SELECT CAST('{WHOLE_SHOP}' AS uuid) AS scope UNION SELECT seller_id) AS scopes
    WHERE scope IS NOT NULL GROUP BY scope ORDER BY scope
    ON CONFLICT (scope, day, hour) DO UPDATE SET
        visits = kept.visits + excluded.visits, carted = kept.carted + excluded.carted)
UPDATE product_counts n SET views = n.views + locked.views FROM locked
WHERE n.product_id = locked.product_id
"""


class ProductViews(Flushing):
    """One of it a process, from ``start`` to ``stop``."""

    def __init__(self, database: Database, every: float = FLUSH_EVERY, most: int = MOST) -> None:
        super().__init__("product views", every)
        self._database = database
        self._most = most
        self._seen: dict[UUID, tuple[int, int]] = {}

    def saw(self, product_id: UUID) -> None:
        """Its page was asked for, and is there."""
        self._count(product_id, 1, 0)

    def put(self, product_id: UUID) -> None:
        """It was put into a cart."""
        self._count(product_id, 0, 1)

    async def flush(self) -> None:
        """Add what was counted; if that fails it is kept for the next time."""
        seen, self._seen = self._seen, {}
        if not seen:
            return
        try:
            pool = self._database.pool
            shown = shop_now().astimezone(clock_of(await pool.fetchval(SHOP_ZONE)))
            views, carted = zip(*seen.values(), strict=True)
            await pool.execute(_ADD, list(seen), views, carted, shown.date(), shown.hour)
        except BaseException:
            self._keep(seen)
            raise

    def _keep(self, seen: Mapping[UUID, tuple[int, int]]) -> None:
        for product_id, (views, carted) in seen.items():
            self._count(product_id, views, carted)

    def _count(self, product_id: UUID, views: int, carted: int) -> None:
        seen = self._seen
        if product_id in seen or len(seen) < self._most:
            before = seen.get(product_id, (0, 0))
            seen[product_id] = (before[0] + views, before[1] + carted)
