"""What analytics services are to be told: events become hits, a row in the book for each service.

A consumer of the event log. Of whoever has not agreed, or had not when it happened, nothing is
written. All that is read of an order or booking is what a :class:`~holdfast.sinks.Hit` has a field
for.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.analytics import VisitorActed, agreed_since, pseudonym
from holdfast.booking.bookings import (
    BookingCancelled,
    BookingConfirmed,
    BookingHeld,
    BookingRequested,
)
from holdfast.db.reading import Event, Position
from holdfast.flows.platforms.hit_subjects import items_of
from holdfast.kit.zones import zone
from holdfast.orders import OrderPaid, OrderReserved
from holdfast.payments import RefundDone, refunds_of_sales
from holdfast.people import is_guest
from holdfast.sinks import (
    MOST_CHARACTERS,
    MOST_ITEMS,
    DeliveryBook,
    Hit,
    HitItem,
    HitName,
    ToDeliver,
    event_id,
)

__all__ = ["ANALYTICS", "HIT_TYPES", "Hits"]

ANALYTICS: Final = "analytics"
"""The consumer's name."""

_OF_ORDERS: Final[Mapping[str, HitName]] = {
    OrderReserved.TYPE: "begin_checkout",
    OrderPaid.TYPE: "purchase",
    RefundDone.TYPE: "refund",
}
_OF_BOOKINGS: Final[Mapping[str, HitName]] = {
    BookingRequested.TYPE: "generate_lead",
    BookingHeld.TYPE: "booking_held",
    BookingConfirmed.TYPE: "booking_confirmed",
    BookingCancelled.TYPE: "booking_cancelled",
}
_OF_ACTS: Final[Mapping[str, HitName]] = {
    "view-product": "view_item",
    "view-profile": "view_item",
    "look-for-times": "view_times",
    "add-to-cart": "add_to_cart",
}
HIT_TYPES: Final = (*_OF_ORDERS, *_OF_BOOKINGS, VisitorActed.TYPE)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)
_WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip

_ORDERS: Final = sa.text("""
SELECT o.id, o.number, o.owner, o.total, o.currency, b.service_id, b.service_name
FROM orders o LEFT JOIN bookings b ON b.order_id = o.id
WHERE o.id = ANY(CAST(:ids AS uuid[]))
""")
_ITEMS: Final = sa.text("""
SELECT order_id, product_id, product_name, quantity, price FROM order_items
WHERE order_id = ANY(CAST(:ids AS uuid[])) ORDER BY order_id, line
""")
# Where it takes place: its studio, or that of a room or kit it takes.
_BOOKINGS: Final = sa.text("""
SELECT b.id, b.user_id AS owner, b.number, b.service_id, b.service_name, b.price, b.currency,
       b.starts_at, b.ends_at, b.zone, b.created_at, place.id AS studio_id, place.name AS studio
FROM bookings b LEFT JOIN LATERAL (
    SELECT s.id, s.name FROM booking_resources t JOIN resources r ON r.id = t.resource_id
    JOIN resources s ON s.id = CASE r.kind WHEN 'studio' THEN r.id ELSE r.studio_id END
    WHERE t.booking_id = b.id AND t.move = b.moves AND r.kind <> 'photographer'
    ORDER BY r.kind DESC, s.id LIMIT 1) place ON true
WHERE b.id = ANY(CAST(:ids AS uuid[]))
""")

Row = sa.Row[Any]


class _Facts(Struct, frozen=True):
    """What the events are about, by id; ``back``: the refunds of what had paid for an order."""

    orders: Mapping[UUID, Row]
    items: Mapping[UUID, list[HitItem]]
    bookings: Mapping[UUID, Row]
    seen: Mapping[UUID, HitItem]
    back: frozenset[Position]

    def owner(self, event: Event) -> str | None:
        """Whose hit it is; None of what is told of nobody."""
        if event.type == RefundDone.TYPE and event.position not in self.back:
            return None
        if event.type == VisitorActed.TYPE:
            return str(event.data["user"])
        rows = self.orders if event.type in _OF_ORDERS else self.bookings
        row = rows.get(UUID(event.subject))
        return None if row is None else str(row.owner)


