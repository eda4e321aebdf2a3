"""What is written when an order was not paid for: it is off, and everybody may know why."""

from holdfast.flows.events import EVENTS, OrderCancelled, PaymentFailed, event_row
from holdfast.ledger import NOW, Insert, Rider, Transition
from holdfast.orders import ORDER_STATES, Order
from holdfast.payments import Payment

__all__ = ["unpaid"]


def unpaid(order: Order, payment: Payment, request: str) -> tuple[Rider, ...]:
    """Riders for the command that releases the order's hold."""
    failed = PaymentFailed(
        order.id, payment.hold_id, payment.provider, payment.amount, payment.currency
    )
    return (
        Transition(
            ORDER_STATES,
            order.id,
            ("pending",),
            "cancelled",
            (("reason", "unpaid"), ("cancelled_at", NOW)),
        ),
        Insert(
            EVENTS,
            (
                event_row(failed, payment.id, request),
                event_row(OrderCancelled("unpaid"), order.id, request),
            ),
        ),
    )
