"""What a cart costs, with discounts, delivery and tax, before anything is held."""

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.carts import CART_REFUSED, cart_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.quotes import PriceAnswer, PricedCartAsked, price_body
from holdfast.api.shell.dependencies import exchange as exchange_of
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.checkout.quoting import quote_cart
from holdfast.shipping import AddressInvalid

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["orders"], route_class=DirectRoute)


@router.post(
    "/quote",
    operation_id="quoteCart",
    summary="What a cart costs, each amount in words; nothing is held",
    response_model=PriceAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(*CART_REFUSED, ShippingUnknown, AddressInvalid),
)
async def quote_a_cart(request: Request, asked: PricedCartAsked) -> Response:
    quoted = await quote_cart(
        shop_parts_of(request),
        exchange_of(request).principal,
        cart_of(asked.items),
        asked.choice(),
    )
    return json_answer(price_body(quoted, locale_of(request)))
