"""What ``/metrics`` shows. Hot counters are plain lists here, read when Prometheus asks.

The library's own counters take a lock and a label lookup per call, a few microseconds; a request
is counted here for a fraction of one.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from holdfast.kit.clock import skew
from holdfast.ledger import BatchReport

__all__ = [
    "ClockMetrics",
    "Distribution",
    "HttpMetrics",
    "LedgerMetrics",
    "Meter",
    "Metrics",
    "SocketMetrics",
]

SECONDS: Final = (
    *(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5),
    *(1.0, 2.0, 5.0, 10.0, 30.0),
)
SIZES: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0)


class Distribution:
    """A histogram: how many values fell at or below each bound."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: tuple[float, ...] = SECONDS) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def take_in(self, finer: "Distribution") -> None:
        """Add what another one holds, whose bounds have these among them."""
        for bound, count in zip((*finer.bounds, math.inf), finer.counts, strict=True):
            self.counts[bisect_left(self.bounds, bound)] += count
        self.total += finer.total

    def buckets(self) -> list[tuple[str, float]]:
        """Cumulative, as the exposition format wants them."""
        running, found = 0, []
        for bound, count in zip((*map(str, self.bounds), "+Inf"), self.counts, strict=True):
            running += count
            found.append((bound, float(running)))
        return found


class Meter:
    """Requests of one route and method: by status, and how long they took."""

    __slots__ = ("durations", "method", "route", "statuses")

    def __init__(self, method: str, route: str) -> None:
        self.method = method
        self.route = route
        self.statuses: dict[int, int] = {}
        self.durations = Distribution()

    def add(self, status: int, seconds: float) -> None:
        statuses = self.statuses
        statuses[status] = statuses.get(status, 0) + 1
        self.durations.add(seconds)


class HttpMetrics(Collector):
    """Every route's meter."""

    def __init__(self) -> None:
        self._meters: dict[tuple[str, str], Meter] = {}
        self.running: Callable[[], int] = int

    def meter(self, method: str, route: str) -> Meter:
        return self._meters.setdefault((method, route), Meter(method, route))

    def meters(self) -> list[Meter]:
        """Of all routes, also of those that nobody asked yet."""
        return list(self._meters.values())

    def collect(self) -> Iterator[Metric]:
        counts = CounterMetricFamily(
            "holdfast_http_requests", "Requests answered", labels=["method", "route", "status"]
        )
        times = HistogramMetricFamily(
            "holdfast_http_duration_seconds", "Time to answer", labels=["method", "route"]
        )
        for meter in self.meters():
            for status, count in sorted(meter.statuses.items()):
                counts.add_metric([meter.method, meter.route, str(status)], count)
            if meter.statuses:
                times.add_metric(
                    [meter.method, meter.route], meter.durations.buckets(), meter.durations.total
                )
        yield counts
        yield times
        yield GaugeMetricFamily(
            "holdfast_http_running", "Requests being answered", value=self.running()
        )


class LedgerMetrics(Collector):
    """The lane: commands by outcome, batches, the queue, holds."""

    def __init__(self) -> None:
        self.outcomes: dict[str, int] = {}
        self.batch_size = Distribution(SIZES)
        self.commit_seconds = Distribution()
        self.queue_length: Callable[[], int] = int
        self.holds_open: Callable[[], int] = int

    def observe(self, batch: BatchReport) -> None:
        """One batch is done."""
        self.batch_size.add(batch.size)
        self.commit_seconds.add(batch.seconds)
        for outcome, count in batch.outcomes.items():
            self.outcomes[outcome] = self.outcomes.get(outcome, 0) + count

    def collect(self) -> Iterator[Metric]:
        outcomes = CounterMetricFamily(
            "holdfast_ledger_commands", "Commands by outcome", labels=["outcome"]
        )
        for outcome, count in sorted(self.outcomes.items()):
            outcomes.add_metric([outcome], count)
        yield outcomes
        for name, text, shape in (
            ("holdfast_ledger_batch_size", "Commands in a batch", self.batch_size),
            ("holdfast_ledger_commit_seconds", "Time of a batch", self.commit_seconds),
        ):
            family = HistogramMetricFamily(name, text)
            family.add_metric([], shape.buckets(), shape.total)
            yield family
        yield GaugeMetricFamily(
            "holdfast_ledger_queue_length", "Commands waiting", value=self.queue_length()
        )
        yield GaugeMetricFamily("holdfast_holds_open", "Holds open", value=self.holds_open())


class SocketMetrics(Collector):
    """Live connections and what was sent to them."""

    def __init__(self) -> None:
        self.connected = 0
        self.refused = 0
        self.sent: Callable[[], int] = int

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("holdfast_sockets", "Web sockets open", value=self.connected)
        refused = CounterMetricFamily("holdfast_sockets_refused", "Web sockets refused")
        refused.add_metric([], self.refused)
        yield refused
        sent = CounterMetricFamily("holdfast_stock_updates_sent", "stock:update messages sent")
        sent.add_metric([], self.sent())
        yield sent


class ClockMetrics(Collector):
    """Whether the clocks agree."""

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "holdfast_clock_skew_seconds",
            "By how much the database's clock is ahead of this machine's",
            value=skew(),
        )


class Metrics:
    """One registry an application, so that two in one process do not mix."""

    def __init__(self, extra: Iterable[Collector] = ()) -> None:
        self.registry = CollectorRegistry()
        self.http = HttpMetrics()
        self.ledger = LedgerMetrics()
        self.sockets = SocketMetrics()
        for collector in (self.http, self.ledger, self.sockets, ClockMetrics(), *extra):
            self.registry.register(collector)
