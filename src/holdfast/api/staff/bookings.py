"""Staff: everybody's bookings, and what is done with one at the desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, json_answer
from holdfast.api.contract.bookings import BookingShown, booking_body, hold_ends
from holdfast.api.contract.csv_answers import CSV, CSV_FORM, csv_answer
from holdfast.api.contract.moments import WRITTEN, in_utc
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.staff.of_others import BOOKING_OF_ANOTHER
from holdfast.booking.bookings import Booking, BookingStatus
from holdfast.flows.booking.adjusting import Adjustment, BadEnd, adjust_booking
from holdfast.flows.booking.attending import Attendance, NotBegun, attend
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound, found_booking
from holdfast.flows.booking.planning import MOST_NOTE
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    BalanceTooLarge,
    NotPaid,
    OrderCancelledAlready,
    PaymentUnderWay,
    ReservationExpired,
)
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.people.standing import OwnStanding
from holdfast.flows.staff import orders as staff_orders
from holdfast.kit import MAX_PAGE, shop_now
from holdfast.kit.paging import BadCursor
from holdfast.people import names_of
from holdfast.views.booking.booking_list import BookingQuery, booking_list, bookings_csv
from holdfast.views.booking.booking_pages import BookingMoment, booking_pages, happened
from holdfast.views.booking.money_due import RestByHand, rests_by_hand
from holdfast.views.client_names import Known, known_clients

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/bookings", tags=["studio"])

_ALWAYS: Final = (BookingNotFound, *COMMITS)
_AHEAD: Final = timedelta(days=366)
_AT_ONCE: Final = 500  # bookings of a CSV that are in memory together
Since = Annotated[
    datetime | None, WRITTEN, Query(alias="from", description="Begin from then on; else from now")
]
Until = Annotated[datetime | None, WRITTEN, Query(alias="to", description="Begin before then")]


class RestByHandShown(Answer):
    """So much of a booking was noted as paid by hand, for this order."""

    order_id: UUID
    amount: int


class StaffBooking(BookingShown):
    """With its client's name and number, if they are known, and whom of the studio's clients that
    is."""

    client: str | None
    client_id: UUID | None
    client_phone: str | None = Field(description="As they said, or staff wrote it down")
    made_by: str
    rest_by_hand: RestByHandShown | None = Field(
        description="What was noted by hand as paid last, and can be taken back by"
        " `POST /api/staff/bookings/{bookingId}/rest-not-paid`"
    )


class ChangeBookingAsked(Ask):
    """What is to be another, and why; what is left out stays. It ends later only if its cells are
    free; what was paid above the new `price` goes back."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
    end: datetime | None = Field(default=None, description="With its zone")
    price: Annotated[int, Field(ge=0, le=10**12, strict=True)] | None = None
    note: Annotated[str, Field(max_length=MOST_NOTE)] | None = None


class StaffBookingsAnswer(Answer):
    """A page of bookings, by when they begin."""

    bookings: list[StaffBooking]
    next_cursor: str | None


