"""``ecommerce_inventory_level{product_id}``: what can be bought now of the products sold most. What
has no limit is no number, and is left out."""

import time
from collections.abc import Callable, Iterator
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from holdfast.catalog import MADE_OF, NO_LIMIT
from holdfast.db.engine import Database
from holdfast.locations import stock_join

__all__ = ["LEVELS_EVERY", "STOCK_LEVELS", "StockLevels"]

LEVELS_EVERY: Final = 5.0
SHOWN: Final = 200
"""Products: a label each, and Prometheus keeps every one."""
_STALE: Final = 60.0
_LEVELS: Final = f"""
WITH most AS MATERIALIZED (
    SELECT product_id FROM product_counts ORDER BY sales DESC, product_id DESC LIMIT {SHOWN})
SELECT most.product_id, sum(coalesce(a.balance, 0))::bigint
FROM most JOIN variants v ON v.product_id = most.product_id AND v.active
{stock_join(MADE_OF.format("v.id"), "$1::smallint[]")}
WHERE coalesce(a.balance, 0) < {NO_LIMIT}
GROUP BY most.product_id
"""


class StockLevels(Collector):
    """As they were looked at last. Whoever keeps the house looks; who does no longer says nothing
    after a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._levels: dict[str, int] = {}
        self._at = -_STALE

    async def look(self, database: Database, partitions: int) -> None:
        """One query of bounded size."""
        rows = await database.pool.fetch(_LEVELS, list(range(1, partitions + 1)))
        self._levels = {str(product): level for product, level in rows}
        self._at = self._clock()

    def collect(self) -> Iterator[Metric]:
        family = GaugeMetricFamily(
            "ecommerce_inventory_level",
            f"What can be bought now of the {SHOWN} products sold most",
            labels=["product_id"],
        )
        if self._clock() - self._at < _STALE:
            for product, level in self._levels.items():
                family.add_metric([product], level)
        yield family


STOCK_LEVELS: Final = StockLevels()
"""This process's."""
