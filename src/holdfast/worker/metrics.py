"""What the worker counts."""

from functools import partial
from typing import Final

from prometheus_client import Counter, Gauge

from holdfast.flows.flash_sales.brakes import SALE_PROOFS
from holdfast.flows.flash_sales.counting import SALE_PURCHASES
from holdfast.worker.stock_levels import STOCK_LEVELS

__all__ = [
    "CONSUMER_FAILURES", "DEAD_DELIVERIES", "DEAD_JOBS", "DEAD_LETTERS", "DELIVERIES",
    "DELIVERY_LAG", "DUTY", "EXPIRED", "JOBS", "JOB_SECONDS", "MAILS", "MESSAGES",
    "MESSAGES_WAITING", "ORDERS", "PROVIDERS_AWAY", "TIMER_FAILURES", "WORKER_METRICS",
]  # fmt: skip

_counter = partial(Counter, registry=None)
_gauge = partial(Gauge, registry=None)

CONSUMER_FAILURES: Final = _counter(
    "holdfast_consumer_failures_total", "Failed tries of event consumers", ["consumer"]
)
JOBS: Final = _counter("holdfast_jobs_total", "Jobs run, by what came of them", ["job", "outcome"])
JOB_SECONDS: Final = _counter("holdfast_job_seconds_total", "Time spent in jobs", ["job"])
MAILS: Final = _counter("holdfast_mails_total", "Mails, by what came of a try", ["outcome"])
DEAD_JOBS: Final = _gauge("holdfast_dead_jobs", "Jobs given up that lie in dead_jobs")
EXPIRED: Final = _counter("holdfast_holds_expired_total", "Holds given back by the sweeper")
MESSAGES: Final = _counter(
    "holdfast_messages_total", "Messages read, by what came of them", ["queue", "outcome"]
)
DEAD_LETTERS: Final = _gauge(
    "holdfast_dead_letters",
    "Messages of a queue that could not be read; nothing while the broker is away",
    ["queue"],
)
MESSAGES_WAITING: Final = _gauge(
    "holdfast_messages_waiting",
    "Messages that wait at the broker to be read; of 100,000 a queue takes no more",
    ["queue"],
)
TIMER_FAILURES: Final = _counter(
    "holdfast_timer_failures_total", "Failed runs of timers", ["timer"]
)
DUTY: Final = _gauge("holdfast_duty", "Whether this process does what only one does", ["duty"])
DELIVERIES: Final = _counter(
    "holdfast_deliveries_total",
    "Messages to data platforms, by sink and what came of a try",
    ["sink", "outcome"],
)
DELIVERY_LAG: Final = _gauge(
    "holdfast_delivery_lag_seconds",
    "Age of the oldest message that waits for a sink and is not given up",
    ["sink"],
)
DEAD_DELIVERIES: Final = _gauge(
    "holdfast_dead_deliveries", "Orders whose messages to a sink were given up", ["sink"]
)

PROVIDERS_AWAY: Final = _gauge(
    "holdfast_provider_away_seconds",
    "How long a payment provider has not answered; nothing of one that does",
    ["provider"],
)
ORDERS: Final = _counter(
    "ecommerce_orders_total", "Orders, by each state they came into", ["status"]
)

WORKER_METRICS: Final = (
    CONSUMER_FAILURES, JOBS, JOB_SECONDS, DEAD_JOBS, EXPIRED, MESSAGES, TIMER_FAILURES, DUTY,
    DEAD_LETTERS, MESSAGES_WAITING, ORDERS, STOCK_LEVELS, DELIVERIES, DELIVERY_LAG, DEAD_DELIVERIES,
    MAILS, PROVIDERS_AWAY, SALE_PURCHASES, SALE_PROOFS,
)  # fmt: skip
"""For the application's registry."""
