"""Staff: an order taken on the phone or at the counter."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.access import must_let
from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.carts import (
    CART_REFUSED,
    ORDER_REFUSED,
    PRICE_REFUSED,
    Items,
    Locale,
    cart_of,
)
from holdfast.api.contract.for_client import ForSomebody
from holdfast.api.contract.preorders import TakesPreorder
from holdfast.api.contract.prices import Expected, PriceAsked
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.quotes import PriceAnswer, PricedCartAsked, price_body
from holdfast.api.shell.dependencies import Member, caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of, order_locale
from holdfast.api.staff.order_actions import order_now
from holdfast.api.staff.order_pages import StaffOrderAnswer
from holdfast.clients import ClientNotFound
from holdfast.flows.booking.for_client import NoSuchClient, buyer_for
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.checkout.quoting import quote_cart
from holdfast.flows.checkout.till import STAFF_HOURS
from holdfast.flows.clients.keeping import BadClient
from holdfast.flows.commit.refusals import AddressNeeded, InsufficientStock, ReservationExpired
from holdfast.flows.mailing.guest_contact import ContactInvalid, ContactOfAccount
from holdfast.flows.people.standing import OwnStanding
from holdfast.flows.staff.phone_orders import MOST_HOURS, NOBODY, take_order
from holdfast.shipping import AddressInvalid

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/orders", tags=["staff"])


class QuoteFor(PricedCartAsked, ForSomebody):
    """Goods that somebody thinks of buying, and who that is."""


class OrderTaken(PriceAsked, ForSomebody):
    """What somebody orders, and for whom; or where one who is not named is told of it. The goods
    wait so many `hours` for the money, or it is `paid` to staff already."""

    items: Items
    expected_total: Expected = None
    contact_email: Annotated[str | None, Field(min_length=1, max_length=254)] = None
    hours: Annotated[int, Field(ge=1, le=MOST_HOURS, strict=True)] = STAFF_HOURS
    paid: Annotated[bool, Field(strict=True)] = False
    locale: Locale | None = None
    preorder: TakesPreorder = False


@router.post(
    "",
    status_code=201,
    responses=problems(
        InsufficientStock,
        *ORDER_REFUSED,
        *PRICE_REFUSED,
        AddressNeeded,
        NoSuchClient,
        ClientNotFound,
        BadClient,
        ContactInvalid,
        ContactOfAccount,
        ReservationExpired,
        OwnStanding,
        *TELLS_AGAIN,
    ),
)
async def post_order(request: Request, asked: OrderTaken, who: Member) -> StaffOrderAnswer:
    """Take an order for somebody: held, or paid at once, by whose duty it is to note payments."""
    if asked.paid:
        must_let(who, "POST /api/staff/orders/{order_id}/mark-paid")
    placed = await take_order(
        shop_parts(request),
        caller(request, "take-order"),
        cart_of(asked.items),
        replace(asked.choice(asked.expected_total), preorder=asked.preorder),
        whom=asked.for_whom or NOBODY,
        email=asked.contact_email,
        hours=asked.hours,
        paid=asked.paid,
        locale=order_locale(request, asked.locale),
    )
    return await order_now(request, placed.order_id)


@router.post(
    "/quote",
    operation_id="quoteOrderFor",
    response_model=PriceAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(
        *CART_REFUSED, ShippingUnknown, AddressInvalid, ClientNotFound, NoSuchClient
    ),
)
async def post_quote(request: Request, asked: QuoteFor) -> Response:
    """What a cart would cost the customer: promotions count by who they are, not by who asks.
    Nothing is held."""
    here = shop_parts(request)
    buyer = await buyer_for(here, asked.for_whom or NOBODY)
    quoted = await quote_cart(here, buyer, cart_of(asked.items), asked.choice())
    return json_answer(price_body(quoted, locale_of(request)))
