"""Staff: addresses at which bookings made on the phone are paid; what is due; the rest taken at the
desk."""

from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.pay_links import MOST_HOURS, make_pay_link
from holdfast.flows.booking.paying_due import NothingDue, order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.commit.refusals import AlreadyPaid, PaymentUnderWay, ReservationExpired
from holdfast.flows.staff import orders as staff_orders
from holdfast.kit import iso, shop_now
from holdfast.views.booking.money_due import refunds_by_hand, rests_due

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["studio"])
_MOST_DAYS: Final = 366


class PayLinkAsked(Ask):
    """For how long."""

    hours: Annotated[int, Field(ge=1, le=MOST_HOURS, strict=True)] = 24


class PayLinkMade(Answer):
    """The address, told this once. An older one of the same order opens nothing any more."""

    path: str
    expires_at: Instant


class RestShown(Answer):
    booking_id: UUID
    number: str
    user_id: str
    service_name: str
    start: Instant
    rest: int
    currency: str
    overdue: bool = Field(description="It is over")


class HandedBackShown(Answer):
    payment_id: UUID
    order_id: UUID
    number: str
    user_id: str
    amount: int
    currency: str
    since: Instant | None


class DuesAnswer(Answer):
    """Rests that are not paid, and refunds by hand that are not handed back; the oldest first."""

    rests: list[RestShown]
    refunds: list[HandedBackShown]


@router.post(
    "/bookings/{booking_id}/pay-link",
    response_model=PayLinkMade,
    responses=problems(BookingNotFound, BookingEnded, NothingDue, *TELLS_AGAIN),
)
async def post_pay_link(request: Request, booking_id: UUID, asked: PayLinkAsked) -> Response:
    """A secret address at which what is due of the booking is paid, without signing in."""
    link, token = await make_pay_link(shop_parts(request), caller(request), booking_id, asked.hours)
    return json_answer({"path": f"/pay/{token}", "expiresAt": iso(link.ends_at)})


@router.post(
    "/bookings/{booking_id}/rest-paid",
    status_code=204,
    responses=problems(
        BookingNotFound,
        BookingEnded,
        NothingDue,
        AlreadyPaid,
        PaymentUnderWay,
        ReservationExpired,
        *TELLS_AGAIN,
    ),
)
async def post_rest_paid(request: Request, booking_id: UUID) -> None:
    """The client has paid the rest at the studio."""
    parts, by = shop_parts(request), caller(request)
    placed = await order_rest(parts, by, booking_id)
    await staff_orders.mark_paid(parts, by, placed.order_id)
    await settle_dues(parts, [placed.order_id])


@router.get("/dues", response_model=DuesAnswer)
async def list_dues(
    request: Request, days: Annotated[int, Query(ge=0, le=_MOST_DAYS)] = 7
) -> Response:
    """What is due of bookings that begin within so many days, and what is to be handed back."""
    principal(request)
    pool, now = shop_parts(request).database.pool, shop_now()
    rests: list[dict[str, Any]] = [
        {
            "bookingId": one.booking_id,
            "number": one.number,
            "userId": one.user_id,
            "serviceName": one.service,
            "start": iso(one.starts_at),
            "rest": one.rest,
            "currency": one.currency,
            "overdue": one.ends_at <= now,
        }
        for one in await rests_due(pool, now + timedelta(days=days))
    ]
    refunds: list[dict[str, Any]] = [
        {
            "paymentId": one.payment_id,
            "orderId": one.order_id,
            "number": one.number,
            "userId": one.user_id,
            "amount": one.amount,
            "currency": one.currency,
            "since": iso(one.since),
        }
        for one in await refunds_by_hand(pool)
    ]
    return json_answer({"rests": rests, "refunds": refunds})
