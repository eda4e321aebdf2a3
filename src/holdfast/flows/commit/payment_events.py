"""The events of a payment, as rows."""

from uuid import UUID

from holdfast.db.events import event_row
from holdfast.orders import Order
from holdfast.payments import Payment, PaymentFailed, PaymentSucceeded, RefundWanted

__all__ = ["payment_failed", "payment_succeeded", "refund_wanted"]


def payment_succeeded(payment: Payment, request: str) -> tuple[object, ...]:
    fact = PaymentSucceeded(
        payment.order_id, payment.reservation_id, payment.provider, payment.amount, payment.currency
    )
    return event_row(fact, payment.id, request)


def payment_failed(payment: Payment, request: str) -> tuple[object, ...]:
    fact = PaymentFailed(
        payment.order_id, payment.reservation_id, payment.provider, payment.amount, payment.currency
    )
    return event_row(fact, payment.id, request)


def refund_wanted(
    order: Order, payment: Payment, amount: int, refund_id: UUID, request: str
) -> tuple[object, ...]:
    """The wallet of a payment by message is to have so much back; ``refund_id`` is the payment's
    own id for all that is left of it."""
    fact = RefundWanted(payment.id, refund_id, order.owner, amount, payment.currency)
    return event_row(fact, order.id, request)
