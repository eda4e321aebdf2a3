"""Who may ask what of locations: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["PLACES"]

_STAFF: Final = Access("staff")

PLACES: Final[Mapping[str, Access]] = {
    "GET /api/staff/locations": _STAFF,
    "POST /api/staff/locations": _STAFF,
    "PUT /api/staff/locations/{location_id}": _STAFF,
    "GET /api/staff/variants/{variant_id}/locations": _STAFF,
    "POST /api/staff/variants/{variant_id}/transfers": _STAFF,
    "GET /api/staff/variants/{variant_id}/parts": _STAFF,
    "PUT /api/staff/variants/{variant_id}/parts": _STAFF,
}
