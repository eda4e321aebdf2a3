"""Payments: tries to pay for a reservation, or into a wallet, through providers behind one port."""

from holdfast.payments.able import holds_money, keeps_cards, sends_receipts, takes_currencies
from holdfast.payments.by_hand import RefundByHand, handed_back, refunds_waiting, to_hand_back
from holdfast.payments.capture_parts import (
    CapturePart,
    SetAside,
    ask_part,
    end_part,
    release_none,
    release_part,
    set_aside,
)
from holdfast.payments.captures import (
    CaptureState,
    held_for,
    held_to_tell,
    held_until_sent,
    move_capture,
)
from holdfast.payments.customers import (
    CardAsked,
    CardNotFound,
    CardsNotKept,
    Customers,
    with_cards,
)
from holdfast.payments.demo import DEMO_METHODS, DemoProvider
from holdfast.payments.demo_events import DemoEvents
from holdfast.payments.disputes import (
    FREEZING,
    Dispute,
    dispute_moved,
    dispute_named,
    dispute_opened,
    disputed_key,
    disputes_of,
    order_told,
)
from holdfast.payments.facts import (
    DisputeChanged,
    DisputeOpened,
    PaidIn,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentFailed,
    PaymentSucceeded,
    PaymentWanted,
    RefundBegun,
    RefundDone,
    RefundedThere,
    RefundFailed,
    RefundOver,
    RefundThereFailed,
    RefundWanted,
)
from holdfast.payments.jobs import (
    CapturePayment,
    DisputeArrives,
    HandOver,
    LearnFee,
    LearnReceipt,
    PaymentArrives,
    RefundArrives,
    RefundPayment,
    RefundsThere,
    ResolvePayment,
    ResolveWalletPayment,
)
from holdfast.payments.kept import COVERED, KEPT, LOST, PAID_WITH, paid_by, refunds_of_sales
from holdfast.payments.life import (
    answered,
    as_answered,
    authorized,
    begun,
    credited,
    failed,
    left_behind,
    moved,
    part_refunded,
    refund_again,
    refund_begun,
    refund_failed,
    refund_partly,
    refund_wanted,
    refunded,
    refunding,
    succeeded,
    unchanged,
)
from holdfast.payments.manual import MANUAL, ManualProvider, manual_reference
from holdfast.payments.moves import (
    Moved,
    keep_fee,
    keep_lost,
    keep_moves,
    keep_taken,
    refunded_since,
)
from holdfast.payments.outages import AWAY_AFTER, Outage, outages_now
from holdfast.payments.payment import (
    CERTIFICATE,
    HOURS,
    PAYMENT_COLUMNS,
    POINTS_OF_OURS,
    SESSIONS,
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
    AnswerLost,
    Charge,
    ChargeRequest,
    ChargeStatus,
    CustomerGone,
    DisputeStatus,
    EventRefusal,
    HoldsMoney,
    KeepsCards,
    KeyRefused,
    MoveStatus,
    NextAction,
    PaymentProvider,
    ProviderDispute,
    ProviderEvent,
    ProviderRefused,
    ProviderUnavailable,
    SavedCard,
    SendsReceipts,
    TakesCurrencies,
    TakesParts,
    TellsDisputes,
    TellsRefunds,
)
from holdfast.payments.provider_besides import (
    CardUsed,
    RefundThere,
    SendsMoney,
    TellsCards,
    TellsFees,
    TellsRefundsThere,
)
from holdfast.payments.provider_refunds import (
    PROVIDER_REFUNDS,
    ProviderRefund,
    came_back_before,
    part_came_back,
    provider_refund,
    refund_taken,
    whole_came_back,
)
from holdfast.payments.receipt import (
    MOST_ITEMS,
    MOST_LETTERS,
    Receipt,
    ReceiptItem,
    ReceiptLine,
    Registration,
    SettledBy,
    Subject,
)
from holdfast.payments.receipt_book import (
    OF_PAYMENT,
    ReceiptKind,
    ReceiptNow,
    ReceiptPart,
    ReceiptState,
    drop_receipt_parts,
    keep_receipt_part,
    paid_ahead,
    receipt_asked_again,
    receipt_named,
    receipt_now,
    receipt_sent,
    receipts_to_tell,
    registered_by_hand,
    with_receipt,
)
from holdfast.payments.refunds_there import (
    RefundKept,
    first_told,
    owed_again,
    refund_kept,
    refunds_kept,
    there_counted,
    there_failed,
    there_noted,
)
