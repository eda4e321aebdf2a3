"""A booking as its client is shown it, staff, or whoever reads its guest's mail."""

from typing import Any

from fastapi import Request

from holdfast.api.contract.bookings import booking_body, hold_ends
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import reader_of
from holdfast.api.shop.booking_moves import unmovable
from holdfast.api.shop.by_order_link import Asking
from holdfast.booking.bookings import Booking
from holdfast.views.booking.booking_pages import booking_pages, happened

__all__ = ["one_booking"]


async def one_booking(
    request: Request, booking: Booking, asking: Asking, *, timeline: bool = False
) -> dict[str, Any]:
    """As :class:`~holdfast.api.contract.bookings.BookingShown`. By a link without where its client
    is and what they wrote: their address of mail may have been mistyped."""
    parts = shop_parts(request)
    pages = await booking_pages(parts.database, [booking], reader_of(request))
    moments = await happened(parts.database.pool, booking) if timeline else None
    ends = await hold_ends(parts, pages)
    stay = await unmovable(request, [booking], asking.principal)
    body = booking_body(pages[0], ends, moments, unmovable=stay, by_staff=asking.is_staff)
    if asking.only is None:
        return body
    there = {} if booking.at is None else {"near": None, "place": None}
    return body | {"note": ""} | there
