"""What happens without a request: consumers of events, jobs, timers.

``Worker(platform)`` with ``start`` and ``stop``; ``WORKER_METRICS`` for the registry.
"""

from holdfast.worker.metrics import WORKER_METRICS
from holdfast.worker.worker import Worker

__all__ = ["WORKER_METRICS", "Worker"]
