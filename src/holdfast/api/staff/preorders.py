"""Staff: what is announced, and ordered before it is there."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import LOCALE_PARAMETER, locale_of
from holdfast.catalog import VariantNotFound
from holdfast.flows.inventory.by_codes import GoodsAreFiles, StockIsCodes
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.inventory.preorders import (
    MoreThanAnnounced,
    PreorderSold,
    announce,
    receive_preorder,
)
from holdfast.flows.inventory.stock import MadeOfOthers
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import shop_now
from holdfast.locations import FIRST_LOCATION, LocationNotFound
from holdfast.preorders import MOST_UNITS, BadPreorder, Preorder, PreorderNotFound
from holdfast.views.preorders import PreorderNow, preorders_now

__all__ = [
    "ANNOUNCE_REFUSED", "RECEIVE_REFUSED", "PreorderAsked", "PreorderReceiptAsked",
    "PreorderStaffBody", "PreordersBody", "announced_now", "preorder_of", "router",
]  # fmt: skip

router = APIRouter(prefix="/api/staff", tags=["staff"])

ANNOUNCE_REFUSED = (
    VariantNotFound, BadPreorder, PreorderSold, MadeOfOthers, StockIsCodes, GoodsAreFiles,
    LocationNotFound, LocationClosed,
)  # fmt: skip
RECEIVE_REFUSED = (
    VariantNotFound, PreorderNotFound, MoreThanAnnounced, MadeOfOthers, StockIsCodes,
    GoodsAreFiles, LocationClosed,
)  # fmt: skip


class PreorderAsked(Ask):
    """What is announced of a variant, in place of what was said before. Buyers who wait are told of
    another day."""

    units: Annotated[
        int,
        Field(
            ge=0,
            le=MOST_UNITS,
            strict=True,
            description="Still to come, those that buyers have ordered among them; 0: none",
        ),
    ]
    expected_on: date = Field(description="The day on which they are expected")
    ends_at: Instant | None = Field(
        default=None, description="Until when they may be ordered; null: as long as there are any"
    )
    location_id: UUID = Field(default=FIRST_LOCATION, description="Where they will come")

    def preorder(self, variant_id: UUID) -> Preorder:
        """Of this variant."""
        return Preorder(variant_id, self.location_id, self.expected_on, self.ends_at)


class PreorderReceiptAsked(Ask):
    """What came of it now. What buyers have ordered is theirs, the rest goes on sale."""

    quantity: Annotated[int, Field(ge=1, le=MOST_UNITS, strict=True)]
    more: Annotated[bool, Field(strict=True, description="Also beyond what was announced")] = False


class PreorderStaffBody(Answer):
    variant_id: UUID
    product_id: UUID
    product_name: str
    sku: str
    options: dict[str, str]
    location_id: UUID
    location: str
    expected_on: date
    ends_at: Instant | None
    overdue: bool = Field(description="The day is over, and something is still to come")
    to_come: int = Field(description="Announced, and has not come")
    available: int = Field(description="Of those: may still be ordered")
    held: int = Field(description="Of those: being paid for")
    arrived: int = Field(description="Came for buyers, and no order has it yet")
    waiting_units: int = Field(description="Paid for, and has not come for its order")
    waiting_orders: int


class PreordersBody(Answer):
    preorders: list[PreorderStaffBody] = Field(description="What is expected first before others")


@router.get("/preorders", openapi_extra={"parameters": [LOCALE_PARAMETER]})
async def get_preorders(request: Request) -> PreordersBody:
    """All of which something is to come, or somebody waits: five hundred at most."""
    return await announced_now(request)


@router.get(
    "/variants/{variant_id}/preorder",
    responses=problems(PreorderNotFound),
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def get_preorder(request: Request, variant_id: UUID) -> PreorderStaffBody:
    """What was announced of the variant last, and how it stands."""
    return await preorder_of(request, variant_id)


@router.put("/variants/{variant_id}/preorder", responses=problems(*ANNOUNCE_REFUSED, *COMMITS))
async def put_preorder(
    request: Request, variant_id: UUID, asked: PreorderAsked
) -> PreorderStaffBody:
    """Say how many are to come and when. Never fewer than buyers have ordered."""
    here = shop_parts(request)
    await announce(here, caller(request), asked.preorder(variant_id), asked.units)
    return await preorder_of(request, variant_id)


@router.post(
    "/variants/{variant_id}/preorder/receive", responses=problems(*RECEIVE_REFUSED, *COMMITS)
)
async def post_preorder_receipt(
    request: Request, variant_id: UUID, asked: PreorderReceiptAsked
) -> PreorderStaffBody:
    """Take in what came, whole or in part. It goes to who ordered it before, in the order of their
    payment, and only the rest on sale."""
    here, by = shop_parts(request), caller(request, f"preorder/{variant_id}")
    await receive_preorder(here, by, variant_id, asked.quantity, GoodsLine(here), more=asked.more)
    return await preorder_of(request, variant_id)


async def announced_now(request: Request, seller_id: UUID | None = None) -> PreordersBody:
    """All that are open; of a seller theirs alone."""
    here = shop_parts(request)
    async with here.database.read() as connection:
        found = await preorders_now(
            connection, locale_of(request), here.reader.partitions, seller_id=seller_id
        )
    return PreordersBody(preorders=[_body(one) for one in found])


async def preorder_of(request: Request, variant_id: UUID) -> PreorderStaffBody:
    """Raises :class:`PreorderNotFound`."""
    here = shop_parts(request)
    async with here.database.read() as connection:
        found = await preorders_now(
            connection, locale_of(request), here.reader.partitions, variant_id=variant_id
        )
    if not found:
        raise PreorderNotFound("Nothing of it is announced.", field="variantId")
    return _body(found[0])


def _body(one: PreorderNow) -> PreorderStaffBody:
    return PreorderStaffBody(
        variant_id=one.variant_id,
        product_id=one.product_id,
        product_name=one.product_name,
        sku=one.sku,
        options=one.options,
        location_id=one.location_id,
        location=one.location or "",
        expected_on=one.expected_on,
        ends_at=one.ends_at,
        overdue=one.to_come > 0 and one.expected_on < shop_now().date(),
        to_come=one.to_come,
        available=one.available,
        held=one.held,
        arrived=one.arrived,
        waiting_units=one.waiting_units,
        waiting_orders=one.waiting_orders,
    )
