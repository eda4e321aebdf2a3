"""Coupons before payment: what each would take off, and another one for an order not paid yet."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.campaigns import CouponBody, coupon_body
from holdfast.api.contract.carts import CART_REFUSED, Items, cart_of
from holdfast.api.contract.prices import Region
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller
from holdfast.api.shell.dependencies import exchange as exchange_of
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shop.order_answers import OrderAnswer, order_answer
from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.prices import Choice, ShippingUnknown
from holdfast.flows.checkout.redemption import CouponNotUsable
from holdfast.flows.checkout.savings import Offered, savings_for_cart, savings_for_order
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    OrderNotFound,
    PaymentUnderWay,
    ReservationExpired,
    TooManyReservations,
)
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso
from holdfast.views.coupons import coupons_now

__all__ = ["router"]

router = APIRouter(prefix="/api/orders", tags=["orders"], route_class=DirectRoute)

_NOT_OPEN: Final = (
    OrderNotFound,
    AlreadyPaid,
    PaymentUnderWay,
    OrderCancelledAlready,
    ReservationExpired,
)


class QuoteAsked(Ask):
    """Goods that somebody thinks of buying. Nothing is held by asking."""

    items: Items
    instead_of: UUID | None = Field(
        None, description="An unpaid order to be given up for them, whose coupon is free then"
    )
    shipping_method: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    region: Region | None = None


class CouponAsked(Ask):
    """The coupon to use, or null for none."""

    coupon_id: UUID | None


class Trouble(Answer):
    """Why a coupon is not for these goods."""

    reason: Literal["currency", "scope", "minimum", "nothing", "better"]
    missing: int = Field(description="What the goods lack of the campaign's minimum")


class SavingShown(Answer):
    """A coupon of one's own and what it takes off."""

    coupon: CouponBody
    saving: int
    total: int = Field(description="What is to pay with it")
    trouble: Trouble | None


class QuoteAnswer(Answer):
    """Amounts are minor units of `currency`. Coupons that can be used now are listed, the one that
    takes off most first."""

    currency: str
    subtotal: int
    total: int = Field(description="What is to pay without a coupon")
    coupons: list[SavingShown]
    best_coupon_id: UUID | None
    coupon_id: UUID | None = Field(description="The one the order has")
    server_time: Instant


@router.post(
    "/quote",
    operation_id="quoteOrder",
    summary="The price of goods, and what each coupon of one's own would take off",
    response_model=QuoteAnswer,
    responses=problems(*CART_REFUSED, ShippingUnknown),
    openapi_extra=IN_A_LANGUAGE,
)
async def quote_order(request: Request, asked: QuoteAsked) -> Response:
    shop_parts = shop_parts_of(request)
    offered = await savings_for_cart(
        shop_parts,
        exchange_of(request).principal,
        cart_of(asked.items),
        choice=Choice(method=asked.shipping_method, region=asked.region),
        instead_of=asked.instead_of,
    )
    return await _answer(shop_parts, offered, reader_of(request))


@router.get(
    "/{order_id}/coupons",
    operation_id="orderCoupons",
    summary="What each coupon of one's own would take off an order not paid yet",
    response_model=QuoteAnswer,
    responses=problems(*_NOT_OPEN),
    openapi_extra=IN_A_LANGUAGE,
)
async def order_coupons(request: Request, order_id: UUID) -> Response:
    shop_parts = shop_parts_of(request)
    principal = exchange_of(request).principal
    if principal is None:
        raise OrderNotFound("You have no such order.")
    offered = await savings_for_order(shop_parts, principal, order_id)
    return await _answer(shop_parts, offered, reader_of(request))


@router.post(
    "/{order_id}/coupon",
    operation_id="changeOrderCoupon",
    summary="Use another coupon, or none, for an order not paid yet; its goods stay held",
    response_model=OrderAnswer,
    responses=problems(
        *_NOT_OPEN,
        CouponNotUsable,
        TooManyReservations,
        *TELLS_AGAIN,
    ),
)
async def change_order_coupon(request: Request, order_id: UUID, asked: CouponAsked) -> Response:
    """The reservation has another id then; it ends when the one before would have."""
    shop_parts, by = shop_parts_of(request), caller(request, f"coupon-of/{order_id}")
    await change_coupon(shop_parts, by, order_id, asked.coupon_id)
    order = await shop_parts.orders.known(order_id)
    return await order_answer(shop_parts, order)


async def _answer(shop_parts: ShopParts, offered: Offered, locale: str) -> Response:
    now = await shop_parts.coupons.now()
    coupons = [one.coupon for one in offered.savings]
    shown = await coupons_now(shop_parts.coupons, shop_parts.reader, coupons, now)
    savings = [
        {
            "coupon": coupon_body(coupon, locale),
            "saving": one.off,
            "total": offered.total - one.off,
            "trouble": (why := one.trouble) and {"reason": why.reason, "missing": why.missing},
        }
        for coupon, one in zip(shown, offered.savings, strict=True)
    ]
    return json_answer(
        {
            "currency": offered.currency,
            "subtotal": offered.subtotal,
            "total": offered.total,
            "coupons": savings,
            "bestCouponId": offered.best,
            "couponId": offered.chosen,
            "serverTime": iso(now),
        }
    )
