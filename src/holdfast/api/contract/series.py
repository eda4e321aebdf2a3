"""Series of bookings as they are asked for and answered."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from msgspec import to_builtins
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.booking_asks import Length, Near, PayFirst, Resources
from holdfast.api.contract.bookings import (
    BookingShown,
    booking_body,
    hold_ends,
)
from holdfast.api.contract.cancellations import CancellationShown
from holdfast.api.contract.for_client import BookedFor
from holdfast.api.contract.intake import GivenAnswers
from holdfast.api.contract.orders import NextActionShown
from holdfast.api.contract.slots import TimeBody
from holdfast.api.contract.sources import MOST_SOURCES, SourceForm
from holdfast.booking.bookings import Booking, Cause
from holdfast.booking.series import MOST_SESSIONS, Recurrence, Unit
from holdfast.booking.services import MAX_PEOPLE
from holdfast.flows.booking.planning import MOST_NOTE
from holdfast.flows.booking.series.settling import found_series
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso, shop_now
from holdfast.ledger import MAX_BALANCE
from holdfast.people import Principal
from holdfast.views.booking.booking_pages import booking_pages

__all__ = [
    "RecurrenceAsked", "SeriesAnswer", "SeriesAsked", "SeriesCancelAnswer", "SeriesCancelAsked",
    "SeriesCancellationShown", "SeriesCheckAsked", "SeriesChecked", "SeriesMoveAnswer",
    "SeriesMoveAsked", "SeriesPayAnswer", "SeriesPayAsked", "SessionChange", "recurrence_of",
    "series_body",
]  # fmt: skip

Unmovable: TypeAlias = Callable[[Sequence[Booking]], Awaitable[set[UUID]]]
Weekday = Annotated[int, Field(ge=1, le=7, strict=True)]


class RecurrenceAsked(Ask):
    """When it comes again: `count` times or `until` a date, one of them. Months: on the same
    weekday of the month as the first (its second Tuesday)."""

    unit: Unit = "week"
    every: Annotated[int, Field(ge=1, le=52, strict=True)] = 1
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = Field(
        default=[], description="Of weeks, 1 is Monday; left out: that of the first"
    )
    count: Annotated[int, Field(ge=2, le=MOST_SESSIONS, strict=True)] | None = None
    until: date | None = Field(default=None, description="The last day it may be")


class SessionChange(Ask):
    """One of them at another time, or (`start` null) not at all; `day` is by the studio's clock."""

    day: date
    start: datetime | None = None


class SeriesCheckAsked(Ask):
    """A series, as it would be booked."""

    service_id: UUID
    start: datetime = Field(description="Of the first; without a zone it is by the studio's clock")
    length: Length | None = Field(default=None, description="Left out: the service's shortest")
    resources: Resources = "any"
    people: Annotated[int, Field(ge=1, le=MAX_PEOPLE, strict=True)] = 1
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""
    near: Near = None
    pay: PayFirst = None
    rule: RecurrenceAsked
    changes: Annotated[list[SessionChange], Field(max_length=MOST_SESSIONS)] = Field(
        default=[], description="Those that are at another time, or left out"
    )


class SeriesAsked(SeriesCheckAsked, BookedFor):
    """`all` of them or nothing, or those that are `free`; each with the `answers`. Staff: for whom,
    and with `later`, that each is paid when it comes."""

    take: Literal["all", "free"] = "all"
    expected_price: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True)] | None = Field(
        default=None,
        description="Of all that are to be had, as `check` says it: should it be another by now, "
        "nothing is held (409 `price-changed`, with both)",
    )
    answers: GivenAnswers = Field(default=[])


class SessionShown(Answer):
    """One of them: `free`, or why not and the next times that are."""

    day: date = Field(description="By the rule")
    start: Instant
    local: str = Field(description="By the studio's clock")
    free: bool
    code: str | None
    detail: str | None
    next: list[TimeBody] = Field(description="Of those that are not free, of a dozen at most")


class SeriesChecked(Answer):
    """Nothing is held. `price` and `dueNow` are of those that are free."""

    zone: str
    currency: str
    minutes: int
    sessions: list[SessionShown]
    free: int
    price: int
    due_now: int


class RuleShown(Answer):
    unit: Unit
    every: int
    weekdays: list[int]
    count: int | None
    until: date | None


class SeriesAnswer(Answer):
    """A series with its bookings, in the order of its rule. `dueNow` is what those that are held
    wait for, `due` what else of all of them is to be paid."""

    id: UUID
    service_id: UUID
    service_name: str
    zone: str
    minutes: int
    rule: RuleShown
    later: bool
    bookings: list[BookingShown]
    price: int
    due_now: int
    due: int
    currency: str
    expires_at: Instant | None = Field(description="When the first of those that are held ends")
    server_time: Instant


