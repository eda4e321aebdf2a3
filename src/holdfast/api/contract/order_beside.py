"""What an order is beside another thing: of a booking what it pays further, of a return what is
sent instead."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from holdfast.api.contract.answers import Answer
from holdfast.booking.bookings import dues_of_orders
from holdfast.booking.galleries import further_of_orders
from holdfast.db.engine import Database
from holdfast.orders import Order
from holdfast.views.exchanged import sent_back_for

__all__ = ["ExchangeOf", "RestOf", "exchange_of", "put_bookings"]


class RestOf(Answer):
    """It pays what was due of a booking after its own order. ``notPaid``: it was noted as paid by
    mistake, and is due again."""

    booking_id: UUID
    not_paid: bool


class ExchangeOf(Answer):
    """It is sent in exchange for what was sent back from that order."""

    order_id: UUID
    order_number: str
    return_id: UUID


async def put_bookings(database: Database, pages: Sequence[dict[str, Any]]) -> None:
    """Of which booking an order buys more pictures, or pays what was due later, if it does."""
    asked = {one["id"]: one for one in pages if one["description"] and not one["bookingId"]}
    if not asked:
        return
    for bought in await further_of_orders(database.pool, list(asked)):
        asked[bought.id]["picturesOf"] = bought.booking_id
    for due in await dues_of_orders(database.pool, list(asked)):
        asked[due.id]["restOf"] = {"bookingId": due.booking_id, "notPaid": due.is_not_paid}


async def exchange_of(database: Database, order: Order) -> dict[str, Any]:
    """Nothing of any other order."""
    found = await sent_back_for(database.pool, order)
    if found is None:
        return {}
    said = {"orderId": found.order_id, "orderNumber": found.order_number}
    return {"exchangeOf": {**said, "returnId": found.return_id}}
