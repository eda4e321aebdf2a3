"""The events of the shop, gathered from their nouns. ``docs/events.md`` is made from this list."""

from typing import Final

from holdfast.alerts import AlertBegan, AlertEnded, AlertsGathered
from holdfast.analytics import VisitorActed
from holdfast.booking.bookings import (
    BookingAgreed,
    BookingAskedAgain,
    BookingCancelled,
    BookingCompleted,
    BookingConfirmed,
    BookingCountered,
    BookingHeld,
    BookingIncomeShared,
    BookingMissed,
    BookingMoved,
    BookingRequested,
    BookingShared,
    BookingStarted,
)
from holdfast.cart import CartAbandoned
from holdfast.catalog import StockChanged, StockLow, StockMoved, ThresholdChanged
from holdfast.conversations import (
    ConversationClosed,
    MessageHidden,
    MessageReported,
    MessageSent,
    MessageShown,
)
from holdfast.db.dead_letters import LetterDead
from holdfast.db.events import Fact
from holdfast.db.jobs import JobDead
from holdfast.flash_sales import (
    FlashSaleClosed,
    FlashSaleEnded,
    FlashSaleMade,
    FlashSaleResult,
)
from holdfast.fraud import OrderHeldBack, OrderReleased
from holdfast.fulfilment import (
    ParcelCancelled,
    ParcelChanged,
    ParcelDelivered,
    ParcelFailed,
    ParcelMade,
    ParcelNumbered,
    ParcelPicked,
    ParcelShipped,
)
from holdfast.orders import (
    OrderCancelled,
    OrderChanged,
    OrderCompleted,
    OrderPaid,
    OrderReserved,
    OrderUnitsCancelled,
    OrderUnitsRefunded,
    PayLinkSent,
)
from holdfast.payments import (
    DisputeChanged,
    DisputeOpened,
    PaymentAuthorized,
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
from holdfast.promotions import CouponIssued
from holdfast.purchasing import (
    PurchaseCancelled,
    PurchaseExpected,
    PurchaseOrdered,
    PurchaseReceived,
)
from holdfast.returns import (
    ReturnApproved,
    ReturnCancelled,
    ReturnInspected,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from holdfast.sellers import (
    PayoutAccountChanged,
    PayoutFailed,
    PayoutPaid,
    PayoutProposed,
    SaleShared,
    SellerApplied,
    SellerStood,
)
from holdfast.transfers import (
    TransferArrived,
    TransferCancelled,
    TransferExpected,
    TransferSent,
)
from holdfast.waiting import BackInStock, TimeOffered, TimeWaitEnded, UnitsOffered, WaitEnded
from holdfast.wallets import ChargePaid, ChargeRefunded, ChargeRefused
from holdfast.wishes import WishCheaper

__all__ = ["EVENT_TYPES"]

EVENT_TYPES: Final[tuple[type[Fact], ...]] = (
    OrderReserved,
    OrderChanged,
    PayLinkSent,
    OrderPaid,
    OrderHeldBack,
    OrderReleased,
    OrderUnitsCancelled,
    OrderUnitsRefunded,
    OrderCancelled,
    OrderCompleted,
    ParcelMade,
    ParcelPicked,
    ParcelChanged,
    ParcelShipped,
    ParcelNumbered,
    ParcelDelivered,
    ParcelFailed,
    ParcelCancelled,
    ReturnRequested,
    ReturnApproved,
    ReturnRefused,
    ReturnCancelled,
    ReturnReceived,
    ReturnInspected,
    MessageSent,
    ConversationClosed,
    MessageReported,
    MessageHidden,
    MessageShown,
    BookingRequested,
    BookingCountered,
    BookingAskedAgain,
    BookingAgreed,
    BookingHeld,
    BookingConfirmed,
    BookingMoved,
    BookingShared,
    BookingIncomeShared,
    BookingStarted,
    BookingCompleted,
    BookingMissed,
    BookingCancelled,
    RefundBegun,
    RefundDone,
    RefundFailed,
    RefundedThere,
    RefundThereFailed,
    RefundOver,
    PaymentWanted,
    RefundWanted,
    PaymentAuthorized,
    PaymentSucceeded,
    PaymentFailed,
    DisputeOpened,
    DisputeChanged,
    ChargePaid,
    ChargeRefused,
    ChargeRefunded,
    SellerApplied,
    SellerStood,
    SaleShared,
    PayoutProposed,
    PayoutPaid,
    PayoutFailed,
    PayoutAccountChanged,
    StockChanged,
    StockMoved,
    ThresholdChanged,
    StockLow,
    CouponIssued,
    PurchaseOrdered,
    PurchaseExpected,
    PurchaseReceived,
    PurchaseCancelled,
    TransferSent,
    TransferExpected,
    TransferArrived,
    TransferCancelled,
    FlashSaleMade,
    FlashSaleEnded,
    FlashSaleClosed,
    FlashSaleResult,
    TimeOffered,
    TimeWaitEnded,
    UnitsOffered,
    WaitEnded,
    BackInStock,
    WishCheaper,
    CartAbandoned,
    VisitorActed,
    AlertBegan,
    AlertEnded,
    AlertsGathered,
    LetterDead,
    JobDead,
)
