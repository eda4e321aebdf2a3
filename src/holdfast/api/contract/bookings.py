"""Bookings as they are answered."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from msgspec import to_builtins
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.galleries import PicturesOfBooking, pictures_counted
from holdfast.api.contract.intake import QuestionsCounted
from holdfast.api.contract.requests import AskedShown, asked_body
from holdfast.api.contract.slots import near_shown
from holdfast.booking import page_slug
from holdfast.booking.bookings import BookingStatus, EndReason, free_until, minutes_asked
from holdfast.flows.booking.moving import fee_of_move
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso, shop_now
from holdfast.views.booking.booking_pages import BookingMoment, BookingPage

__all__ = [
    "BookingShown", "HoldAnswer", "MoveAnswer", "booking_body", "hold_ends",
]  # fmt: skip


_CLIENT_READS: Final = ("before", "startsAt", "amount", "refund", "name", "people")
"""Of what an event says: ids, and what staff wrote, are theirs. The name is that of who was
booked and took the money."""


class TakingShown(Answer):
    resource_id: UUID
    role: str
    name: str


class StepShown(Answer):
    minutes: int = Field(description="From so long before the start on")
    percent: int = Field(description="of the price is kept")


class MomentOfBooking(Answer):
    at: Instant
    what: str
    data: dict[str, Any] = Field(
        description="What its event says; for its client the times, the money, who took it and how"
        " many come: `before`, `startsAt`, `amount`, `refund`, `name`, `people`"
    )
    actor_name: str | None = Field(default=None, description="For staff: who did it, where known")


class PartOfVisit(Answer):
    kind: Literal["service", "extra"]
    id: str
    name: str
    minutes: int
    price: int = Field(description="As it was booked")


class PlaceInSeriesShown(Answer):
    series_id: UUID
    number: int = Field(description="Its place among them, by the rule")
    count: int


class PlaceOfBooking(Answer):
    """Where to go: a studio, or its client's own place, which has no name and no address."""

    studio_id: UUID | None
    name: str
    slug: str | None = Field(description="Of the studio's page, while it has one")
    address: str
    latitude: float | None
    longitude: float | None


class PartyAsked(Answer):
    """Somebody its client may write to, by `POST /api/conversations`."""

    studio_id: UUID | None = Field(
        description="The studio by itself; null: the shop, with who photographs it"
    )
    name: str = Field(description="The studio's, or those of who photographs it; may be empty")


class BookingShown(Answer):
    """A booking. Amounts are minor units of `currency`: `dueNow` is what its order asks; the rest
    of the `price` is paid at the studio. `expiresAt` is when an unpaid one ends."""

    id: UUID
    number: str
    order_id: UUID
    reservation_id: UUID | None
    user_id: str
    status: BookingStatus
    reason: EndReason | None
    end_note: str = Field(description="Of one that who is booked cancelled: why, in their words")
    order_status: Literal["pending", "paid", "completed", "cancelled"]
    refund: Literal["none", "begun", "done", "failed"] = Field(
        description="Of all that was paid; where only a part goes back, it is `none`"
    )
    service_id: UUID
    service_name: str
    start: Instant
    end: Instant
    minutes: int = Field(
        description="How long it takes; what is let by the day has 1440 of each day, whatever the"
        " clocks do meanwhile"
    )
    zone: str
    local: str = Field(description="The start by the studio's clock")
    resources: list[TakingShown]
    parts: list[PartOfVisit] = Field(description="Of more than one service: what it is made of")
    series: PlaceInSeriesShown | None = Field(description="The series that it is one of")
    price: int
    due_now: int
    deposit: int | None = Field(
        description="While it waits for its money and its client may choose: enough to pay first"
    )
    penalty: int = Field(description="What was kept when it was cancelled")
    currency: str
    people: int
    note: str
    questions: QuestionsCounted = Field(description="What its services ask its client")
    pictures: PicturesOfBooking | None = Field(description="Null: nothing was delivered")
    near: str | None = Field(
        description="Its client's own place, as `55.75,37.62`; null: in a studio, or not told"
    )
    place: PlaceOfBooking | None = Field(description="Where to go; null: not told")
    writes_to: list[PartyAsked] = Field(description="To whom its client may write about it")
    moves: int
    move_fees: int = Field(description="Of the price: what its moves have cost")
    by_hand: int = Field(
        description="Of the price: what the studio made of it by hand, below 0 less; wherever it"
        " is moved, that stays"
    )
    move_fee: int = Field(description="What it costs its client to move it now, beside the price")
    steps: list[StepShown] = Field(description="What cancelling costs")
    free_until: Instant | None = Field(description="Until then it is free; null: until the start")
    on_request: bool = Field(description="Somebody had or has to agree")
    answer_by: Instant | None = Field(
        description="`requested`: until when it waits for the studio; `countered`: for its client"
    )
    answer_note: str = Field(description="Of who answered")
    asked: AskedShown | None = Field(description="Of `countered`: what was asked for")
    can_cancel: bool = Field(description="By its client: until it begins")
    can_move: bool = Field(
        description="By its policy, and somebody would serve it at another time without having to"
        " agree first"
    )
    created_at: Instant
    expires_at: Instant | None
    confirmed_at: Instant | None
    began_at: Instant | None = Field(description="When the client was there")
    ended_at: Instant | None
    timeline: list[MomentOfBooking] | None = Field(default=None, description="Of a single one")


class HoldAnswer(Answer):
    """The time is held until `expiresAt`, by the server's clock; its order is to be paid."""

    success: Literal[True]
    booking_id: UUID
    number: str
    order_id: UUID
    reservation_id: UUID
    total: int = Field(description="What is to pay now")
    currency: str
    expires_at: Instant
    server_time: Instant
    booking: BookingShown


