"""Staff: who waits in line for a time that is taken."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.api.staff.waiting import TakeOffAsked
from holdfast.flows.booking.waiting_in_line import take_off_time_line
from holdfast.kit import iso
from holdfast.views.waiting_staff import places_for_times
from holdfast.waiting import NotInLine

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/waiting-times", tags=["studio"])


class TimePlaceShown(Answer):
    """One who waits for a time, or to whom `orderId` holds it `until` then; a guest has no name."""

    id: UUID
    buyer: BuyerShown
    service_id: UUID
    service: str
    start: Instant
    end: Instant
    zone: str
    local: str = Field(description="The start by the clock of its place")
    people: int
    status: Literal["offered", "waiting"]
    place: int | None = Field(description="In line, while they wait: 1 is the first")
    joined_at: Instant
    order_id: UUID | None
    number: str | None = Field(description="Of the order")
    until: Instant | None


class TimePlacesAnswer(Answer):
    """The soonest time first, of one time the first in line first; at most 200."""

    places: list[TimePlaceShown]


@router.get(
    "",
    operation_id="listPlacesForTimes",
    summary="Who waits for a time",
    openapi_extra=IN_A_LANGUAGE,
)
async def get_places(request: Request) -> TimePlacesAnswer:
    return await _places(request)


@router.post(
    "/{place_id}/remove",
    operation_id="takeOffTimeLine",
    summary="Take somebody off the line for a time",
    responses=problems(NotInLine, *COMMITS),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_removal(request: Request, place_id: UUID, asked: TakeOffAsked) -> TimePlacesAnswer:
    await take_off_time_line(shop_parts(request), caller(request), place_id, asked.reason)
    return await _places(request)


async def _places(request: Request) -> TimePlacesAnswer:
    parts = shop_parts(request)
    rows = await places_for_times(parts.database.pool, parts.reader, locale_of(request))
    moments = ("start", "end", "joined_at", "until")
    shown = [row | {one: iso(row[one]) for one in moments} for row in rows]
    return TimePlacesAnswer.model_validate({"places": shown})
