"""What is written when a payment failed, and when its order is off because of that."""

from typing import Literal, TypeAlias

import msgspec

from holdfast.flows.commit.order_events import order_cancelled
from holdfast.flows.commit.payment_events import payment_failed
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.commit.settlement import MoneyMissing
from holdfast.flows.payments.tries import is_only_try
from holdfast.ledger import (
    EVENTS,
    NOW,
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Expired,
    Insert,
    Release,
    Rider,
    Transition,
)
from holdfast.orders import ORDER_STATES, Order
from holdfast.payments import PAYMENT_STATES, Payment

__all__ = ["Unpaid", "note_failure", "unpaid"]

Unpaid: TypeAlias = Literal["unpaid", "no-wallet", "insufficient-funds"]
"""Why an order is off whose payment failed."""


def unpaid(order: Order, request: str, reason: Unpaid = "unpaid") -> tuple[Rider, ...]:
    """Riders for the command that releases the order's hold."""
    return (
        Transition(
            ORDER_STATES,
            order.id,
            ("pending",),
            "cancelled",
            (("reason", reason), ("cancelled_at", NOW)),
        ),
        Insert(EVENTS, (order_cancelled(order.id, reason, request),)),
    )


async def note_failure(
    platform: Platform,
    order: Order,
    payment: Payment,
    request: str,
    reference: str | None = None,
    *,
    reason: Unpaid = "unpaid",
    missing: MoneyMissing | None = None,
    marks: tuple[Insert, ...] = (),
) -> bool:
    """A stored payment failed after all: release what it was for, unless that has ended otherwise
    or another payment for it is under way. ``reference`` is the provider's own id, if it is news;
    ``missing`` is what a wallet lacked; ``marks`` are written with whatever is. False if it had
    been noted before.
    """
    if payment.status != "pending":
        return False
    also: list[tuple[str, object]] = [("settled_at", NOW)]
    if reference is not None:
        also.append(("reference", reference))
    if missing is not None:
        also.append(("shortfall", msgspec.json.encode(missing).decode()))
    meant = payment.hold_id is None or payment.hold_id == order.hold_id  # else changed since
    declined = reason == "unpaid" and not payment.from_wallet
    keeps = declined and (await platform.shop.now()).decline_keeps_hold
    may_drop = order.status == "pending" and meant and not keeps
    drop = may_drop and await is_only_try(platform, payment)
    while True:
        outcome = await platform.ledger.commit(
            _failure(order, payment, request, tuple(also), reason if drop else None, marks)
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return isinstance(outcome, Accepted)
        if not isinstance(outcome, Conflict | Expired):
            raise refuse(outcome)
        if not drop:
            return False  # somebody else noted it
        drop = False  # the order ended otherwise just now: what is left to note is the payment


def _failure(
    order: Order,
    payment: Payment,
    request: str,
    also: tuple[tuple[str, object], ...],
    dropped: Unpaid | None,
    marks: tuple[Insert, ...],
) -> Command:
    """``also`` is written of the payment; ``dropped`` is why the order is off with it; None: it is
    not."""
    riders: list[Rider] = [Transition(PAYMENT_STATES, payment.id, ("pending",), "failed", also)]
    if not payment.from_wallet:
        riders.append(Insert(EVENTS, (payment_failed(payment, request),)))
    if dropped is not None:
        riders.extend(unpaid(order, request, dropped))
    held = dropped is not None and order.hold_id is not None
    return Command(
        (Release(order.reservation_id),) if held else (),
        (*riders, *marks),
        key=f"unpaid/{payment.id}",
        actor=order.owner,
        request=request,
    )
