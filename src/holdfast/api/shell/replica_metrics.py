"""How late the read replica is, and how much it takes off the database."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from holdfast.db.replica import LateReads

__all__ = ["ReplicaMetrics"]


class ReplicaMetrics(Collector):
    """``holdfast_replica_lag_seconds``: infinite while it is away.
    ``holdfast_late_reads_total``: what might be late, by where it was read."""

    def __init__(self, late: LateReads) -> None:
        self._late = late

    def collect(self) -> Iterator[Metric]:
        if self._late.replica is not None:
            yield GaugeMetricFamily(
                "holdfast_replica_lag_seconds",
                "How late the read replica is",
                value=self._late.replica.lag,
            )
        reads = CounterMetricFamily(
            "holdfast_late_reads", "Reads that may be late, by where they were read", labels=["of"]
        )
        for where, count in self._late.reads.items():
            reads.add_metric([where], count)
        yield reads
