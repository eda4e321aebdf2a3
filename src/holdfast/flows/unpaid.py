"""What is written when a payment failed, and when its order is off because of that."""

from holdfast.flows.events import EVENTS, OrderCancelled, event_row
from holdfast.flows.payment_events import payment_failed
from holdfast.flows.platform import Platform
from holdfast.flows.refusals import refuse
from holdfast.ledger import (
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

__all__ = ["is_only_try", "note_failure", "unpaid"]


def unpaid(order: Order, request: str) -> tuple[Rider, ...]:
    """Riders for the command that releases the order's hold."""
    return (
        Transition(
            ORDER_STATES,
            order.id,
            ("pending",),
            "cancelled",
            (("reason", "unpaid"), ("cancelled_at", NOW)),
        ),
        Insert(EVENTS, (event_row(OrderCancelled("unpaid"), order.id, request),)),
    )


async def is_only_try(platform: Platform, payment: Payment) -> bool:
    """Whether no other payment of the order is under way or made: one declined try must not take
    the goods from another that succeeds."""
    tries = await platform.payments.of_order(payment.order_id)
    return not any(one.status in ("pending", "succeeded") for one in tries if one.id != payment.id)


async def note_failure(
    platform: Platform, order: Order, payment: Payment, request: str, reference: str | None = None
) -> None:
    """A stored payment failed after all: release what it was for, unless that has ended otherwise
    or another payment for it is under way. ``reference`` is the provider's own id, if it is news.
    """
    if payment.status != "pending":
        return
    drop = order.status == "pending" and await is_only_try(platform, payment)
    while True:
        outcome = await platform.ledger.commit(
            _failure(order, payment, request, reference, drop=drop)
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return
        if not isinstance(outcome, Conflict | Expired):
            raise refuse(outcome)
        if not drop:
            return  # somebody else noted it
        drop = False  # the order ended otherwise just now: what is left to note is the payment


def _failure(
    order: Order, payment: Payment, request: str, reference: str | None, *, drop: bool
) -> Command:
    also: tuple[tuple[str, object], ...] = (("settled_at", NOW),)
    if reference is not None:
        also = (*also, ("reference", reference))
    return Command(
        (Release(order.reservation_id),) if drop else (),
        (
            Transition(PAYMENT_STATES, payment.id, ("pending",), "failed", also),
            Insert(EVENTS, (payment_failed(payment, request),)),
            *(unpaid(order, request) if drop else ()),
        ),
        key=f"unpaid/{payment.id}",
        actor=order.owner,
        request=request,
    )
