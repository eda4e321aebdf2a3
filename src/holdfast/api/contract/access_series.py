"""Who may ask what of series of bookings: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["SERIES"]

_ANYBODY: Final = Access("anybody")
_OWN: Final = Access("anybody", "booking")
_STAFF: Final = Access("staff")

SERIES: Final[Mapping[str, Access]] = {
    "POST /api/series": _ANYBODY,
    "POST /api/series/check": _ANYBODY,
    "GET /api/series/{series_id}": _OWN,
    "GET /api/series/{series_id}/cancellation": _OWN,
    "GET /api/series/{series_id}/sources": _OWN,
    "POST /api/series/{series_id}/cancel": _OWN,
    "POST /api/series/{series_id}/move": _OWN,
    "POST /api/series/{series_id}/pay": _OWN,
    "POST /api/series/{series_id}/leave-payment": _OWN,
    "POST /api/staff/series/{series_id}/paid": _STAFF,
}
