"""A guest's order or booking, by the link in a mail about it: looked at, or cancelled."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Ask, json_answer
from holdfast.api.contract.looked_bookings import BookingLooked, looked_bookings
from holdfast.api.contract.orders import order_page
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.languages import reader_of
from holdfast.api.shell.state import state_of
from holdfast.api.shop.order_answers import OrderAnswer
from holdfast.api.shop.orders import CANCEL_REFUSED, CancelAnswer, cancel_answer
from holdfast.flows.ending.by_link import LinkUnconfirmed, cancel_by_link, reads_its_mail
from holdfast.flows.mailing.order_links import OrderLinkUnknown, order_by_link
from holdfast.kit import iso, shop_now

__all__ = ["router"]

router = APIRouter(prefix="/api/order-links", tags=["orders"])


class OrderLinkAsked(Ask):
    link: Annotated[str, Field(min_length=1, max_length=100, description="What follows `#` in it")]


class OrderLinkAnswer(OrderAnswer):
    booking: BookingLooked | None = Field(description="What the order pays for, if it is one")
    confirmed: bool = Field(
        description="A code that went where the order's mail goes came back, so it may be cancelled"
    )


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
    who = exchange(request).principal
    confirmed = await reads_its_mail(parts.database, who, order)
    return json_answer(
        {"order": shown, "booking": booking, "confirmed": confirmed, "serverTime": iso(shop_now())}
    )


@router.post(
    "/cancel",
    operation_id="cancelOrderByLink",
    summary="Cancel a guest's order on another device",
    response_model=CancelAnswer,
    responses=problems(OrderLinkUnknown, LinkUnconfirmed, *CANCEL_REFUSED, *TELLS_AGAIN),
)
async def cancel_order_by_link(asked: OrderLinkAsked, request: Request) -> Response:
    """By whoever has the link and has confirmed, by a code (`POST /api/contact/codes`), the address
    that mail about the order goes to. What was paid goes back to where it came from."""
    by = caller(request, "cancel-by-link")
    cancelled = await cancel_by_link(shop_parts(request), state_of(request).mailing, by, asked.link)
    return cancel_answer(cancelled)
