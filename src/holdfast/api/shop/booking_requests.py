"""Staff and who is booked: bookings on request, their answers, and clients whom nobody takes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.bookings import BookingShown, booking_body, hold_ends
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.requests import (
    AnswerAsked,
    CounterAsked,
    NotTakenAsked,
    NotTakenList,
    NotTakenShown,
    ReplyAnswer,
    not_taken_body,
)
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shell.visits import visit_booked
from holdfast.api.shop.booking_choice import INSTEAD, chosen, instead
from holdfast.booking import ResourceNotFound
from holdfast.booking.bookings import NotTaken, NotTakenNotFound, minutes_asked
from holdfast.booking.services import ServiceNotFound
from holdfast.flows.booking.answering import agree, counter, decline
from holdfast.flows.booking.answers import (
    Answered,
    RequestAnswered,
    RequestLapsed,
    asked_booking,
)
from holdfast.flows.booking.booker import BookingNotFound, found_booking
from holdfast.flows.booking.planning import NotOffered, StudioClosed, TooFarAhead, TooSoon
from holdfast.flows.booking.refusing import clients_not_taken, refuse_client, take_client_again
from holdfast.flows.checkout.time_taken import ScheduleChanged, TimeTaken
from holdfast.kit import iso
from holdfast.people import names_of
from holdfast.views.booking.booking_pages import booking_pages
from holdfast.views.booking.requests import open_requests
from holdfast.views.client_names import Known, known_clients

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["studio"])


class AskedBooking(BookingShown):
    """With its client's name, if that is known."""

    client: str | None


class AskedBookings(Answer):
    """Those that wait for an answer, the most pressing first: `requested` for the studio's,
    `countered` for the client's."""

    requests: list[AskedBooking]


@router.get(
    "/booking-requests",
    response_model=AskedBookings,
    responses=problems(),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_requests(request: Request) -> Response:
    """Bookings on request: everybody's for staff, for a photographer or a studio those that they
    are asked for."""
    pool, who = shop_parts(request).database.pool, principal(request)
    asked = await open_requests(pool, None if who.is_staff else who.user_id)
    pages = await booking_pages(shop_parts(request).database, asked, reader_of(request))
    ends = await hold_ends(shop_parts(request), pages)
    owners = [one.booking.user_id for one in pages]
    known = await known_clients(pool, owners, public=not who.is_staff)
    shown: list[dict[str, Any]] = [
        booking_body(one, ends, by_staff=True)
        | {"client": known.get(one.booking.user_id, Known()).name}
        for one in pages
    ]
    return json_answer({"requests": shown})


@router.post(
    "/booking-requests/{booking_id}/agree",
    response_model=ReplyAnswer,
    responses=problems(BookingNotFound, RequestAnswered, RequestLapsed, *TELLS_AGAIN),
)
async def post_agree(request: Request, booking_id: UUID, asked: AnswerAsked) -> Response:
    """Yes: the client can pay from now on, within a day."""
    by = caller(request, f"agree/{booking_id}")
    return _told(await agree(shop_parts(request), by, booking_id, asked.note.strip()))


@router.post(
    "/booking-requests/{booking_id}/decline",
    response_model=ReplyAnswer,
    responses=problems(BookingNotFound, RequestAnswered, RequestLapsed, *TELLS_AGAIN),
)
async def post_decline(request: Request, booking_id: UUID, asked: AnswerAsked) -> Response:
    """No; or the other time is offered no more. What was held is free."""
    by = caller(request, f"decline/{booking_id}")
    return _told(await decline(shop_parts(request), by, booking_id, asked.note.strip()))


@router.post(
    "/booking-requests/{booking_id}/counter",
    response_model=ReplyAnswer,
    responses=problems(
        BookingNotFound,
        RequestAnswered,
        RequestLapsed,
        ServiceNotFound,
        NotOffered,
        TooSoon,
        TooFarAhead,
        StudioClosed,
        TimeTaken,
        ScheduleChanged,
        *TELLS_AGAIN,
    ),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_counter(request: Request, booking_id: UUID, asked: CounterAsked) -> Response:
    """Another time, held for the client for a day; the one that was asked for is free at once, or
    kept until they reply."""
    parts, by = shop_parts(request), caller(request, f"counter/{booking_id}")
    booking = await asked_booking(parts, by.principal, booking_id)
    service = await visit_booked(request, booking, by.principal)
    (page,) = await booking_pages(parts.database, [booking], reader_of(request))
    by_role = {one.role: one.resource_id for one in page.takings}
    now = [by_role[need.role] for need in service.needs if need.role in by_role]
    same = asked.resources is None and len(now) == len(service.needs)
    named = asked.resources or ()
    as_asked = minutes_asked(booking.starts_at, booking.ends_at, page.takings)
    minutes = asked.length or as_asked
    wanted = await chosen(
        request,
        service,
        asked.start,
        minutes=minutes,
        people=booking.people,
        named=named,
        first=now if same else (),
        note=booking.note,
        has=as_asked,
    )
    try:
        done = await counter(
            parts, by, booking_id, service, wanted, note=asked.note.strip(), keep=asked.keep
        )
    except INSTEAD as refusal:
        raise await instead(request, service, wanted, named or now, refusal) from None
    return _told(done)


@router.get("/not-taken", response_model=NotTakenList, responses=problems(ResourceNotFound))
async def list_not_taken(request: Request) -> Response:
    """Clients whom nobody here, or one resource, takes; who is no staff sees their own list."""
    lines = await clients_not_taken(shop_parts(request), principal(request))
    return json_answer(await _not_taken(request, lines))


@router.post(
    "/not-taken",
    response_model=NotTakenShown,
    responses=problems(BookingNotFound, ResourceNotFound),
)
async def post_not_taken(request: Request, asked: NotTakenAsked) -> Response:
    """The client of a booking books here no more: by one resource, or at all. What they have
    stands. Doing it again changes the reason."""
    parts, by = shop_parts(request), caller(request)
    find = found_booking if by.principal.is_staff else asked_booking
    booking = await find(parts, by.principal, asked.booking_id)
    reason = asked.reason.strip()
    line = await refuse_client(parts, by, booking.user_id, asked.resource_id, reason)
    return json_answer((await _not_taken(request, [line]))["clients"][0])


@router.delete(
    "/not-taken/{line_id}",
    status_code=204,
    responses=problems(NotTakenNotFound, ResourceNotFound),
)
async def delete_not_taken(request: Request, line_id: UUID) -> None:
    """They can book again."""
    await take_client_again(shop_parts(request), caller(request), line_id)


async def _not_taken(request: Request, lines: Sequence[NotTaken]) -> dict[str, Any]:
    """As who asks may read them."""
    pool, public = shop_parts(request).database.pool, not principal(request).is_staff
    return not_taken_body(lines, await names_of(pool, [one.owner for one in lines], public=public))


def _told(done: Answered) -> Response:
    return json_answer(
        {"bookingId": done.booking_id, "status": done.status, "expiresAt": iso(done.ends_at)}
    )
