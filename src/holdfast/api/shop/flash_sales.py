"""Flash sales: those that are to come or open, one of them, and buying in it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.addresses import AddressAsked
from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.carts import ORDER_REFUSED, Locale
from holdfast.api.contract.flash_sales import FlashSaleAnswer, FlashSalesAnswer, flash_sale_body
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.prices import SHIPPING_ADDRESS, Expected, Region
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import order_locale
from holdfast.api.shell.state import state_of
from holdfast.api.shop.whose import UserNamed, of_oneself
from holdfast.flash_sales import list_sales
from holdfast.flows.checkout.basket import SaleUnits
from holdfast.flows.checkout.decided import decided
from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.flows.checkout.prices import Choice, ShippingUnknown
from holdfast.flows.checkout.sales import (
    FlashSaleEndedProblem,
    FlashSaleLimit,
    FlashSaleNotFound,
    FlashSaleNotOpen,
    FlashSaleSoldOut,
    FlashSaleTurn,
    sale_now,
)
from holdfast.flows.commit.refusals import AddressNeeded, CannotBuy
from holdfast.kit import Problem, iso, page_by_id, shop_now
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.people import UserUnknown
from holdfast.shipping import AddressInvalid
from holdfast.views.flash_sales import sales_shown

__all__ = ["router"]

router = APIRouter(prefix="/api/flash-sales", tags=["flash sales"], route_class=DirectRoute)


class FlashPurchaseAsked(Ask):
    """Units of a flash sale, to be paid within the time of a reservation, or at once from the
    buyer's wallet."""

    quantity: Annotated[int, Field(ge=1, le=1000, strict=True)] = 1
    payment_method: Literal["wallet"] | None = None
    shipping_method: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    region: Region | None = None
    shipping_address: AddressAsked | None = None
    expected_total: Expected = None
    locale: Locale | None = None
    user_id: UserNamed = None


class FlashPurchaseAnswer(Answer):
    """The order. Without a `reservationId` it is paid; otherwise it is held until `expiresAt` by
    the server's clock."""

    success: Literal[True]
    order_id: UUID
    number: str
    status: Literal["pending", "paid", "completed", "cancelled"]
    total: int
    currency: str
    reservation_id: UUID | None
    expires_at: Instant | None
    server_time: Instant


@router.get("", response_model=FlashSalesAnswer, responses=problems(BadCursor))
async def list_flash_sales(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    productId: Annotated[UUID | None, Query(description="Only of this product")] = None,  # noqa: N803
) -> Response:
    """Flash sales that are to come or open, newest first."""
    here = shop_parts(request)
    before = decode_id(cursor)
    found = await list_sales(here.database.pool, before, limit + 1, product=productId, lasting=True)
    page, more = page_by_id(found, limit)
    now = shop_now()
    shown = await sales_shown(here.reader, here.shelf, page, now)
    locale = order_locale(request, None)
    return json_answer(
        {
            "flashSales": [flash_sale_body(one, locale) for one in shown],
            "nextCursor": more,
            "serverTime": iso(now),
        }
    )


@router.get("/{sale_id}", response_model=FlashSaleAnswer, responses=problems(FlashSaleNotFound))
async def get_flash_sale(request: Request, sale_id: UUID) -> Response:
    """A flash sale, open or not, with what is left of it."""
    here = shop_parts(request)
    found = await sale_now(here, sale_id)
    (shown,) = await sales_shown(here.reader, here.shelf, [found.sale], found.at)
    body = flash_sale_body(shown, order_locale(request, None))
    return json_answer({"flashSale": body, "serverTime": iso(found.at)})


@router.post(
    "/{sale_id}/purchase",
    operation_id="purchaseFlashSale",
    summary="Buy in a flash sale: held for the time it takes to pay, or paid from the wallet",
    status_code=201,
    response_model=FlashPurchaseAnswer,
    responses=problems(
        FlashSaleNotFound,
        FlashSaleNotOpen,
        FlashSaleEndedProblem,
        FlashSaleSoldOut,
        FlashSaleTurn,
        FlashSaleLimit,
        CannotBuy,
        AddressInvalid,
        AddressNeeded,
        PriceChanged,
        ShippingUnknown,
        UserUnknown,
        *ORDER_REFUSED,
        *TELLS_AGAIN,
    ),
)
async def purchase_flash_sale(
    request: Request, sale_id: UUID, asked: FlashPurchaseAsked
) -> Response:
    of_oneself(request, asked.user_id)
    here, wallet = shop_parts(request), asked.payment_method == "wallet"
    address = asked.shipping_address
    choice = Choice(
        method=asked.shipping_method,
        region=asked.region,
        expected=asked.expected_total,
        address=None if address is None else address.address(f"{SHIPPING_ADDRESS}."),
        whole=wallet,
    )
    counts = state_of(request).sale_counts
    try:
        placed = await place(
            here,
            caller(request, f"flash-sale/{sale_id}"),
            SaleUnits(sale_id, asked.quantity),
            wallet=wallet,
            choice=choice,
            locale=order_locale(request, asked.locale),
        )
    except Problem as refusal:
        counts.refused(sale_id, refusal)
        raise
    counts.count(sale_id)
    order_id = placed.order_id
    order = await (decided(here, order_id) if wallet else here.orders.known(order_id))
    return json_answer(
        {
            "success": True,
            "orderId": order.id,
            "number": order.number,
            "status": order.status,
            "total": order.total,
            "currency": order.currency,
            "reservationId": placed.hold_id,
            "expiresAt": iso(placed.ends_at),
            "serverTime": iso(shop_now()),
        },
        201,
    )
