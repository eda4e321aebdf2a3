"""Staff: who waits in line for goods that are sold out."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.flows.waiting.joining import take_off_line
from holdfast.kit import iso
from holdfast.views.waiting_staff import lines_for_goods, places_for_goods
from holdfast.waiting import NotInLine, place_for_units

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/waiting", tags=["staff"])


class GoodsLineShown(Answer):
    """The line of a variant: so many wait, for so many units together; so many are offered some and
    have not decided."""

    variant_id: UUID
    product_id: UUID
    name: str
    sku: str | None
    waiting: int
    wanted: int
    offered: int
    since: Instant | None = Field(description="From when the first of them waits")


class GoodsLinesAnswer(Answer):
    """The longest line first; at most 200."""

    lines: list[GoodsLineShown]


class GoodsPlaceShown(Answer):
    """One who waits, or to whom `orderId` holds what came free; a guest has no name. Who waits for
    what is made of others stands in the line `lineId` of a `part` that is short."""

    id: UUID
    owner: str
    name: str | None
    email: str | None
    buyer: BuyerShown
    quantity: int
    status: Literal["offered", "waiting"]
    order_id: UUID | None
    number: str | None = Field(description="Of the order")
    joined_at: Instant
    variant_id: UUID = Field(description="What they wait for")
    product: str
    line_id: UUID | None
    part: str | None


class GoodsPlacesAnswer(Answer):
    """Who is offered some, then who waits, for it or in its line for what it is a part of, the
    first first; at most 200."""

    places: list[GoodsPlaceShown]


class TakeOffAsked(Ask):
    """Who waits is told the reason; the audit log keeps it."""

    reason: Reason


@router.get("", operation_id="listGoodsLines", summary="What goods are waited for")
async def get_lines(request: Request) -> GoodsLinesAnswer:
    rows = await lines_for_goods(shop_parts(request).database.pool)
    return GoodsLinesAnswer.model_validate({"lines": [_row(row, "since") for row in rows]})


@router.get("/{variant_id}", operation_id="listPlacesForGoods", summary="Who waits for a variant")
async def get_places(request: Request, variant_id: UUID) -> GoodsPlacesAnswer:
    return await _places(request, variant_id)


@router.post(
    "/places/{place_id}/remove",
    operation_id="takeOffLine",
    summary="Take somebody off a line",
    responses=problems(NotInLine, *COMMITS),
)
async def post_removal(request: Request, place_id: UUID, asked: TakeOffAsked) -> GoodsPlacesAnswer:
    parts = shop_parts(request)
    await take_off_line(parts, caller(request), place_id, asked.reason)
    place = await place_for_units(parts.database.pool, place_id)
    assert place is not None, "it was taken off"
    return await _places(request, place.variant_id)


async def _places(request: Request, variant_id: UUID) -> GoodsPlacesAnswer:
    rows = await places_for_goods(shop_parts(request).database.pool, variant_id)
    return GoodsPlacesAnswer.model_validate({"places": [_row(row, "joined_at") for row in rows]})


def _row(row: dict[str, Any], moment: str) -> dict[str, Any]:
    return row | {moment: row[moment] and iso(row[moment])}
