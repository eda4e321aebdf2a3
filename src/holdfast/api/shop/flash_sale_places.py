"""The waiting room of a flash sale."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from msgspec import Struct
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant, json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import member, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.flash_sales import (
    Place,
    SaleNow,
    leave_place,
    pause_before_start,
    pause_in_line,
    take_places,
)
from holdfast.flows.checkout.sales import (
    FlashSaleEndedProblem,
    FlashSaleNotFound,
    ended_already,
    sale_now,
)
from holdfast.kit import iso, shop_now

__all__ = ["router"]

router = APIRouter(prefix="/api/flash-sales", tags=["flash sales"], route_class=DirectRoute)


class PlaceAnswer(Answer):
    """One's place in the waiting room. Ask again after `Retry-After` seconds: who is not heard of
    for a minute is passed over until they are."""

    let_in: bool = Field(description="Whether one may buy now")
    let_in_until: Instant | None
    position: int | None = Field(description="1: the next; null before the start, and once let in")
    let_in_count: int | None = Field(
        description="How many were let in when that was one's position; `sale-turns:update` tells"
        " how many were since, each of whom stood before"
    )
    expected_seconds: int | None = Field(description="Until one's turn, as it goes now")
    ask_again_seconds: int = Field(description="As `Retry-After`")
    server_time: Instant


class _Told(Struct, frozen=True, kw_only=True):
    """What one is told; ``again``: in how many seconds to ask."""

    again: int
    let_in: bool = False
    until: datetime | None = None
    position: int | None = None
    let_in_count: int | None = None
    seconds: int | None = None


@router.post(
    "/{sale_id}/place",
    response_model=PlaceAnswer,
    responses=problems(FlashSaleNotFound, FlashSaleEndedProblem),
)
async def take_a_place(request: Request, sale_id: UUID) -> Response:
    """Take a place in the waiting room of a flash sale, or say that one is still there. Who comes
    before the start has a turn that is drawn, later ones follow in the order in which they come."""
    here, who = shop_parts(request), member(request)
    found = await sale_now(here, sale_id)
    sale = found.sale
    if found.phase == "ended":
        raise ended_already(found)
    if sale.per_second is None:
        return _answer(_Told(let_in=found.phase == "open", until=sale.ends_at, again=5))
    place = await here.database.gathered(take_places).get((sale.id, who.id))
    assert place is not None  # the sale is there
    return _answer(_told(found, place, who.id))


@router.delete("/{sale_id}/place", status_code=204, responses=problems(FlashSaleNotFound))
async def leave_a_place(request: Request, sale_id: UUID) -> Response:
    """Leave the waiting room. Who comes again has a new place."""
    here, who = shop_parts(request), member(request)
    await sale_now(here, sale_id)
    await leave_place(here.database.pool, sale_id, who.id)
    return Response(status_code=204)


def _told(found: SaleNow, place: Place, owner: str) -> _Told:
    if place.until is not None:
        return _Told(let_in=place.until > found.at, until=place.until, again=15)
    sale = found.sale
    if place.before is None or sale.per_second is None:
        ahead = (sale.starts_at - found.at).total_seconds()
        return _Told(again=pause_before_start(ahead, place.early, f"{sale.id}/{owner}"))
    seconds = place.before // sale.per_second + 1
    return _Told(
        position=place.before + 1,
        let_in_count=place.let_in,
        seconds=seconds,
        again=pause_in_line(seconds),
    )


def _answer(told: _Told) -> Response:
    answer = json_answer(
        {
            "letIn": told.let_in,
            "letInUntil": iso(told.until),
            "position": told.position,
            "letInCount": told.let_in_count,
            "expectedSeconds": told.seconds,
            "askAgainSeconds": told.again,
            "serverTime": iso(shop_now()),
        }
    )
    answer.headers["Retry-After"] = str(told.again)
    return answer
