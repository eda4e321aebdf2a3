"""Who may ask what of times that can be booked: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["TIMES"]

_ANYBODY: Final = Access("anybody")
_STAFF: Final = Access("staff")

TIMES: Final[Mapping[str, Access]] = {
    "GET /api/slots": _ANYBODY,
    "GET /api/slots/next": _ANYBODY,
    "GET /api/slots/heat": _ANYBODY,
    "GET /api/slots/why": _ANYBODY,
    "GET /api/staff/slots/why": _STAFF,
    "GET /api/studio/slots/why": Access("studio", "calendar"),
    "POST /api/staff/bookings/{booking_id}/remind": _STAFF,
}
