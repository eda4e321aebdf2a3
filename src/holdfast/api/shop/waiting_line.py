"""Waiting in line for a time: who is first is offered it before anybody else sees it is free."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.booking_asks import HOLD_REFUSED, Length, Near, Resources
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.slots import position_of
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.api.shop.booking_choice import chosen
from holdfast.booking.services import MAX_PEOPLE
from holdfast.flows.booking.planning import MOST_NOTE
from holdfast.flows.booking.waiting_in_line import leave_line, wait_for_time
from holdfast.flows.waiting.joining import FreeNow
from holdfast.kit import iso, shop_now
from holdfast.views.waiting_line import LineShown, line_of
from holdfast.waiting import NotInLine, Place, TooManyInLine

__all__ = ["router"]

router = APIRouter(prefix="/api/waiting/times", tags=["booking"])


class WaitForTimeAsked(Ask):
    """The time, as it would be held."""

    service_id: UUID
    start: datetime = Field(description="Without a zone it is by the studio's clock")
    length: Length | None = Field(default=None, description="Left out: the service's shortest")
    resources: Resources = "any"
    people: Annotated[int, Field(ge=1, le=MAX_PEOPLE, strict=True)] = 1
    note: Annotated[str, Field(max_length=MOST_NOTE)] = ""
    near: Near = None


class PlaceShown(Answer):
    """A place in line: the `place`-th; once `offered`, held by the order until `expiresAt`."""

    id: UUID
    service_id: UUID
    service_name: str
    start: Instant
    end: Instant
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
    """`id` is one's place: the one that one has, if one waits for the same."""

    id: UUID


@router.post(
    "",
    operation_id="waitForTime",
    summary="Wait for a time that somebody else has",
    response_model=JoinedAnswer,
    responses=problems(TooManyInLine, NotInLine, FreeNow, *HOLD_REFUSED, *TELLS_AGAIN),
)
async def post_wait(request: Request, asked: WaitForTimeAsked) -> Response:
    service = await state_of(request).slots.service(asked.service_id)
    named = () if isinstance(asked.resources, str) else tuple(asked.resources)
    wanted = await chosen(
        request,
        service,
        asked.start,
        minutes=asked.length,
        people=asked.people,
        named=named,
        note=asked.note,
        near=position_of(asked.near),
    )
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
    return {"line": [_shown(one) for one in found], "serverTime": iso(shop_now())}


def _shown(one: LineShown) -> dict[str, Any]:
    place = one.waits
    return {
        "id": place.id,
        "serviceId": place.service_id,
        "serviceName": place.service_name,
        "start": iso(place.starts_at),
        "end": iso(place.ends_at),
        "status": place.status,
        "place": one.number,
        "orderId": place.order_id,
        "orderStatus": one.order_status,
        "expiresAt": iso(one.expires_at),
    }
