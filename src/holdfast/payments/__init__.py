"""Payments: tries to pay for a reservation, or into a wallet, through providers behind one port."""

from holdfast.payments.demo import SCENARIOS, DemoProvider
from holdfast.payments.facts import (
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
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
)

__all__ = [
    "MANUAL", "PAYMENT_COLUMNS", "SCENARIOS", "WALLET", "Charge", "ChargeRequest",
    "ChargeStatus", "DemoProvider", "ManualProvider", "Payment", "PaymentArrives",
    "PaymentBook", "PaymentFailed", "PaymentProvider", "PaymentStatus", "PaymentSucceeded",
    "PaymentWanted", "ProviderRefused", "ProviderUnavailable", "Purpose", "RefundBegun",
    "RefundDone", "RefundFailed", "RefundPayment", "RefundWanted", "ResolvePayment",
    "ResolveWalletPayment", "answered", "begun", "credited", "failed", "manual_reference",
    "message_reference", "moved", "part_refunded", "refund_begun", "refund_failed",
    "refund_wanted", "refundable_key", "refunded", "refunding", "succeeded", "unchanged",
]  # fmt: skip
