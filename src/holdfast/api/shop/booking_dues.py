"""What of a booking is paid after its own order; and the secret address at which one is paid."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.orders import NextActionShown
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.booking.bookings import PayLinkNotFound
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.pay_links import paid_by, pay_by_link
from holdfast.flows.booking.paying_due import NothingDue, order_rest
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    PaymentUnderWay,
    ProviderAway,
    ProviderUnknown,
    ReservationExpired,
    ScenarioUnknown,
)
from holdfast.flows.payments.selling import NotSelling, ways_to_pay
from holdfast.kit import iso, shop_now

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["booking"])

_Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class RestAnswer(Answer):
    """The order to pay, as any order is; the booking has it once that is paid."""

    success: bool
    booking_id: UUID
    order_id: UUID
    reservation_id: UUID
    total: int
    currency: str
    expires_at: Instant
    server_time: Instant


class PayLinkBody(Answer):
    """One booking, and what is to be paid of it at this address. `orderStatus` says whether it
    is."""

    number: str
    service_name: str
    local: str = Field(description="The start by the studio's clock")
    zone: str
    status: str
    order_status: str
    total: int
    price: int
    currency: str
    providers: list[str]
    expires_at: Instant
    server_time: Instant


class PayByLinkAsked(Ask):
    """By which of the providers; `scenario` is the provider's way of paying."""

    provider: _Word
    scenario: _Word | None = None


class PayByLinkAnswer(Answer):
    """What the provider says so far."""

    payment_id: UUID
    status: str
    next_action: NextActionShown | None = None


@router.post(
    "/bookings/{booking_id}/rest",
    operation_id="orderRest",
    summary="Order the rest of a booking that is paid in part",
    response_model=RestAnswer,
    responses=problems(BookingNotFound, BookingEnded, NothingDue, *TELLS_AGAIN),
)
async def post_rest(request: Request, booking_id: UUID) -> Response:
    parts = shop_parts(request)
    placed = await order_rest(parts, caller(request, f"rest/{booking_id}"), booking_id)
    order = await parts.orders.get(placed.order_id)
    hold = await parts.reader.hold(placed.reservation_id)
    assert order is not None
    assert hold is not None
    return json_answer(
        {
            "success": True,
            "bookingId": booking_id,
            "orderId": order.id,
            "reservationId": placed.reservation_id,
            "total": order.total,
            "currency": order.currency,
            "expiresAt": iso(hold.expires_at),
            "serverTime": iso(shop_now()),
        }
    )


@router.get(
    "/pay/{token}",
    operation_id="readPayLink",
    summary="What a secret address pays",
    response_model=PayLinkBody,
    responses=problems(PayLinkNotFound),
)
async def get_pay_link(request: Request, token: str) -> Response:
    parts = shop_parts(request)
    link, booking, order = await paid_by(parts, token)
    body: dict[str, Any] = {
        "number": booking.number,
        "serviceName": booking.service_name,
        "local": booking.wall_start,
        "zone": booking.zone,
        "status": booking.status,
        "orderStatus": order.status,
        "total": order.total,
        "price": booking.price,
        "currency": booking.currency,
        "providers": list(ways_to_pay(parts, await parts.shop.now())),
        "expiresAt": iso(link.ends_at),
        "serverTime": iso(shop_now()),
    }
    return json_answer(body)


@router.post(
    "/pay/{token}",
    operation_id="payByLink",
    summary="Pay at a secret address, without signing in",
    response_model=PayByLinkAnswer,
    responses=problems(
        PayLinkNotFound,
        ReservationExpired,
        NotSelling,
        OrderCancelledAlready,
        AlreadyPaid,
        PaymentUnderWay,
        ProviderUnknown,
        ScenarioUnknown,
        ProviderAway,
        *TELLS_AGAIN,
    ),
)
async def post_pay_link(request: Request, token: str, asked: PayByLinkAsked) -> Response:
    begun = await pay_by_link(
        shop_parts(request),
        caller(request, "pay-by-link"),
        token,
        asked.provider,
        method=asked.scenario,
        origin=exchange(request).origin,
    )
    told: dict[str, object] = {"paymentId": begun.payment_id, "status": begun.status}
    if begun.next_action is not None:
        told["nextAction"] = begun.next_action
    return json_answer(told)
