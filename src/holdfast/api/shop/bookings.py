"""Bookings of one's own: hold, read, cancel. They are paid as any order is."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

import asyncpg
from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.booking_asks import (
    HOLD_REFUSED,
    CancelBookingAsked,
    HoldAsked,
)
from holdfast.api.contract.bookings import (
    BookingShown,
    HoldAnswer,
    booking_body,
    hold_ends,
)
from holdfast.api.contract.cancellations import CancellationShown, cancellation_body
from holdfast.api.contract.intake import given_of
from holdfast.api.contract.problems import TELLS_AGAIN, Forbidden, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of, order_locale, reader_of
from holdfast.api.shell.state import state_of
from holdfast.api.shop.booking_choice import INSTEAD, instead, time_asked
from holdfast.api.shop.booking_moves import unmovable
from holdfast.api.shop.by_order_link import LINK_REFUSED, Asking, OrderLink, whoever_of
from holdfast.api.shop.one_booking import one_booking
from holdfast.booking.bookings import (
    AheadOrPast,
    Booking,
    Cause,
    bookings_by_time,
    bookings_of,
    load_bookings,
)
from holdfast.booking.services import Service
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
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.checkout.place import Placed
from holdfast.flows.clients.keeping import BadClient
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import BalanceTooLarge
from holdfast.flows.mailing.guest_contact import (
    Contact,
    ContactInvalid,
    ContactOfAccount,
    contact_guest,
    must_be_reached,
)
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.people.standing import OwnStanding
from holdfast.kit import MAX_PAGE, iso, shop_now
from holdfast.kit.paging import BadCursor, decode_cursor, decode_id, page_of
from holdfast.views.booking.booking_pages import booking_pages

__all__ = ["held_body", "hold_answer", "router"]

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
        NoSuchClient,
        ClientNotFound,
        BadClient,
        Forbidden,
        ContactInvalid,
        ContactOfAccount,
        *HOLD_REFUSED,
        *TELLS_AGAIN,
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
    contact = None if asked.contact is None else asked.contact.contact()
    if contact is not None:
        await must_be_reached(shop_parts(request), by.principal, contact, state_of(request).mailing)
    return await hold_answer(
        request, by, service, wanted, asked.named, asked.for_whom, contact=contact
    )


async def hold_answer(
    request: Request,
    by: Caller,
    service: Service,
    wanted: Wanted,
    named: tuple[UUID, ...],
    whom: ForWhom | None = None,
    *,
    hold: HoldFor = hold_for_client,
    contact: Contact | None = None,
) -> Response:
    """Held; or why not, and what else there is. ``whom``: for whom staff hold it, or whoever
    ``hold`` is for; ``contact``: who its guest is."""
    parts, locale = shop_parts(request), order_locale(request, None)
    try:
        if whom is not None:
            placed = await hold(parts, by, service, wanted, whom, locale=locale)
        else:
            placed = await hold_booking(parts, by, service, wanted, locale=locale)
    except INSTEAD as refusal:
        raise await instead(request, service, wanted, named, refusal) from None
    if contact is not None:
        who, mailing = caller(request), state_of(request).mailing
        await contact_guest(parts, replace(who, key=None), placed.order_id, contact, mailing)
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
        "booking": await one_booking(request, booking, Asking(exchange(request).principal)),
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
    stay = await unmovable(request, page, who)
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
    responses=problems(BookingNotFound, *LINK_REFUSED),
)
async def get_booking(request: Request, booking_id: UUID, order_link: OrderLink = "") -> Response:
    asking = await whoever_of(request, booking_id, order_link)
    booking = await found_booking(shop_parts(request), asking.principal, booking_id)
    return json_answer(await one_booking(request, booking, asking, timeline=True))


@router.get(
    "/{booking_id}/cancellation",
    operation_id="getCancellation",
    summary="What cancelling it would come to now",
    response_model=CancellationShown,
    responses=problems(BookingNotFound, BookingEnded, TooLateToCancel, *LINK_REFUSED),
)
async def get_cancellation(
    request: Request,
    booking_id: UUID,
    cause: Annotated[Cause, Query()] = "client",
    order_link: OrderLink = "",
) -> Response:
    who = (await whoever_of(request, booking_id, order_link)).principal
    found = await cancellation_of(shop_parts(request), who, booking_id, cause)
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
        *LINK_REFUSED,
        *TELLS_AGAIN,
    ),
)
async def post_cancel(
    request: Request, booking_id: UUID, asked: CancelBookingAsked, order_link: OrderLink = ""
) -> Response:
    parts = shop_parts(request)
    asking = await whoever_of(request, booking_id, order_link)
    done = await cancel_booking(
        parts,
        asking.caller(request, f"cancel-booking/{booking_id}"),
        booking_id,
        cause=asked.cause,
        why=asked.reason,
        expected=asked.expected_refund,
    )
    booking = await found_booking(parts, asking.principal, booking_id)
    return json_answer(
        {
            "success": True,
            "penalty": done.penalty,
            "refund": done.refund,
            "currency": done.currency,
            "booking": await one_booking(request, booking, asking),
        }
    )


def _is_staff(request: Request) -> bool:
    who = exchange(request).principal
    return who is not None and who.is_staff
