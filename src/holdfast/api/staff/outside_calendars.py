"""Staff, and whose they are: calendars elsewhere that are kept in step with a
resource, and what is asked about bookings that were moved or deleted there."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import calendars, caller, shop_url
from holdfast.booking import ResourceNotFound
from holdfast.booking.outside import (
    CalendarNotFound,
    Connected,
    Credentials,
    Provider,
    Question,
    QuestionKind,
    QuestionNotFound,
    Reply,
    Silent,
    ask_calendars,
    calendars_of,
    open_questions,
)
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.booking.outside.answering import NothingToMove, reply_to
from holdfast.flows.booking.outside.connecting import (
    CalendarNotOpened,
    NoGoogle,
    SeveralCalendars,
    TooManyCalendars,
    connect_caldav,
    connect_google,
    google_consent,
    say_of_silence,
)
from holdfast.flows.booking.outside.leaving import begin_to_leave, calendar_of_theirs
from holdfast.flows.booking.planning import NotOffered, StudioClosed, TooFarAhead, TooSoon
from holdfast.flows.checkout.time_taken import ScheduleChanged, TimeTaken
from holdfast.flows.payments.give_back import PaymentDisputed

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["studio"])

_HERE: Final = "/resources/{resource_id}/calendars"
_MOVE_REFUSED: Final = (
    NotOffered, StudioClosed, TooFarAhead, TooSoon, TimeTaken, ScheduleChanged, BookingEnded,
    PaymentDisputed,
)  # fmt: skip
_BACK: Final = "/api/staff/google-calendar"
_Short = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class OutsideCalendarBody(Answer):
    """A calendar elsewhere. `refused`: it lets us in no more, connect it again; `leaving`: what
    stands there of ours is being taken away."""

    id: UUID
    provider: Provider
    name: str
    address: str
    state: Literal["connected", "refused", "leaving"]
    fault: str | None = Field(description="Why it was not heard from, if it was not")
    heard_at: Instant | None = Field(description="When it was read last")
    silent: Silent = Field(
        description="What happens to who books while it has been silent for a minute and does not"
        " answer then: `passes` books, `blocks` is told that the time cannot be had"
    )
    called: bool = Field(description="It calls when something changes there")
    connected_by: str
    created_at: Instant


class CalendarQuestion(Answer):
    """A booking was moved or deleted over there. It stands as it did until somebody says more."""

    id: UUID
    calendar_id: UUID
    booking_id: UUID
    number: str
    service: str
    kind: QuestionKind
    starts_at: Instant = Field(description="The booking's own")
    ends_at: Instant
    wanted_start: Instant | None = Field(description="Where it was moved to")
    wanted_end: Instant | None
    why: str = Field(description="The code of what is in the way; `price-changes`, `deleted`")
    asked_at: Instant


class OutsideCalendarsAnswer(Answer):
    calendars: list[OutsideCalendarBody]
    questions: list[CalendarQuestion] = Field(description="The oldest first")
    google: bool = Field(description="A calendar at Google can be connected")


class CaldavAsked(Ask):
    """A calendar's own address, or its server's."""

    address: _Short
    user: _Short
    password: _Short = Field(description="Best one for this use alone; it is kept sealed")
    silent: Silent = "passes"


class GoogleConsent(Answer):
    address: str = Field(description="Where the person says yes")


class SilenceAsked(Ask):
    silent: Silent


class ReplyAsked(Ask):
    """`cancel`: the whole price comes back to the client, since the studio cancels."""

    reply: Reply


@router.get(_HERE, responses=problems(ResourceNotFound))
async def list_outside_calendars(request: Request, resource_id: UUID) -> OutsideCalendarsAnswer:
    """The calendars that are kept in step with it, and what is asked because of them."""
    return await _shown(request, resource_id)


@router.post(
    _HERE + "/caldav",
    status_code=201,
    responses=problems(ResourceNotFound, CalendarNotOpened, SeveralCalendars, TooManyCalendars),
)
async def post_caldav(
    request: Request, resource_id: UUID, asked: CaldavAsked
) -> OutsideCalendarsAnswer:
    """Connect a calendar of a CalDAV server; one that is connected already is opened anew. Its
    appointments take the resource's time, and bookings are written into it."""
    credentials = Credentials(user=asked.user, password=asked.password)
    await connect_caldav(
        calendars(request), caller(request), resource_id, asked.address, credentials, asked.silent
    )
    return await _shown(request, resource_id)


