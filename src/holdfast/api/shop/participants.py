"""Who takes part in a booking beside who booked it; and what they are shown of it."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.looked_bookings import BookingLooked, looked_bookings
from holdfast.api.contract.names import PersonName
from holdfast.api.contract.problems import Forbidden, problems
from holdfast.api.shell.dependencies import caller, member, principal, shop_parts, shop_url
from holdfast.api.shell.languages import reader_of
from holdfast.api.shell.state import state_of
from holdfast.booking.bookings import (
    MAX_PARTICIPANTS,
    Participant,
    ParticipantNotFound,
    TooManyParticipants,
    load_bookings,
    parts_taken_by,
)
from holdfast.booking.calendars import calendar_text
from holdfast.clients import ClientNotFound
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.sharing import (
    ParticipantNameInvalid,
    ParticipantUnreachable,
    add_client,
    add_participant,
    remove_participant,
    who_takes_part,
)
from holdfast.flows.mailing.shared_links import SharedLinkUnknown, participant_by_link
from holdfast.kit import MAX_PAGE, iso
from holdfast.kit.paging import BadCursor, decode_id, page_by_id
from holdfast.people import Principal, is_guest, names_of
from holdfast.views.booking.calendar import shared_event

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["booking"])

_FILE: Final[dict[int | str, dict[str, object]]] = {
    200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}
}


class ParticipantShown(Answer):
    """Somebody beside who booked. Whoever has the `link` is shown the booking."""

    id: UUID
    name: str = Field(description="Empty where nothing is known but an address one may not see")
    email: str | None = Field(description="Null where the studio added them: staff alone see it")
    has_account: bool = Field(description="They find it among their bookings as well")
    link: str | None = Field(description="Null where this shop has no address to begin it with")
    added_at: Instant


class ParticipantsAnswer(Answer):
    participants: list[ParticipantShown]
    most: int


class ParticipantAsked(Ask):
    """By name and address of mail; or, for staff to say, one of the studio's clients."""

    name: PersonName | None = None
    email: Annotated[str, Field(min_length=3, max_length=254)] | None = None
    client_id: UUID | None = None


class SharedBooking(BookingLooked):
    """A booking as who takes part in it is shown it. `bookedBy` and the studio alone move and
    cancel it."""

    booked_by: str | None
    name: str = Field(description="Of who takes part; empty where it is not known")
    link: str | None


class SharedLinkAsked(Ask):
    link: Annotated[str, Field(min_length=1, max_length=100, description="What follows `#` in it")]


class SharedBookingsAnswer(Answer):
    """In which bookings of others one takes part, the latest first."""

    bookings: list[SharedBooking]
    next_cursor: str | None


@router.get(
    "/bookings/{booking_id}/participants",
    operation_id="listParticipants",
    response_model=ParticipantsAnswer,
    responses=problems(BookingNotFound),
)
async def list_participants(request: Request, booking_id: UUID) -> Response:
    """Who takes part in a booking of one's own beside oneself, each with their link."""
    found = await who_takes_part(shop_parts(request), principal(request), booking_id)
    shown = [_body(request, one) for one in found]
    return json_answer({"participants": shown, "most": MAX_PARTICIPANTS})


@router.post(
    "/bookings/{booking_id}/participants",
    operation_id="addParticipant",
    status_code=201,
    response_model=ParticipantShown,
    responses=problems(
        BookingNotFound, BookingEnded, ClientNotFound, Forbidden, ParticipantNameInvalid,
        ParticipantUnreachable, TooManyParticipants,
    ),
)  # fmt: skip
async def post_participant(request: Request, booking_id: UUID, asked: ParticipantAsked) -> Response:
    """Somebody else takes part: they are sent their link and hear of every move, and can change
    nothing. Mails go out once the booking is confirmed."""
    parts, by = shop_parts(request), caller(request)
    if asked.client_id is not None:
        if not by.principal.is_staff:
            raise Forbidden("The studio's clients are for staff to choose.")
        made = await add_client(parts, by, booking_id, asked.client_id)
    else:
        made = await add_participant(parts, by, booking_id, asked.name or "", asked.email or "")
    return json_answer(_body(request, made), status=201)


