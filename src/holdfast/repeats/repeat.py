"""A repeat order as a value, and what it refuses. Pure."""

import calendar
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import Problem

RepeatStatus: TypeAlias = Literal["asked", "active", "paused", "ended"]
StepKind: TypeAlias = Literal[
    "begun", "ordered", "charged", "declined", "skipped", "restored", "changed", "paused",
    "resumed", "ended",
]  # fmt: skip
SkipReason: TypeAlias = Literal[
    "asked", "stock", "limit", "gone", "address", "wallet", "off", "other"
]
"""Why a day was left out: its buyer asked for that; too few units; more units than one buyer may
hold; goods that are not sold any more, or not so; nowhere to deliver to; too little money in the
wallet; the shop repeats nothing any more; something else."""
PayBy: TypeAlias = Literal["link", "wallet", "card"]
DeclineReason: TypeAlias = Literal[
    "authentication", "declined", "later", "gone", "unanswered", "other"
]
"""Why a card was not charged for a day, whose order waits with its link: its bank wants its owner
there; the bank says no; it is not kept any more; the provider does not answer; something else."""
CARD_OFF: Final = "card"
"""Why a repeat order was changed: its card was taken off, or charges nothing any more."""
WITH_ORDER: Final = "order"
"""Why a repeat order has ended: one of its orders was cancelled or refunded, and it with that."""
MOST_REPEATS: Final = 20
"""Of one person, ended ones aside."""
UNPAID_DAYS: Final = 3
"""Days in a row that were not paid, after which it is paused."""
MOST_QUANTITY: Final = 1000
MAX_REASON: Final = 500


class RepeatNotFound(Problem):
    """No such repeat order of theirs."""

    status = 404
    code = "repeat-not-found"
    title = "No such repeat order"


class RepeatMoved(Problem):
    """It is not active, or ended: whichever this needs."""

    status = 409
    code = "repeat-moved"
    title = "The repeat order's state does not allow this"


class RepeatOff(Problem):
    """The shop repeats no orders, or not these goods, or not so often."""

    status = 409
    code = "repeat-off"
    title = "This cannot be ordered again and again"


class RepeatNeedsAccount(Problem):
    """Somebody without an account has no page on which they end it."""

    status = 409
    code = "repeat-needs-account"
    title = "A repeat order needs an account"


class TooManyRepeats(Problem):
    """As many as one person may have."""

    status = 409
    code = "too-many-repeats"
    title = "There are too many repeat orders"


class BadRepeat(Problem):
    """What cannot be repeated so; ``errors`` names each field at fault."""

    status = 422
    code = "repeat-invalid"
    title = "The repeat order is not valid"


class RepeatLine(Struct, frozen=True):
    """So many units of a variant each time."""

    product_id: UUID
    variant_id: UUID
    quantity: int


class RepeatCard(Struct, frozen=True):
    """The card that is charged on its days, as its ``provider`` named it when its owner agreed to
    that."""

    provider: str
    id: str
    brand: str
    last_digits: str
    expires_month: int
    expires_year: int

    @property
    def good_until(self) -> date:
        """The last day on which it can be charged."""
        year, month = self.expires_year, self.expires_month
        return date(year, month, calendar.monthrange(year, month)[1])


