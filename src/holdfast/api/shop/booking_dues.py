"""What of a booking is paid first, and what after its own order."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant, json_answer
from holdfast.api.contract.booking_asks import PayFirstAsked
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, way_to_pay, whoever_of
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.paying_due import NothingDue, order_rest
from holdfast.flows.booking.paying_first import NothingToChoose, pay_first
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import NotAgreed, PaymentUnderWay, ReservationExpired
from holdfast.kit import iso, shop_now

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["booking"])


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
    pay_path: str | None = Field(
        description="Where who asks in its client's place pays it; null for its client"
    )


@router.post(
    "/bookings/{booking_id}/rest",
    operation_id="orderRest",
    summary="Order the rest of a booking that is paid in part",
    response_model=RestAnswer,
    responses=problems(BookingNotFound, BookingEnded, NothingDue, *LINK_REFUSED, *TELLS_AGAIN),
)
async def post_rest(request: Request, booking_id: UUID, order_link: OrderLink = "") -> Response:
    by = (await whoever_of(request, booking_id, order_link)).caller(request, f"rest/{booking_id}")
    return await _to_pay(request, by, await order_rest(shop_parts(request), by, booking_id))


@router.post(
    "/bookings/{booking_id}/pay-first",
    operation_id="payFirst",
    summary="Choose what is paid first of a booking that is held: all, or the deposit",
    response_model=RestAnswer,
    responses=problems(
        BookingNotFound,
        BookingEnded,
        NothingToChoose,
        NotAgreed,
        PaymentUnderWay,
        ReservationExpired,
        *LINK_REFUSED,
        *TELLS_AGAIN,
    ),
)
async def post_pay_first(
    request: Request, booking_id: UUID, asked: PayFirstAsked, order_link: OrderLink = ""
) -> Response:
    """It is held as long as it was, by another reservation; a payment that was begun for the one
    before goes back."""
    asking = await whoever_of(request, booking_id, order_link)
    by = asking.caller(request, f"pay-first/{booking_id}")
    placed = await pay_first(shop_parts(request), by, booking_id, asked.pay)
    return await _to_pay(request, by, placed)


async def _to_pay(request: Request, by: Caller, placed: Placed) -> Response:
    parts = shop_parts(request)
    order = await parts.orders.known(placed.order_id)
    hold = await parts.reader.hold(placed.reservation_id)
    assert hold is not None
    return json_answer(
        {
            "success": True,
            "bookingId": placed.booking_id,
            "orderId": order.id,
            "reservationId": placed.reservation_id,
            "total": order.total,
            "currency": order.currency,
            "expiresAt": iso(hold.expires_at),
            "serverTime": iso(shop_now()),
            "payPath": await way_to_pay(request, by, order),
        }
    )
