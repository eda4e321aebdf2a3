"""What an order is beside another thing: of a booking what it pays further, of a return what is
sent instead."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from holdfast.api.contract.answers import Answer, Instant
from holdfast.booking.bookings import answers_due, dues_of_orders
from holdfast.booking.galleries import further_of_orders
from holdfast.db.engine import Database
from holdfast.kit import iso
from holdfast.orders import Order
from holdfast.views.exchanged import sent_back_for

__all__ = ["AnswerDueShown", "ExchangeOf", "RestOf", "exchange_of", "put_bookings"]


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


class AnswerDueShown(Answer):
    """Nothing can be paid before: the `studio` answers whether it takes the booking, or the
    `client` whether another time will do."""

    by: Literal["studio", "client"]
    until: Instant


async def put_bookings(database: Database, pages: Sequence[dict[str, Any]]) -> None:
    """Of which booking an order buys more pictures, or pays what was due later, if it does; and who
    is to answer first about what it books."""
    books = {one["bookingId"]: one for one in pages if one["status"] == "pending"}
    books.pop(None, None)
    due = await answers_due(database.pool, list(books)) if books else {}
    for booking_id, answer in due.items():
        books[booking_id]["answerDue"] = {"by": answer.by, "until": iso(answer.until)}
    asked = {one["id"]: one for one in pages if one["description"] and not one["bookingId"]}
    if not asked:
        return
    for bought in await further_of_orders(database.pool, list(asked)):
        asked[bought.id]["picturesOf"] = bought.booking_id
    for rest in await dues_of_orders(database.pool, list(asked)):
        asked[rest.id]["restOf"] = {"bookingId": rest.booking_id, "notPaid": rest.is_not_paid}


async def exchange_of(database: Database, order: Order) -> dict[str, Any]:
    """Nothing of any other order."""
    found = await sent_back_for(database.pool, order)
    if found is None:
        return {}
    said = {"orderId": found.order_id, "orderNumber": found.order_number}
    return {"exchangeOf": {**said, "returnId": found.return_id}}
