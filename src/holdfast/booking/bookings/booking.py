"""A booking as a value, what it takes, and how it is read."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings.asking import Asking
from holdfast.booking.bookings.facts import EndReason
from holdfast.booking.bookings.policy import USUAL, Policy
from holdfast.booking.bookings.taking import Taking
from holdfast.booking.bookings.when import When, lengths
from holdfast.booking.intake import Answer
from holdfast.kit import shop_now
from holdfast.kit.positions import Position
from holdfast.ledger import Expect

MAX_SESSION: Final = timedelta(days=31)
"""What no booking is longer than, buffers aside, however staff change it."""
_LEAST_WAIT: Final = timedelta(minutes=1)

BookingStatus: TypeAlias = Literal[
    "requested", "countered", "held", "confirmed", "in_progress", "completed", "cancelled",
    "no_show",
]  # fmt: skip


Pay: TypeAlias = Literal["all", "deposit"]
"""What a client pays first of a booking whose service asks for a deposit."""


def moves_key(booking_id: UUID) -> str:
    """The store that counts how often a booking was moved. Whoever gives its cells back expects it
    as read, so that they are the ones it has."""
    return f"moved/{booking_id}"


def grants_key(booking_id: UUID) -> str:
    """The store that counts how often something was paid of what is due of it later by hours, or by
    certificates for services. Whoever reads how much they may pay expects it as read."""
    return f"grants/{booking_id}"


def waits_for_answer(minutes: int, starts_at: datetime) -> timedelta:
    """How long a request waits: its own start at most."""
    return max(min(timedelta(minutes=minutes), starts_at - shop_now()), _LEAST_WAIT)


class BookedPart(Struct, frozen=True):
    """Of a booking that is more than one service: a service of it or what was added, by its id,
    with its minutes and its price then."""

    kind: Literal["service", "extra"]
    id: str
    name: str
    minutes: int
    price: int


class NewBooking(Struct, frozen=True):
    """A booking that is to be made with the order that pays for it: ``prepaid`` of the price, or
    all of it. ``deposit``: what is enough to pay of it first, where its client may choose that or
    all; None: there is nothing to choose. ``over``: why it lies over blocks that only clients
    cannot book; ``ways``: what keeps others from being booked too near at another place; ``at``:
    where its client has it, if that is neither a studio nor a room; ``move_fees``: of the price,
    what moving it has cost. With ``answer_minutes`` it is asked for: it waits so long for an
    answer, and nothing is paid before; ``asking`` says what that takes a seat of. ``answers``: to
    what its services ask.
    """

    id: UUID
    service_id: UUID
    service_name: str
    when: When
    takings: tuple[Taking, ...]
    price: int
    currency: str
    prepaid: int
    policy: Policy = USUAL
    people: int = 1
    note: str = ""
    made_by: str = ""
    over: str = ""
    parts: tuple[BookedPart, ...] = ()
    ways: tuple[Expect, ...] = ()
    answer_minutes: int = 0
    move_fees: int = 0
    asking: Asking = Asking()
    deposit: int | None = None
    at: Position | None = None
    answers: tuple[Answer, ...] = ()

    def paid(self, pay: Pay) -> "NewBooking":
        """With what its client wants to pay first."""
        prepaid = self.price if pay == "all" or self.deposit is None else self.deposit
        return replace(self, prepaid=prepaid)

    @property
    def waits_for_answer(self) -> timedelta | None:
        """How long it is held for an answer, its own start at most; None: it needs none."""
        if not self.answer_minutes:
            return None
        return waits_for_answer(self.answer_minutes, self.when.starts_at)


class AskedTime(Struct, frozen=True):
    """What was asked for, while another time is offered in its place; without its ``parts``, where
    it was kept before these were."""

    when: When
    takings: tuple[Taking, ...]
    price: int
    prepaid: int
    deposit: int | None = None
    parts: tuple[BookedPart, ...] = ()


JSON_COLUMNS: Final = frozenset({"policy", "parts", "asked"})
"""Those of them that are read as text."""
BOOKING_COLUMNS: Final = (
    "id", "number", "user_id", "order_id", "service_id", "service_name", "starts_at", "ends_at",
    "zone", "wall_start", "zone_data", "status", "reason", "note_of_end", "price", "prepaid",
    "policy", "penalty", "currency", "people", "note", "made_by", "moves", "client_moves",
    "created_at", "confirmed_at", "began_at", "ended_at", "parts", "answer_minutes", "answer_by",
    "kept", "answer_note", "asked", "move_fees", "deposit", "latitude", "longitude",
    "by_hand", "by_hand_length",
)  # fmt: skip


class Booking(Struct, frozen=True):
    """A booking's own row. ``penalty`` is what was kept of its price when it was cancelled;
    ``by_hand`` what staff made of the price more than the list has, or less, ``by_hand_length``
    what of that goes with its length: minutes that they gave or took."""

    id: UUID
    number: str
    user_id: str
    order_id: UUID
    service_id: UUID
    service_name: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    wall_start: str
    zone_data: str
    status: BookingStatus
    reason: EndReason | None
    note_of_end: str | None
    price: int
    prepaid: int
    policy_text: str
    penalty: int
    currency: str
    people: int
    note: str
    made_by: str
    moves: int
    client_moves: int
    created_at: datetime
    confirmed_at: datetime | None
    began_at: datetime | None
    ended_at: datetime | None
    parts_text: str
    answer_minutes: int
    answer_by: datetime | None
    keeps_asked: bool
    answer_note: str
    asked_text: str | None
    move_fees: int = 0
    deposit: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    by_hand: int = 0
    by_hand_length: int = 0

    def price_at(self, when: When, listed: int, fee: int = 0) -> int:
        """What it costs then, where the list says so much: with what its moves cost, ``fee`` for
        one more, and with what staff made of it by hand."""
        by_hand, _ = self.by_hand_at(when)
        return max(listed + self.move_fees + fee + by_hand, 0)

    def by_hand_at(self, when: When) -> tuple[int, int]:
        """What is by hand of its price then, and what of that goes with its length: nothing more,
        where it takes another."""
        if self._is_as_long(when):
            return self.by_hand, self.by_hand_length
        return self.by_hand - self.by_hand_length, 0

    def _is_as_long(self, when: When) -> bool:
        """In true minutes, or by its clock, as what is let by the day."""
        own, other = lengths(self), lengths(when)
        return any(one == two for one, two in zip(own, other, strict=True))

    def only_people(self, when: When, people: int) -> bool:
        """Whether it is to stay as it is, but for how many come: that is no move."""
        span = self.starts_at, self.ends_at
        return people != self.people and span == (when.starts_at, when.ends_at)

    @property
    def at(self) -> Position | None:
        """Its client's own place, if it is there."""
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude)

    @property
    def on_request(self) -> bool:
        """Whether it was asked for, so somebody had to agree."""
        return self.answer_minutes > 0

    @property
    def asked(self) -> AskedTime:
        """Of one that was answered with another time: what was asked for."""
        assert self.asked_text is not None
        return _asked(self.asked_text)

    @property
    def pay(self) -> Pay:
        """What of it is paid first, as long as that can be chosen."""
        return "all" if self.prepaid == self.price else "deposit"

    @property
    def parts(self) -> list[BookedPart]:
        """What a visit is made of; nothing, if it is a service alone."""
        return parts_in(self.parts_text)

    @property
    def policy(self) -> Policy:
        """What cancelling it costs, as agreed."""
        return _policy(self.policy_text)

    @property
    def is_requested(self) -> bool:
        """It waits for whoever is asked."""
        return self.status == "requested"

    @property
    def is_countered(self) -> bool:
        """Another time was offered: it waits for its client."""
        return self.status == "countered"

    def is_one_of(self, states: Sequence[BookingStatus]) -> bool:
        """Whether it is in one of these states."""
        return self.status in states

    @property
    def has_lapsed(self) -> bool:
        """Nobody answered in time."""
        return self.is_cancelled and self.reason == "lapsed"

    @property
    def is_asked(self) -> bool:
        """Not agreed yet, by one or the other: nothing can be paid."""
        return self.is_requested or self.is_countered

    @property
    def is_unpaid(self) -> bool:
        """Its cells are held: it waits for an answer, or for its money."""
        return self.is_held or self.is_asked

    @property
    def is_held(self) -> bool:
        """It waits for its money."""
        return self.status == "held"

    @property
    def is_confirmed(self) -> bool:
        """Paid, and not begun."""
        return self.status == "confirmed"

    @property
    def is_paid(self) -> bool:
        """Paid, and not over."""
        return self.status in ("confirmed", "in_progress")

    @property
    def is_missed(self) -> bool:
        """Nobody came."""
        return self.status == "no_show"

    @property
    def is_completed(self) -> bool:
        """It took place."""
        return self.status == "completed"

    @property
    def stands(self) -> bool:
        """Neither over nor off."""
        return self.is_unpaid or self.is_paid

    @property
    def is_clients_to_cancel(self) -> bool:
        """Whether its client may still call it off: it has not begun, or nothing is paid of it."""
        return self.is_unpaid or (self.is_confirmed and shop_now() < self.starts_at)

    def takes_answers(self, *, by_staff: bool) -> bool:
        """Whether what is asked of its client may be answered: until it begins, by staff until it
        is over."""
        before = (self.is_unpaid or self.is_confirmed) and shop_now() < self.starts_at
        return before or (by_staff and self.stands)

    def is_after(self, what: str) -> bool:
        """Whether that was said of it: ``start``, ``complete``, ``no-show``."""
        return self.status == {
            "start": "in_progress",
            "complete": "completed",
            "no-show": "no_show",
        }.get(what)

    @property
    def told_why(self) -> str:
        """What who was booked and could not make it tells its client; what staff note of an end is
        their own."""
        return (self.note_of_end or "") if self.reason == "photographer" else ""

    @property
    def is_cancelled(self) -> bool:
        """Off, for its ``reason``."""
        return self.status == "cancelled"


_policy: Final = msgspec.json.Decoder(Policy).decode
parts_in: Final = msgspec.json.Decoder(list[BookedPart]).decode
"""What is kept of them, read."""
_asked: Final = msgspec.json.Decoder(AskedTime).decode
