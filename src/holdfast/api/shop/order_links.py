"""A guest's order or booking, by the link in a mail about it: looked at, paid, cancelled, or (by
the routes of returns) sent back."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, json_answer
from holdfast.api.contract.looked_bookings import BookingLooked, looked_bookings
from holdfast.api.contract.orders import order_page
from holdfast.api.contract.pickups import own_pickup
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of, reader_of
from holdfast.api.shell.state import state_of
from holdfast.api.shop.order_answers import OrderAnswer
from holdfast.api.shop.orders import CANCEL_REFUSED, CancelAnswer, cancel_answer
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    NotAgreed,
    OrderCancelledAlready,
    ReservationExpired,
)
from holdfast.flows.ending.by_link import (
    LinkUnconfirmed,
    cancel_by_link,
    guest_of,
    reads_its_mail,
)
from holdfast.flows.ending.cancel import not_cancellable
from holdfast.flows.mailing.order_links import OrderLinkUnknown, order_by_link
from holdfast.flows.returning.standing import nothing_to_return
from holdfast.flows.settlement.pay_links import make_pay_link
from holdfast.kit import iso, shop_now
from holdfast.kit.sentences import in_language

__all__ = ["router"]

router = APIRouter(prefix="/api/order-links", tags=["orders"])


class OrderLinkAsked(Ask):
    link: Annotated[str, Field(min_length=1, max_length=100, description="What follows `#` in it")]


class ByLink(Answer):
    """What may be done with it by the link, once `confirmed`: null if it may, else the code of the
    refusal. `returns`: there are some, or something may be sent back."""

    cancel: str | None
    cancel_why: str | None = Field(description="Why not, in the reader's language")
    returns: str | None


class OrderLinkAnswer(OrderAnswer):
    booking: BookingLooked | None = Field(description="What the order pays for, if it is one")
    confirmed: bool = Field(
        description="A code that went where the order's mail goes came back within the hour"
    )
    actions: ByLink


@router.post(
    "",
    response_model=OrderLinkAnswer,
    responses=problems(OrderLinkUnknown),
    openapi_extra=IN_A_LANGUAGE,
)
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
    if confirmed:
        shown |= own_pickup(parts.link_secret, order, page)
    kept = await not_cancellable(parts, Caller(guest_of(order)), order)
    nothing = await nothing_to_return(parts, order)
    return json_answer(
        {
            "order": shown,
            "booking": booking,
            "confirmed": confirmed,
            "actions": {
                "cancel": None if kept is None else kept.code,
                "cancelWhy": None if kept is None else in_language(kept.detail, locale_of(request)),
                "returns": None if nothing is None else nothing.code,
            },
            "serverTime": iso(shop_now()),
        }
    )


class PaidAt(Answer):
    path: str = Field(description="Where the order, and nothing else, is seen and paid")


@router.post(
    "/pay",
    operation_id="payOrderByLink",
    responses=problems(
        OrderLinkUnknown, AlreadyPaid, OrderCancelledAlready, ReservationExpired, NotAgreed
    ),
)
async def pay_order_by_link(asked: OrderLinkAsked, request: Request) -> PaidAt:
    """Where a guest's order that waits for its money is paid on another device, by whoever has the
    link: its pay link, which is the same whenever it is asked for."""
    parts = shop_parts(request)
    order = await order_by_link(parts.orders, state_of(request).mailing, asked.link)
    made = await make_pay_link(parts, caller(request), order)
    return PaidAt(path=f"/pay/{made.token}")


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
