"""Waiting in line for a time: who is first is offered it before anybody else sees it is free."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant, json_answer
from holdfast.api.contract.booking_asks import HOLD_REFUSED, TimeAsked
from holdfast.api.contract.carts import ItemAsked
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.languages import order_locale, reader_of
from holdfast.api.shop.booking_choice import time_asked
from holdfast.flows.booking.waiting_in_line import MOST_ALONG, leave_line, wait_for_time
from holdfast.flows.ending.firsts import clock_of, first_plan
from holdfast.flows.waiting.joining import FreeNow
from holdfast.kit import iso, shop_now
from holdfast.kit.zones import zone
from holdfast.views.names_now import waits_named
from holdfast.views.waiting_line import LineShown, line_of
from holdfast.waiting import Along, NotInLine, Place, TooManyInLine

__all__ = ["router"]

router = APIRouter(prefix="/api/waiting/times", tags=["booking"])


class WaitForTimeAsked(TimeAsked):
    """The time, as it would be held."""

    items: Annotated[list[ItemAsked], Field(max_length=MOST_ALONG)] = Field(
        default=[],
        description="Goods of the shop beside it: as many as there are when it is offered",
    )


class AlongShown(Answer):
    """So many units of goods that go along; `name` as it was when they were chosen."""

    product_id: UUID
    variant_id: UUID
    name: str
    quantity: int


class PlaceShown(Answer):
    """A place in line: the `place`-th; once `offered`, held by the order until `expiresAt`, without
    what is `missing` of the goods that were to go along (`items`)."""

    id: UUID
    service_id: UUID
    service_name: str
    start: Instant
    end: Instant
    zone: str
    local: str = Field(description="The start by the clock of `zone`")
    people: int
    items: list[AlongShown]
    missing: list[AlongShown]
    status: Place
    place: int
    order_id: UUID | None
    order_status: str | None
    expires_at: Instant | None


class LineAnswer(Answer):
    """What one waits for or was offered, and has not begun; the oldest first."""

    line: list[PlaceShown]
    server_time: Instant


class JoinedAnswer(LineAnswer):
    """`id` is one's place: the one that one has, if one waits for the same; who is to serve it,
    where, for how many people, with which note and goods is what was asked for last."""

    id: UUID


@router.post(
    "",
    operation_id="waitForTime",
    summary="Wait for a time that somebody else has",
    response_model=JoinedAnswer,
    responses=problems(TooManyInLine, NotInLine, FreeNow, *HOLD_REFUSED, *TELLS_AGAIN),
)
async def post_wait(request: Request, asked: WaitForTimeAsked) -> Response:
    service, wanted = await time_asked(request, asked)
    by = caller(request, "wait-for-time")
    locale = order_locale(request, None)
    place = await wait_for_time(shop_parts(request), by, service, wanted, locale=locale)
    return json_answer(await _line(request) | {"id": place})


@router.get(
    "",
    operation_id="listPlacesInLine",
    summary="What times one waits for",
    response_model=LineAnswer,
)
async def get_line(request: Request) -> Response:
    return json_answer(await _line(request))


@router.delete(
    "/{place_id}",
    operation_id="leaveLine",
    summary="Wait for a time no more",
    response_model=LineAnswer,
    responses=problems(NotInLine, *TELLS_AGAIN),
)
async def delete_place(request: Request, place_id: UUID) -> Response:
    await leave_line(shop_parts(request), caller(request), place_id)
    return json_answer(await _line(request))


async def _line(request: Request) -> dict[str, Any]:
    parts, who = shop_parts(request), exchange(request).principal
    found = [] if who is None else await line_of(parts.database.pool, parts.reader, who.id)
    plans = [(one.waits, first_plan(one.waits)) for one in found]
    waits = [(place, () if plan is None else plan.parts) for place, plan in plans]
    called = await waits_named(parts.database, waits, reader_of(request))
    line = [_shown(one, clock_of(one.waits), called[one.waits.id]) for one in found]
    return {"line": line, "serverTime": iso(shop_now())}


def _shown(one: LineShown, clock: str, called: str) -> dict[str, Any]:
    place = one.waits
    return {
        "id": place.id,
        "serviceId": place.service_id,
        "serviceName": called,
        "start": iso(place.starts_at),
        "end": iso(place.ends_at),
        "zone": clock,
        "local": place.starts_at.astimezone(zone(clock)).isoformat(timespec="minutes"),
        "people": place.people,
        "items": [_along(one) for one in place.beside],
        "missing": [_along(one) for one in place.missing],
        "status": place.status,
        "place": one.number,
        "orderId": place.order_id,
        "orderStatus": one.order_status,
        "expiresAt": iso(one.expires_at),
    }


def _along(one: Along) -> dict[str, Any]:
    return {
        "productId": one.product_id,
        "variantId": one.variant_id,
        "name": one.name,
        "quantity": one.quantity,
    }
