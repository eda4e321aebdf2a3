"""Staff: making flash sales, all there ever were, ending one early."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Ask, json_answer
from holdfast.api.contract.flash_sales import (
    SaleRoomAnswer,
    StaffSaleAnswer,
    StaffSalesAnswer,
    flash_sale_body,
)
from holdfast.api.contract.moments import Moment
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import order_locale
from holdfast.api.staff.discounts import EndAsked
from holdfast.catalog import AmbiguousOptions, ProductNotFound, VariantNotFound
from holdfast.flash_sales import FlashSale, SaleTerms, list_sales, load_rooms
from holdfast.flows.checkout.sales import FlashSaleEndedProblem, FlashSaleNotFound, sale_now
from holdfast.flows.commit.allotments import came_from
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.flash_sales.making import BadSale, end_sale, make_sale
from holdfast.flows.inventory.by_codes import GoodsAreFiles, StockIsCodes
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso, page_by_id, shop_now
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.ledger import MAX_BALANCE
from holdfast.locations import LocationNotFound, location_at
from holdfast.views.flash_sales import FlashSaleNow, sales_shown
from holdfast.views.live.sale_rooms import room_told

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/flash-sales", tags=["staff"])


class FlashSaleAsked(Ask):
    """So many units of a product, for a while, at a price. What is asked for never changes."""

    product_id: UUID
    variant_id: UUID | None = Field(
        default=None, description="Left out: the product's only variant"
    )
    location_id: UUID | None = Field(
        default=None, description="Where the units come from; left out: as those of an order do"
    )
    quantity: Annotated[
        int, Field(ge=1, le=1_000_000, strict=True, description="Moved out of the stock at once")
    ]
    price: Annotated[int, Field(ge=1, le=MAX_BALANCE, strict=True, description="Minor units")]
    start_time: Moment | None = Field(default=None, description="Left out: at once")
    end_time: Moment
    per_customer: Annotated[int, Field(ge=1, le=1000, strict=True)] = 1
    per_second: Annotated[int | None, Field(ge=1, le=100_000, strict=True)] = Field(
        default=None, description="So many buyers are let in a second; the others wait in line"
    )

    def terms(self, now: datetime) -> SaleTerms:
        return SaleTerms(
            product_id=self.product_id,
            quantity=self.quantity,
            price=self.price,
            starts_at=self.start_time or now,
            ends_at=self.end_time,
            per_customer=self.per_customer,
            per_second=self.per_second,
        )


@router.post(
    "",
    operation_id="createFlashSale",
    status_code=201,
    response_model=StaffSaleAnswer,
    responses=problems(
        BadSale,
        InsufficientStock,
        StockIsCodes,
        GoodsAreFiles,
        ProductNotFound,
        VariantNotFound,
        AmbiguousOptions,
        LocationNotFound,
        *TELLS_AGAIN,
    ),
)
async def post_flash_sale(request: Request, asked: FlashSaleAsked) -> Response:
    """Set units aside for a flash sale, out of the stock. What is left goes back at its end."""
    here = shop_parts(request)
    by = caller(request, "flash-sale")
    sale = await make_sale(here, by, asked.terms(shop_now()), asked.variant_id, asked.location_id)
    return await _answer(request, here, sale, 201)


@router.post(
    "/{sale_id}/end",
    operation_id="endFlashSale",
    response_model=StaffSaleAnswer,
    responses=problems(FlashSaleNotFound, FlashSaleEndedProblem, *COMMITS),
)
async def post_end(request: Request, sale_id: UUID, asked: EndAsked) -> Response:
    """End a flash sale now. What is free goes back to the stock at once, what is held as soon as
    its reservation ends unpaid."""
    here = shop_parts(request)
    by = caller(request, f"end-flash-sale/{sale_id}")
    return await _answer(request, here, await end_sale(here, by, sale_id, asked.reason))


@router.get("", response_model=StaffSalesAnswer, responses=problems(BadCursor))
async def list_all_flash_sales(
    request: Request, limit: Limit = 20, cursor: Cursor = None
) -> Response:
    """Every flash sale, newest first."""
    here = shop_parts(request)
    before = decode_id(cursor)
    found = await list_sales(here.database.pool, before, limit + 1)
    page, more = page_by_id(found, limit)
    now = shop_now()
    shown = await sales_shown(here.reader, here.shelf, page, now)
    return json_answer(
        {
            "flashSales": await _told(request, here, shown),
            "nextCursor": more,
            "serverTime": iso(now),
        }
    )


@router.get("/{sale_id}/room", response_model=SaleRoomAnswer, responses=problems(FlashSaleNotFound))
async def get_sale_room(request: Request, sale_id: UUID) -> Response:
    """Who waits for a flash sale at this moment, and what came of those who tried to buy. The live
    channel `sale-rooms` tells the same as it changes."""
    here = shop_parts(request)
    await sale_now(here, sale_id)
    rooms = await here.database.gathered(load_rooms).get(sale_id)
    assert rooms is not None  # of each that is asked for
    return json_answer({"room": room_told(sale_id, rooms), "serverTime": iso(shop_now())})


async def _answer(
    request: Request, here: ShopParts, sale: FlashSale, status: int = 200
) -> Response:
    now = shop_now()
    (shown,) = await sales_shown(here.reader, here.shelf, [sale], now)
    (body,) = await _told(request, here, [shown])
    return json_answer({"flashSale": body, "serverTime": iso(now)}, status)


async def _told(
    request: Request, here: ShopParts, shown: Sequence[FlashSaleNow]
) -> list[dict[str, Any]]:
    """As staff see them: with whence their units came, if there are several places."""
    locale, known = order_locale(request, None), await here.stocks.locations.now()
    names = {one.id: one.name for one in known} if len(known) > 1 else {}
    return [
        flash_sale_body(one, locale)
        | {
            "locations": [
                names[place] for key in came_from(one.sale) if (place := location_at(key)) in names
            ]
        }
        for one in shown
    ]
