"""Who may ask what of parcels, and of several orders at once: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import (
    CATALOGUE,
    CODES_READ,
    MONEY_BACK,
    ORDERS,
    OWN_ORDER,
    REFUNDS,
    STOCK_READ,
    STOCK_WRITE,
)
from holdfast.api.contract.askers import Access

__all__ = ["PARCELS"]

_ANYBODY: Final = Access("anybody")

PARCELS: Final[Mapping[str, Access]] = {
    # Whoever has its address
    "GET /api/track/{link}": _ANYBODY,
    "POST /api/staff/orders/{order_id}/parcels": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/by-location": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/pick": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/split": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/ship": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/number": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/deliver": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/fail": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/cancel": ORDERS.write,
    "GET /api/staff/orders/{order_id}/parcels/{parcel_id}/slip": ORDERS.read,
    "POST /api/orders/{order_id}/cancel-units": MONEY_BACK,
    "POST /api/staff/orders/{order_id}/cancel-units": REFUNDS.write,
    "POST /api/staff/orders/{order_id}/lines": ORDERS.write,
    "GET /api/orders/{order_id}/edits": OWN_ORDER.read,
    "GET /api/staff/orders/{order_id}/edits": ORDERS.read,
    "POST /api/staff/orders/{order_id}/edits": ORDERS.write,
    "POST /api/staff/orders/{order_id}/edits/preview": ORDERS.read,
    "POST /api/staff/pickups/find": ORDERS.read,
    "POST /api/staff/orders-packed": ORDERS.write,
    "POST /api/staff/orders-shipped": ORDERS.write,
    "POST /api/staff/parcel-numbers": ORDERS.write,
    "GET /api/staff/packing-slips": ORDERS.read,
    "GET /api/staff/picking-list": ORDERS.read,
    "GET /api/staff/order-tags": ORDERS.read,
    "PUT /api/staff/order-tags": ORDERS.write,
    "GET /api/staff/carriers": ORDERS.read,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/label": ORDERS.write,
    "GET /api/staff/orders/{order_id}/parcels/{parcel_id}/label": ORDERS.read,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/label/cancel": ORDERS.write,
    "POST /api/staff/orders/{order_id}/parcels/{parcel_id}/label/ask": ORDERS.write,
    "POST /api/orders/{order_id}/codes/{code_id}/show": OWN_ORDER.write,
    "POST /api/orders/{order_id}/files/{file_id}/download": OWN_ORDER.write,
    # By a key of its order's answer
    "GET /api/order-files/{file_id}": _ANYBODY,
    "GET /api/staff/variants/{variant_id}/file": STOCK_READ,
    "POST /api/staff/variants/{variant_id}/file": CATALOGUE.write,
    "GET /api/staff/variants/{variant_id}/codes": STOCK_READ,
    "POST /api/staff/variants/{variant_id}/codes": STOCK_WRITE,
    "PUT /api/staff/variants/{variant_id}/delivery": CATALOGUE.write,
    "POST /api/staff/variants/{variant_id}/codes/{code_id}/show": CODES_READ,
    "POST /api/staff/variants/{variant_id}/codes/{code_id}/withdraw": STOCK_WRITE,
    "POST /api/staff/variants/{variant_id}/codes/{code_id}/restore": STOCK_WRITE,
}
