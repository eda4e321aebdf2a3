"""What platforms are to be told: events become messages, a row in the book for each sink that wants
them.

A consumer of the event log, so that whatever pays, cancels or refunds an order need not know of
platforms, and pays nothing for it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import StockLow
from holdfast.db.dead_letters import LetterDead
from holdfast.db.jobs import JobDead
from holdfast.db.reading import Event
from holdfast.orders import OrderCancelled, OrderPaid, cancelled_by
from holdfast.payments import RefundDone
from holdfast.sinks import (
    DeliveryBook,
    Envelope,
    ItemV1,
    JobDeadV1,
    LetterDeadV1,
    OrderCancelledV1,
    OrderMessage,
    OrderPaidV1,
    OrderRefundedV1,
    Origin,
    SinkMessage,
    StockLowV1,
    ToDeliver,
    event_id,
    topic_of,
)

__all__ = ["CONSUMER", "DELIVERED_TYPES", "MESSAGE_OF", "Deliveries", "forget_consumers"]

log = structlog.get_logger("holdfast.deliveries")

CONSUMER: Final = "data-platform"
_OF_ORDERS: Final[Mapping[str, type[OrderMessage]]] = {
    OrderPaid.TYPE: OrderPaidV1,
    OrderCancelled.TYPE: OrderCancelledV1,
    RefundDone.TYPE: OrderRefundedV1,
}
MESSAGE_OF: Final[Mapping[str, type[SinkMessage]]] = {
    **_OF_ORDERS,
    StockLow.TYPE: StockLowV1,
    LetterDead.TYPE: LetterDeadV1,
    JobDead.TYPE: JobDeadV1,
}
DELIVERED_TYPES: Final = tuple(MESSAGE_OF)

# Only what never changes about an order, so that a message says the same whenever it is made.
_ORDERS_TOLD_OF: Final = sa.text(
    """
    SELECT id, number, owner, total, discount, currency, coupon_id, description, tax, shipping,
           coalesce((breakdown ->> 'included')::boolean, false) AS tax_included
    FROM orders WHERE id = ANY(CAST(:orders AS uuid[]))
    """
)
_ITEMS: Final = sa.text(
    """
    SELECT order_id, product_id, variant_id, product_name, options, quantity, price, discount,
           tax
    FROM order_items WHERE order_id = ANY(CAST(:orders AS uuid[])) ORDER BY order_id, line
    """
)
_FORGET: Final = sa.text("DELETE FROM event_cursors WHERE consumer = ANY(:consumers)")

Row = sa.Row[Any]


class Deliveries:
    """Writes what is to be delivered to ``sinks``, each with its topics; called with events in
    order."""

    def __init__(
        self, book: DeliveryBook, sinks: Mapping[str, Collection[str]], origin: Origin
    ) -> None:
        self._book = book
        self._sinks = sinks
        self._origin = origin

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        await self.write(connection, events)

    async def write(self, connection: AsyncConnection, events: Sequence[Event]) -> int:
        """In the caller's transaction; how many rows are new."""
        by_topic: dict[str, list[ToDeliver]] = {}
        events = [one for one in events if not (_of_a_location(one) or _told_before(one))]
        of_orders = [event for event in events if event.type in _OF_ORDERS]
        orders = await _orders(connection, of_orders) if of_orders else {}
        for event in events:
            message = _message(event, orders)
            if message is None:
                log.error("an event of an order that does not exist is told nobody", event=event)
                continue
            envelope = Envelope.around(message, self._origin, event_id(event.position), event.at)
            told = ToDeliver(event.position, message.subject, event.at, envelope)
            by_topic.setdefault(topic_of(event.type), []).append(told)
        written = 0
        for topic, messages in by_topic.items():
            wanted = [sink for sink, topics in self._sinks.items() if topic in topics]
            written += await self._book.put(connection, wanted, messages)
        return written


class _Order(Struct, frozen=True):
    row: Row
    items: list[ItemV1]


async def _orders(connection: AsyncConnection, events: Sequence[Event]) -> dict[str, _Order]:
    """What the events are about, by id as it is written there; items only of those paid."""
    ids = list({event.subject for event in events})
    found = {
        str(row.id): _Order(row, [])
        for row in await connection.execute(_ORDERS_TOLD_OF, {"orders": ids})
    }
    paid = list({event.subject for event in events if event.type == OrderPaid.TYPE})
    if paid:
        for row in await connection.execute(_ITEMS, {"orders": paid}):
            found[str(row.order_id)].items.append(ItemV1(*row[1:]))
    return found


def _of_a_location(event: Event) -> bool:
    """What fell is what lies somewhere, and not all there is, which version 1 speaks of."""
    return event.type == StockLow.TYPE and event.data.get("whole") is False


def _told_before(event: Event) -> bool:
    """A refund whose money came back to the shop and was given once more."""
    return event.type == RefundDone.TYPE and event.data.get("again") is True


def _message(event: Event, orders: Mapping[str, _Order]) -> SinkMessage | None:
    about: Any = event.data  # Any: what flows.events says of its type
    if event.type in _OF_ORDERS:
        order = orders.get(event.subject)
        return None if order is None else _of_order(event.type, about, order.row, order.items)
    match event.type:
        case StockLow.TYPE:
            return StockLowV1(
                UUID(event.subject),
                UUID(about["productId"]),
                about["onHand"],
                about["threshold"],
                about.get("product", ""),
                about.get("sku", ""),
                about.get("options", {}),
            )
        case LetterDead.TYPE:
            return LetterDeadV1(event.subject, about["message"], about["reason"], about["count"])
        case JobDead.TYPE:
            return JobDeadV1(
                event.subject, about["jobId"], about["error"], about["tries"], about["count"]
            )
    raise ValueError(f"no message says {event.type}")


def _of_order(kind: str, about: Any, order: Row, items: list[ItemV1]) -> OrderMessage:
    head = (order.id, order.number, order.owner)
    match kind:
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
                shipping=order.shipping,
                tax=order.tax,
                tax_included=order.tax_included,
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
    raise ValueError(f"no message says {kind}")


async def forget_consumers(connection: AsyncConnection, names: Sequence[str]) -> None:
    """No sink of theirs is set up: old events need not be kept for one. The first one that comes
    gets all that the log still has."""
    await connection.execute(_FORGET, {"consumers": list(names)})
