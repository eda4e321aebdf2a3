"""Payments: tries to pay for a reservation, or into a wallet, through providers behind one port."""

from holdfast.payments.demo import DEMO_METHODS, DemoProvider
from holdfast.payments.demo_events import DemoEvents
from holdfast.payments.disputes import (
    Dispute,
    dispute_moved,
    dispute_named,
    dispute_opened,
    disputed_key,
    disputes_of,
)
from holdfast.payments.facts import (
    DisputeChanged,
    DisputeOpened,
    PaidIn,
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
    DisputeArrives,
    LearnFee,
    PaymentArrives,
    RefundPayment,
    ResolvePayment,
    ResolveWalletPayment,
)
from holdfast.payments.kept import COVERED, KEPT
from holdfast.payments.life import (
    answered,
    as_answered,
    authorized,
    begun,
    credited,
    failed,
    moved,
    part_refunded,
    refund_again,
    refund_begun,
    refund_failed,
    refund_wanted,
    refunded,
    refunding,
    succeeded,
    unchanged,
)
from holdfast.payments.manual import MANUAL, ManualProvider, manual_reference
from holdfast.payments.moves import Moved, keep_fee, keep_lost, keep_moves
from holdfast.payments.outages import AWAY_AFTER, Outage, outages_now
from holdfast.payments.payment import (
    CERTIFICATE,
    HOURS,
    PAYMENT_COLUMNS,
    POINTS_OF_OURS,
    WALLET,
    Payment,
    PaymentBook,
    PaymentStatus,
    Purpose,
    message_reference,
    refundable_key,
    spent_key,
)
from holdfast.payments.provider import (
    Charge,
    ChargeRequest,
    ChargeStatus,
    DisputeStatus,
    EventRefusal,
    NextAction,
    PaymentProvider,
    ProviderDispute,
    ProviderEvent,
    ProviderRefused,
    ProviderUnavailable,
    TellsDisputes,
    TellsFees,
)
