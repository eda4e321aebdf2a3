"""The time of several resources beside each other, as it is asked for and answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.contract.slots import day_of, near_shown
from holdfast.booking import Block, Kind, Resource
from holdfast.booking.bookings import Booking, BookingStatus
from holdfast.booking.services import Service
from holdfast.booking.slots import Gap, moment_of
from holdfast.kit import iso, shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import moment_text, zone
from holdfast.views.booking.board import MOST_BLOCKS, MOST_BOOKINGS, MOST_RESOURCES, Board
from holdfast.views.booking.conflicts import Conflicting, ConflictKind

__all__ = [
    "MOST_DAYS", "MOST_OWN", "BoardAnswer", "board_body", "clock_of", "days_asked",
]  # fmt: skip

MOST_DAYS: Final = 42
MOST_TOGETHER: Final = 1_500
"""Days of resources that one board has."""
MOST_OWN: Final = MOST_TOGETHER // MOST_DAYS
"""Resources of one account, in its own calendar."""


class BoardSpan(Answer):
    start: Instant
    end: Instant


class BoardGap(BoardSpan):
    """Time that is left, and what fits there: places in `services`."""

    fits: list[int]


class BoardResource(Answer):
    """`open`: its hours, whatever lies over them; `gaps`: what is left of them from now on."""

    id: UUID
    kind: Kind
    name: str
    zone: str
    studio_id: UUID | None
    tags: list[str]
    capacity: int
    buffer_before: int
    buffer_after: int
    open: list[BoardSpan]
    gaps: list[BoardGap]


class BoardTaking(BoardSpan):
    """What it takes of a resource, buffers included. `whole`: a studio with all its rooms."""

    resource_id: UUID
    role: str
    name: str
    seats: int
    whole: bool


class BoardConflict(Answer):
    """Why it should not stand there: as in `GET /api/staff/conflicts`."""

    resource_id: UUID
    kind: ConflictKind
    note: str
    shows: str | None


class BoardCard(BoardSpan):
    """A booking. `begins` and `ends`: what the board's clock shows; `local`: what that of its
    studio shows at its start. Of a visit, `also` names its further services, and `beside` is how
    many of its minutes are not those of the first: its length is changed by that one's."""

    id: UUID
    number: str
    status: BookingStatus
    order_id: UUID
    service_id: UUID
    service_name: str
    also: list[UUID]
    beside: int
    client: str | None
    client_id: UUID | None = Field(default=None, description="In one's own calendar")
    client_note: str | None = Field(
        default=None, description="In one's own calendar: what one notes of them for oneself"
    )
    note: str
    near: str | None = Field(description="Its client's own place; null: in a studio, or not told")
    people: int
    price: int
    due: int = Field(description="Of the price, once it stands: what is not paid yet")
    added: list[str] = Field(description="What it has beside its service: extras, other services")
    currency: str
    begins: str
    ends: str
    zone: str
    local: str
    moves: int
    can_move: bool
    takes: list[BoardTaking]
    conflicts: list[BoardConflict]


class BoardBlock(BoardSpan):
    """Time taken away. `begins` and `ends`: what the board's clock shows."""

    id: UUID
    resource_id: UUID
    begins: str
    ends: str
    soft: bool
    note: str
    source: str


class BoardShift(Answer):
    """From `start` on, a clock is so many minutes `ahead` of UTC."""

    start: Instant
    ahead: int


class BoardDayShown(Answer):
    """`hours`: what the clock shows at its start and after each hour of it: 23 to 25 of them."""

    day: date
    start: Instant
    end: Instant
    hours: list[str]


class BoardNeed(Answer):
    role: str
    kind: Literal["photographer", "studio", "room", "equipment"]
    tags: list[str]
    resources: list[UUID]


class BoardService(Answer):
    """What a card may be moved and stretched to: `lengths` in minutes, the shortest first; it
    begins at minutes of the day that are multiples of `step`, or at the `fixed` ones."""

    id: UUID
    name: str
    active: bool
    lengths: list[int]
    step: int
    fixed: list[int]
    needs: list[BoardNeed]


class BoardAnswer(Answer):
    """The time of resources beside each other, from the first day until the last."""

    zone: str = Field(description="Whose clock the days are by")
    clocks: dict[str, list[BoardShift]] = Field(
        description="Of each zone of the resources, what its clock shows in these days and now"
    )
    days: list[BoardDayShown]
    resources: list[BoardResource]
    bookings: list[BoardCard] = Field(description=f"By time, at most {MOST_BOOKINGS}")
    blocks: list[BoardBlock] = Field(description=f"At most {MOST_BLOCKS}")
    services: list[BoardService]
    more: bool = Field(description="There is more than one board shows: ask for less of it")
    server_time: Instant


