"""What a data platform is to be told: events of orders become messages, a row a sink in the book.

A consumer of the event log, so that whatever pays, cancels or refunds an order need not know of
platforms, and pays nothing for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.cursors import Event
from holdfast.flows.events import OrderCancelled, OrderPaid, RefundDone
from holdfast.orders import cancelled_by
from holdfast.sinks import (
    DeliveryBook,
    Envelope,
    ItemV1,
    OrderCancelledV1,
    OrderMessage,
    OrderPaidV1,
    OrderRefundedV1,
    Origin,
    ToDeliver,
    event_id,
)

__all__ = ["CONSUMER", "DELIVERED_TYPES", "MESSAGE_OF", "Deliveries", "forget_consumer"]

log = structlog.get_logger("holdfast.deliveries")

CONSUMER: Final = "data-platform"
MESSAGE_OF: Final[Mapping[str, type[OrderMessage]]] = {
    OrderPaid.TYPE: OrderPaidV1,
    OrderCancelled.TYPE: OrderCancelledV1,
    RefundDone.TYPE: OrderRefundedV1,
}
DELIVERED_TYPES: Final = tuple(MESSAGE_OF)

# Only what never changes about an order, so that a message says the same whenever it is made.
_ORDERS: Final = sa.text(
    """
    SELECT id, number, owner, total, discount, currency, coupon_id, description
    FROM orders WHERE id = ANY(CAST(:orders AS uuid[]))
    """
)
_ITEMS: Final = sa.text(
    """
    SELECT order_id, product_id, variant_id, product_name, options, quantity, price, discount
    FROM order_items WHERE order_id = ANY(CAST(:orders AS uuid[])) ORDER BY order_id, line
    """
)
_FORGET: Final = sa.text("DELETE FROM event_cursors WHERE consumer = :consumer")

Row = sa.Row[Any]


class Deliveries:
    """Writes what is to be delivered to ``sinks``; called with events in order."""

    def __init__(self, book: DeliveryBook, sinks: Sequence[str], origin: Origin) -> None:
        self._book = book
        self._sinks = list(sinks)
        self._origin = origin

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        await self.write(connection, events)

    async def write(self, connection: AsyncConnection, events: Sequence[Event]) -> int:
        """In the caller's transaction; how many rows are new."""
        ids = list({event.subject for event in events})
        orders = {row.id: row for row in await connection.execute(_ORDERS, {"orders": ids})}
        paid = list({event.subject for event in events if event.type == OrderPaid.TYPE})
        items: dict[UUID, list[ItemV1]] = {}
        if paid:
            for row in await connection.execute(_ITEMS, {"orders": paid}):
                items.setdefault(row.order_id, []).append(ItemV1(*row[1:]))
        told = []
        for event in events:
            order = orders.get(UUID(event.subject))
            if order is None:
                log.error("an event of an order that does not exist is told nobody", event=event)
                continue
            message = _message(event, order, items.get(order.id, []))
            envelope = Envelope.around(message, self._origin, event_id(event.position), event.at)
            told.append(ToDeliver(event.position, event.subject, event.at, envelope))
        return await self._book.put(connection, self._sinks, told)


def _message(event: Event, order: Row, items: list[ItemV1]) -> OrderMessage:
    about: Any = event.data  # Any: what flows.events says of its type
    head = (order.id, order.number, order.owner)
    match event.type:
        case OrderPaid.TYPE:
            return OrderPaidV1(
                *head,
                payment_id=UUID(about["paymentId"]),
                total=order.total,
                discount=order.discount,
                currency=order.currency,
                coupon_id=order.coupon_id,
                description=order.description,
                rescued=about["rescued"],
                items=items,
            )
        case OrderCancelled.TYPE:
            reason, staff = about["reason"], about.get("staff")
            return OrderCancelledV1(
                *head,
                reason=reason,
                total=order.total,
                currency=order.currency,
                cancelled_by=cancelled_by(reason, staff),
                staff=staff,
            )
        case RefundDone.TYPE:
            return OrderRefundedV1(
                *head,
                payment_id=UUID(about["paymentId"]),
                amount=about["amount"],
                total=order.total,
                currency=about["currency"],
            )
    raise ValueError(f"no message says {event.type}")


async def forget_consumer(connection: AsyncConnection) -> None:
    """No sink is set up: old events need not be kept for one. The first one that comes gets all
    that the log still has."""
    await connection.execute(_FORGET, {"consumer": CONSUMER})