class Repeat(Struct, frozen=True, kw_only=True):
    """``lines``, or the package ``package_id``, are ordered ``every`` so often, counted from
    ``first_on``, next on ``next_on``: days of the shop's calendar. ``order_id`` is the order it
    began with. ``address_text`` is where it goes, ``region`` what that is priced for, ``method``
    how. ``rev`` counts its steps; ``told_on`` is the day of which was said that it comes. ``card``
    is charged if ``pay_by`` says so, and None else. ``reason`` is why it is paused or ended,
    ``note`` what staff wrote of that."""

    id: UUID
    owner: str
    order_id: UUID
    status: RepeatStatus
    every: str
    lines: tuple[RepeatLine, ...]
    package_id: UUID | None
    method: str | None
    region: str | None
    address_text: str | None
    pay_by: PayBy
    card: RepeatCard | None
    locale: str | None
    first_on: date | None
    next_on: date | None
    told_on: date | None
    rev: int
    reason: str
    note: str
    created_at: datetime
    ended_at: datetime | None

    @property
    def is_asked(self) -> bool:
        """The order that it begins with is not paid yet."""
        return self.status == "asked"

    @property
    def is_active(self) -> bool:
        return self.status == "active"

    @property
    def is_paused(self) -> bool:
        return self.status == "paused"

    @property
    def is_ended(self) -> bool:
        return self.status == "ended"

    @property
    def due_on(self) -> date:
        """The next day, of one that has begun."""
        assert self.next_on is not None, f"repeat order {self.id} has not begun"
        return self.next_on

    @property
    def card_ends_before(self) -> bool:
        """Its card expires before its next day."""
        card, day = self.card, self.next_on
        return card is not None and day is not None and card.good_until < day

    @property
    def begun_on(self) -> date:
        """The day from which it is counted, of one that has begun."""
        assert self.first_on is not None, f"repeat order {self.id} has not begun"
        return self.first_on


class RepeatedUnits(Struct, frozen=True):
    """So many of a variant, or of a package, are ordered every so often."""

    every: str
    package_id: UUID | None
    product_id: UUID | None
    variant_id: UUID | None
    units: int


class RepeatStep(Struct, frozen=True):
    """What was done with a repeat order; ``due_on`` is the day it was about."""

    rev: int
    what: StepKind
    due_on: date | None
    order_id: UUID | None
    reason: str
    at: datetime


def ends_with(one: Repeat, order_id: UUID, asked: bool | None, *, whole: bool) -> bool:
    """Whether it ends with one of its orders: as was ``asked``; where nobody said, if it began
    with that order, and the ``whole`` of that is off."""
    return (whole and one.order_id == order_id) if asked is None else asked


def uncharged(steps: Sequence[RepeatStep]) -> RepeatStep | None:
    """The day that was ordered last, if no card was charged for it yet and it still stands.
    ``steps`` come newest first."""
    for one in steps:
        if one.what in ("charged", "declined"):
            return None
        if one.what == "ordered" and one.order_id is not None:
            return None if is_off(steps, one.order_id) else one
    return None


def may_come_back(one: Repeat, skips: Sequence[RepeatStep], today: date) -> date | None:
    """The last day that was left out as was asked, while it is still to come and one of its days.
    ``skips`` come newest first; others among its steps say nothing."""
    if not one.is_active:
        return None
    last: dict[date, RepeatStep] = {}
    for step in skips:
        if step.due_on is not None and step.what in ("skipped", "restored"):
            last.setdefault(step.due_on, step)
    left_out = (
        day for day, step in last.items() if (step.what, step.reason) == ("skipped", "asked")
    )
    # Another interval is counted from the day that was next then.
    from_day = max(one.begun_on, today + timedelta(days=1))
    return max((day for day in left_out if from_day <= day < one.due_on), default=None)


def is_off(steps: Sequence[RepeatStep], order_id: UUID) -> bool:
    """Whether the day of that order was left out after it was ordered. ``steps`` come newest
    first."""
    skipped: set[date | None] = set()
    for one in steps:
        if one.what == "skipped" and one.reason == "asked":
            skipped.add(one.due_on)
        if one.what == "ordered" and one.order_id == order_id:
            return one.due_on in skipped
    return False


def days_unpaid(steps: Sequence[RepeatStep], off: Collection[UUID]) -> int:
    """How many of its last days were not paid, one after another, since it last began or went on:
    orders that are ``off``, or too little in the wallet. ``steps`` come newest first. A day that
    was left out for anything else says nothing, also after it was ordered."""
    found = 0
    for one in steps:
        if one.what in ("begun", "resumed"):
            break
        if one.order_id is not None and is_off(steps, one.order_id):
            continue
        if one.what == "ordered":
            if one.order_id not in off:
                break
            found += 1
        if one.what == "skipped" and one.reason == "wallet":
            found += 1
    return found
