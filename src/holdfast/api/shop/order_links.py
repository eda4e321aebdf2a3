"""A guest's order or booking, by the link in a mail about it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Ask, json_answer
from holdfast.api.contract.looked_bookings import BookingLooked, looked_bookings
from holdfast.api.contract.orders import order_page
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import reader_of
from holdfast.api.shell.state import state_of
from holdfast.api.shop.order_answers import OrderAnswer
from holdfast.flows.mailing.order_links import OrderLinkUnknown, order_by_link
from holdfast.kit import iso, shop_now

__all__ = ["router"]

router = APIRouter(prefix="/api/order-links", tags=["orders"])


class OrderLinkAsked(Ask):
    link: Annotated[str, Field(min_length=1, max_length=100, description="What follows `#` in it")]


class OrderLinkAnswer(OrderAnswer):
    booking: BookingLooked | None = Field(description="What the order pays for, if it is one")


@router.post("", response_model=OrderLinkAnswer, responses=problems(OrderLinkUnknown))
async def post_order_link(asked: OrderLinkAsked, request: Request) -> Response:
    """What a guest's link shows of an order and of what is booked by it. Where it goes is left out,
    and how it would be paid: a mistyped address of mail tells a stranger neither. Nothing is
    changed."""
    parts = shop_parts(request)
    order = await order_by_link(parts.orders, state_of(request).mailing, asked.link)
    (page,) = await order_page(parts, [order], timeline=True, locale=reader_of(request))
    shown = page | {"shippingAddress": None, "contactEmail": None, "nextAction": None}
    ids = [] if order.booking_id is None else [order.booking_id]
    booking = next(
        iter((await looked_bookings(parts, ids, reader_of(request), own_place=False)).values()),
        None,
    )
    return json_answer({"order": shown, "booking": booking, "serverTime": iso(shop_now())})
