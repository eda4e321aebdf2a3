"""Calendars for other programs: secret addresses to read them from, and one booking as a file."""

from hashlib import blake2b
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import (
    caller,
    database,
    member,
    shop_parts,
    shop_url,
)
from holdfast.api.shell.state import state_of
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_of
from holdfast.booking import ResourceNotFound, resource_of
from holdfast.booking.calendars import (
    MAX_LINK_NAME,
    CalendarEvent,
    CalendarLink,
    CalendarLinkNotFound,
    TooManyCalendarLinks,
    calendar_link,
    calendar_links_of,
    calendar_text,
)
from holdfast.flows.booking.booker import BookingNotFound, found_booking
from holdfast.flows.booking.calendar_links import end_link, make_link
from holdfast.kit.clock import shop_now
from holdfast.views.booking.calendar import (
    booking_event,
    client_events,
    may_read,
    resource_events,
)

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["booking"])

_CALENDAR: Final = "text/calendar; charset=utf-8"
_FILE: Final[dict[int | str, dict[str, object]]] = {
    200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}
}


class CalendarLinkBody(Answer):
    """A secret address; whoever has it reads the calendar."""

    id: UUID
    name: str
    resource_id: UUID | None = Field(description="Whose calendar; null: one's own bookings")
    created_at: Instant


class CalendarLinks(Answer):
    links: list[CalendarLinkBody]


class NewCalendarLink(CalendarLinkBody):
    address: str = Field(description="To be given to a calendar program; it is told this once")


class AskCalendarLink(Ask):
    """What for, and whose calendar."""

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LINK_NAME)
    ] = Field(description="Where it is going to be read, as `My phone`")
    resource_id: UUID | None = Field(
        default=None, description="One's own, or as staff any; without it, one's own bookings"
    )


@router.get("/calendar-links", response_model=CalendarLinks)
async def list_calendar_links(request: Request) -> CalendarLinks:
    """The addresses one has made, without their secrets."""
    found = await calendar_links_of(database(request).pool, member(request).id)
    return CalendarLinks(links=[CalendarLinkBody(**_about(one)) for one in found])


@router.post(
    "/calendar-links",
    status_code=201,
    response_model=NewCalendarLink,
    responses=problems(ResourceNotFound, TooManyCalendarLinks),
)
async def make_calendar_link(request: Request, asked: AskCalendarLink) -> NewCalendarLink:
    """A secret address for a calendar program. It reads until it is ended."""
    by = caller(request)
    made, token = await make_link(database(request), by, asked.resource_id, asked.name)
    address = f"{shop_url(request)}/api/calendars/{token}"
    return NewCalendarLink(**_about(made), address=address)


@router.delete(
    "/calendar-links/{link_id}", status_code=204, responses=problems(CalendarLinkNotFound)
)
async def end_calendar_link(request: Request, link_id: UUID) -> None:
    """Its address reads nothing any more."""
    await end_link(database(request), caller(request), link_id)


@router.get(
    "/calendars/{token}",
    response_class=Response,
    responses={**_FILE, **problems(CalendarLinkNotFound)},
)
async def read_calendar(request: Request, token: str) -> Response:
    """The calendar behind a secret address, as iCalendar: three months back, two years ahead."""
    pool, url, now = database(request).pool, shop_url(request), shop_now()
    shop = await shop_parts(request).shop.now()
    link = await calendar_link(pool, token.removesuffix(".ics"))
    if not await may_read(pool, link, await state_of(request).credentials.secured()):
        raise CalendarLinkNotFound("Whoever made it may not see this any more.")
    if link.resource_id is None:
        return _file(request, link.name, await client_events(pool, link.owner, now, url))
    resource = await resource_of(pool, link.resource_id)
    name = link.name if resource is None else resource.name
    found = await resource_events(pool, link.resource_id, now, url, shop.languages[0])
    return _file(request, name, found)


@router.get(
    "/bookings/{booking_id}/calendar",
    response_class=Response,
    responses={**_FILE, **problems(BookingNotFound, *LINK_REFUSED)},
)
async def get_booking_file(
    request: Request, booking_id: UUID, order_link: OrderLink = ""
) -> Response:
    """One booking as iCalendar, to be put into a calendar by hand."""
    parts = shop_parts(request)
    asking = await whoever_of(request, booking_id, order_link)
    booking = await found_booking(parts, asking.principal, booking_id)
    event = await booking_event(parts.database.pool, booking_id, shop_url(request))
    return _file(request, booking.service_name, [event] if event else [])


def _about(link: CalendarLink) -> dict[str, object]:
    return {
        "id": link.id,
        "name": link.name,
        "resource_id": link.resource_id,
        "created_at": link.created_at,
    }


def _file(request: Request, name: str, events: list[CalendarEvent]) -> Response:
    """Not sent again to who has it."""
    body = calendar_text(name, events)
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_CALENDAR, headers=headers)
