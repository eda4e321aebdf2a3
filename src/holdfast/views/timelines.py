"""What happened to an order, from the journal (units) and the event log (money and states)."""

from datetime import datetime
from typing import Final

import asyncpg
from msgspec import Struct

from holdfast.orders import Order

__all__ = ["Moment", "order_timeline"]


class Moment(Struct, frozen=True):
    """One thing that happened, by whom, in which request."""

    at: datetime
    what: str
    actor: str
    request: str


_MOMENTS: Final = """
SELECT min(at) AS at, operation AS what, min(actor) AS actor, min(request) AS request
FROM ledger_entries
WHERE hold = ANY($1::uuid[]) AND at >= $2::timestamptz - interval '1 minute'
GROUP BY hold, operation
UNION ALL
SELECT at, type, '', request FROM events
WHERE subject = $3 AND at >= $2::timestamptz - interval '1 minute' AND type = ANY($4::text[])
ORDER BY at
"""
_WORDS: Final = {
    "hold": "held",
    "capture": "captured",
    "release": "released",
    "expire": "expired",
    "order.paid": "paid",
    "order.cancelled": "cancelled",
    "order.refund.begun": "refundBegun",
    "order.refund.done": "refunded",
    "order.refund.failed": "refundFailed",
}
_EVENTS: Final = [word for word in _WORDS if word.startswith("order.")]


async def order_timeline(pool: asyncpg.Pool, order: Order) -> list[Moment]:
    """The order's moments, oldest first. Events are kept for 30 days, the journal for good; what
    happened to the money later than that is in the order's own fields."""
    holds = [hold for hold in (order.hold_id, order.rescue_hold_id) if hold is not None]
    rows = await pool.fetch(_MOMENTS, holds, order.created_at, str(order.id), _EVENTS)
    return [
        Moment(at, _WORDS[what], actor, request)
        for at, what, actor, request in rows
        if what in _WORDS
    ]
