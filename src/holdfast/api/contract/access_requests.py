"""Who may ask what of bookings on request: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["REQUESTS"]

_OWN: Final = Access("anybody", "booking")
_ASKED: Final = Access("studio", "booking")
_STUDIO: Final = Access("studio")

REQUESTS: Final[Mapping[str, Access]] = {
    "POST /api/bookings/{booking_id}/accept": _OWN,
    "POST /api/bookings/{booking_id}/refuse": _OWN,
    "GET /api/staff/booking-requests": _STUDIO,
    "POST /api/staff/booking-requests/{booking_id}/agree": _ASKED,
    "POST /api/staff/booking-requests/{booking_id}/decline": _ASKED,
    "POST /api/staff/booking-requests/{booking_id}/counter": _ASKED,
    "GET /api/staff/not-taken": _STUDIO,
    "POST /api/staff/not-taken": _ASKED,
    "DELETE /api/staff/not-taken/{line_id}": _STUDIO,
}
