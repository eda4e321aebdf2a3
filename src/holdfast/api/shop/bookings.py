"""Bookings of one's own: hold, read, move, cancel. They are paid as any order is."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.booking_asks import (
    HOLD_REFUSED,
    MOVE_REFUSED,
    CancelBookingAsked,
    HoldAsked,
    MoveAsked,
)
from holdfast.api.contract.bookings import (
    BookingShown,
    CancellationShown,
    HoldAnswer,
    MoveAnswer,
    booking_body,
    cancellation_body,
    hold_ends,
)
from holdfast.api.contract.intake import given_of
from holdfast.api.contract.problems import TELLS_AGAIN, Forbidden, problems
from holdfast.api.contract.slots import position_of
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of, order_locale, reader_of
from holdfast.api.shell.visits import serves, visit_booked
from holdfast.api.shop.booking_choice import INSTEAD, chosen, instead, no_farther, time_asked
from holdfast.api.shop.booking_moves import unmovable
from holdfast.booking.bookings import (
    AheadOrPast,
    Booking,
    Cause,
    bookings_by_time,
    bookings_of,
    load_bookings,
    minutes_asked,
)
from holdfast.booking.services import Service, whole_length
from holdfast.clients import ClientNotFound
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound, found_booking
from holdfast.flows.booking.cancelling import (
    CancellationChanged,
    OnlyStaffSay,
    TooLateToCancel,
    cancel_booking,
    cancellation_of,
)
from holdfast.flows.booking.for_client import ForWhom, HoldFor, NoSuchClient, hold_for_client
from holdfast.flows.booking.holding import Find, hold_booking, move_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.checkout.place import Placed
from holdfast.flows.clients.keeping import BadClient
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import BalanceTooLarge, PaymentUnderWay, ReservationExpired
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.people.standing import OwnStanding
from holdfast.kit import MAX_PAGE, iso, shop_now
from holdfast.kit.paging import BadCursor, decode_cursor, decode_id, page_of
from holdfast.views.booking.booking_pages import booking_pages, happened

__all__ = ["held_body", "hold_answer", "moved", "one_booking", "router"]

router = APIRouter(prefix="/api/bookings", tags=["booking"], route_class=DirectRoute)

_WHEN: Final = (
    "`ahead`: to come, the soonest first; `past`: over or off, the latest session first; left out:"
    " all, the latest made first"
)


class BookingsAnswer(Answer):
    """A page of one's own bookings."""

    bookings: list[BookingShown]
    next_cursor: str | None


class BookingCancelledAnswer(Answer):
    """The booking after it; `refund` goes back, `penalty` is kept."""

    success: bool
    penalty: int
    refund: int
    currency: str
    booking: BookingShown


@router.post(
    "/hold",
    operation_id="holdBooking",
    summary="Hold a time while it is paid for",
    response_model=HoldAnswer,
    responses=problems(
        NoSuchClient, ClientNotFound, BadClient, Forbidden, *HOLD_REFUSED, *TELLS_AGAIN
    ),
    openapi_extra=IN_A_LANGUAGE,
)
async def hold(request: Request, asked: HoldAsked) -> Response:
    by = caller(request, "hold-booking")
    if asked.by_staff and not by.principal.is_staff:
        raise Forbidden("You can book for yourself alone.")
    service, wanted = await time_asked(request, asked, over=asked.over.strip(), made_by=by.actor)
    by_staff = by.principal.is_staff
    given = given_of(asked.answers, locale_of(request), demanded=not by_staff)
    wanted = replace(wanted, agreed=by_staff, later=asked.later, pay=asked.pay, given=given)
    wanted = replace(wanted, expected=asked.expected_price)
    return await hold_answer(request, by, service, wanted, asked.named, asked.for_whom)


