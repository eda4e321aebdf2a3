"""An order's moves, with those of the booking that it pays for: one command makes both.

Every flow that moves an order names these, so none need know of bookings."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg

from holdfast import orders
from holdfast.booking.bookings import (
    BookingCancelled,
    EndReason,
    Taking,
    booking_cancelled,
    booking_confirmed,
    booking_of,
    takings_of,
)
from holdfast.edits import SettleEdit
from holdfast.kit.positions import Position
from holdfast.ledger import Rider, defer
from holdfast.orders import OrderPaid, Reason, Refund, Status

__all__ = ["cancelled", "paid", "place_of_order", "rescued", "takings_of_order"]

_BECAUSE: Final[dict[Reason, EndReason]] = {
    "buyer": "client",
    "staff": "staff",
    "expired": "expired",
    "unpaid": "unpaid",
    "no-wallet": "unpaid",
    "insufficient-funds": "unpaid",
    "refunded": "client",
}


def paid(
    order_id: UUID,
    booking_id: UUID | None,
    fact: OrderPaid,
    by: str | None = None,
    *,
    edit_id: UUID | None = None,
) -> tuple[Rider, ...]:
    """In time; ``by``: whose act it is. ``edit_id``: the edit that may have added it to another
    order (``Order.exchange_of``), which is done by that."""
    riders = orders.paid(order_id, fact)
    if edit_id is not None:
        riders = (*riders, defer(SettleEdit(edit_id)))
    if booking_id is None:
        return riders
    return *riders, *booking_confirmed(booking_id, order_id, by=by)


def rescued(
    order_id: UUID, booking_id: UUID | None, fact: OrderPaid, hold_id: UUID | None
) -> tuple[Rider, ...]:
    """Paid too late, by what was still free."""
    riders = orders.rescued(order_id, fact, hold_id)
    if booking_id is None:
        return riders
    return *riders, *booking_confirmed(booking_id, order_id, rescued=True)


def cancelled(
    order_id: UUID,
    booking_id: UUID | None,
    reason: Reason,
    *,
    was: Status = "pending",
    refund: Refund = "none",
    payment_id: UUID | None = None,
    staff: str | None = None,
    note: str = "",
    given_back: int = 0,
    why: EndReason | None = None,
) -> tuple[Rider, ...]:
    """Off. ``given_back`` is how much of a booking's price goes back by this, ``why`` the reason
    for which that is off, if it is another; the rest is as ``orders.cancelled`` has it."""
    riders = orders.cancelled(
        order_id, reason, was=was, refund=refund, payment_id=payment_id, staff=staff, note=note
    )
    if booking_id is None:
        return riders
    because: EndReason = why or _BECAUSE[reason]
    if staff is not None and because == "client":
        because = "staff"
    fact = BookingCancelled(order_id, because, 0, given_back, staff)
    return *riders, *booking_cancelled(booking_id, fact, note)


async def place_of_order(pool: asyncpg.Pool, booking_id: UUID | None) -> Position | None:
    """Where its client has what an order books, if at a place of their own."""
    booking = None if booking_id is None else await booking_of(pool, booking_id)
    return None if booking is None else booking.at


async def takings_of_order(pool: asyncpg.Pool, booking_id: UUID | None) -> Sequence[Taking]:
    """What an order's booking takes; nothing, where it is for goods alone."""
    return () if booking_id is None else (await takings_of(pool, [booking_id]))[booking_id]
