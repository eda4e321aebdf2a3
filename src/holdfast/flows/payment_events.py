"""The events of a payment, as rows."""

from holdfast.flows.events import PaymentFailed, PaymentSucceeded, event_row
from holdfast.payments import Payment

__all__ = ["payment_failed", "payment_succeeded"]


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
