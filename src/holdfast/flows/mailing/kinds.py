"""Which event becomes which mail, to whom, and by which channel. To add a kind: a line in
:data:`KINDS`, and its templates in ``mail/templates``."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from holdfast.alerts import AlertBegan, AlertEnded, AlertsGathered
from holdfast.booking.bookings import (
    BookingAgreed,
    BookingAskedAgain,
    BookingCancelled,
    BookingComing,
    BookingCompleted,
    BookingConfirmed,
    BookingCountered,
    BookingMoved,
    BookingRequested,
    BookingRestDue,
    BookingShared,
)
from holdfast.booking.outside import CalendarAsks, CalendarRefusedUs
from holdfast.booking.series import SeriesCancelled
from holdfast.cart import CartAbandoned
from holdfast.catalog import StockLow
from holdfast.conversations import MessageSent
from holdfast.digital import DigitalCodesGiven, DigitalFilesGiven
from holdfast.edits import OrderEdited
from holdfast.flash_sales import FlashSaleResult
from holdfast.flows.mailing.gathering import OF_SERIES, TO_SEND_TOGETHER
from holdfast.flows.mailing.kind import CHANNELS, Enclosure, Kind
from holdfast.flows.mailing.kinds_of_accounts import OF_ACCOUNTS
from holdfast.flows.mailing.kinds_of_newsletters import NEWSLETTER, NEWSLETTER_TRY, OF_NEWSLETTERS
from holdfast.flows.mailing.kinds_of_referrals import OF_REFERRALS
from holdfast.flows.mailing.kinds_of_repeats import OF_REPEATS
from holdfast.flows.mailing.kinds_of_sessions import OF_SESSIONS
from holdfast.flows.mailing.occasions import (
    SECOND_REMINDER,
    UNTIL_READ,
    WHILE_IT_IS_PAID,
    a_day_before,
    any_was_confirmed,
    before_it_runs_out,
    by_customer,
    goods_that_are_off,
    had_stood,
    in_an_hour,
    line_by_line,
    of_goods,
    of_paid_goods,
    ordered,
    paid_for,
    stood,
    stood_and_moved,
    to_customer,
    tomorrow,
    was_confirmed,
    was_not_given,
    was_not_taken,
    was_paid,
    was_standing,
)
from holdfast.flows.mailing.reading import (
    BOOKINGS,
    GRANTS,
    NUMBERS,
    ORDERS,
    SHARED,
    begins_then,
    code_stands,
    hears_it_is_confirmed,
    still_stands,
    takes_part,
    takes_part_then,
)
from holdfast.flows.mailing.reading_gifts import something_left
from holdfast.flows.mailing.reading_goods import (
    ACCOUNTS,
    BACK,
    CARTS,
    GOODS,
    LOW,
    PARCELS,
    PAYOUTS,
    RETURNS,
    SALES,
    SELLERS,
    SMS_DAYS,
    WISHED,
    cart_is_left,
    is_beside_returns,
    still_ordered,
    to_be_reviewed,
)
from holdfast.flows.mailing.reading_lines import LEFT_LINES, PLACES_IN_LINE
from holdfast.flows.mailing.reading_links import LINKS_TO_PAY, link_opens
from holdfast.flows.mailing.reading_messages import (
    INQUIRIES,
    MESSAGES,
    inquiry_unread,
    message_unread,
)
from holdfast.flows.mailing.reading_questions import (
    ANSWERED,
    TO_ANSWER,
    answer_stands,
    first_answer,
    question_waits,
)
from holdfast.flows.mailing.reading_series import SERIES
from holdfast.flows.mailing.reading_staff import (
    APPLIED,
    ASKED_BACK,
    GIVEN_THERE,
    HELD,
    TO_SEND,
    goods_wait,
    still_applies,
    still_held,
    still_to_approve,
)
from holdfast.flows.mailing.reading_wallets import PAID_BACK
from holdfast.flows.mailing.reading_work import (
    ALERTS,
    ASKED,
    CALENDARS,
    DISPUTED,
    DISPUTES,
    MOVED,
    QUESTIONS,
    SESSIONS,
    SOLD,
    SOLD_OFF,
    UNANSWERED,
    sale_stands,
    session_unreviewed,
    still_asked,
    still_unanswered,
)  # fmt: skip
from holdfast.fraud import OrderHeldBack, OrderReleased
from holdfast.fulfilment import ParcelDelivered, ParcelFailed, ParcelNumbered, ParcelShipped
from holdfast.mail import Channel, NumberCodeWanted, SmsLimitReached
from holdfast.orders import (
    OrderCancelled,
    OrderCompleted,
    OrderPaid,
    OrderReserved,
    OrderUnitsCancelled,
    PayLinkSent,
)
from holdfast.packages import CertificateGiven, PackageExpiring, PackageIssued
from holdfast.payments import DisputeOpened, PaidBack, RefundDone, RefundedThere, RefundThereFailed
from holdfast.people import Purpose
from holdfast.preorders import PreorderCame, PreorderMoved
from holdfast.returns import (
    ReturnApproved,
    ReturnInspected,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from holdfast.reviews import QuestionAnswered, QuestionAsked
from holdfast.sellers import (
    PayoutAccountChanged,
    PayoutFailed,
    PayoutPaid,
    SellerApplied,
    SellerStood,
)
from holdfast.waiting import BackInStock, TimeOffered, TimeWaitEnded, UnitsOffered, WaitEnded
from holdfast.wishes import WishCheaper

__all__ = [
    "APART", "CHANNELS", "FREE_OF_BOUNDS", "KINDS", "LINKS", "MAIL_TYPES", "NUMBER_CODE",
    "REFUSABLE", "Enclosure", "Kind", "kind_named",
]  # fmt: skip

_BY_MAIL: Final[tuple[Channel, ...]] = ("mail",)
_BY_SMS: Final[tuple[Channel, ...]] = ("sms",)
NUMBER_CODE: Final = "number-code"


class LinkOf(Struct, frozen=True):
    """What a kind's one-time link is for, and the page that it opens."""

    purpose: Purpose
    path: str


