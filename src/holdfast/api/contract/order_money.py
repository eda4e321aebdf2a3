"""What became of an order's money, and for staff what may be done with the order now."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from holdfast.api.contract.answers import Answer
from holdfast.flows.ending.parcels import ParcelsNow
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.order_actions import ACTIONS, OrderAction, why_not
from holdfast.orders import Order
from holdfast.payments import (
    Payment,
    RefundByHand,
    disputed_key,
    disputes_of,
    refundable_key,
    refunds_waiting,
)
from holdfast.people import names_of

__all__ = ["ForStaff", "PaidPart", "money_back", "order_money", "put_money_back"]


class PaidPart(Answer):
    """So much of an order was paid by it."""

    provider: str
    amount: int


class ForStaff(Answer):
    """What only staff see of an order. ``actions``: what may be done now, by name; null if it may,
    else the code of the refusal. ``refundable``: what is left of what was paid;
    ``disputed``: what a buyer's bank keeps from being refunded while it decides."""

    cancelled_by: str | None
    cancelled_by_name: str | None
    cancel_note: str | None
    refundable: int
    disputed: int
    actions: dict[OrderAction, str | None]


async def order_money(
    shop_parts: ShopParts, order: Order, staff: bool, goods: ParcelsNow
) -> dict[str, Any]:
    """What paid it, where several did; what went back, or is on its way; and for staff what may be
    done."""
    now = await _reckoned(shop_parts, order, staff)
    payments, back, left, frozen = now.payments, now.back, now.left, now.frozen
    paid, owed = paid_with(order, payments), now.owed
    parts = [{"provider": one.provider, "amount": one.amount} for one in paid]
    money = {"refunded": back, "paidParts": parts if len(parts) > 1 else []}
    if not staff:
        return money
    name = None
    if order.cancelled_by is not None:
        names = await names_of(shop_parts.database.pool, [order.cancelled_by])
        name = names.get(order.cancelled_by)
    refusals = {
        action: why_not(action, order, payments, left=left, frozen=frozen, goods=goods, owed=owed)
        for action in ACTIONS
    }
    return money | {
        "staff": {
            "cancelledBy": order.cancelled_by,
            "cancelledByName": name,
            "cancelNote": order.cancel_note,
            "refundable": left,
            "disputed": frozen,
            "actions": {
                action: None if refusal is None else refusal.code
                for action, refusal in refusals.items()
            },
        },
    }


async def money_back(shop_parts: ShopParts, orders: Iterable[Order]) -> dict[UUID, int]:
    """What went back, or is on its way, of those of these orders that stand though some did."""
    moved = [one for one in orders if one.is_sold and one.money_moved_at is not None]
    found = await asyncio.gather(*(_reckoned(shop_parts, one) for one in moved))
    return {one.id: now.back for one, now in zip(moved, found, strict=True) if now.back > 0}


async def put_money_back(shop_parts: ShopParts, rows: Sequence[dict[str, Any]]) -> None:
    """The same to rows of staff's list of orders."""
    moved = [row["id"] for row in rows if row.pop("parts_moved")]
    found = await asyncio.gather(*(shop_parts.orders.get(one) for one in moved))
    back = await money_back(shop_parts, [one for one in found if one is not None])
    for row in rows:
        row["refunded"] = back.get(row["id"], 0)


class _Money(Struct, frozen=True):
    """Of an order: what was tried, what went ``back`` of what was paid, what is ``left`` of it,
    what banks keep, and the refunds that wait for a person."""

    payments: Sequence[Payment]
    back: int
    left: int
    frozen: int
    owed: Sequence[RefundByHand]


async def _reckoned(shop_parts: ShopParts, order: Order, staff: bool = False) -> _Money:
    payments = await shop_parts.payments.of_order(order.id)
    back = left = frozen = 0
    paid = paid_with(order, payments)
    for payment in paid:
        rest = held = gone = 0
        account = await shop_parts.reader.account(refundable_key(payment.id))
        if payment.has_paid:
            rest = account.balance if account.version else payment.amount
        if account.version:
            held, gone = await _disputed(shop_parts, payment.id)
        if payment.refund_refused:
            gone += await shop_parts.payments.going_back(payment.id)
        left, back = left + rest, back + payment.amount - rest - held - gone
        frozen += held
    owed = await refunds_waiting(shop_parts.database.pool, order.id) if staff or back else []
    in_cash = {one.id for one in paid if one.by_hand}
    back -= sum(one.amount for one in owed if one.payment_id not in in_cash)  # they came back
    return _Money(payments, back, left, frozen, owed)


async def _disputed(shop_parts: ShopParts, payment_id: UUID) -> tuple[int, int]:
    """What is kept from refunds by disputes of the payment, and what was lost by them."""
    found = await disputes_of(shop_parts.database, payment_id)
    kept = [await shop_parts.reader.account(disputed_key(one.id)) for one in found]
    return sum(one.balance for one in kept), sum(one.lost for one in found)
