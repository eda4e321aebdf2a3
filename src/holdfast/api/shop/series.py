"""Series: bookings that come again. Asked for, booked, read, paid, moved and cancelled as one."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.booking_asks import HOLD_REFUSED
from holdfast.api.contract.cancellations import cancellation_body
from holdfast.api.contract.problems import TELLS_AGAIN, Forbidden, problems
from holdfast.api.contract.series import (
    SeriesAnswer,
    SeriesAsked,
    SeriesCancelAnswer,
    SeriesCancelAsked,
    SeriesCancellationShown,
    SeriesCheckAsked,
    SeriesChecked,
    SeriesMoveAnswer,
    SeriesMoveAsked,
    series_body,
)
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.languages import order_locale, reader_of
from holdfast.api.shell.visits import serves, visit_booked
from holdfast.api.shop.booking_choice import chosen, no_farther
from holdfast.api.shop.booking_moves import unmovable
from holdfast.api.shop.series_choice import sessions_json, wanted_series, with_next_times
from holdfast.booking.bookings import Booking, Cause, minutes_asked, takings_of
from holdfast.booking.series import Series, SeriesNotFound, Shift, shifted
from holdfast.clients import ClientNotFound
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.cancelling import CancellationChanged, OnlyStaffSay
from holdfast.flows.booking.for_client import NoSuchClient, on_behalf
from holdfast.flows.booking.planning import NotOffered, Wanted
from holdfast.flows.booking.series.ending import (
    cancel_series,
    cancellation_of_series,
    from_one_on,
)
from holdfast.flows.booking.series.holding import SeriesConflicts, SeriesDropped, hold_series
from holdfast.flows.booking.series.moving import (
    MoveOfOne,
    SeriesMoveDone,
    move_series,
    moved_as_before,
    moved_before,
    plan_moves,
)
from holdfast.flows.booking.series.planning import plan_series
from holdfast.flows.booking.series.settling import found_series
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.clients.keeping import BadClient
from holdfast.flows.commit.caller import Caller
from holdfast.flows.people.standing import OwnStanding
from holdfast.kit import iso
from holdfast.kit.zones import zone

__all__ = ["router", "series_shown"]

router = APIRouter(prefix="/api/series", tags=["booking"])

_ALWAYS: Final = (SeriesNotFound, *TELLS_AGAIN)
Since = Annotated[UUID | None, Query(description="From that booking on; left out: all to come")]


@router.post(
    "/check",
    operation_id="checkSeries",
    summary="Which times of a series can be had",
    response_model=SeriesChecked,
    responses=problems(Forbidden, *HOLD_REFUSED),
)
async def post_check(request: Request, asked: SeriesCheckAsked) -> Response:
    """Nothing is held by it."""
    by = caller(request)
    wanted = await wanted_series(request, by, asked)
    plan = await plan_series(shop_parts(request), by, wanted, wanted.sessions)
    named = () if isinstance(asked.resources, str) else tuple(asked.resources)
    return json_answer(
        {
            "zone": wanted.zone,
            "currency": wanted.service.currency,
            "minutes": wanted.minutes,
            "sessions": await sessions_json(request, wanted.service, named, plan, wanted.zone),
            "free": len(plan.free),
            "price": sum(new.price for _, new in plan.free),
            "dueNow": sum(new.prepaid for _, new in plan.free),
        }
    )


@router.post(
    "",
    operation_id="bookSeries",
    summary="Hold all times of a series, or those that are free",
    status_code=201,
    response_model=SeriesAnswer,
    responses=problems(
        SeriesConflicts,
        SeriesDropped,
        NoSuchClient,
        ClientNotFound,
        BadClient,
        Forbidden,
        *HOLD_REFUSED,
        *TELLS_AGAIN,
    ),
)
async def post_series(request: Request, asked: SeriesAsked) -> Response:
    parts, by = shop_parts(request), caller(request, "book-series")
    if asked.by_staff and not by.principal.is_staff:
        raise Forbidden("You can book for yourself alone, and pay to book.")
    wanted = await wanted_series(request, by, asked)
    named = () if isinstance(asked.resources, str) else tuple(asked.resources)
    whom = asked.for_whom
    behalf = OnBehalf(by.principal) if whom is None else await on_behalf(parts, by, whom)
    try:
        held = await hold_series(parts, by, behalf, wanted, locale=order_locale(request, None))
    except SeriesConflicts as refusal:
        raise await with_next_times(request, wanted.service, named, refusal) from None
    return json_answer(await series_shown(request, held.series_id), 201)


@router.get(
    "/{series_id}",
    operation_id="getSeries",
    summary="A series with its bookings",
    response_model=SeriesAnswer,
    responses=problems(SeriesNotFound),
)
async def get_series(request: Request, series_id: UUID) -> Response:
    return json_answer(await series_shown(request, series_id))


@router.get(
    "/{series_id}/cancellation",
    operation_id="getSeriesCancellation",
    summary="What cancelling the rest of a series would come to now",
    response_model=SeriesCancellationShown,
    responses=problems(SeriesNotFound, BookingEnded),
)
async def get_series_cancellation(
    request: Request,
    series_id: UUID,
    since: Since = None,
    cause: Annotated[Cause, Query()] = "client",
) -> Response:
    who = exchange(request).principal
    found = await cancellation_of_series(shop_parts(request), who, series_id, since, cause)
    return json_answer(
        {
            "count": len(found.of),
            "penalty": found.penalty,
            "refund": found.refund,
            "currency": found.of[0][1].currency,
            "bookings": [
                cancellation_body(one)
                | {
                    "bookingId": booking.id,
                    "start": iso(booking.starts_at),
                    "local": booking.wall_start,
                }
                for booking, one in found.of
            ],
        }
    )


@router.post(
    "/{series_id}/cancel",
    operation_id="cancelSeries",
    summary="Cancel the rest of a series, each booking by its policy",
    response_model=SeriesCancelAnswer,
    responses=problems(BookingEnded, CancellationChanged, OnlyStaffSay, OwnStanding, *_ALWAYS),
)
async def post_cancel_series(
    request: Request, series_id: UUID, asked: SeriesCancelAsked
) -> Response:
    by = caller(request, f"cancel-series/{series_id}")
    done = await cancel_series(
        shop_parts(request),
        by,
        series_id,
        asked.since,
        cause=asked.cause,
        why=asked.reason,
        expected=asked.expected_refund,
    )
    return json_answer(
        {
            "success": not done.kept,
            "cancelled": done.cancelled,
            "penalty": done.penalty,
            "refund": done.refund,
            "kept": list(done.kept),
            "series": await series_shown(request, series_id),
        }
    )


@router.post(
    "/{series_id}/move",
    operation_id="moveSeries",
    summary="Move the rest of a series to another weekday or time",
    response_model=SeriesMoveAnswer,
    responses=problems(BookingEnded, SeriesConflicts, *HOLD_REFUSED, *_ALWAYS),
)
async def post_move_series(request: Request, series_id: UUID, asked: SeriesMoveAsked) -> Response:
    parts, by = shop_parts(request), caller(request, f"move-series/{series_id}")
    series, every = await found_series(parts, by.principal, series_id)
    some = from_one_on(every, asked.since)
    done, shown = SeriesMoveDone(0, 0), None
    if asked.check:
        shown = await _could_move(request, by, series, some, asked)
    else:
        done = await _move(request, by, series, some, asked)
    return json_answer(
        {
            "success": not (asked.check or done.stayed),
            "moved": done.moved,
            "refund": done.refund,
            "stayed": [{"bookingId": one, "code": code} for one, code in done.stayed],
            "sessions": shown,
            "series": await series_shown(request, series_id),
        }
    )


async def _could_move(
    request: Request, by: Caller, series: Series, some: Sequence[Booking], asked: SeriesMoveAsked
) -> list[dict[str, Any]]:
    """Where each could be; nothing is done."""
    moves = await _moves(request, series, some, asked)
    if not moves:
        raise _none_to_come(series)
    service = await visit_booked(request, moves[0].booking, by.principal)
    plan = await plan_moves(shop_parts(request), by, series, service, moves)
    return await sessions_json(request, service, (), plan, series.zone)


async def _move(
    request: Request, by: Caller, series: Series, some: Sequence[Booking], asked: SeriesMoveAsked
) -> SeriesMoveDone:
    """Those that this very request has not moved before."""
    parts = shop_parts(request)
    if (done := await moved_as_before(parts, by)) is not None:
        return done
    before = await moved_before(parts, by, some)
    moves = await _moves(request, series, [one for one in some if one.id not in before], asked)
    if not (moves or before):
        raise _none_to_come(series)
    service = await visit_booked(request, moves[0].booking if moves else some[0], by.principal)
    try:
        return await move_series(
            parts, by, series, service, moves, asked.take, tuple(before.values())
        )
    except SeriesConflicts as refusal:
        raise await with_next_times(request, service, (), refusal) from None


async def _moves(
    request: Request, series: Series, some: Sequence[Booking], asked: SeriesMoveAsked
) -> list[MoveOfOne]:
    """Of those that have not begun."""
    shift = Shift(days=asked.days, minute=None if asked.time is None else _minute(asked.time))
    left = [one for one in some if one.is_held or one.is_confirmed]
    return [await _moved(request, series, one, shift) for one in left]


def _none_to_come(series: Series) -> BookingEnded:
    return BookingEnded("No booking of it is to come.", extra={"found": series.status})


def _minute(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


async def _moved(request: Request, series: Series, one: Booking, shift: Shift) -> MoveOfOne:
    """Where it is to be, as long as it is by now, with those who serve it before others."""
    parts = shop_parts(request)
    who = exchange(request).principal
    service = await visit_booked(request, one, who)
    takings = (await takings_of(parts.database.pool, [one.id]))[one.id]
    by_role = {each.role: each.resource_id for each in takings}
    now = tuple(by_role[need.role] for need in service.needs if need.role in by_role)
    start = shifted(one.starts_at, zone(series.zone), shift)
    minutes = minutes_asked(one.starts_at, one.ends_at, takings)
    try:
        wanted = await chosen(
            request,
            service,
            start,
            minutes=minutes,
            people=one.people,
            first=now if len(now) == len(service.needs) else (),
            note=one.note,
            has=minutes if serves(who, one) else None,
        )
    except NotOffered:  # for its client: it stays, and the others are moved or not as is asked
        return MoveOfOne(one, Wanted(start, minutes, (), one.people, one.note))
    if who is not None and who.id == one.user_id:
        wanted = no_farther(service, wanted, by_role)
    return MoveOfOne(one, wanted)


async def series_shown(request: Request, series_id: UUID) -> dict[str, Any]:
    """As :class:`SeriesAnswer`."""
    who = exchange(request).principal
    stay, locale = partial(unmovable, request, who=who), reader_of(request)
    return await series_body(shop_parts(request), who, series_id, locale, stay)
