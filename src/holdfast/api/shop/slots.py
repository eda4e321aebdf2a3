"""Times at which a service can be booked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.moments import WRITTEN
from holdfast.api.contract.problems import problems
from holdfast.api.contract.slot_reasons import WhyBody, hindrances
from holdfast.api.contract.slot_times import slots_json
from holdfast.api.contract.slots import (
    HeatBody,
    SlotsBody,
    day_of,
    moment_asked,
    month_of,
    query_of,
    span_of,
)
from holdfast.api.shell.dependencies import exchange, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.looking import looked
from holdfast.api.shell.packing import packed
from holdfast.api.shell.state import state_of
from holdfast.api.shell.visits import Added, visit_named
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_of
from holdfast.booking.bookings import Taking, takings_of
from holdfast.booking.services import MAX_PEOPLE, NotTogether, Service, ServiceNotFound
from holdfast.booking.slots import Warmth
from holdfast.flows.booking.booker import BookingNotFound, found_booking
from holdfast.kit.clock import iso, shop_now
from holdfast.kit.zones import UnknownZone, zone
from holdfast.views.booking.finding import SlotReads, asked_of

__all__ = ["router"]

router = APIRouter(prefix="/api/slots", tags=["booking"], route_class=DirectRoute)

MAX_TIMES: Final = 2000
MAX_NEXT: Final = 20
_REFUSED: Final = (NotTogether, ServiceNotFound, BookingNotFound, UnknownZone, *LINK_REFUSED)
_JSON: Final = "application/json"
_FRESH: Final = {"cache-control": "no-store"}

ServiceId = Annotated[UUID, Query(alias="service", description="The service's id")]
From = Annotated[
    datetime | None,
    WRITTEN,
    Query(alias="from", description="Starts from then on; without a zone by the studio's clock"),
]
Length = Annotated[
    int | None, Query(ge=5, le=10_080, description="Minutes; left out: the service's shortest")
]
People = Annotated[int, Query(ge=1, le=MAX_PEOPLE, description="How many come")]
Near = Annotated[str | None, Query(max_length=60, description="Where the client is: `55.75,37.62`")]
Resources = Annotated[
    str | None,
    Query(max_length=2000, description="Only with these, by id, with commas between"),
]
Most = Annotated[int, Query(ge=1, le=10, description="Combinations of each time at most")]
Moving = Annotated[
    UUID | None,
    Query(description="A booking of one's own that is to be moved: what it takes counts as free"),
]
VisitorZone = Annotated[
    str | None,
    Query(
        max_length=60,
        description="The visitor's time zone: `Europe/Berlin`. Where a service is to be had by"
        " several clocks, days are those of the clock that is least far from it",
    ),
]


@router.get(
    "",
    response_model=None,
    responses={200: {"model": SlotsBody}, **problems(*_REFUSED)},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_slots(
    request: Request,
    service_id: ServiceId,
    begin: From = None,
    end: Annotated[
        datetime | None,
        WRITTEN,
        Query(alias="to", description="Until before then; left out: for a week"),
    ] = None,
    added: Added = None,
    near: Near = None,
    resources: Resources = None,
    length: Length = None,
    people: People = 1,
    most: Most = 3,
    limit: Annotated[int, Query(ge=1, le=MAX_TIMES, description="Times at most")] = 500,
    moving: Moving = None,
    order_link: OrderLink = "",
    visitor: Annotated[VisitorZone, Query(alias="zone")] = None,
) -> Response:
    """Times at which all that a service needs is free, with who can serve them and the price. They
    are offers: what is booked is decided when it is booked."""
    reads, service = await _service(request, service_id, added)
    locale, stamp = locale_of(request), await reads.stamp(service)
    asked = b"%b %b" % (locale.encode(), request.scope["query_string"])
    body = None if moving else reads.answers.get(asked, stamp)
    if body is None:
        own = await _own(request, moving, order_link)
        wanted = query_of(service, length, people, near, resources, most, own)
        _known_zone(visitor)
        clock = await reads.zone_of(asked_of(service, wanted), visitor)
        first, last = span_of(begin, end, clock)
        found = await reads.times(service, wanted, first, last, limit + 1)
        later = found[limit].start if len(found) > limit else None
        told = slots_json(service, wanted, found[:limit], visitor, later, locale)
        body = msgspec.json.encode(told)
        if moving is None:  # else it is for one alone
            reads.answers.keep(asked, stamp, body)
    looked(request, "look-for-times", service_id)
    return _told_now(request, body)


@router.get(
    "/next",
    response_model=None,
    responses={200: {"model": SlotsBody}, **problems(*_REFUSED)},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_next_slots(
    request: Request,
    service_id: ServiceId,
    begin: From = None,
    count: Annotated[int, Query(ge=1, le=MAX_NEXT, description="Times at most")] = 3,
    added: Added = None,
    near: Near = None,
    resources: Resources = None,
    length: Length = None,
    people: People = 1,
    most: Most = 1,
    moving: Moving = None,
    order_link: OrderLink = "",
    visitor: Annotated[VisitorZone, Query(alias="zone")] = None,
    nearest: Annotated[
        bool,
        Query(
            description="Only where the clock is least far from that of `zone`, unless nothing is"
            " to be had there"
        ),
    ] = False,
) -> Response:
    """The next free times, as far ahead as can be booked."""
    reads, service = await _service(request, service_id, added)
    own = await _own(request, moving, order_link)
    wanted = query_of(service, length, people, near, resources, most, own)
    _known_zone(visitor)
    studio = await reads.zone_of(asked_of(service, wanted), visitor)
    first = shop_now() if begin is None else moment_asked(begin, studio, "from")
    near_to = visitor if nearest else None
    found = await reads.next(service, wanted, max(first, shop_now()), count, nearest_to=near_to)
    told = slots_json(service, wanted, found, visitor, locale=locale_of(request))
    return _told_now(request, msgspec.json.encode(told))


@router.get(
    "/heat",
    response_model=None,
    responses={200: {"model": HeatBody}, **problems(*_REFUSED)},
)
async def get_heat(
    request: Request,
    service_id: ServiceId,
    month: Annotated[str, Query(pattern=r"^\d{4}-\d{2}$", description="As in `2026-12`")],
    added: Added = None,
    near: Near = None,
    resources: Resources = None,
    length: Length = None,
    people: People = 1,
    moving: Moving = None,
    order_link: OrderLink = "",
    visitor: Annotated[VisitorZone, Query(alias="zone")] = None,
) -> Response:
    """Of each day of a month how much is left."""
    reads, service = await _service(request, service_id, added)
    own = await _own(request, moving, order_link)
    wanted = query_of(service, length, people, near, resources, 1, own)
    studio = await reads.zone_of(asked_of(service, wanted), visitor)
    days = await reads.heat(service, wanted, *month_of(month), visitor)
    shown = [
        {
            "day": day.isoformat(),
            "free": one.free,
            "possible": one.possible,
            "level": _level(one),
        }
        for day, one in days
    ]
    today = f"{shop_now().astimezone(zone(studio)):%Y-%m-%d}"
    return _answer(request, {"zone": studio, "today": today, "days": shown})


@router.get(
    "/why",
    response_model=None,
    responses={200: {"model": WhyBody}, **problems(*_REFUSED)},
    openapi_extra=IN_A_LANGUAGE,
)
async def get_why(
    request: Request,
    service_id: ServiceId,
    day: Annotated[str, Query(max_length=10, description="By the studio's clock: `2026-12-31`")],
    added: Added = None,
    near: Near = None,
    resources: Resources = None,
    length: Length = None,
    people: People = 1,
    moving: Moving = None,
    order_link: OrderLink = "",
    visitor: Annotated[VisitorZone, Query(alias="zone")] = None,
) -> Response:
    """Why no time is offered on a day: what took the last one away, of each role. Staff read it of
    each resource, by name."""
    reads, service = await _service(request, service_id, added)
    own = await _own(request, moving, order_link)
    wanted = query_of(service, length, people, near, resources, 1, own)
    why = await reads.why(service, wanted, day_of(day, "day"), visitor)
    who = exchange(request).principal
    reasons = hindrances(why, locale_of(request), staff=who is not None and who.is_staff)
    studio = await reads.zone_of(asked_of(service, wanted), visitor)
    taken = slots_json(service, wanted, why.taken, visitor)["times"]
    told = {"offered": not why.hindered, "zone": studio, "reasons": reasons, "taken": taken}
    return _answer(request, told)


async def _service(
    request: Request, service_id: UUID, added: str | None
) -> tuple[SlotReads, Service]:
    return state_of(request).slots, await visit_named(request, service_id, added)


async def _own(request: Request, moving: UUID | None, order_link: str) -> Sequence[Taking]:
    """What the booking takes that they want to move. Raises :class:`BookingNotFound`, and what is
    among ``LINK_REFUSED``."""
    if moving is None:
        return ()
    parts, asking = shop_parts(request), await whoever_of(request, moving, order_link)
    booking = await found_booking(parts, asking.principal, moving)
    if booking.is_cancelled:
        return ()
    return (await takings_of(parts.database.pool, [booking.id]))[booking.id]


def _known_zone(name: str | None) -> None:
    if name is not None:
        zone(name)


def _level(one: Warmth) -> int:
    if one.free == 0:
        return 0
    return min(1 + 3 * one.free // max(one.possible, 1), 4)


def _told_now(request: Request, body: bytes) -> Response:
    """With the server's time, which no two answers have in common."""
    now = b'%b,"serverTime":"%b"}' % (body[:-1], (iso(shop_now()) or "").encode())
    return packed(request, now, _JSON, _FRESH)


def _answer(request: Request, body: dict[str, Any]) -> Response:
    return packed(request, msgspec.json.encode(body), _JSON, _FRESH)
