"""Cancelling: before payment the hold is released, after it the units and the money go back."""

from uuid import UUID

from msgspec import Struct

from holdfast.catalog import stock_key
from holdfast.flows.events import EVENTS, OrderCancelled, RefundBegun, event_row
from holdfast.flows.jobs import JOBS, job_row
from holdfast.flows.platform import Platform
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
    Release,
    Transition,
)
from holdfast.orders import ORDER_STATES, Order, Reason, load_items
from holdfast.payments import PAYMENT_STATES
from holdfast.people import Principal

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
    request: str = "",
) -> Cancelled:
    """Cancel an order of the principal's (staff: any), named by itself or by its reservation.

    Cancelling twice is done once and answered twice. Raises a Problem for every refusal.
    """
    for _ in range(_TRIES):
        order = await _find(platform, principal, order_id, reservation_id)
        if order.status == "cancelled":
            return Cancelled(order.id, order.reason, order.refund)
        if order.status == "completed":
            raise OrderCompleted("The order has been delivered; ask for a return instead.")
        paid = order.status == "paid"
        command = (
            await _of_paid(platform, order, principal, request)
            if paid
            else _of_pending(order, principal, request)
        )
        outcome = await platform.ledger.commit(command)
        if isinstance(outcome, Accepted | AlreadyDone):
            if paid:
                return Cancelled(order.id, "refunded", "begun")
            return Cancelled(order.id, "buyer", "none")
        if not isinstance(outcome, Conflict | Expired):
            raise refuse(outcome)
        # It was paid, expired or cancelled at this very moment: look again.
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


def _of_pending(order: Order, principal: Principal, request: str) -> Command:
    return Command(
        (Release(order.hold_id),),
        (
            Transition(
                ORDER_STATES,
                order.id,
                ("pending",),
                "cancelled",
                (("reason", "buyer"), ("cancelled_at", NOW)),
            ),
            Insert(EVENTS, (event_row(OrderCancelled("buyer"), order.id, request),)),
        ),
        key=f"cancel/{order.id}",
        actor=principal.id,
        request=request,
    )


async def _of_paid(platform: Platform, order: Order, principal: Principal, request: str) -> Command:
    payment = None
    if order.payment_id is not None:
        payment = await platform.payments.get(order.payment_id)
    if payment is None:
        raise LookupError(f"paid order {order.id} has no payment")
    back: dict[str, int] = {}
    for item in (await load_items(platform.database.pool, [order.id]))[order.id]:
        key = stock_key(item.variant_id)
        back[key] = back.get(key, 0) + item.quantity
    facts = (
        event_row(OrderCancelled("refunded"), order.id, request),
        event_row(RefundBegun(payment.id, payment.amount, payment.currency), order.id, request),
    )
    return Command(
        tuple(
            Deposit(key, quantity, note=f"order/{order.id} refunded")
            for key, quantity in back.items()
        ),
        (
            Transition(
                ORDER_STATES,
                order.id,
                ("paid",),
                "cancelled",
                (("reason", "refunded"), ("refund", "begun"), ("cancelled_at", NOW)),
            ),
            Transition(PAYMENT_STATES, payment.id, ("succeeded",), "refunding"),
            Insert(EVENTS, facts),
            Insert(JOBS, (job_row("refund", {"paymentId": str(payment.id)}, request),)),
        ),
        key=f"cancel-paid/{order.id}",
        actor=principal.id,
        request=request,
    )
