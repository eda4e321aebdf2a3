"""Staff: addresses at which bookings made on the phone are paid; what is due; the rest taken at the
desk, or noted so by mistake."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shell.state import state_of
from holdfast.api.staff.of_others import BOOKING_OF_ANOTHER
from holdfast.api.staff.pay_links import LINK_REFUSED, PayLinkMade, link_body
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.pay_links import make_booking_link
from holdfast.flows.booking.paying_due import NothingDue
from holdfast.flows.booking.reminding_of_rest import (
    NobodyToMail,
    RemindedLately,
    can_be_reminded,
    remind_of_rest,
)
from holdfast.flows.checkout.till import STAFF_HOURS
from holdfast.flows.commit.refusals import AlreadyPaid, PaymentUnderWay, ReservationExpired
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.people.standing import OwnStanding
from holdfast.flows.settlement.pay_links import MOST_HOURS
from holdfast.flows.staff.rest_not_paid import RestStands, rest_not_paid
from holdfast.flows.staff.rests import take_rest
from holdfast.kit import MAX_PAGE, iso, shop_now
from holdfast.kit.paging import BadCursor, decode_cursor, page_of
from holdfast.views.booking.money_due import Rest, refunds_by_hand, rests_due
from holdfast.views.client_names import Known, known_clients
from holdfast.views.names_now import booked_named

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["studio"])
_MOST_DAYS: Final = 366


class PayLinkAsked(Ask):
    """For how long."""

    hours: Annotated[int, Field(ge=1, le=MOST_HOURS, strict=True)] = STAFF_HOURS


class RestPaidAsked(Ask):
    """How it was paid, for the log."""

    reason: Annotated[str, Field(min_length=1, max_length=500)] | None = None


class RestNotPaidAsked(Ask):
    """Which order of the booking was not paid (`restByHand` of it), and why, for the log."""

    order_id: UUID
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class RestShown(Answer):
    booking_id: UUID
    number: str
    user_id: str
    client: str | None = Field(description="Their name, if it is known")
    client_id: UUID | None
    order_id: UUID
    service_name: str
    start: Instant
    local: str = Field(description="The start by the studio's clock")
    zone: str
    price: int
    paid: int
    rest: int
    currency: str
    overdue: bool = Field(description="It is over")
    reminded_at: Instant | None
    can_remind: bool = Field(description="Mail reaches them, or an SMS")


class HandedBackShown(Answer):
    payment_id: UUID
    refund_id: UUID | None = Field(description="Of a part of the payment")
    order_id: UUID
    number: str
    user_id: str
    amount: int
    currency: str
    since: Instant | None


class DuesAnswer(Answer):
    """Rests that are not paid, and, with the first page, refunds by hand that are not handed back;
    the oldest first."""

    rests: list[RestShown]
    refunds: list[HandedBackShown]
    next_cursor: str | None


@router.post(
    "/bookings/{booking_id}/pay-link",
    response_model=PayLinkMade,
    responses=problems(BookingNotFound, BookingEnded, NothingDue, *LINK_REFUSED, *TELLS_AGAIN),
)
async def post_pay_link(request: Request, booking_id: UUID, asked: PayLinkAsked) -> Response:
    """A secret address at which what is due of the booking is paid, without signing in."""
    by, hours = caller(request), asked.hours
    made = await make_booking_link(shop_parts(request), by, booking_id, hours)
    return json_answer(await link_body(request, made))


@router.post(
    "/bookings/{booking_id}/rest-paid",
    dependencies=BOOKING_OF_ANOTHER,
    status_code=204,
    responses=problems(
        OwnStanding,
        BookingNotFound,
        BookingEnded,
        NothingDue,
        AlreadyPaid,
        PaymentUnderWay,
        ReservationExpired,
        *TELLS_AGAIN,
    ),
)
async def post_rest_paid(
    request: Request, booking_id: UUID, asked: RestPaidAsked | None = None
) -> None:
    """The client has paid the rest at the studio."""
    why = None if asked is None else asked.reason
    by = caller(request, f"rest-paid/{booking_id}")
    await take_rest(shop_parts(request), by, booking_id, why)


@router.post(
    "/bookings/{booking_id}/rest-not-paid",
    dependencies=BOOKING_OF_ANOTHER,
    status_code=204,
    responses=problems(
        OwnStanding, BookingNotFound, BookingEnded, RestStands, PaymentDisputed, *TELLS_AGAIN
    ),
)
async def post_rest_not_paid(request: Request, booking_id: UUID, asked: RestNotPaidAsked) -> None:
    """It was noted by mistake that the client paid: it is due again, whoever is said to have taken
    it has nothing of it, and the client is told."""
    by = caller(request, f"rest-not-paid/{booking_id}")
    await rest_not_paid(shop_parts(request), by, booking_id, asked.order_id, asked.reason)


@router.post(
    "/bookings/{booking_id}/remind",
    status_code=204,
    responses=problems(
        BookingNotFound, BookingEnded, NothingDue, NobodyToMail, RemindedLately, *TELLS_AGAIN
    ),
)
async def post_remind(request: Request, booking_id: UUID) -> None:
    """A mail to the client, or an SMS, says what is due, and where it is paid; once an hour at
    most."""
    by = caller(request, f"remind/{booking_id}")
    await remind_of_rest(shop_parts(request), by, booking_id, state_of(request).mailing)


@router.get(
    "/dues", response_model=DuesAnswer, responses=problems(BadCursor), openapi_extra=IN_A_LANGUAGE
)
async def list_dues(
    request: Request,
    days: Annotated[int, Query(ge=0, le=_MOST_DAYS)] = 7,
    overdue: Annotated[bool, Query(description="Only of bookings that are over")] = False,
    q: Annotated[
        str | None,
        Query(max_length=100, description="In number, service, note, or the client's name or mail"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = MAX_PAGE,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """What is due of bookings that begin within so many days, and what is to be handed back."""
    principal(request)
    database, now = shop_parts(request).database, shop_now()
    pool = database.pool
    found = await rests_due(
        pool,
        now + timedelta(days=days),
        limit + 1,
        after=None if cursor is None else decode_cursor(cursor, tuple[datetime, UUID]),
        over=now if overdue else None,
        words=(q or "").strip() or None,
    )
    page, more = page_of(found, limit, lambda one: (one.starts_at, one.booking_id))
    known = await known_clients(pool, [one.user_id for one in page])
    called = await booked_named(database, [one.booking_id for one in page], reader_of(request))
    page = [replace(one, service=called.get(one.booking_id, one.service)) for one in page]
    told = await can_be_reminded(
        shop_parts(request), state_of(request).mailing, {one.order_id: one.user_id for one in page}
    )
    rests = [
        _rest(one, known.get(one.user_id, Known()), now, told=one.order_id in told) for one in page
    ]
    refunds: list[dict[str, Any]] = [
        {
            "paymentId": one.payment_id,
            "refundId": one.refund_id,
            "orderId": one.order_id,
            "number": one.number,
            "userId": one.user_id,
            "amount": one.amount,
            "currency": one.currency,
            "since": iso(one.since),
        }
        for one in (await refunds_by_hand(pool) if cursor is None else ())
    ]
    return json_answer({"rests": rests, "refunds": refunds, "nextCursor": more})


def _rest(one: Rest, client: Known, now: datetime, *, told: bool) -> dict[str, Any]:
    return {
        "bookingId": one.booking_id,
        "number": one.number,
        "userId": one.user_id,
        "client": client.name,
        "clientId": client.client_id,
        "orderId": one.order_id,
        "serviceName": one.service,
        "start": iso(one.starts_at),
        "local": one.local,
        "zone": one.zone,
        "price": one.price,
        "paid": one.prepaid,
        "rest": one.rest,
        "currency": one.currency,
        "overdue": one.ends_at <= now,
        "remindedAt": iso(one.told_at),
        "canRemind": told,
    }
