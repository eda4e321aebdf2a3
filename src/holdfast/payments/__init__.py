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
from holdfast.payments.manual import MANUAL, ManualProvider, manual_reference
from holdfast.payments.payment import (
    PAYMENT_COLUMNS,
    WALLET,
    Payment,
    PaymentBook,
    PaymentStatus,
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
from holdfast.payments.tables import PAYMENT_STATES, PAYMENTS
from holdfast.payments.wallet_payments import (
    WALLET_PAYMENT_STATES,
    WALLET_PAYMENTS,
    WalletPayment,
    WalletPaymentBook,
)

__all__ = [
    "MANUAL",
    "PAYMENTS",
    "PAYMENT_COLUMNS",
    "PAYMENT_STATES",
    "SCENARIOS",
    "WALLET",
    "WALLET_PAYMENTS",
    "WALLET_PAYMENT_STATES",
    "Charge",
    "ChargeRequest",
    "ChargeStatus",
    "DemoProvider",
    "ManualProvider",
    "Payment",
    "PaymentArrives",
    "PaymentBook",
    "PaymentFailed",
    "PaymentProvider",
    "PaymentStatus",
    "PaymentSucceeded",
    "PaymentWanted",
    "ProviderRefused",
    "ProviderUnavailable",
    "RefundBegun",
    "RefundDone",
    "RefundFailed",
    "RefundPayment",
    "RefundWanted",
    "ResolvePayment",
    "ResolveWalletPayment",
    "WalletPayment",
    "WalletPaymentBook",
    "manual_reference",
    "message_reference",
    "refundable_key",
]
