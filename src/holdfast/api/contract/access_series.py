"""Who may ask what of series of bookings: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import BOOKINGS, OWN_BOOKING
from holdfast.api.contract.askers import Access

__all__ = ["SERIES"]


SERIES: Final[Mapping[str, Access]] = {
    "POST /api/series": Access("anybody", duties=("bookings:write",)),
    "POST /api/series/check": Access("anybody", duties=("bookings:write",)),
    "GET /api/series/{series_id}": OWN_BOOKING.read,
    "GET /api/series/{series_id}/cancellation": OWN_BOOKING.read,
    "GET /api/series/{series_id}/sources": OWN_BOOKING.read,
    "POST /api/series/{series_id}/cancel": OWN_BOOKING.write,
    "POST /api/series/{series_id}/move": OWN_BOOKING.write,
    "POST /api/series/{series_id}/pay": OWN_BOOKING.write,
    "POST /api/series/{series_id}/leave-payment": OWN_BOOKING.write,
    "POST /api/staff/series/{series_id}/paid": BOOKINGS.write,
}
