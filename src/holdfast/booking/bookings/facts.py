"""What is told of bookings. Each says what a letter about it needs, beside what its row says."""

from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from holdfast.db.events import Fact

EndReason: TypeAlias = Literal[
    "client", "staff", "expired", "unpaid", "studio", "weather", "declined", "lapsed",
    "photographer",
]  # fmt: skip
"""Why a booking is cancelled: by whom, or whose fault it is. ``photographer``: who was booked,
a studio as well, cannot make it, and said why to its client."""


class BookingHeld(Fact, frozen=True):
    """A time is held for somebody who is to pay."""

    TYPE = "booking.held"
    SUBJECT = "booking id"
    order_id: UUID
    user: str
    service: str
    starts_at: datetime
    zone: str
    price: int
    currency: str


class BookingRequested(Fact, frozen=True):
    """A client asks for a time, which is held until ``answer_by``; ``resources`` are asked. Nothing
    is paid before somebody agrees."""

    TYPE = "booking.requested"
    SUBJECT = "booking id"
    order_id: UUID
    number: str
    user: str
    service: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    price: int
    currency: str
    resources: list[UUID]
    answer_by: datetime
    note: str


class BookingAgreed(Fact, frozen=True):
    """It can be paid, until ``pay_by``: who was asked agreed to what the client wants, or the
    client (``by``) to the other time."""

    TYPE = "booking.agreed"
    SUBJECT = "booking id"
    order_id: UUID
    user: str
    service: str
    starts_at: datetime
    zone: str
    due: int
    currency: str
    pay_by: datetime
    by: str
    note: str


class BookingCountered(Fact, frozen=True):
    """Not the time ``before``, but another is offered and held until ``answer_by``; ``kept``: the
    one that was asked for as well."""

    TYPE = "booking.countered"
    SUBJECT = "booking id"
    user: str
    service: str
    before: datetime
    starts_at: datetime
    zone: str
    price: int
    currency: str
    answer_by: datetime
    kept: bool
    by: str
    note: str


class BookingAskedAgain(Fact, frozen=True):
    """The client does not want the other time: what was asked for waits for an answer anew."""

    TYPE = "booking.asked-again"
    SUBJECT = "booking id"
    user: str
    service: str
    before: datetime
    starts_at: datetime
    zone: str
    answer_by: datetime


class BookingConfirmed(Fact, frozen=True):
    """It is paid. ``rescued``: the money came late, and the time was still free. ``by``: whose
    act it was, if somebody's: who paid, or who of staff wrote it down."""

    TYPE = "booking.confirmed"
    SUBJECT = "booking id"
    order_id: UUID
    rescued: bool = False
    by: str | None = None


class BookingPaid(Fact, frozen=True):
    """So much of its rest was paid; ``prepaid`` of the price is paid by now."""

    TYPE = "booking.paid"
    SUBJECT = "booking id"
    amount: int
    prepaid: int


class RestNotPaid(Fact, frozen=True):
    """So much of its price was noted as paid by hand, and was not; ``prepaid`` of it is paid by
    now. ``order_id`` is the order that asked for it, ``by`` whoever of the shop takes it back."""

    TYPE = "booking.rest-not-paid"
    SUBJECT = "booking id"
    order_id: UUID
    amount: int
    prepaid: int
    currency: str
    by: str


class CashTaken(Fact, frozen=True):
    """Its client paid all that was due to who photographed, who is called ``name`` there, in
    cash."""

    TYPE = "booking.cash-taken"
    SUBJECT = "booking id"
    order_id: UUID
    amount: int
    currency: str
    resource_id: UUID
    name: str
    by: str


class BookingComing(Fact, frozen=True):
    """It begins in so many ``minutes``: a day, or an hour. ``rest_told``: its client heard of the
    rest lately, with when it is."""

    TYPE = "booking.coming"
    SUBJECT = "booking id"
    user: str
    service: str
    starts_at: datetime
    zone: str
    minutes: int
    rest_told: bool


class BookingRestDue(Fact, frozen=True):
    """It begins soon, and so much of its price is not paid."""

    TYPE = "booking.rest-due"
    SUBJECT = "booking id"
    user: str
    service: str
    starts_at: datetime
    zone: str
    rest: int
    currency: str


class BookingMoved(Fact, frozen=True):
    """It takes place at another time, or with others; ``price`` is what it costs now, of which
    ``move_fee`` is what this move cost its client. ``people``: so many come now, if that is all
    that is another."""

    TYPE = "booking.moved"
    SUBJECT = "booking id"
    before: datetime
    starts_at: datetime
    zone: str
    resources: list[UUID]
    price: int
    by: str
    move_fee: int = 0
    people: int = 0


class BookingShared(Fact, frozen=True):
    """Somebody beside who booked takes part in it from now on, ``by`` whose word. ``stood``: it
    was confirmed by then; if not, they hear of it by its confirmation."""

    TYPE = "booking.shared"
    SUBJECT = "participant id"
    booking_id: UUID
    by: str
    stood: bool = False


class BookingCancelled(Fact, frozen=True):
    """It is off and its time is free. ``penalty`` is what is kept of what was paid, ``refund``
    what goes back by this. ``together``: by one request with others of its series, which tells of
    all (`series.cancelled`)."""

    TYPE = "booking.cancelled"
    SUBJECT = "booking id"
    order_id: UUID
    reason: EndReason
    penalty: int = 0
    refund: int = 0
    by: str | None = None
    together: bool = False


class BookingStarted(Fact, frozen=True):
    """The client is there, so many minutes late."""

    TYPE = "booking.started"
    SUBJECT = "booking id"
    late_minutes: int = 0


class BookingChanged(Fact, frozen=True):
    """Staff made it longer or shorter, or changed its price or note; ``refund`` goes back by it."""

    TYPE = "booking.changed"
    SUBJECT = "booking id"
    ends_at: datetime
    price: int
    refund: int
    reason: str
    by: str


class BookingCompleted(Fact, frozen=True):
    """It took place."""

    TYPE = "booking.completed"
    SUBJECT = "booking id"


class BookingIncomeShared(Fact, frozen=True):
    """So much of what is kept of it is a photographer's, or a studio's, now: first told once it has
    ended, then with each refund."""

    TYPE = "booking.income.shared"
    SUBJECT = "share id"
    booking_id: UUID
    resource_id: UUID
    amount: int
    currency: str


class BookingMissed(Fact, frozen=True):
    """Nobody came."""

    TYPE = "booking.no-show"
    SUBJECT = "booking id"
