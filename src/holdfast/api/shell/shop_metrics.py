"""What specification B calls its metrics, as far as answers tell it: read off the routes' meters
when Prometheus asks, so that no request does more for them."""

import re
from collections.abc import Iterator
from typing import Final

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from holdfast.api.shell.metrics import Distribution, HttpMetrics, Meter

__all__ = ["CHECKOUT_BOUNDS", "ShopMetrics"]

CHECKOUT_BOUNDS: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds. Specification B, monitoring: `buckets: [1, 2, 5, 10, 30]`."""
_ADDING: Final = re.compile(r"/api/cart(/\{user_id\})?/items|/api/.*/to-cart")
_CHECKOUT: Final = frozenset(
    {
        "/api/orders",
        "/api/orders/reserve",
        "/api/orders/create",
        "/api/flash-sales/{sale_id}/purchase",
    }
)


class ShopMetrics(Collector):
    """``ecommerce_cart_additions_total``: lines that were put into carts.
    ``ecommerce_checkout_duration_seconds``: how long a buyer waited for an order to be placed or
    paid, whatever the answer was."""

    def __init__(self, http: HttpMetrics) -> None:
        self._http = http

    def collect(self) -> Iterator[Metric]:
        posts = [one for one in self._http.meters() if one.method == "POST"]
        additions = CounterMetricFamily("ecommerce_cart_additions", "Lines put into carts")
        additions.add_metric([], sum(_done(one) for one in posts if _ADDING.fullmatch(one.route)))
        yield additions
        waits = HistogramMetricFamily("ecommerce_checkout_duration_seconds", "Time of a checkout")
        of_all = Distribution(CHECKOUT_BOUNDS)
        for one in posts:
            if one.route in _CHECKOUT:
                of_all.take_in(one.durations)
        waits.add_metric([], of_all.buckets(), of_all.total)
        yield waits


def _done(meter: Meter) -> int:
    return sum(count for status, count in meter.statuses.items() if status < 300)
