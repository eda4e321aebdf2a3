"""Who may ask what of bookings on request: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import OWN_BOOKING
from holdfast.api.contract.askers import Access

__all__ = ["REQUESTS"]


_ASKED: Final = Access("studio", "booking", ("bookings:write",))

REQUESTS: Final[Mapping[str, Access]] = {
    "POST /api/bookings/{booking_id}/accept": OWN_BOOKING.write,
    "POST /api/bookings/{booking_id}/refuse": OWN_BOOKING.write,
    "GET /api/staff/booking-requests": Access("studio", duties=("bookings:read",)),
    "POST /api/staff/booking-requests/{booking_id}/agree": Access(
        "studio", "booking", ("bookings:write",)
    ),
    "POST /api/staff/booking-requests/{booking_id}/decline": Access(
        "studio", "booking", ("bookings:write",)
    ),
    "POST /api/staff/booking-requests/{booking_id}/counter": Access(
        "studio", "booking", ("bookings:write",)
    ),
    "GET /api/staff/not-taken": Access("studio", duties=("bookings:read",)),
    "POST /api/staff/not-taken": _ASKED,
    "DELETE /api/staff/not-taken/{line_id}": Access("studio", duties=("bookings:write",)),
}
