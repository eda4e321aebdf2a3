"""Staff: what a variant is made of."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.catalog import MOST_PARTS, MOST_UNITS, VariantNotFound, parts_of
from holdfast.flows.inventory.by_codes import GoodsAreFiles, StockIsCodes
from holdfast.flows.inventory.parts import BadParts, HasStock, set_parts
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.waiting.offering import stand_anew

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/variants", tags=["staff"])


class VariantPart(Answer):
    variant_id: UUID
    product_name: str
    sku: str
    options: dict[str, str]
    units: int = Field(description="So many of it one takes")


class VariantParts(Answer):
    """What one of a variant takes; nothing, if it has a stock of its own."""

    variant_id: UUID
    parts: list[VariantPart]


class PartAsked(Ask):
    variant_id: UUID
    units: Annotated[int, Field(ge=1, le=MOST_UNITS, strict=True)]


class PartsAsked(Ask):
    """Each variant once. Two that are made of the same one draw on one pool."""

    parts: Annotated[list[PartAsked], Field(min_length=1, max_length=MOST_PARTS)]


@router.get("/{variant_id}/parts")
async def get_parts(request: Request, variant_id: UUID) -> VariantParts:
    """What one takes now; what was ordered before keeps what it took then."""
    return await _parts(shop_parts(request), variant_id)


@router.put(
    "/{variant_id}/parts",
    responses=problems(VariantNotFound, BadParts, HasStock, StockIsCodes, GoodsAreFiles),
)
async def put_variant_parts(request: Request, variant_id: UUID, asked: PartsAsked) -> VariantParts:
    """Say what it is made of, for as long as it is sold. Its stock is what its parts allow, and
    buying it takes them all at once."""
    here = shop_parts(request)
    wanted: dict[UUID, int] = {}
    for one in asked.parts:
        wanted[one.variant_id] = wanted.get(one.variant_id, 0) + one.units
    await set_parts(here, caller(request), variant_id, wanted)
    await stand_anew(here)
    return await _parts(here, variant_id)


async def _parts(here: ShopParts, variant_id: UUID) -> VariantParts:
    async with here.database.read() as connection:
        found = await parts_of(connection, variant_id)
    return VariantParts.model_validate({"variant_id": variant_id, "parts": found})
