"""What happens without a request: consumers of events, jobs, timers.

``Worker`` with ``start`` and ``stop``; ``WORKER_METRICS`` for the registry. Settlement by
message: ``both_sides`` in one process, or ``orders_side`` and ``payments_side``, with a post.
"""

from holdfast.worker.background import Background
from holdfast.worker.dead_letters import DeadLetterCount
from holdfast.worker.handlers import handlers
from holdfast.worker.local_post import LocalPost
from holdfast.worker.mailer import Mailer
from holdfast.worker.metrics import WORKER_METRICS
from holdfast.worker.moves import payment_moves
from holdfast.worker.outgoing import Outgoing
from holdfast.worker.relays import both_sides, orders_side, payments_side
from holdfast.worker.worker import Worker
