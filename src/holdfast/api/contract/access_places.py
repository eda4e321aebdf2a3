"""Who may ask what of locations and what comes to them: a part of the table of routes."""

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
    "GET /api/staff/transfers": _STAFF,
    "POST /api/staff/transfers": _STAFF,
    "GET /api/staff/transfers/{transfer_id}": _STAFF,
    "POST /api/staff/transfers/{transfer_id}/arrive": _STAFF,
    "PUT /api/staff/transfers/{transfer_id}/expected": _STAFF,
    "POST /api/staff/transfers/{transfer_id}/cancel": _STAFF,
    "GET /api/staff/purchases": _STAFF,
    "POST /api/staff/purchases": _STAFF,
    "GET /api/staff/purchases/{purchase_id}": _STAFF,
    "POST /api/staff/purchases/{purchase_id}/receive": _STAFF,
    "PUT /api/staff/purchases/{purchase_id}/expected": _STAFF,
    "POST /api/staff/purchases/{purchase_id}/cancel": _STAFF,
    "GET /api/staff/variants/{variant_id}/parts": _STAFF,
    "PUT /api/staff/variants/{variant_id}/parts": _STAFF,
}