class Hits:
    """Writes what is to be told to these sinks; ``key`` makes pseudonyms."""

    def __init__(self, book: DeliveryBook, sinks: Sequence[str], key: bytes) -> None:
        self._book = book
        self._sinks = sinks
        self._key = key

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        facts = await _facts(connection, events)
        owners = {owner for one in events if (owner := facts.owner(one)) is not None}
        agreed = await agreed_since(connection, owners)
        told = []
        for event in events:
            owner = facts.owner(event)
            if owner is None or owner not in agreed or event.at < agreed[owner]:
                continue
            hit = self._hit(event, owner, facts)
            told.append(ToDeliver(event.position, hit.person, event.at, hit.envelope))
        await self._book.put(connection, self._sinks, told)

    def _hit(self, event: Event, owner: str, facts: _Facts) -> Hit:
        about = _of_order if event.type in _OF_ORDERS else _of_booking
        if event.type == VisitorActed.TYPE:
            about = _of_act
        return Hit(
            id=event_id(event.position),
            person=pseudonym(self._key, owner),
            member=not is_guest(owner),
            at=event.at,
            **about(event, facts),
        )


def _of_order(event: Event, facts: _Facts) -> dict[str, Any]:
    order, data = facts.orders[UUID(event.subject)], event.data
    amount = data["amount"] if event.type == RefundDone.TYPE else data["total"]
    items = facts.items.get(order.id, [])
    if not items and order.service_id is not None:
        items = [_service(order, order.total)]
    return {
        "name": _OF_ORDERS[event.type],
        "currency": data["currency"],
        "value": amount,
        "transaction": None if event.type == OrderReserved.TYPE else order.number,
        "items": items[:MOST_ITEMS],
    }


def _of_booking(event: Event, facts: _Facts) -> dict[str, Any]:
    booking = facts.bookings[UUID(event.subject)]
    start: datetime = booking.starts_at.astimezone(zone(booking.zone))
    ahead = max(booking.starts_at - booking.created_at, timedelta())
    about: dict[str, str | int] = {
        "time_of_day": f"{start:%H:%M}",
        "weekday": _WEEKDAYS[start.weekday()],
        "hours_ahead": ahead // _HOUR,
        "minutes": (booking.ends_at - booking.starts_at) // _MINUTE,
        "service": booking.service_name[:MOST_CHARACTERS],
    }
    if booking.studio is not None:
        about["studio"] = booking.studio[:MOST_CHARACTERS]
    if event.type == BookingCancelled.TYPE:
        about["reason"] = str(event.data["reason"])
    return {
        "name": _OF_BOOKINGS[event.type],
        "currency": booking.currency,
        "value": booking.price,
        "items": [_service(booking, booking.price)],
        "about": about,
    }


def _of_act(event: Event, facts: _Facts) -> dict[str, Any]:
    item = facts.seen.get(UUID(event.subject)) or HitItem(event.subject)
    return {"name": _OF_ACTS[str(event.data["act"])], "items": [item]}


def _service(row: Row, price: int) -> HitItem:
    name = row.service_name[:MOST_CHARACTERS]
    return HitItem(str(row.service_id), name, "service", price=price)


async def _facts(connection: AsyncConnection, events: Sequence[Event]) -> _Facts:
    def about(*types: str) -> dict[str, list[str]]:
        return {"ids": list({one.subject for one in events if one.type in types})}

    back = await refunds_of_sales(
        connection, [one for one in events if one.type == RefundDone.TYPE]
    )
    orders, bookings, acts = about(*_OF_ORDERS), about(*_OF_BOOKINGS), about(VisitorActed.TYPE)
    items: dict[UUID, list[HitItem]] = {}
    for row in await connection.execute(_ITEMS, orders) if orders["ids"] else ():
        item = HitItem(
            str(row.product_id),
            row.product_name[:MOST_CHARACTERS],
            "product",
            row.quantity,
            row.price,
        )
        items.setdefault(row.order_id, []).append(item)
    return _Facts(
        orders=await _by_id(connection, _ORDERS, orders),
        items=items,
        bookings=await _by_id(connection, _BOOKINGS, bookings),
        seen=await items_of(connection, acts["ids"]) if acts["ids"] else {},
        back=frozenset(one.position for one in back),
    )


async def _by_id(
    connection: AsyncConnection, statement: sa.TextClause, about: dict[str, list[str]]
) -> dict[UUID, Row]:
    if not about["ids"]:
        return {}
    return {row.id: row for row in await connection.execute(statement, about)}
