"""The waiting room of a flash sale."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from msgspec import Struct
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import member, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.state import state_of
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
from holdfast.flows.flash_sales.brakes import ProofNeeded, ProofRefused
from holdfast.flows.shop_parts import ShopParts
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


class ProofAsked(Ask):
    """A challenge of `flash-sale-proof`, and what solves it."""

    challenge: Annotated[str, Field(min_length=1, max_length=1000)]
    word: Annotated[str, Field(min_length=1, max_length=64)] = Field(
        description="SHA-256 of `<challenge>:<word>` begins with as many bits of zero as were asked"
    )


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
    responses=problems(FlashSaleNotFound, FlashSaleEndedProblem, ProofNeeded),
)
async def take_a_place(request: Request, sale_id: UUID) -> Response:
    """Take a place in the waiting room of a flash sale, or say that one is still there. Who comes
    before the start has a turn that is drawn, later ones follow in the order in which they come."""
    here, who = shop_parts(request), member(request)
    found = await sale_now(here, sale_id)
    place = await _taken(here, found, who.id)
    if place is not None and place.new:
        state = state_of(request)
        try:
            await state.sale_brakes.taken(here.database, who, sale_id)
        except ProofNeeded as refusal:
            state.sale_counts.refused(sale_id, refusal)
            raise
    return _answer(_told(found, place, who.id))


@router.post(
    "/{sale_id}/proof",
    operation_id="takePlaceByProof",
    response_model=PlaceAnswer,
    responses=problems(FlashSaleNotFound, FlashSaleEndedProblem, ProofRefused),
)
async def take_a_place_by_proof(request: Request, sale_id: UUID, asked: ProofAsked) -> Response:
    """Take a place by a proof of work, as `flash-sale-proof` asks for one. It counts once, for who
    was asked, in this sale, for two minutes."""
    here, who = shop_parts(request), member(request)
    found = await sale_now(here, sale_id)
    brakes = state_of(request).sale_brakes
    await brakes.prove(here.database, who, sale_id, asked.challenge, asked.word)
    return _answer(_told(found, await _taken(here, found, who.id), who.id))


@router.delete("/{sale_id}/place", status_code=204, responses=problems(FlashSaleNotFound))
async def leave_a_place(request: Request, sale_id: UUID) -> Response:
    """Leave the waiting room. Who comes again has a new place."""
    here, who = shop_parts(request), member(request)
    await sale_now(here, sale_id)
    await leave_place(here.database.pool, sale_id, who.id)
    return Response(status_code=204)


async def _taken(here: ShopParts, found: SaleNow, owner: str) -> Place | None:
    """Their place; None where there is no waiting room."""
    if found.phase == "ended":
        raise ended_already(found)
    if found.sale.per_second is None:
        return None
    place = await here.database.gathered(take_places).get((found.sale.id, owner))
    assert place is not None  # the sale is there
    return place


def _told(found: SaleNow, place: Place | None, owner: str) -> _Told:
    if place is None:
        return _Told(let_in=found.phase == "open", until=found.sale.ends_at, again=5)
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
