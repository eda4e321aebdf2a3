"""Payments: tries to pay for a reservation, or into a wallet, through providers behind one port."""

from holdfast.payments.demo import DEMO_METHODS, DemoProvider
from holdfast.payments.facts import (
    PaymentAuthorized,
    PaymentFailed,
    PaymentSucceeded,
    PaymentWanted,
    RefundBegun,
    RefundDone,
    RefundFailed,
    RefundWanted,
)
from holdfast.payments.jobs import (
    PaymentArrives,
    RefundPayment,
    ResolvePayment,
    ResolveWalletPayment,
)
from holdfast.payments.life import (
    answered,
    as_answered,
    authorized,
    begun,
    credited,
    failed,
    moved,
    part_refunded,
    refund_begun,
    refund_failed,
    refund_wanted,
    refunded,
    refunding,
    succeeded,
    unchanged,
)
from holdfast.payments.manual import MANUAL, ManualProvider, manual_reference
from holdfast.payments.payment import (
    PAYMENT_COLUMNS,
    WALLET,
    Payment,
    PaymentBook,
    PaymentStatus,
    Purpose,
    message_reference,
    refundable_key,
)
from holdfast.payments.provider import (
    Charge,
    ChargeRequest,
    ChargeStatus,
    NextAction,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
)

__all__ = [
    "DEMO_METHODS", "MANUAL", "PAYMENT_COLUMNS", "WALLET", "Charge", "ChargeRequest",
    "ChargeStatus", "DemoProvider", "ManualProvider", "NextAction", "Payment", "PaymentArrives",
    "PaymentAuthorized", "PaymentBook", "PaymentFailed", "PaymentProvider", "PaymentStatus",
    "PaymentSucceeded", "PaymentWanted", "ProviderRefused", "ProviderUnavailable", "Purpose",
    "RefundBegun", "RefundDone", "RefundFailed", "RefundPayment", "RefundWanted",
    "ResolvePayment", "ResolveWalletPayment", "answered", "as_answered", "authorized", "begun",
    "credited", "failed", "manual_reference", "message_reference", "moved", "part_refunded",
    "refund_begun", "refund_failed", "refund_wanted", "refundable_key", "refunded", "refunding",
    "succeeded", "unchanged",
]  # fmt: skip
