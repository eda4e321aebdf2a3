"""What was sent is paid for: the money that was set aside for it is taken. What was paid ahead has
its second receipt."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import dues_beside
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.digital import DigitalCodesGiven, DigitalFilesGiven
from holdfast.fulfilment import ParcelShipped
from holdfast.orders import OrderCompleted
from holdfast.payments import CapturePayment, HandOver, held_for, paid_ahead

__all__ = ["SENT_TYPES", "take_for_sent"]

SENT_TYPES: Final = (
    ParcelShipped.TYPE, DigitalCodesGiven.TYPE, DigitalFilesGiven.TYPE, OrderCompleted.TYPE,
)  # fmt: skip


async def take_for_sent(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """Jobs for each payment whose order is sent, or is completed without a parcel."""
    requests = {event.subject: event.request for event in events}
    found = await held_for(connection, list(requests))
    jobs = [(CapturePayment(one.payment_id), requests[one.order_id]) for one in found]
    await enqueue(connection, jobs)
    for due, own in (await dues_beside(connection, list(requests))).items():
        requests.setdefault(due, requests[own])
    ahead = await paid_ahead(connection, list(requests))
    receipts = [(HandOver(payment_id), requests[order_id]) for payment_id, order_id in ahead]
    await enqueue(connection, receipts)