class SeriesCancelAsked(Ask):
    """From that booking on, or all that is to come. `expectedRefund` is what was shown: should less
    come back by now, nothing is done."""

    since: UUID | None = Field(default=None, description="A booking's id")
    expected_refund: Annotated[int, Field(ge=0, strict=True)] | None = None
    cause: Cause = "client"
    reason: Annotated[str, Field(max_length=500)] = ""


class OneCancellation(CancellationShown):
    booking_id: UUID
    start: Instant
    local: str


class SeriesCancellationShown(Answer):
    """What cancelling them comes to now, each and all."""

    count: int
    penalty: int
    refund: int
    currency: str
    bookings: list[OneCancellation]


class SeriesCancelAnswer(Answer):
    """`kept`: bookings that changed at this moment, and were not cancelled."""

    success: bool
    cancelled: int
    penalty: int
    refund: int
    kept: list[UUID]
    series: SeriesAnswer


class SeriesMoveAsked(Ask):
    """So many days later or earlier, and to that time of day by the studio's clock. `check`: only
    say what is in the way."""

    since: UUID | None = Field(default=None, description="A booking's id; left out: all to come")
    days: Annotated[int, Field(ge=-31, le=31, strict=True)] = 0
    time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = None
    take: Literal["all", "free"] = "all"
    check: bool = False


class StayedShown(Answer):
    booking_id: UUID
    code: str


class SeriesMoveAnswer(Answer):
    """How many were moved and what goes back of all; those that stayed, and why. `sessions` where
    it was only checked."""

    success: bool
    moved: int
    refund: int
    stayed: list[StayedShown]
    sessions: list[SessionShown] | None = None
    series: SeriesAnswer


class SeriesPayAsked(Ask):
    """`sources` pay in their order, `provider` what is left: one of them at least."""

    sources: Annotated[list[SourceForm], Field(max_length=MOST_SOURCES)] = Field(
        default=[], description="What one has, the first pays first"
    )
    provider: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    expected_rest: Annotated[int, Field(ge=0, strict=True)] | None = Field(
        default=None,
        description="What the provider was shown to take: should it be more, nothing is taken",
    )
    method: Annotated[str, Field(min_length=1, max_length=40)] | None = None


class SeriesPayAnswer(Answer):
    """How many were paid by this, how many are left. With an `orderId` its payment waits for the
    buyer there: ask again after that."""

    success: bool
    paid: int
    left: int
    order_id: UUID | None
    payment_id: UUID | None
    next_action: NextActionShown | None
    series: SeriesAnswer


class SeriesLeftAnswer(Answer):
    """`open`: it can be paid in any way; `pending`: a payment of one of its bookings is under way
    that its provider does not call off."""

    status: Literal["open", "pending"]
    series: SeriesAnswer


def recurrence_of(asked: RecurrenceAsked) -> Recurrence:
    return Recurrence(
        unit=asked.unit,
        every=asked.every,
        weekdays=tuple(asked.weekdays),
        count=asked.count,
        until=asked.until,
    )


async def series_body(
    parts: ShopParts,
    who: Principal | None,
    series_id: UUID,
    locale: str,
    unmovable: Unmovable | None = None,
) -> dict[str, Any]:
    """As :class:`SeriesAnswer`, for readers of that language; ``unmovable``: tells which nobody
    would serve at another time."""
    series, some = await found_series(parts, who, series_id)
    stay = set[UUID]() if unmovable is None else await unmovable(some)
    by_staff = who is not None and who.is_staff
    pages = await booking_pages(parts.database, some, locale)
    ends = await hold_ends(parts, pages)
    called = {
        one.service_name: page.booking.service_name for one, page in zip(some, pages, strict=True)
    }
    return {
        "id": series.id,
        "serviceId": series.service_id,
        "serviceName": called.get(series.service_name, series.service_name),
        "zone": series.zone,
        "minutes": series.minutes,
        "rule": to_builtins(series.rule),
        "later": series.later,
        "bookings": [booking_body(one, ends, unmovable=stay, by_staff=by_staff) for one in pages],
        "price": sum(one.price for one in some if not one.is_cancelled),
        "dueNow": sum(one.prepaid for one in some if one.is_held),
        "due": _due(some),
        "currency": some[0].currency,
        "expiresAt": iso(min(ends.values(), default=None)),
        "serverTime": iso(shop_now()),
    }


def _due(some: Sequence[Booking]) -> int:
    """What is to be paid of them yet, beside what those that are held wait for."""
    return sum(one.price - one.prepaid for one in some if one.stands or one.is_completed)
