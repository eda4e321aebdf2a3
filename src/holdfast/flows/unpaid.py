"""What is written when a payment failed, and when its order is off because of that."""

from holdfast.flows.events import EVENTS, OrderCancelled, PaymentFailed, event_row
from holdfast.flows.platform import Platform
from holdfast.ledger import NOW, Insert, Rider, Transition
from holdfast.orders import ORDER_STATES, Order
from holdfast.payments import Payment

__all__ = ["failed", "is_only_try", "unpaid"]


def failed(payment: Payment, request: str) -> tuple[object, ...]:
    """The event."""
    fact = PaymentFailed(
        payment.order_id, payment.hold_id, payment.provider, payment.amount, payment.currency
    )
    return event_row(fact, payment.id, request)


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
