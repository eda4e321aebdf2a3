"""What a cart costs, with discounts, delivery and tax, before anything is held."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.answers import json_answer, unkept
from holdfast.api.contract.carts import CART_REFUSED, cart_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.quotes import (
    MemberPricesAnswer,
    PriceAnswer,
    RepeatedCartAsked,
    price_body,
)
from holdfast.api.shell.dependencies import exchange as exchange_of
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shop.products import ids_of
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.checkout.quoting import member_prices, quote_cart
from holdfast.flows.repeats.beginning import as_repeated
from holdfast.kit import iso, shop_now
from holdfast.repeats import RepeatOff
from holdfast.shipping import AddressInvalid

__all__ = ["router"]

MAX_IDS: Final = 100

router = APIRouter(prefix="/api", tags=["orders"], route_class=DirectRoute)


@router.post(
    "/quote",
    operation_id="quoteCart",
    summary="What a cart costs, each amount in words; nothing is held",
    response_model=PriceAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(*CART_REFUSED, ShippingUnknown, AddressInvalid, RepeatOff),
)
async def quote_a_cart(request: Request, asked: RepeatedCartAsked) -> Response:
    parts, cart = shop_parts_of(request), cart_of(asked.items)
    choice = await as_repeated(parts, cart, asked.choice(), asked.repeat_every)
    quoted = await quote_cart(parts, exchange_of(request).principal, cart, choice)
    return json_answer(price_body(quoted, locale_of(request)))


@router.get(
    "/member-prices",
    operation_id="listMemberPrices",
    summary="What products cost a member of a customer group",
    response_model=MemberPricesAnswer,
)
async def get_member_prices(
    request: Request,
    ids: Annotated[
        str,
        Query(
            max_length=MAX_IDS * 37,
            pattern=r"^[0-9A-Fa-f, -]*$",
            description="Product ids, with commas",
        ),
    ],
) -> Response:
    """Of those that are cheaper for who is logged in. Products' pages and lists are the same for
    everybody; `uses.memberPrices` of `GET /api/config` says whether to ask."""
    found = await member_prices(shop_parts_of(request), exchange_of(request).principal, ids_of(ids))
    return unkept(
        json_answer(
            {
                "prices": [
                    {
                        "productId": one.product_id,
                        "price": one.price,
                        "currency": one.currency,
                        "unitPrice": one.unit_price,
                    }
                    for one in found
                ],
                "serverTime": iso(shop_now()),
            }
        )
    )
