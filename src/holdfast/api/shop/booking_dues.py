"""What of a booking is paid after its own order; and the secret address at which one is paid."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import StringConstraints

from holdfast.api.contract.answers import Answer, Instant, json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.paying_due import NothingDue, order_rest
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
