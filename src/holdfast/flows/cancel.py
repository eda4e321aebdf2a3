"""Cancelling: before payment the hold is released, after it goods, coupon and money go back."""

from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import stock_key
from holdfast.flows.events import EVENTS, OrderCancelled, event_row
from holdfast.flows.idempotency import Key, as_before, keep, request_key
from holdfast.flows.platform import Platform
from holdfast.flows.redemption import has_ended
from holdfast.flows.refunding import full_wallet, whole_refund
from holdfast.flows.refusals import OrderNotFound, refuse
from holdfast.kit import Problem
from holdfast.ledger import (
    NOW,
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expired,
    Insert,
    Operation,
    Release,
    Transition,
)
from holdfast.orders import ORDER_STATES, Order, Reason, load_items
from holdfast.people import Principal
from holdfast.promotions import issued_key

__all__ = ["Cancelled", "OrderCompleted", "cancel"]

_TRIES = 4


class OrderCompleted(Problem):
    """What was delivered is returned, not cancelled."""

    status = 409
    code = "order-completed"
    title = "The order is completed"


class Cancelled(Struct, frozen=True):
    """The order as it stands now; ``refund`` is none, begun, done or failed."""

    order_id: UUID
    reason: Reason | None
    refund: str


async def cancel(
    platform: Platform,
    principal: Principal,
    *,
    order_id: UUID | None = None,
    reservation_id: UUID | None = None,
    key: Key | None = None,
    request: str = "",
) -> Cancelled:
    """Cancel an order of the principal's (staff: any), named by itself or by its reservation.

    Cancelling twice is done once and answered twice; with a key, also after a late payment made the
    order paid. Raises a Problem for every refusal.
    """
    try:
        return await _cancel(platform, principal, order_id, reservation_id, key, request)
    except Problem as refusal:
        return await as_before(platform, key, refusal, Cancelled)


async def _cancel(
    platform: Platform,
    principal: Principal,
    order_id: UUID | None,
    reservation_id: UUID | None,
    key: Key | None,
    request: str,
) -> Cancelled:
    for _ in range(_TRIES):
        order = await _find(platform, principal, order_id, reservation_id)
        if order.status == "cancelled":
            found = Cancelled(order.id, order.reason, order.refund)
            if (asked := request_key(key, found)) is not None:
                await keep(platform.ledger, asked)
            return found
        if order.status == "completed":
            raise OrderCompleted("The order has been delivered; ask for a return instead.")
        reason: Reason = "buyer"
        if order.status == "paid":
            reason = "refunded"
            command, refund = await _of_paid(platform, order, principal, request)
        else:
            command, refund = await _of_pending(platform, order, principal, request), "none"
        done = Cancelled(order.id, reason, refund)
        if (asked := request_key(key, done)) is not None:
            command = replace(command, request_key=asked)
        outcome = await platform.ledger.commit(command)
        if isinstance(outcome, AlreadyDone) and asked is not None:  # by its key, or by another's
            return msgspec.json.decode(await keep(platform.ledger, asked), type=Cancelled)
        if isinstance(outcome, Accepted | AlreadyDone):
            return done
        if (full := full_wallet(outcome)) is not None:
            raise full
        if not isinstance(outcome, Conflict | Expired):
            raise refuse(outcome)
        # It was paid, expired, cancelled or refunded in part at this very moment: look again.
    raise RuntimeError(f"order {order.id} does not cancel")


async def _find(
    platform: Platform, principal: Principal, order_id: UUID | None, reservation_id: UUID | None
) -> Order:
    order = None
    if order_id is not None:
        order = await platform.orders.get(order_id)
    elif reservation_id is not None:
        order = await platform.orders.of_hold(reservation_id)
    if order is None or not (order.owner == principal.id or principal.is_staff):
        raise OrderNotFound("There is no such order of yours.")
    if reservation_id is not None and order.hold_id != reservation_id:
        raise OrderNotFound("The reservation belongs to another order.", field="reservationId")
    return order


async def _of_pending(
    platform: Platform, order: Order, principal: Principal, request: str
) -> Command:
    return Command(
        () if order.hold_id is None else (Release(order.hold_id),),
        (
            Transition(
                ORDER_STATES,
                order.id,
                ("pending",),
                "cancelled",
                (("reason", "buyer"), ("cancelled_at", NOW)),
            ),
            Insert(EVENTS, (event_row(OrderCancelled("buyer"), order.id, request),)),
            *await platform.settlement.call_off(order, request),
        ),
        key=f"cancel/{order.id}",
        actor=principal.id,
        request=request,
    )


async def _of_paid(
    platform: Platform, order: Order, principal: Principal, request: str
) -> tuple[Command, str]:
    """Goods, coupon and money back; and how far the refund is then."""
    payment = None
    if order.payment_id is not None:
        payment = await platform.payments.get(order.payment_id)
    if payment is None:
        raise LookupError(f"paid order {order.id} has no payment")
    money = await whole_refund(platform, order, payment, request)
    refund = "done" if money.done else "begun"
    fact = event_row(OrderCancelled("refunded"), order.id, request)
    command = Command(
        (*await _goods_back(platform, order), *money.operations),
        (
            Transition(
                ORDER_STATES,
                order.id,
                ("paid",),
                "cancelled",
                (("reason", "refunded"), ("refund", refund), ("cancelled_at", NOW)),
            ),
            Insert(EVENTS, (fact,)),
            *money.riders,
        ),
        key=f"cancel-paid/{order.id}",
        actor=principal.id,
        request=request,
    )
    return command, refund


async def _goods_back(platform: Platform, order: Order) -> list[Operation]:
    """The units, and the coupon unless its time is over."""
    back: dict[str, int] = {}
    for item in (await load_items(platform.database.pool, [order.id]))[order.id]:
        key = stock_key(item.variant_id)
        back[key] = back.get(key, 0) + item.quantity
    if order.coupon_id is not None and not await has_ended(platform, order.coupon_id):
        back[issued_key(order.coupon_id)] = 1
    note = f"order/{order.id} refunded"
    return [Deposit(key, quantity, note=note) for key, quantity in back.items()]