@router.post(_HERE + "/google", status_code=201, responses=problems(ResourceNotFound, NoGoogle))
async def post_google(request: Request, resource_id: UUID) -> GoogleConsent:
    """Begin to connect one's own calendar at Google: the answer says where the browser is to go."""
    here, by = calendars(request), caller(request)
    await own_resource(here.studio, by, resource_id)
    address = google_consent(here, by, resource_id, shop_url(request) + _BACK)
    return GoogleConsent(address=address)


@router.get(
    "/google-calendar",
    response_class=RedirectResponse,
    status_code=303,
    responses=problems(CalendarNotOpened, TooManyCalendars),
)
async def get_google_calendar(
    request: Request,
    state: Annotated[str, Query(max_length=300, description="As it was given to Google")] = "",
    code: Annotated[str, Query(max_length=1000, description="What a yes is worth")] = "",
    error: Annotated[str, Query(max_length=100, description="Why there is no yes")] = "",
    scope: Annotated[str, Query(max_length=2000, description="What was allowed")] = "",
) -> RedirectResponse:
    """Where Google sends the browser back to; it goes on to the resource's page."""
    del error, scope  # what counts is asked of Google itself
    back = shop_url(request) + _BACK
    resource = await connect_google(calendars(request), caller(request), state, code, back)
    if resource is None:
        raise CalendarNotOpened("Begin again: this took too long, or somebody else began it.")
    return RedirectResponse(f"/staff/resources/{resource}", status_code=303)


@router.put(_HERE + "/{calendar_id}", responses=problems(ResourceNotFound, CalendarNotFound))
async def put_silence(
    request: Request, resource_id: UUID, calendar_id: UUID, asked: SilenceAsked
) -> OutsideCalendarsAnswer:
    """What its silence does to who books."""
    await say_of_silence(
        calendars(request), caller(request), resource_id, calendar_id, asked.silent
    )
    return await _shown(request, resource_id)


@router.post(
    _HERE + "/{calendar_id}/read",
    operation_id="readCalendarNow",
    responses=problems(ResourceNotFound, CalendarNotFound),
)
async def post_read(
    request: Request, resource_id: UUID, calendar_id: UUID
) -> OutsideCalendarsAnswer:
    """Read it now, without waiting for the next time."""
    here, by = calendars(request), caller(request)
    await calendar_of_theirs(here, by, resource_id, calendar_id)
    async with here.database.transaction() as connection:
        await ask_calendars(connection, [calendar_id], by.request, urgent=True)
    return await _shown(request, resource_id)


@router.delete(_HERE + "/{calendar_id}", responses=problems(ResourceNotFound, CalendarNotFound))
async def delete_outside_calendar(
    request: Request, resource_id: UUID, calendar_id: UUID
) -> OutsideCalendarsAnswer:
    """Disconnect it: its appointments take no time any more, our bookings are taken out of it."""
    await begin_to_leave(calendars(request), caller(request), resource_id, calendar_id)
    return await _shown(request, resource_id)


@router.post(
    "/calendar-questions/{question_id}/reply",
    responses=problems(QuestionNotFound, NothingToMove, *_MOVE_REFUSED, *COMMITS),
)
async def post_reply(
    request: Request, question_id: UUID, asked: ReplyAsked
) -> OutsideCalendarsAnswer:
    """Say what is to be of a booking that was moved or deleted over there. If it cannot be done,
    the question stays."""
    resource = await reply_to(calendars(request), caller(request), question_id, asked.reply)
    return await _shown(request, resource)


async def _shown(request: Request, resource_id: UUID) -> OutsideCalendarsAnswer:
    here = calendars(request)
    await own_resource(here.studio, caller(request), resource_id)
    pool = here.database.pool
    return OutsideCalendarsAnswer(
        calendars=[_calendar(one) for one in await calendars_of(pool, [resource_id])],
        questions=[_question(one) for one in await open_questions(pool, resource_id)],
        google=here.doors.google is not None,
    )


def _calendar(one: Connected) -> OutsideCalendarBody:
    assert one.state != "ended"
    return OutsideCalendarBody(
        id=one.id,
        provider=one.provider,
        name=one.name,
        address=one.address,
        state=one.state,
        fault=one.fault,
        heard_at=one.heard_at,
        silent=one.silent,
        called=one.channel is not None,
        connected_by=one.connected_by,
        created_at=one.created_at,
    )


def _question(one: Question) -> CalendarQuestion:
    return CalendarQuestion(
        id=one.id,
        calendar_id=one.calendar_id,
        booking_id=one.booking_id,
        number=one.number,
        service=one.service_name,
        kind=one.kind,
        starts_at=one.begins,
        ends_at=one.ends,
        wanted_start=one.starts_at,
        wanted_end=one.ends_at,
        why=one.why,
        asked_at=one.asked_at,
    )