async def hold_answer(
    request: Request,
    by: Caller,
    service: Service,
    wanted: Wanted,
    named: tuple[UUID, ...],
    whom: ForWhom | None = None,
    *,
    hold: HoldFor = hold_for_client,
) -> Response:
    """Held; or why not, and what else there is. ``whom``: for whom staff hold it, or whoever
    ``hold`` is for."""
    parts, locale = shop_parts(request), order_locale(request, None)
    try:
        if whom is not None:
            placed = await hold(parts, by, service, wanted, whom, locale=locale)
        else:
            placed = await hold_booking(parts, by, service, wanted, locale=locale)
    except INSTEAD as refusal:
        raise await instead(request, service, wanted, named, refusal) from None
    return json_answer(await held_body(request, placed))


async def held_body(request: Request, placed: Placed) -> dict[str, Any]:
    """As :class:`HoldAnswer`."""
    assert placed.booking_id is not None
    booking = await shop_parts(request).database.gathered(load_bookings).get(placed.booking_id)
    order = await shop_parts(request).orders.known(placed.order_id)
    assert booking is not None
    return {
        "success": True,
        "bookingId": placed.booking_id,
        "number": placed.number,
        "orderId": placed.order_id,
        "reservationId": placed.reservation_id,
        "total": order.total,
        "currency": booking.currency,
        "expiresAt": iso(placed.ends_at),
        "serverTime": iso(shop_now()),
        "booking": await one_booking(request, booking),
    }


