"""Who may ask who takes part in a booking, what its client answered and what it came to: a part of
the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import OWN_BOOKING, OWN_TIME
from holdfast.api.contract.askers import Access

__all__ = ["SHARING"]

_ANYBODY: Final = Access("anybody")

SHARING: Final[Mapping[str, Access]] = {
    "GET /api/bookings/{booking_id}/participants": OWN_BOOKING.read,
    "POST /api/bookings/{booking_id}/participants": OWN_BOOKING.write,
    "DELETE /api/bookings/{booking_id}/participants/{participant_id}": OWN_BOOKING.write,
    "GET /api/bookings/{booking_id}/questions": OWN_BOOKING.read,
    "PUT /api/bookings/{booking_id}/questions": OWN_BOOKING.write,
    "GET /api/studio/bookings/{booking_id}/questions": OWN_TIME.read,
    "GET /api/bookings/{booking_id}/receipt": OWN_BOOKING.read,
    "GET /api/bookings/{booking_id}/receipt.pdf": OWN_BOOKING.read,
    "GET /api/studio/bookings/{booking_id}/receipt": OWN_TIME.read,
    "GET /api/studio/bookings/{booking_id}/receipt.pdf": OWN_TIME.read,
    "GET /api/bookings/{booking_id}/gallery": OWN_BOOKING.read,
    "PUT /api/bookings/{booking_id}/gallery/favourites/{picture_id}": OWN_BOOKING.write,
    "DELETE /api/bookings/{booking_id}/gallery/favourites/{picture_id}": OWN_BOOKING.write,
    "POST /api/bookings/{booking_id}/gallery/done": OWN_BOOKING.write,
    "POST /api/bookings/{booking_id}/gallery/further": OWN_BOOKING.write,
    "GET /api/bookings/{booking_id}/gallery/link": OWN_BOOKING.read,
    "PUT /api/bookings/{booking_id}/gallery/link": OWN_BOOKING.write,
    "DELETE /api/bookings/{booking_id}/gallery/link": OWN_BOOKING.write,
    "POST /api/gallery-links": _ANYBODY,
    "GET /api/gallery-pictures/{picture_id}/{size}": _ANYBODY,
    "GET /api/gallery-archives/{booking_id}": _ANYBODY,
    "GET /api/studio/bookings/{booking_id}/gallery": OWN_TIME.read,
    "POST /api/studio/bookings/{booking_id}/gallery/pictures": OWN_TIME.write,
    "DELETE /api/studio/bookings/{booking_id}/gallery/pictures/{picture_id}": OWN_TIME.write,
    "POST /api/studio/bookings/{booking_id}/gallery/deliver": OWN_TIME.write,
    "POST /api/studio/bookings/{booking_id}/rest-paid": OWN_TIME.write,
    "PUT /api/studio/bookings/{booking_id}/gallery/further-price": OWN_TIME.write,
    "GET /api/shared-bookings": Access("member"),
    "POST /api/shared-booking-links": _ANYBODY,
    "POST /api/shared-booking-links/calendar": _ANYBODY,
}