@router.delete(
    "/bookings/{booking_id}/participants/{participant_id}",
    operation_id="removeParticipant",
    status_code=204,
    responses=problems(BookingNotFound, ParticipantNotFound),
)
async def delete_participant(request: Request, booking_id: UUID, participant_id: UUID) -> None:
    """They see and hear nothing of it any more."""
    await remove_participant(shop_parts(request), caller(request), booking_id, participant_id)


@router.get(
    "/shared-bookings",
    operation_id="listSharedBookings",
    response_model=SharedBookingsAnswer,
    responses=problems(BadCursor),
)
async def list_shared(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 20,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Bookings of others in which one takes part, by one's account."""
    before = decode_id(cursor)
    pool = shop_parts(request).database.pool
    found = await parts_taken_by(pool, member(request).id, before, limit + 1)
    page, more = page_by_id(found, limit)
    return json_answer({"bookings": await _shared(request, page), "nextCursor": more})


@router.post(
    "/shared-booking-links",
    operation_id="lookAtSharedBooking",
    response_model=SharedBooking,
    responses=problems(SharedLinkUnknown),
)
async def post_shared_link(request: Request, asked: SharedLinkAsked) -> Response:
    """The booking behind a link: shown, and nothing else. Nothing is changed."""
    pool = shop_parts(request).database.pool
    found = await participant_by_link(pool, state_of(request).mailing, asked.link)
    (shown,) = await _shared(request, [found])
    return json_answer(shown)


@router.post(
    "/shared-booking-links/calendar",
    operation_id="saveSharedBooking",
    response_class=Response,
    responses={**_FILE, **problems(SharedLinkUnknown)},
)
async def post_shared_file(request: Request, asked: SharedLinkAsked) -> Response:
    """The same as iCalendar, to be put into a calendar by hand. Nothing is changed."""
    pool = shop_parts(request).database.pool
    found = await participant_by_link(pool, state_of(request).mailing, asked.link)
    event = await shared_event(pool, found.booking_id)
    body = calendar_text("" if event is None else event.title, [event] if event else [])
    headers = {"content-disposition": 'attachment; filename="booking.ics"'}
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def _link(request: Request, one: Participant) -> str | None:
    mailing = state_of(request).mailing
    if mailing is None:
        return None
    return f"{shop_url(request)}/shared#{mailing.shared_link(one.id)}"


def _sees_address(reader: Principal | None, one: Participant) -> bool:
    """Who booked may have been a guest when they added somebody, and have an account now."""
    if reader is None:
        return False
    return reader.is_staff or reader.id == one.added_by or is_guest(one.added_by)


def _body(request: Request, one: Participant) -> dict[str, Any]:
    seen = _sees_address(principal(request), one)
    return {
        "id": one.id,
        "name": one.name if seen else _called(one),
        "email": one.email if seen else None,
        "hasAccount": one.owner is not None,
        "link": _link(request, one),
        "addedAt": iso(one.added_at),
    }


def _called(one: Participant) -> str:
    """Who is known by an address alone is called nothing: the link shows it to others."""
    return "" if one.name == one.email else one.name


async def _shared(request: Request, found: list[Participant]) -> list[dict[str, Any]]:
    parts, pool = shop_parts(request), shop_parts(request).database.pool
    ids = [one.booking_id for one in found]
    looked, bookings = (
        await looked_bookings(parts, ids, reader_of(request)),
        await load_bookings(pool, ids),
    )
    names = await names_of(pool, [one.user_id for one in bookings.values()], public=True)
    return [
        looked[one.booking_id]
        | {
            "bookedBy": names.get(bookings[one.booking_id].user_id),
            "name": _called(one),
            "link": _link(request, one),
        }
        for one in found
    ]
