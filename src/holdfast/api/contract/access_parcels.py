"""Who may ask what of parcels, and of several orders at once: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["PARCELS"]

_ANYBODY: Final = Access("anybody")
_STAFF: Final = Access("staff")

PARCELS: Final[Mapping[str, Access]] = {
    # Whoever has its address
    "GET /api/track/{link}": _ANYBODY,
    "POST /api/staff/orders/{order_id}/parcels": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/by-location": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/pick": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/split": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/ship": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/number": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/deliver": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/fail": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/cancel": _STAFF,
    "GET /api/staff/orders/{order_id}/parcels/{parcel_id}/slip": _STAFF,
    "POST /api/orders/{order_id}/cancel-units": Access("anybody", "order"),
    "POST /api/staff/orders/{order_id}/cancel-units": _STAFF,
    "POST /api/staff/orders/{order_id}/lines": _STAFF,
    "POST /api/staff/pickups/find": _STAFF,
    "POST /api/staff/orders-packed": _STAFF,
    "POST /api/staff/orders-shipped": _STAFF,
    "POST /api/staff/parcel-numbers": _STAFF,
    "GET /api/staff/packing-slips": _STAFF,
    "GET /api/staff/picking-list": _STAFF,
    "GET /api/staff/order-tags": _STAFF,
    "PUT /api/staff/order-tags": _STAFF,
    "GET /api/staff/carriers": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/label": _STAFF,
    "GET /api/staff/orders/{order_id}/parcels/{parcel_id}/label": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/label/cancel": _STAFF,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/label/ask": _STAFF,
}
