"""Cancelling: before payment the hold is released, after it goods, coupon and money go back."""

from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders
from holdfast.flows.checkout.redemption import has_ended
from holdfast.flows.commit.idempotency import Key, as_before, keep, request_key
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import (
    NoRefunds,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
    refuse,
)
from holdfast.flows.payments.refunding import full_wallet, whole_refund
from holdfast.kit import Problem
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expired,
    Operation,
    Release,
    Rider,
)
from holdfast.orders import Order, Reason, load_items
from holdfast.people import Principal, audited

__all__ = ["ByStaff", "Cancelled", "cancel", "cancel_by_staff"]

_TRIES = 4


class Cancelled(Struct, frozen=True):
    """The order as it stands now; ``refund`` is none, begun, done or failed."""

    order_id: UUID
    reason: Reason | None
    refund: str


class ByStaff(Struct, frozen=True):
    """Which of staff cancels an order that is a buyer's, and why."""

    actor: str
    note: str = ""


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
        order = await _find(platform, principal, order_id, reservation_id)
        staff = None if order.owner == principal.id else ByStaff(principal.id)
        return await _cancel(platform, order, principal.id, staff, key, request)
    except Problem as refusal:
        return await as_before(platform, key, refusal, Cancelled)


async def cancel_by_staff(
    platform: Platform, order_id: UUID, staff: ByStaff, *, key: Key | None = None, request: str = ""
) -> Cancelled:
    """Cancel any order, with a reason that stands beside it; one that is paid is refunded whole.
    Raises a Problem for every refusal, also if it was cancelled before."""
    try:
        order = await platform.orders.get(order_id)
        if order is None:
            raise OrderNotFound("There is no such order.")
        if order.status == "cancelled":
            raise OrderCancelledAlready("The order is already cancelled.")
        return await _cancel(platform, order, staff.actor, staff, key, request)
    except Problem as refusal:
        return await as_before(platform, key, refusal, Cancelled)


async def _cancel(
    platform: Platform,
    order: Order,
    actor: str,
    staff: ByStaff | None,
    key: Key | None,
    request: str,
) -> Cancelled:
    for _ in range(_TRIES):
        if order.status == "cancelled":
            found = Cancelled(order.id, order.reason, order.refund)
            if (asked := request_key(key, found)) is not None:
                await keep(platform.ledger, asked)
            return found
        if order.status == "completed":
            raise OrderCompletedAlready("The order has been delivered. Ask for a return instead.")
        reason: Reason = "buyer" if staff is None else "staff"
        if order.status == "paid":
            if staff is None and (await platform.shop.now()).refunds == "none":
                raise NoRefunds("This shop does not refund paid orders.")
            reason = "refunded"
            command, refund = await _of_paid(platform, order, actor, staff, request)
        else:
            command, refund = await _of_pending(platform, order, actor, staff, request), "none"
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
        order = await platform.orders.get(order.id) or order
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
        raise OrderNotFound("You have no such order.")
    if reservation_id is not None and order.hold_id != reservation_id:
        raise OrderNotFound("The reservation belongs to another order.", field="reservationId")
    return order


def _off(
    order: Order, reason: Reason, refund: orders.Refund, staff: ByStaff | None
) -> tuple[Rider, ...]:
    """The order's own step, with its event; and what staff did, in the audit log."""
    actor, note = (None, "") if staff is None else (staff.actor, staff.note)
    riders = orders.cancelled(
        order.id, reason, was=order.status, refund=refund, staff=actor, note=note
    )
    if staff is None:
        return riders
    said = {"reason": staff.note, "refund": refund}
    return *riders, audited(staff.actor, "order.cancelled", order.id, said)


async def _of_pending(
    platform: Platform, order: Order, actor: str, staff: ByStaff | None, request: str
) -> Command:
    reason: Reason = "buyer" if staff is None else "staff"
    return Command(
        (Release(order.reservation_id),),
        (
            *_off(order, reason, "none", staff),
            *await platform.settlement.call_off(order),
        ),
        key=f"cancel/{order.id}",
        actor=actor,
        request=request,
    )


async def _of_paid(
    platform: Platform, order: Order, actor: str, staff: ByStaff | None, request: str
) -> tuple[Command, orders.Refund]:
    """Goods, coupon and money back; and how far the refund is then."""
    payment = None
    if order.payment_id is not None:
        payment = await platform.payments.get(order.payment_id)
    if payment is None:
        raise LookupError(f"paid order {order.id} has no payment")
    money = await whole_refund(platform, order, payment, by_staff=staff is not None)
    refund: orders.Refund = "done" if money.done else "begun"
    command = Command(
        (*await _goods_back(platform, order), *money.operations),
        (*_off(order, "refunded", refund, staff), *money.riders),
        key=f"cancel-paid/{order.id}",
        actor=actor,
        request=request,
    )
    return command, refund


async def _goods_back(platform: Platform, order: Order) -> list[Operation]:
    """The units, and the coupon unless its time is over."""
    items = (await load_items(platform.database.pool, [order.id]))[order.id]
    lines = lines_of(order, items)
    back = lines.goods
    if order.coupon_id is not None and await has_ended(platform, order.coupon_id):
        back = lines.stock
    note = f"{order_ref(order.id)} refunded"
    return [Deposit(key, quantity, note=note) for key, quantity in back.items()]