@router.get(
    "",
    operation_id="listBookings",
    summary="One's own bookings",
    response_model=BookingsAnswer,
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_bookings(
    request: Request,
    when: Annotated[AheadOrPast | None, Query(description=_WHEN)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 20,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    parts, who = shop_parts(request), exchange(request).principal
    found: list[Booking] = []
    if who is not None:
        found = await _own(parts.database.pool, who.id, when, cursor, limit + 1)
    page, more = page_of(
        found, limit, lambda one: (one.id,) if when is None else (one.starts_at, one.id)
    )
    pages = await booking_pages(parts.database, page, reader_of(request))
    ends = await hold_ends(parts, pages)
    stay = await unmovable(request, page)
    shown = [booking_body(one, ends, unmovable=stay, by_staff=_is_staff(request)) for one in pages]
    return json_answer({"bookings": shown, "nextCursor": more})


async def _own(
    pool: asyncpg.Pool, owner: str, when: AheadOrPast | None, cursor: str | None, limit: int
) -> list[Booking]:
    if when is None:
        before = decode_id(cursor)
        return await bookings_of(pool, owner, before, limit)
    place = None if cursor is None else decode_cursor(cursor, tuple[datetime, UUID])
    return await bookings_by_time(pool, owner, when, shop_now(), place, limit)


@router.get(
    "/{booking_id}",
    operation_id="getBooking",
    summary="A booking of one's own, with what happened to it",
    response_model=BookingShown,
    responses=problems(BookingNotFound),
)
async def get_booking(request: Request, booking_id: UUID) -> Response:
    booking = await found_booking(shop_parts(request), exchange(request).principal, booking_id)
    return json_answer(await one_booking(request, booking, timeline=True))


@router.get(
    "/{booking_id}/cancellation",
    operation_id="getCancellation",
    summary="What cancelling it would come to now",
    response_model=CancellationShown,
    responses=problems(BookingNotFound, BookingEnded, TooLateToCancel),
)
async def get_cancellation(
    request: Request, booking_id: UUID, cause: Annotated[Cause, Query()] = "client"
) -> Response:
    found = await cancellation_of(
        shop_parts(request), exchange(request).principal, booking_id, cause
    )
    return json_answer(cancellation_body(found))


@router.post(
    "/{booking_id}/cancel",
    operation_id="cancelBooking",
    summary="Cancel a booking; its policy says what comes back",
    response_model=BookingCancelledAnswer,
    responses=problems(
        BookingNotFound,
        BookingEnded,
        TooLateToCancel,
        CancellationChanged,
        OnlyStaffSay,
        OwnStanding,
        PaymentDisputed,
        BalanceTooLarge,
        *TELLS_AGAIN,
    ),
)
async def post_cancel(request: Request, booking_id: UUID, asked: CancelBookingAsked) -> Response:
    done = await cancel_booking(
        shop_parts(request),
        caller(request, f"cancel-booking/{booking_id}"),
        booking_id,
        cause=asked.cause,
        why=asked.reason,
        expected=asked.expected_refund,
    )
    return json_answer(
        {
            "success": True,
            "penalty": done.penalty,
            "refund": done.refund,
            "currency": done.currency,
            "booking": await _again(request, booking_id),
        }
    )


@router.post(
    "/{booking_id}/move",
    operation_id="moveBooking",
    summary="Move a booking to another time, or to others",
    response_model=MoveAnswer,
    responses=problems(
        *MOVE_REFUSED, Forbidden, BookingEnded, PaymentUnderWay, ReservationExpired,
        BalanceTooLarge, *TELLS_AGAIN,
    ),
)  # fmt: skip
async def post_move(request: Request, booking_id: UUID, asked: MoveAsked) -> Response:
    by = caller(request, f"move-booking/{booking_id}")
    return json_answer(await moved(request, by, booking_id, asked, found_booking))


async def moved(
    request: Request, by: Caller, booking_id: UUID, asked: MoveAsked, find: Find
) -> dict[str, Any]:
    """As :class:`MoveAnswer`; of a booking that ``find`` finds for who asks."""
    parts = shop_parts(request)
    booking = await find(parts, by.principal, booking_id)
    service = await visit_booked(request, booking)
    (page,) = await booking_pages(parts.database, [booking], reader_of(request))
    by_role = {one.role: one.resource_id for one in page.takings}
    now = [by_role[need.role] for need in service.needs if need.role in by_role]
    anybody = isinstance(asked.resources, str)
    named = () if asked.resources is None or isinstance(asked.resources, str) else asked.resources
    as_it_is = minutes_asked(booking.starts_at, booking.ends_at, page.takings)
    length = whole_length(service, asked.length) or as_it_is
    wanted = await chosen(
        request,
        service,
        asked.start,
        minutes=length,
        people=booking.people,
        named=named,
        first=now if not anybody and len(now) == len(service.needs) else (),
        note=booking.note,
        over=asked.over.strip(),
        near=position_of(asked.near) or booking.at,
        has=as_it_is if serves(by.principal, booking) else None,
    )
    if by.actor == booking.user_id:
        wanted = no_farther(service, wanted, by_role)
    try:
        done = await move_booking(
            parts,
            by,
            booking_id,
            service,
            wanted,
            pay=asked.pay_difference,
            fee=asked.move_fee,
            find=find,
        )
    except INSTEAD as refusal:
        raise await instead(request, service, wanted, named, refusal) from None
    found = await find(parts, by.principal, booking_id)
    shown = await one_booking(request, found)
    due = {} if done.order_id is None else {
        "orderId": done.order_id, "reservationId": done.reservation_id,
    }  # fmt: skip
    return {"success": True, "refund": done.refund, "booking": shown} | due


async def one_booking(
    request: Request, booking: Booking, *, timeline: bool = False
) -> dict[str, Any]:
    """As :class:`BookingShown`."""
    parts = shop_parts(request)
    pages = await booking_pages(parts.database, [booking], reader_of(request))
    moments = await happened(parts.database.pool, booking) if timeline else None
    ends, stay = await hold_ends(parts, pages), await unmovable(request, [booking])
    return booking_body(pages[0], ends, moments, unmovable=stay, by_staff=_is_staff(request))


def _is_staff(request: Request) -> bool:
    who = exchange(request).principal
    return who is not None and who.is_staff


async def _again(request: Request, booking_id: UUID) -> dict[str, Any]:
    who: Any = exchange(request).principal
    booking = await found_booking(shop_parts(request), who, booking_id)
    return await one_booking(request, booking)
