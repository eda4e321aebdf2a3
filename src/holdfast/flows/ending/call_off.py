"""Calling off: payments still undecided at their provider when their order is off, and parts of
an order that is off or was paid by a payment of the whole.

A consumer of the event log, so that whatever ends an order (expiry, the buyer, a declined try)
need not know of payments, and pays nothing for it. A wallet that was asked by message is called
off by the buyer's cancel itself; after expiry its answer may still rescue the order.
"""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.orders import OrderCancelled, OrderPaid
from holdfast.payments import WALLET, PaymentArrives, ResolvePayment

__all__ = ["CALL_OFF_TYPES", "call_off_payments"]

CALL_OFF_TYPES: Final = (OrderCancelled.TYPE, OrderPaid.TYPE)

_PENDING: Final = sa.text(
    "SELECT id, subject_id FROM payments"
    f" WHERE subject_id = ANY({unseen_ids(':orders')}) AND status IN ('pending', 'authorized')"
    f" AND provider <> '{WALLET}'"
)
_PARTS: Final = sa.text(
    "SELECT p.id, p.subject_id FROM orders o"
    " JOIN payments p ON p.subject_id = o.id AND p.purpose = 'part' AND p.status = 'credited'"
    " LEFT JOIN payments paid ON paid.id = o.payment_id"
    f" WHERE o.id = ANY({unseen_ids(':orders')}) AND o.money_moved_at IS NOT NULL"
    " AND (o.status = 'cancelled' OR o.status <> 'pending' AND paid.purpose <> 'part')"
)


async def call_off_payments(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Leave a job for each undecided payment of these orders: ``resolve`` calls it off; and for
    each part that they do not need: settled once more, it goes back."""
    requests = {event.subject: event.request for event in events}
    off = [event.subject for event in events if event.type == OrderCancelled.TYPE]
    about = {"orders": written_ids(off)}
    pending = (await connection.execute(_PENDING, about)).all() if off else ()
    parts = (await connection.execute(_PARTS, {"orders": written_ids(requests)})).all()
    await enqueue(
        connection,
        [(ResolvePayment(row.id), requests[str(row.subject_id)]) for row in pending],
    )
    await enqueue(
        connection, [(PaymentArrives(row.id), requests[str(row.subject_id)]) for row in parts]
    )
