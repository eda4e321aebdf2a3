"""Orders as the API shows them: with items, the hold's end, and the timeline of what happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from holdfast.api.answers import Answer
from holdfast.flows.platform import Platform
from holdfast.flows.settlement import MoneyMissing
from holdfast.flows.shortfalls import shortfalls
from holdfast.kit import iso
from holdfast.ledger import HoldState
from holdfast.orders import Order, OrderItem, Reason, load_items, phase_of, version_of
from holdfast.views.awaited import Awaited, awaited
from holdfast.views.timelines import Moment, What, order_timeline

__all__ = ["OrderInWords", "OrderShown", "order_page"]


class ItemShown(Answer):
    """One line; ``price`` is that of one unit, ``discount`` that of the whole line, in minor units
    of the order's currency."""

    product_id: UUID
    variant_id: UUID
    product_name: str
    color: str | None
    memory: str | None
    options: dict[str, str]
    quantity: int
    price: int
    discount: int


class MomentShown(Answer):
    """One thing that happened. Staff also see by whom and in which request."""

    at: datetime
    what: What
    actor: str | None = None
    request: str | None = None


class PointsShown(Answer):
    """What the wallet lacked, in minor units of the currency; without an `accountId` there was no
    wallet in it."""

    currency: str
    wanted: int
    available: int
    held: int
    missing: int
    account_id: UUID | None


class OrderShown(Answer):
    """An order. ``total`` is what is to pay, ``discount`` what was taken off for the coupon.
    ``expiresAt`` is when an unpaid one ends; ``awaits`` is whose answer to a payment it waits for
    meanwhile. One paid at once was never reserved; one without items has a description.
    ``points`` is what a wallet lacked that did not pay.
    ``version`` grows with every step: of two states the higher is the newer."""

    id: UUID
    number: str
    reservation_id: UUID | None
    user_id: str
    status: Literal["pending", "paid", "completed", "cancelled"]
    phase: Literal["NEW", "FINISHED", "CANCELLED"]
    reason: Reason | None
    refund: Literal["none", "begun", "done", "failed"]
    awaits: Awaited | None
    points: PointsShown | None
    version: int
    items: list[ItemShown]
    total: int
    discount: int
    currency: str
    coupon_id: UUID | None
    description: str | None
    payment_id: UUID | None
    created_at: datetime
    expires_at: datetime | None
    paid_at: datetime | None
    cancelled_at: datetime | None
    completed_at: datetime | None
    timeline: list[MomentShown] | None = None


class OrderInWords(OrderShown):
    """An order with `view=gozon`."""

    status: Literal["NEW", "FINISHED", "CANCELLED"]  # type: ignore[assignment]


async def order_page(
    platform: Platform, orders: Sequence[Order], *, timeline: bool, staff: bool = False
) -> list[dict[str, Any]]:
    """The orders as JSON values, in the same order."""
    items = await load_items(platform.database.pool, [order.id for order in orders])
    holds = await platform.reader.holds(
        order.hold_id for order in orders if order.hold_id is not None
    )
    undecided = [order.id for order in orders if order.status == "pending"]
    waits = await awaited(platform.database.pool, undecided)
    off = [order.id for order in orders if order.status == "cancelled"]
    missing = await shortfalls(platform.database.pool, off)
    pages = [
        _shown(order, items[order.id], holds, waits.get(order.id), missing.get(order.id))
        for order in orders
    ]
    if timeline:
        for page, order in zip(pages, orders, strict=True):
            moments = await order_timeline(platform.database.pool, order)
            page["timeline"] = [_moment(moment, staff) for moment in moments]
    return pages


def _shown(
    order: Order,
    items: Sequence[OrderItem],
    holds: Mapping[UUID, HoldState],
    awaits: Awaited | None,
    missing: MoneyMissing | None,
) -> dict[str, Any]:
    hold = None if order.hold_id is None else holds.get(order.hold_id)
    return {
        "id": order.id,
        "number": order.number,
        "reservationId": order.hold_id,
        "userId": order.owner,
        "status": order.status,
        "phase": phase_of(order.status),
        "reason": order.reason,
        "refund": order.refund,
        "awaits": awaits,
        "points": None if missing is None else missing.shown(),
        "version": version_of(order.status, order.reason, order.refund),
        "items": [
            {
                "productId": item.product_id,
                "variantId": item.variant_id,
                "productName": item.product_name,
                "color": item.options.get("color"),
                "memory": item.options.get("memory"),
                "options": item.options,
                "quantity": item.quantity,
                "price": item.price,
                "discount": item.discount,
            }
            for item in items
        ],
        "total": order.total,
        "discount": order.discount,
        "currency": order.currency,
        "couponId": order.coupon_id,
        "description": order.description,
        "paymentId": order.payment_id,
        "createdAt": iso(order.created_at),
        "expiresAt": iso(order.expires_at if hold is None else hold.expires_at),
        "paidAt": iso(order.paid_at),
        "cancelledAt": iso(order.cancelled_at),
        "completedAt": iso(order.completed_at),
    }


def _moment(moment: Moment, staff: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"at": iso(moment.at), "what": moment.what}
    if staff:
        shown |= {"actor": moment.actor, "request": moment.request}
    return shown