KINDS: Final[tuple[Kind, ...]] = (
    Kind(name="order-placed", event=OrderReserved, about=ORDERS, when=ordered, days=0.05,
         bounded=True, refusable=True, after=WHILE_IT_IS_PAID, still=still_ordered),
    Kind(name="order-paid", event=OrderPaid, about=ORDERS, when=paid_for),
    Kind(name="order-edited", event=OrderEdited, about=ORDERS),
    Kind(name="codes-given", event=DigitalCodesGiven, about=ORDERS),
    Kind(name="files-given", event=DigitalFilesGiven, about=ORDERS),
    Kind(name="preorder-came", event=PreorderCame, about=ORDERS),
    Kind(name="preorder-moved", event=PreorderMoved, about=ORDERS),
    Kind(name="order-cancelled", event=OrderCancelled, about=ORDERS,
         when=goods_that_are_off, bounded=True),
    Kind(name="order-refunded", event=RefundDone, about=ORDERS, when=was_paid,
         still=is_beside_returns),
    Kind(name="parcel-shipped", event=ParcelShipped, about=PARCELS),
    Kind(name="parcel-numbered", event=ParcelNumbered, about=PARCELS),
    Kind(name="parcel-delivered", event=ParcelDelivered, about=PARCELS, refusable=True),
    Kind(name="parcel-failed", event=ParcelFailed, about=PARCELS),
    Kind(name="return-asked", event=ReturnRequested, about=ASKED_BACK, refusable=True,
         still=still_to_approve),
    Kind(name="return-approved", event=ReturnApproved, about=RETURNS),
    Kind(name="return-refused", event=ReturnRefused, about=RETURNS),
    Kind(name="return-received", event=ReturnReceived, about=RETURNS, refusable=True),
    Kind(name="return-inspected", event=ReturnInspected, about=RETURNS, when=line_by_line),
    Kind(name="review-asked", event=OrderCompleted, about=ORDERS, when=of_goods, days=12.0,
         asked_for=False, after=5.0, still=to_be_reviewed),
    Kind(name="session-review-asked", event=BookingCompleted, about=BOOKINGS, days=8.0,
         asked_for=False, after=1.0, still=session_unreviewed),
    Kind(name="cart-left", event=CartAbandoned, about=CARTS, days=0.8, asked_for=False,
         still=cart_is_left, daily=True),
    Kind(name="cart-left-again", event=CartAbandoned, about=CARTS, days=2.0, asked_for=False,
         after=SECOND_REMINDER, still=cart_is_left, daily=True),
    Kind(name="booking-agreed", event=BookingAgreed, about=BOOKINGS, days=1.0, bounded=True),
    Kind(name="booking-countered", event=BookingCountered, about=BOOKINGS, days=1.0, bounded=True),
    Kind(name="booking-confirmed", event=BookingConfirmed, about=BOOKINGS, encloses="visit",
         bounded=True, still=still_stands, together=OF_SERIES),
    Kind(name="booking-moved", event=BookingMoved, about=BOOKINGS, encloses="visit", bounded=True,
         still=still_stands, together=OF_SERIES),
    Kind(name="booking-tomorrow", event=BookingComing, about=BOOKINGS, when=tomorrow, days=0.5,
         refusable=True, still=begins_then),
    Kind(name="booking-soon", event=BookingComing, about=BOOKINGS, when=in_an_hour, days=0.04,
         refusable=True, still=begins_then),
    Kind(name="booking-declined", event=BookingCancelled, about=BOOKINGS, when=was_not_given,
         bounded=True),
    Kind(name="waiting-offer-over", event=BookingCancelled, about=BOOKINGS, when=was_not_taken,
         bounded=True),
    Kind(name="booking-cancelled", event=BookingCancelled, about=BOOKINGS, when=was_confirmed,
         encloses="visit-off", bounded=True),
    Kind(name="series-cancelled", event=SeriesCancelled, about=SERIES, when=any_was_confirmed,
         encloses="series-off", bounded=True),
    Kind(name="shared-invited", event=BookingShared, about=SHARED, when=was_standing,
         encloses="visit", bounded=True, still=takes_part, channels=_BY_MAIL),
    Kind(name="shared-confirmed", event=BookingConfirmed, about=SHARED, encloses="visit",
         bounded=True, still=hears_it_is_confirmed, channels=_BY_MAIL),
    Kind(name="shared-moved", event=BookingMoved, about=SHARED, when=stood_and_moved,
         encloses="visit", still=takes_part, channels=_BY_MAIL),
    Kind(name="shared-tomorrow", event=BookingComing, about=SHARED, when=a_day_before, days=0.5,
         refusable=True, still=takes_part_then, channels=_BY_MAIL),
    Kind(name="shared-soon", event=BookingComing, about=SHARED, when=in_an_hour, days=0.04,
         refusable=True, still=takes_part_then, channels=_BY_MAIL),
    Kind(name="shared-cancelled", event=BookingCancelled, about=SHARED, when=stood,
         encloses="visit-off", still=takes_part, channels=_BY_MAIL),
    Kind(name="request-asked", event=BookingRequested, about=ASKED, still=still_asked),
    Kind(name="request-asked-again", event=BookingAskedAgain, about=ASKED, still=still_asked),
    Kind(name="request-waits", event=BookingRequested, also=BookingAskedAgain, about=UNANSWERED,
         days=30.0, refusable=True, at=before_it_runs_out, still=still_unanswered),
    Kind(name="session-booked", event=BookingConfirmed, about=SESSIONS, refusable=True,
         encloses="visits", not_to_doer=True, still=still_stands, together=OF_SERIES),
    Kind(name="session-moved", event=BookingMoved, about=MOVED, refusable=True,
         encloses="visits", not_to_doer=True, still=still_stands, together=OF_SERIES),
    Kind(name="session-cancelled", event=BookingCancelled, about=SESSIONS, when=had_stood,
         refusable=True, not_to_doer=True, encloses="visits-off", together=OF_SERIES),
    Kind(name="calendar-refused", event=CalendarRefusedUs, about=CALENDARS),
    Kind(name="calendar-asks", event=CalendarAsks, about=QUESTIONS),
    Kind(name="booking-rest-due", event=BookingRestDue, about=BOOKINGS),
    *OF_SESSIONS,
    Kind(name="waiting-offered", event=TimeOffered, about=PLACES_IN_LINE, days=0.25, bounded=True),
    Kind(name="units-offered", event=UnitsOffered, about=GOODS, days=0.25, bounded=True),
    Kind(name="waiting-ended", event=WaitEnded, about=LEFT_LINES, bounded=True),
    Kind(name="waiting-time-ended", event=TimeWaitEnded, about=LEFT_LINES, bounded=True),
    Kind(name="back-in-stock", event=BackInStock, about=BACK, days=1.0, refusable=True),
    Kind(name="wish-cheaper", event=WishCheaper, about=WISHED, days=2.0, asked_for=False,
         daily=True),
    Kind(name="sale-result", event=FlashSaleResult, about=SALES, days=1.0, refusable=True),
    Kind(name="package-issued", event=PackageIssued, about=GRANTS),
    Kind(name="package-expiring", event=PackageExpiring, about=GRANTS, refusable=True),
    Kind(name="certificate-given", event=CertificateGiven, about=GRANTS, encloses="certificate",
         still=something_left, channels=_BY_MAIL),
    Kind(name="pay-link", event=PayLinkSent, about=LINKS_TO_PAY, days=1.0, bounded=True,
         apart=True, still=link_opens, channels=_BY_MAIL),
    *OF_REPEATS,
    *OF_REFERRALS,
    *OF_ACCOUNTS,
    *OF_NEWSLETTERS,
    Kind(name="seller-applied", event=SellerApplied, about=APPLIED, refusable=True,
         still=still_applies),
    Kind(name="seller-standing", event=SellerStood, about=SELLERS),
    Kind(name="seller-order", event=OrderPaid, also=OrderReleased, about=SOLD, refusable=True,
         still=sale_stands),
    Kind(name="seller-order-off", event=OrderCancelled, also=OrderUnitsCancelled, about=SOLD_OFF,
         when=of_paid_goods),
    Kind(name="order-to-send", event=OrderPaid, also=OrderReleased, about=TO_SEND, days=1.0,
         refusable=True, still=goods_wait, together=TO_SEND_TOGETHER),
    Kind(name="order-held", event=OrderHeldBack, about=HELD, refusable=True, still=still_held),
    Kind(name="payout-paid", event=PayoutPaid, about=PAYOUTS, refusable=True),
    Kind(name="payout-failed", event=PayoutFailed, about=PAYOUTS),
    Kind(name="payout-account", event=PayoutAccountChanged, about=ACCOUNTS, days=7.0,
         channels=_BY_MAIL),
    Kind(name="message-received", event=MessageSent, about=MESSAGES, when=to_customer, days=1.0,
         refusable=True, after=UNTIL_READ, still=message_unread),
    Kind(name="message-asked", event=MessageSent, about=INQUIRIES, when=by_customer, days=1.0,
         refusable=True, after=UNTIL_READ, still=inquiry_unread),
    Kind(name="question-asked", event=QuestionAsked, about=TO_ANSWER, refusable=True,
         after=UNTIL_READ, still=question_waits),
    Kind(name="question-answered", event=QuestionAnswered, about=ANSWERED, when=first_answer,
         refusable=True, not_to_doer=True, still=answer_stands),
    Kind(name="stock-low", event=StockLow, about=LOW, days=1.0, refusable=True),
    Kind(name=NUMBER_CODE, event=NumberCodeWanted, about=NUMBERS, days=0.007, bounded=True,
         apart=True, still=code_stands, channels=_BY_SMS),
    Kind(name="sms-limit", event=SmsLimitReached, about=SMS_DAYS, days=1.0, refusable=True,
         channels=("mail", "push", "telegram", "app")),
    Kind(name="dispute-opened", event=DisputeOpened, about=DISPUTES),
    Kind(name="refund-there", event=RefundedThere, also=RefundThereFailed, about=GIVEN_THERE),
    Kind(name="top-up-refunded", event=PaidBack, about=PAID_BACK),
    Kind(name="seller-dispute", event=DisputeOpened, about=DISPUTED),
    Kind(name="alert-began", event=AlertBegan, about=ALERTS, days=1.0, refusable=True),
    Kind(name="alert-ended", event=AlertEnded, about=ALERTS, days=1.0, refusable=True),
    Kind(name="alerts-gathered", event=AlertsGathered, about=ALERTS, days=1.0, refusable=True),
)  # fmt: skip
LINKS: Final[Mapping[str, LinkOf]] = {
    "password-link": LinkOf("password", "/password"),
    "email-link": LinkOf("email", "/confirm-address"),
}
"""Kinds that carry a link for the account, which is kept with them."""
MAIL_TYPES: Final = tuple(sorted({one.TYPE for kind in KINDS for one in kind.events}))
REFUSABLE: Final[Mapping[Channel, tuple[str, ...]]] = {
    "mail": tuple(kind.name for kind in KINDS if kind.may_be_refused),
    "push": tuple(kind.name for kind in KINDS if "push" in kind.channels),
    "telegram": tuple(kind.name for kind in KINDS if "telegram" in kind.channels),
    "sms": tuple(
        kind.name for kind in KINDS if "sms" in kind.channels and kind.name != NUMBER_CODE
    ),
    "app": tuple(kind.name for kind in KINDS if "app" in kind.channels),
}
APART: Final = frozenset(kind.name for kind in KINDS if kind.apart)
FREE_OF_BOUNDS: Final = tuple(kind.name for kind in KINDS if not kind.bounded)


def kind_named(name: str) -> Kind | None:
    """The kind; None of a name that is none any more."""
    return next((kind for kind in (*KINDS, NEWSLETTER, NEWSLETTER_TRY) if kind.name == name), None)