@router.get(
    "",
    response_model=StaffBookingsAnswer,
    responses={**CSV, **problems(BadCursor)},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_all_bookings(
    request: Request,
    since: Since = None,
    until: Until = None,
    status: BookingStatus | None = None,
    resource: Annotated[UUID | None, Query(description="Only of this resource")] = None,
    q: Annotated[
        str | None,
        Query(
            max_length=100,
            description="In its number, service or note, or its client's name, address or number",
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description=CSV_FORM.format("bookings"))
    ] = "json",
) -> Response:
    """Everybody's bookings, by when they begin."""
    parts = shop_parts(request)
    start = in_utc(since, "from") or shop_now() - timedelta(hours=12)
    query = BookingQuery(
        start,
        in_utc(until, "to") or start + _AHEAD,
        status,
        None if resource is None else (resource,),
        (q or "").strip() or None,
        cursor or None,
        _AT_ONCE if form == "csv" else limit,
    )
    if form == "csv":
        return csv_answer("bookings.csv", bookings_csv(parts.database, query, reader_of(request)))
    page, more = await booking_list(parts.database, query)
    pages = await booking_pages(parts.database, page, reader_of(request))
    ends = await hold_ends(parts, pages)
    known = await known_clients(parts.database.pool, [one.user_id for one in page])
    by_hand = await rests_by_hand(parts.database.pool, [one.id for one in page])
    shown = [
        booking_body(one, ends, by_staff=True) | _beside(one.booking, known, by_hand)
        for one in pages
    ]
    return json_answer({"bookings": shown, "nextCursor": more})


@router.get("/{booking_id}", response_model=StaffBooking, responses=problems(BookingNotFound))
async def get_any_booking(request: Request, booking_id: UUID) -> Response:
    """A booking with its client, and what happened to it."""
    return json_answer(await _shown(request, booking_id))


@router.post(
    "/{booking_id}/confirm",
    dependencies=BOOKING_OF_ANOTHER,
    operation_id="confirmBooking",
    response_model=StaffBooking,
    responses=problems(
        OwnStanding,
        AlreadyPaid,
        OrderCancelledAlready,
        PaymentUnderWay,
        ReservationExpired,
        *_ALWAYS,
    ),
)
async def post_confirm(request: Request, booking_id: UUID) -> Response:
    """The client has paid at the studio: the booking stands."""
    parts, by = shop_parts(request), caller(request, f"confirm-booking/{booking_id}")
    booking = await found_booking(parts, by.principal, booking_id)
    await staff_orders.mark_paid(parts, by, booking.order_id)
    return json_answer(await _shown(request, booking_id))


@router.post(
    "/{booking_id}/start",
    operation_id="startBooking",
    response_model=StaffBooking,
    responses=problems(NotPaid, BookingEnded, *_ALWAYS),
)
async def post_start(request: Request, booking_id: UUID) -> Response:
    """The client is there."""
    return await _attended(request, booking_id, "start")


@router.post(
    "/{booking_id}/complete",
    operation_id="completeBooking",
    response_model=StaffBooking,
    responses=problems(NotPaid, NotBegun, BookingEnded, *_ALWAYS),
)
async def post_complete(request: Request, booking_id: UUID) -> Response:
    """It took place: also where nobody was said to have come, until a day after its end."""
    return await _attended(request, booking_id, "complete")


@router.post(
    "/{booking_id}/no-show",
    response_model=StaffBooking,
    responses=problems(NotPaid, NotBegun, BookingEnded, *_ALWAYS),
)
async def post_no_show(request: Request, booking_id: UUID) -> Response:
    """Nobody came; what was paid is kept."""
    return await _attended(request, booking_id, "no-show")


@router.post(
    "/{booking_id}/change",
    dependencies=BOOKING_OF_ANOTHER,
    response_model=StaffBooking,
    responses=problems(
        OwnStanding,
        BookingNotFound,
        NotPaid,
        BookingEnded,
        BadEnd,
        TimeTaken,
        BalanceTooLarge,
        PaymentDisputed,
        *TELLS_AGAIN,
    ),
)
async def post_change(request: Request, booking_id: UUID, asked: ChangeBookingAsked) -> Response:
    """Longer or shorter, also while it goes on; at another price; noted otherwise."""
    by = caller(request, f"change-booking/{booking_id}")
    end = in_utc(asked.end, "end")
    wanted = Adjustment(asked.reason, end, asked.price, asked.note)
    await adjust_booking(shop_parts(request), by, booking_id, wanted)
    return json_answer(await _shown(request, booking_id))


async def _attended(request: Request, booking_id: UUID, what: Attendance) -> Response:
    await attend(shop_parts(request), caller(request), booking_id, what)
    return json_answer(await _shown(request, booking_id))


async def _shown(request: Request, booking_id: UUID) -> dict[str, Any]:
    parts = shop_parts(request)
    booking = await found_booking(parts, principal(request), booking_id)
    pages = await booking_pages(parts.database, [booking], reader_of(request))
    moments = await happened(parts.database.pool, booking)
    known = await known_clients(parts.database.pool, [booking.user_id])
    by_hand = await rests_by_hand(parts.database.pool, [booking.id])
    names = await names_of(parts.database.pool, sorted({_actor(one) for one in moments} - {""}))
    body = booking_body(pages[0], await hold_ends(parts, pages), moments, by_staff=True)
    body["timeline"] = [
        told | {"actorName": names.get(_actor(one))}
        for told, one in zip(body["timeline"], moments, strict=True)
    ]
    return body | _beside(booking, known, by_hand)


def _actor(moment: BookingMoment) -> str:
    return str(moment.data.get("by") or "")


def _beside(
    booking: Booking, known: Mapping[str, Known], by_hand: Mapping[UUID, RestByHand]
) -> dict[str, Any]:
    one = known.get(booking.user_id, Known())
    rest = None if booking.is_cancelled else by_hand.get(booking.id)
    return {
        "client": one.name,
        "clientId": one.client_id,
        "clientPhone": one.phone,
        "madeBy": booking.made_by,
        "restByHand": rest and {"orderId": rest.order_id, "amount": rest.amount},
    }