def days_asked(begin: str, end: str, resources: int) -> tuple[date, date]:
    """Raises :class:`InvalidRequest`."""
    first, last = day_of(begin, "from"), day_of(end, "to")
    count = (last - first) // timedelta(days=1)
    if count < 1:
        raise InvalidRequest(say("The end must be later than the start."), field="to")
    shown = min(max(resources, 1), MOST_RESOURCES)
    most = min(MOST_DAYS, MOST_TOGETHER // shown)
    if count > most:
        raise InvalidRequest(say("Ask for at most {most} days.", most=most), field="to")
    return first, last


def clock_of(resources: Sequence[Resource], readers: str | None = None) -> str:
    """The reader's own clock, where one of them goes by it; else that most of them go by."""
    if readers and any(one.zone == readers for one in resources):
        return readers
    found = Counter(one.zone for one in resources).most_common(1)
    return found[0][0] if found else "UTC"


def board_body(
    board: Board, locale: str, own: Mapping[str, tuple[UUID, str]] | None = None
) -> dict[str, Any]:
    """As :class:`BoardAnswer`. ``own``: by user, which client of one's own that is, and what one
    notes of them."""
    clock = zone(board.zone)
    return {
        "zone": board.zone,
        "clocks": {
            name: [{"start": iso(start), "ahead": ahead} for start, ahead in turns]
            for name, turns in board.clocks.items()
        },
        "days": [
            {"day": one.day, "start": iso(one.start), "end": iso(one.end), "hours": one.hours}
            for one in board.days
        ],
        "resources": [_resource(board, one, locale) for one in board.resources],
        "bookings": [
            _card(board, one, clock) | _of_own(None if own is None else own.get(one.user_id))
            for one in board.bookings
        ],
        "blocks": [_block(one, clock) for one in board.blocks],
        "services": [_service(one, locale) for one in board.services],
        "more": board.more,
        "serverTime": iso(shop_now()),
    }


def _resource(board: Board, one: Resource, locale: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name_in(locale),
        "zone": one.zone,
        "studioId": one.studio_id,
        "tags": one.tags,
        "capacity": one.capacity,
        "bufferBefore": one.buffer_before,
        "bufferAfter": one.buffer_after,
        "open": [_span(span.start, span.end) for span in board.open.get(one.id, ())],
        "gaps": [_gap(gap) for gap in board.gaps.get(one.id, ())],
    }


def _span(start: datetime, end: datetime) -> dict[str, Any]:
    return {"start": iso(start), "end": iso(end)}


def _gap(gap: Gap) -> dict[str, Any]:
    return _span(moment_of(gap.first), moment_of(gap.end)) | {"fits": gap.services}


def _card(board: Board, one: Booking, clock: ZoneInfo) -> dict[str, Any]:
    return _span(one.starts_at, one.ends_at) | {
        "id": one.id,
        "number": one.number,
        "status": one.status,
        "orderId": one.order_id,
        "serviceId": one.service_id,
        "serviceName": one.service_name,
        "also": [part.id for part in one.parts[1:] if part.kind == "service"],
        "beside": sum(part.minutes for part in one.parts[1:]),
        "client": board.clients.get(one.user_id),
        "note": one.note,
        "near": near_shown(one.at),
        "people": one.people,
        "price": one.price,
        "due": 0 if one.confirmed_at is None else one.price - one.prepaid,
        "added": [part.name for part in one.parts[1:]],
        "currency": one.currency,
        "begins": moment_text(one.starts_at.astimezone(clock), "T"),
        "ends": moment_text(one.ends_at.astimezone(clock), "T"),
        "zone": one.zone,
        "local": one.wall_start,
        "moves": one.moves,
        "canMove": one.is_held or one.is_confirmed,
        "takes": [
            _span(taken.starts_at, taken.ends_at)
            | {
                "resourceId": taken.resource_id,
                "role": taken.role,
                "name": taken.name,
                "seats": taken.seats,
                "whole": taken.whole,
            }
            for taken in board.takings[one.id]
        ],
        "conflicts": [_conflict(each) for each in board.conflicts if each.booking_id == one.id],
    }


def _of_own(client: tuple[UUID, str] | None) -> dict[str, Any]:
    return {} if client is None else {"clientId": client[0], "clientNote": client[1]}


def _conflict(one: Conflicting) -> dict[str, Any]:
    return {
        "resourceId": one.resource_id,
        "kind": one.kind,
        "note": one.note,
        "shows": one.shows,
    }


def _block(one: Block, clock: ZoneInfo) -> dict[str, Any]:
    return _span(one.starts_at, one.ends_at) | {
        "id": one.id,
        "resourceId": one.resource_id,
        "begins": moment_text(one.starts_at.astimezone(clock), "T"),
        "ends": moment_text(one.ends_at.astimezone(clock), "T"),
        "soft": one.soft,
        "note": one.note,
        "source": one.source,
    }


def _service(one: Service, locale: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name_in(locale),
        "active": one.active,
        "lengths": one.lengths.allowed(),
        "step": one.grid.step,
        "fixed": one.grid.fixed,
        "needs": [
            {
                "role": need.role,
                "kind": need.kind,
                "tags": need.tags,
                "resources": need.resources,
            }
            for need in one.needs
        ],
    }
