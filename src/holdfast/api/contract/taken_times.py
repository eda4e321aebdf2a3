"""Why no time is offered, as staff read it of several days."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Query
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.contract.slot_reasons import Hindrance, hindrances
from holdfast.api.contract.slots import day_of
from holdfast.booking import Block, Resource
from holdfast.booking.services import MAX_PEOPLE
from holdfast.kit import iso
from holdfast.kit.names import name_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import moment_text, zone
from holdfast.views.booking.board import Board, BoardDay
from holdfast.views.booking.taken_times import MOST_DAYS, TakenTimes, Took

__all__ = [
    "FirstDay", "LastDay", "Minutes", "People", "TakenTimesBody", "taken_days_asked",
    "taken_times_body",
]  # fmt: skip

FirstDay = Annotated[
    str, Query(alias="from", max_length=10, description="The first day, as 2026-01-31")
]
LastDay = Annotated[
    str,
    Query(
        alias="to",
        max_length=10,
        description=f"The day after the last, {MOST_DAYS} days later at most",
    ),
]
Minutes = Annotated[
    int | None, Query(ge=5, le=10_080, description="Left out: the service's shortest")
]
People = Annotated[int, Query(ge=1, le=MAX_PEOPLE, description="How many come")]


class TakenTime(Answer):
    """What takes time of a resource, buffers included."""

    resource_id: UUID
    resource: str
    kind: Literal["booking", "request", "held", "offered", "block", "soft-block", "calendar"] = (
        Field(
            description="`held`: being paid; `offered`: held for the first in line; `calendar`: a "
            "calendar elsewhere says so"
        )
    )
    start: Instant
    end: Instant
    begins: str = Field(
        description="By the clock of `zone`, as `2026-11-24T09:00`; of an hour that comes twice "
        "with which it is: `2026-10-25T02:30 UTC+02:00`"
    )
    ends: str
    name: str = Field(description="The service's, or what the block says")
    client: str | None
    booking_id: UUID | None
    number: str | None
    order_id: UUID | None
    place: str | None = Field(
        description="At which studio it is; null with a way: at its client's own place"
    )
    way_minutes: int = Field(
        description="How long the way from there to where this service can be takes at most"
    )


class TakenDay(Answer):
    day: date
    times: int = Field(description="Starts that are offered")
    reasons: list[Hindrance] = Field(description="Where none is: why, of each resource")
    taken: list[TakenTime] = Field(description="In order of time")


class TakenTimesBody(Answer):
    zone: str = Field(description="Whose days they are")
    days: list[TakenDay]
    more: bool = Field(description="More lies on these days than one answer holds")


def taken_days_asked(begin: str, end: str) -> tuple[date, date]:
    """Raises :class:`InvalidRequest`."""
    first, last = day_of(begin, "from"), day_of(end, "to")
    if last <= first:
        raise InvalidRequest(say("The end must be later than the start."), field="to")
    if last - first > timedelta(days=MOST_DAYS):
        raise InvalidRequest(say("Ask for at most {most} days.", most=MOST_DAYS), field="to")
    return first, last


def taken_times_body(
    found: TakenTimes, locale: str, own: frozenset[UUID] | None = None
) -> dict[str, Any]:
    """As :class:`TakenTimesBody`. What the schedules of others than ``own`` note stays theirs."""
    board = found.board
    clock = zone(board.zone)
    return {
        "zone": board.zone,
        "days": [
            {
                "day": day.day.isoformat(),
                "times": day.times,
                "reasons": hindrances(day, locale, staff=True, noted=own),
                "taken": _taken(found, on, clock, locale),
            }
            for day, on in zip(found.days, board.days, strict=True)
        ],
        "more": board.more,
    }


def _taken(found: TakenTimes, on: BoardDay, clock: ZoneInfo, locale: str) -> list[dict[str, Any]]:
    resources = {one.id: one for one in found.board.resources}
    booked = [
        _booked(one, found.board, clock, resources.get(one.taking.resource_id), locale)
        for one in found.took
        if one.taking.starts_at < on.end and one.taking.ends_at > on.start
    ]
    laid = [
        _block(one, resources[one.resource_id].name_in(locale), clock)
        for one in found.board.blocks
        if one.starts_at < on.end and one.ends_at > on.start
    ]
    return sorted([*booked, *laid], key=lambda one: (str(one["start"]), str(one["resource"])))


def _booked(
    one: Took, board: Board, clock: ZoneInfo, whose: Resource | None, locale: str
) -> dict[str, Any]:
    booking, taken = one.booking, one.taking
    kind = "booking"
    if booking.status in ("requested", "countered"):
        kind = "request"
    elif booking.status == "held":
        kind = "offered" if one.offered else "held"
    return {
        "resourceId": taken.resource_id,
        "resource": name_now(taken.name, whose, locale),
        "kind": kind,
        "start": iso(taken.starts_at),
        "end": iso(taken.ends_at),
        "begins": moment_text(taken.starts_at.astimezone(clock), "T"),
        "ends": moment_text(taken.ends_at.astimezone(clock), "T"),
        "name": booking.service_name,
        "client": board.clients.get(booking.user_id),
        "bookingId": booking.id,
        "number": booking.number,
        "orderId": booking.order_id,
        "place": None if one.place is None else one.place.name_in(locale),
        "wayMinutes": one.way_minutes,
    }


def _block(one: Block, name: str, clock: ZoneInfo) -> dict[str, Any]:
    kind = "soft-block" if one.soft else "block"
    return {
        "resourceId": one.resource_id,
        "resource": name,
        "kind": "calendar" if one.source == "calendar" else kind,
        "start": iso(one.starts_at),
        "end": iso(one.ends_at),
        "begins": moment_text(one.starts_at.astimezone(clock), "T"),
        "ends": moment_text(one.ends_at.astimezone(clock), "T"),
        "name": one.note,
        "client": None,
        "bookingId": None,
        "number": None,
        "orderId": None,
        "place": None,
        "wayMinutes": 0,
    }
