"""The life of an order: every move it can make, as riders, with the fact the move makes true.

The legal ones stand in ``ORDER_STATES`` and are drawn in docs/life-cycles.md. A command with a move
is refused as a ``Conflict`` if the order is not where the move begins.
"""

from typing import Literal, TypeAlias
from uuid import UUID

from holdfast.ledger import NOW, Rider, Transition, tell
from holdfast.orders.breakdown import Breakdown, breakdown_text
from holdfast.orders.facts import OrderCancelled, OrderChanged, OrderCompleted, OrderPaid
from holdfast.orders.order import Order, Reason, Status, cancelled_by
from holdfast.orders.tables import ORDER_STATES

Refund: TypeAlias = Literal["none", "begun", "done", "failed"]


def moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about an order's state."""
    return subject.startswith(f"{ORDER_STATES.name}/")


def _move(order_id: UUID, was: tuple[Status, ...], to: Status, **also: object) -> Transition:
    return Transition(ORDER_STATES, order_id, was, to, tuple(also.items()))


def unchanged(order: Order) -> Transition:
    """It has not moved since it was read."""
    return _move(order.id, (order.status,), order.status)


def repriced(
    order_id: UUID,
    fact: OrderChanged,
    discount: int,
    tax: int,
    shipping: int,
    breakdown: Breakdown | None,
    address: str | None = None,
) -> tuple[Rider, ...]:
    """Another reservation at another price, to another address, or with other lines: whoever shows
    it looks again."""
    also: dict[str, object] = {} if address is None else {"address": address}
    move = _move(
        order_id,
        ("pending",),
        "pending",
        hold_id=fact.reservation_id,
        total=fact.total,
        discount=discount,
        tax=tax,
        shipping=shipping,
        breakdown=breakdown_text(breakdown),
        coupon_id=fact.coupon_id,
        parcels_moved_at=NOW,
        **also,
    )
    return move, tell(fact, order_id)


def readdressed(order: Order, address: str) -> Transition:
    """To another address at the same price; it has not moved since it was read."""
    return _said_of(order, address=address)


def contacted(
    order: Order, email: str | None, name: str | None = None, phone: str | None = None
) -> Transition:
    """Its guest is told of it there, called so, and reached by that number; it has not moved since
    it was read."""
    return _said_of(order, contact_email=email, contact_name=name, contact_phone=phone)


def collected_by(order: Order, collector: str | None) -> Transition:
    """They pick it up in place of its buyer; it has not moved since it was read."""
    return _said_of(order, collector=collector)


def noted_by_buyer(order: Order, note: str | None) -> Transition:
    """Its buyer asks for that; it has not moved since it was read."""
    return _said_of(order, buyer_note=note)


def _said_of(order: Order, **also: object) -> Transition:
    """It stays as it is but for that, which whoever packs it goes by; and who shows it looks again,
    as at a step of its parcels."""
    return _move(order.id, (order.status,), order.status, parcels_moved_at=NOW, **also)


def paid(order_id: UUID, fact: OrderPaid) -> tuple[Rider, ...]:
    """In time."""
    move = _move(order_id, ("pending",), "paid", payment_id=fact.payment_id, paid_at=NOW)
    return move, tell(fact, order_id)


def rescued(order_id: UUID, fact: OrderPaid, hold_id: UUID | None) -> tuple[Rider, ...]:
    """Paid too late, by what was still free: ``hold_id`` took it anew, if it is goods."""
    move = _move(
        order_id,
        ("pending", "cancelled"),
        "paid",
        payment_id=fact.payment_id,
        paid_at=NOW,
        reason=None,
        cancelled_at=None,
        refund="none",
        rescue_hold_id=hold_id,
    )
    return move, tell(fact, order_id)


def completed(order_id: UUID) -> tuple[Rider, ...]:
    """The buyer has what was bought."""
    move = _move(order_id, ("paid",), "completed", completed_at=NOW)
    return move, tell(OrderCompleted(), order_id)


def parcels_moved(order_id: UUID, fulfilment: str) -> Transition:
    """Something was done with a parcel of a paid order: what all of them come to now."""
    return _move(order_id, ("paid",), "paid", fulfilment=fulfilment, parcels_moved_at=NOW)


def fulfilment_noted(order: Order, fulfilment: str) -> Transition:
    """What its parcels come to, now that units were refunded."""
    also: dict[str, object] = {"fulfilment": fulfilment, "parcels_moved_at": NOW}
    return _move(order.id, (order.status,), order.status, **also)


def returns_moved(order: Order) -> Transition:
    """Something was done with what its buyer sends back: it stays as it is, and who shows it looks
    again."""
    return _move(order.id, (order.status,), order.status, parcels_moved_at=NOW)


def edited(order: Order) -> Transition:
    """Units are added to it by another order, or may be: it stays as it is, and who shows it looks
    again."""
    return _move(order.id, (order.status,), order.status, parcels_moved_at=NOW)


def cancelled(
    order_id: UUID,
    reason: Reason,
    *,
    was: Status = "pending",
    refund: Refund = "none",
    payment_id: UUID | None = None,
    staff: str | None = None,
    note: str = "",
) -> tuple[Rider, ...]:
    """Off. ``refund`` is how far the money is back, ``payment_id`` what paid, if that is news;
    ``staff`` is which of them did it, and ``note`` why."""
    also: dict[str, object] = {"reason": reason, "cancelled_at": NOW}
    if refund != "none":
        also["refund"] = refund
    if payment_id is not None:
        also["payment_id"] = payment_id
    if staff is not None:
        also |= {"cancelled_by": staff, "cancel_note": note or None}
    fact = OrderCancelled(reason, cancelled_by(reason, staff), staff)
    return _move(order_id, (was,), "cancelled", **also), tell(fact, order_id)


def given_up(order_id: UUID, reason: Reason, staff: str | None = None) -> Transition:
    """It ran out of time, and by now its buyer does not want it either: money that comes late goes
    back. ``staff`` is which of them said so for the buyer."""
    also: dict[str, object] = {"reason": reason, "money_moved_at": NOW}
    if staff is not None:
        also["cancelled_by"] = staff
    return _move(order_id, ("cancelled",), "cancelled", **also)


def refund_noted(order: Order, payment_id: UUID, refund: Refund) -> Transition:
    """How far the money of a cancelled order is back; not where the order shows the refund of
    another of its payments."""
    also: dict[str, object] = {"money_moved_at": NOW}
    if order.payment_id in (None, payment_id):
        also |= {"refund": refund, "payment_id": payment_id}
    return _move(order.id, ("cancelled",), "cancelled", **also)


def money_moved(order: Order) -> Transition:
    """A part of the order's money came, or something is done about giving one back: it stays as it
    is, and who shows it looks again."""
    return _move(order.id, (order.status,), order.status, money_moved_at=NOW)
