"""Calling off: payments still undecided at their provider when their order is off.

A consumer of the event log, so that whatever ends an order (expiry, the buyer, a declined try)
need not know of payments, and pays nothing for it. A wallet that was asked by message is called
off by the buyer's cancel itself; after expiry its answer may still rescue the order.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.orders import OrderCancelled
from holdfast.payments import WALLET, ResolvePayment

__all__ = ["CALL_OFF_TYPES", "call_off_payments"]

CALL_OFF_TYPES: Final = (OrderCancelled.TYPE,)

_PENDING: Final = sa.text(
    "SELECT id, subject_id FROM payments"
    " WHERE subject_id = ANY(CAST(:orders AS uuid[])) AND status IN ('pending', 'authorized')"
    f" AND provider <> '{WALLET}'"
)


async def call_off_payments(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Leave a job for each undecided payment of these orders: ``resolve`` calls it off."""
    requests = {event.subject: event.request for event in events}
    found = (await connection.execute(_PENDING, {"orders": list(requests)})).all()
    await enqueue(
        connection,
        [(ResolvePayment(row.id), requests[str(row.subject_id)]) for row in found],
    )
