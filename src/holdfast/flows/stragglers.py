"""Orders whose buyer went away after paying: settled without them."""

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from holdfast.db.cursors import Event
from holdfast.flows.events import PaymentSucceeded
from holdfast.flows.platform import Platform
from holdfast.flows.settle import settle

__all__ = ["GRACE", "STRAGGLER_TYPES", "settle_stragglers"]

STRAGGLER_TYPES: Final = (PaymentSucceeded.TYPE,)
GRACE: Final = 3.0
"""Seconds a buyer's own page has for ``/orders/create`` before the worker does it."""

_UNSETTLED: Final = """
SELECT p.id FROM payments p JOIN orders o ON o.id = p.order_id
WHERE p.id = ANY($1::uuid[]) AND p.status = 'succeeded'
  AND (o.payment_id IS DISTINCT FROM p.id OR o.status = 'pending')
"""


async def settle_stragglers(platform: Platform, events: Sequence[Event]) -> None:
    """Settle what is not settled yet of these payments; safe to repeat."""
    ids = [UUID(event.subject) for event in events]
    rows = await platform.database.pool.fetch(_UNSETTLED, ids)
    payments = [await platform.payments.get(row["id"]) for row in rows]
    requests = {UUID(event.subject): event.request for event in events}
    await asyncio.gather(
        *(
            settle(platform, payment, request=requests[payment.id])
            for payment in payments
            if payment is not None
        )
    )