class MoveAnswer(Answer):
    """`refund` goes back because the other time costs less. With an `orderId` it is dearer: it
    stays where it is until that is paid."""

    success: Literal[True]
    refund: int
    order_id: UUID | None = None
    reservation_id: UUID | None = None
    pay_path: str | None = Field(
        default=None, description="Where who asks in its client's place pays that"
    )
    booking: BookingShown


async def hold_ends(parts: ShopParts, pages: Sequence[BookingPage]) -> dict[UUID, datetime]:
    """When those that wait for their money end, by hold."""
    waiting = [
        one.order.hold_id
        for one in pages
        if one.booking.is_unpaid and one.order.hold_id is not None
    ]
    holds = await parts.reader.holds(waiting)
    return {hold_id: hold.expires_at for hold_id, hold in holds.items()}


def place_body(page: BookingPage) -> dict[str, Any] | None:
    """As :class:`PlaceOfBooking`; a studio's name in the reader's language."""
    own, studio = page.booking.at, page.studio
    if own is not None:
        none = {"studioId": None, "name": "", "slug": None, "address": ""}
        return none | {"latitude": own.latitude, "longitude": own.longitude}
    if studio is None:
        return None
    return {
        "studioId": studio.id,
        "name": studio.name_in(page.locale),
        "slug": page_slug(studio) if studio.is_active else None,
        "address": studio.address,
        "latitude": studio.latitude,
        "longitude": studio.longitude,
    }


def booking_body(
    page: BookingPage,
    ends: dict[UUID, datetime],
    timeline: Sequence[BookingMoment] | None = None,
    *,
    unmovable: Collection[UUID] = (),
    by_staff: bool,
) -> dict[str, Any]:
    """As :class:`BookingShown`. ``unmovable``: whatever their policy says, nobody would serve these
    at another time; ``by_staff``: it is not its client who reads it."""
    booking, order = page.booking, page.order
    policy = booking.policy
    hold = order.hold_id
    movable = not booking.on_request and (
        booking.is_held
        or (
            booking.is_confirmed
            and booking.client_moves < policy.moves
            and shop_now() <= booking.starts_at - timedelta(minutes=policy.move_minutes)
        )
    )
    body: dict[str, Any] = {
        "id": booking.id,
        "number": booking.number,
        "orderId": booking.order_id,
        "reservationId": hold,
        "userId": booking.user_id,
        "status": booking.status,
        "reason": booking.reason,
        "endNote": booking.told_why,
        "orderStatus": order.status,
        "refund": order.refund,
        "serviceId": booking.service_id,
        "serviceName": booking.service_name,
        "start": iso(booking.starts_at),
        "end": iso(booking.ends_at),
        "minutes": minutes_asked(booking.starts_at, booking.ends_at, page.takings),
        "zone": booking.zone,
        "local": booking.wall_start,
        "resources": [
            {"resourceId": one.resource_id, "role": one.role, "name": one.name}
            for one in page.takings
        ],
        "parts": [to_builtins(one) for one in booking.parts],
        "series": page.series
        and {
            "seriesId": page.series.series_id,
            "number": page.series.number,
            "count": page.series.count,
        },
        "price": booking.price,
        "dueNow": booking.prepaid,
        "deposit": booking.deposit if booking.is_unpaid else None,
        "penalty": booking.penalty,
        "currency": booking.currency,
        "people": booking.people,
        "note": booking.note,
        "questions": _questions(page, by_staff=by_staff),
        "pictures": pictures_counted(page.gallery),
        "near": near_shown(booking.at),
        "place": place_body(page),
        "writesTo": _writes_to(page),
        "moves": booking.moves,
        "moveFees": booking.move_fees,
        "byHand": booking.by_hand,
        "moveFee": fee_of_move(booking),
        "steps": [{"minutes": one.minutes, "percent": one.percent} for one in policy.steps],
        "freeUntil": iso(free_until(policy, booking.starts_at)),
        "onRequest": booking.on_request,
        "answerBy": iso(booking.answer_by),
        "answerNote": booking.answer_note,
        "asked": asked_body(booking),
        "canCancel": booking.stands and (by_staff or booking.is_clients_to_cancel),
        "canMove": movable and booking.id not in unmovable,
        "createdAt": iso(booking.created_at),
        "expiresAt": iso(None if hold is None else ends.get(hold)),
        "confirmedAt": iso(booking.confirmed_at),
        "beganAt": iso(booking.began_at),
        "endedAt": iso(booking.ended_at),
    }
    if timeline is not None:
        body["timeline"] = [
            {"at": iso(one.at), "what": one.what, "data": _told(one, by_staff=by_staff)}
            for one in timeline
        ]
    return body


def _writes_to(page: BookingPage) -> list[dict[str, Any]]:
    """Where nobody photographs, what its client has to say is for the studio, not for the shop."""
    named = [(one.kind, one.id, one.name_in(page.locale)) for one in page.parties]
    people = [name for kind, _, name in named if kind == "photographer"]
    studios = [{"studioId": one, "name": name} for kind, one, name in named if kind == "studio"]
    if studios and not people:
        return studios
    return [{"studioId": None, "name": ", ".join(people)}, *studios]


def _questions(page: BookingPage, *, by_staff: bool) -> dict[str, int]:
    counts = page.questions
    there = page.booking.takes_answers(by_staff=by_staff)
    return {"open": counts.open if there else 0, "answered": counts.answered}


def _told(moment: BookingMoment, *, by_staff: bool) -> dict[str, Any]:
    if by_staff:
        return moment.data
    return {key: moment.data[key] for key in _CLIENT_READS if key in moment.data}
