"""A client's reply to another time that was offered in place of the one they asked for."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.bookings import BookingShown
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shop.by_order_link import LINK_REFUSED, Asking, OrderLink, whoever_of
from holdfast.api.shop.one_booking import one_booking
from holdfast.flows.booking.answers import RequestAnswered, RequestLapsed
from holdfast.flows.booking.booker import BookingNotFound, found_booking
from holdfast.flows.booking.replying import accept_offer, refuse_offer
from holdfast.flows.checkout.time_taken import ScheduleChanged, TimeTaken

__all__ = ["router"]

router = APIRouter(prefix="/api/bookings", tags=["booking"])


@router.post(
    "/{booking_id}/accept",
    operation_id="acceptOfferedTime",
    summary="Take the time that was offered instead; it is to be paid then",
    response_model=BookingShown,
    responses=problems(
        BookingNotFound, RequestAnswered, RequestLapsed, *LINK_REFUSED, *TELLS_AGAIN
    ),
)
async def post_accept(request: Request, booking_id: UUID, order_link: OrderLink = "") -> Response:
    asking = await whoever_of(request, booking_id, order_link)
    by = asking.caller(request, f"accept-offer/{booking_id}")
    await accept_offer(shop_parts(request), by, booking_id)
    return await _now(request, asking, booking_id)


@router.post(
    "/{booking_id}/refuse",
    operation_id="refuseOfferedTime",
    summary="Not that time: what was asked for waits for an answer again if it was kept",
    response_model=BookingShown,
    responses=problems(
        BookingNotFound,
        RequestAnswered,
        RequestLapsed,
        TimeTaken,
        ScheduleChanged,
        *LINK_REFUSED,
        *TELLS_AGAIN,
    ),
)
async def post_refuse(request: Request, booking_id: UUID, order_link: OrderLink = "") -> Response:
    asking = await whoever_of(request, booking_id, order_link)
    by = asking.caller(request, f"refuse-offer/{booking_id}")
    await refuse_offer(shop_parts(request), by, booking_id)
    return await _now(request, asking, booking_id)


async def _now(request: Request, asking: Asking, booking_id: UUID) -> Response:
    booking = await found_booking(shop_parts(request), asking.principal, booking_id)
    return json_answer(await one_booking(request, booking, asking))
