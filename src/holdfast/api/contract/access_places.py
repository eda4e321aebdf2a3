"""Who may ask what of locations and what comes to them: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import CATALOGUE, SETTINGS, STOCK_READ, STOCK_WRITE
from holdfast.api.contract.askers import Access

__all__ = ["PLACES"]


PLACES: Final[Mapping[str, Access]] = {
    "GET /api/staff/locations": STOCK_READ,
    "POST /api/staff/locations": SETTINGS.write,
    "PUT /api/staff/locations/{location_id}": SETTINGS.write,
    "GET /api/staff/variants/{variant_id}/locations": STOCK_READ,
    "POST /api/staff/variants/{variant_id}/transfers": STOCK_WRITE,
    "GET /api/staff/transfers": STOCK_READ,
    "POST /api/staff/transfers": STOCK_WRITE,
    "GET /api/staff/transfers/{transfer_id}": STOCK_READ,
    "POST /api/staff/transfers/{transfer_id}/arrive": STOCK_WRITE,
    "PUT /api/staff/transfers/{transfer_id}/expected": STOCK_WRITE,
    "POST /api/staff/transfers/{transfer_id}/cancel": STOCK_WRITE,
    "GET /api/staff/purchases": STOCK_READ,
    "POST /api/staff/purchases": STOCK_WRITE,
    "GET /api/staff/purchases/{purchase_id}": STOCK_READ,
    "POST /api/staff/purchases/{purchase_id}/receive": STOCK_WRITE,
    "PUT /api/staff/purchases/{purchase_id}/expected": STOCK_WRITE,
    "POST /api/staff/purchases/{purchase_id}/cancel": STOCK_WRITE,
    "GET /api/staff/preorders": STOCK_READ,
    "GET /api/staff/variants/{variant_id}/preorder": STOCK_READ,
    "PUT /api/staff/variants/{variant_id}/preorder": STOCK_WRITE,
    "POST /api/staff/variants/{variant_id}/preorder/receive": STOCK_WRITE,
    "GET /api/staff/variants/{variant_id}/parts": STOCK_READ,
    "PUT /api/staff/variants/{variant_id}/parts": CATALOGUE.write,
}
