"""What the worker counts."""

from typing import Final

from prometheus_client import Counter, Gauge

__all__ = [
    "CONSUMER_FAILURES", "DEAD_DELIVERIES", "DEAD_JOBS", "DEAD_LETTERS", "DELIVERIES",
    "DELIVERY_LAG", "DUTY", "EXPIRED", "JOBS", "JOB_SECONDS", "MESSAGES", "MESSAGES_WAITING",
    "TIMER_FAILURES",
    "WORKER_METRICS",
]  # fmt: skip

CONSUMER_FAILURES: Final = Counter(
    "holdfast_consumer_failures_total",
    "Failed tries of event consumers",
    ["consumer"],
    registry=None,
)
JOBS: Final = Counter(
    "holdfast_jobs_total", "Jobs run, by what came of them", ["job", "outcome"], registry=None
)
JOB_SECONDS: Final = Counter(
    "holdfast_job_seconds_total", "Time spent in jobs", ["job"], registry=None
)
DEAD_JOBS: Final = Gauge("holdfast_dead_jobs", "Jobs given up that lie in dead_jobs", registry=None)
EXPIRED: Final = Counter(
    "holdfast_holds_expired_total", "Holds given back by the sweeper", registry=None
)
MESSAGES: Final = Counter(
    "holdfast_messages_total",
    "Messages read, by what came of them",
    ["queue", "outcome"],
    registry=None,
)
DEAD_LETTERS: Final = Gauge(
    "holdfast_dead_letters",
    "Messages of a queue that could not be read; nothing while the broker is away",
    ["queue"],
    registry=None,
)
MESSAGES_WAITING: Final = Gauge(
    "holdfast_messages_waiting",
    "Messages that wait at the broker to be read; of 100,000 a queue takes no more",
    ["queue"],
    registry=None,
)
TIMER_FAILURES: Final = Counter(
    "holdfast_timer_failures_total", "Failed runs of timers", ["timer"], registry=None
)
DUTY: Final = Gauge(
    "holdfast_duty", "Whether this process does what only one does", ["duty"], registry=None
)
DELIVERIES: Final = Counter(
    "holdfast_deliveries_total",
    "Messages to data platforms, by sink and what came of a try",
    ["sink", "outcome"],
    registry=None,
)
DELIVERY_LAG: Final = Gauge(
    "holdfast_delivery_lag_seconds",
    "Age of the oldest message that waits for a sink and is not given up",
    ["sink"],
    registry=None,
)
DEAD_DELIVERIES: Final = Gauge(
    "holdfast_dead_deliveries",
    "Orders whose messages to a sink were given up",
    ["sink"],
    registry=None,
)

WORKER_METRICS: Final = (
    CONSUMER_FAILURES, JOBS, JOB_SECONDS, DEAD_JOBS, EXPIRED, MESSAGES, TIMER_FAILURES, DUTY,
    DEAD_LETTERS, MESSAGES_WAITING, DELIVERIES, DELIVERY_LAG, DEAD_DELIVERIES,
)  # fmt: skip
"""For the application's registry."""
