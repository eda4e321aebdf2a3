"""Who may ask who takes part in a booking, what its client answered and what it came to: a part of
the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["SHARING"]

_ANYBODY: Final = Access("anybody")
_OWN: Final = Access("anybody", "booking")

SHARING: Final[Mapping[str, Access]] = {
    "GET /api/bookings/{booking_id}/participants": _OWN,
    "POST /api/bookings/{booking_id}/participants": _OWN,
    "DELETE /api/bookings/{booking_id}/participants/{participant_id}": _OWN,
    "GET /api/bookings/{booking_id}/questions": _OWN,
    "PUT /api/bookings/{booking_id}/questions": _OWN,
    "GET /api/studio/bookings/{booking_id}/questions": Access("studio", "calendar"),
    "GET /api/bookings/{booking_id}/receipt": _OWN,
    "GET /api/bookings/{booking_id}/receipt.pdf": _OWN,
    "GET /api/studio/bookings/{booking_id}/receipt": Access("studio", "calendar"),
    "GET /api/studio/bookings/{booking_id}/receipt.pdf": Access("studio", "calendar"),
    "GET /api/shared-bookings": Access("member"),
    "POST /api/shared-booking-links": _ANYBODY,
    "POST /api/shared-booking-links/calendar": _ANYBODY,
}
