"""Who may ask what of repeat orders: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import CATALOGUE, ORDERS
from holdfast.api.contract.askers import Access

__all__ = ["REPEATS"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")
_OWN: Final = Access("member", "repeat")

REPEATS: Final[Mapping[str, Access]] = {
    "GET /api/products/{product}/repeats": _ANYBODY,
    "GET /api/repeat-orders": _MEMBER,
    "GET /api/repeat-orders/{repeat_id}": _OWN,
    "PATCH /api/repeat-orders/{repeat_id}": _OWN,
    "POST /api/repeat-orders/{repeat_id}/skip": _OWN,
    "POST /api/repeat-orders/{repeat_id}/unskip": _OWN,
    "POST /api/repeat-orders/{repeat_id}/pause": _OWN,
    "POST /api/repeat-orders/{repeat_id}/resume": _OWN,
    "POST /api/repeat-orders/{repeat_id}/end": _OWN,
    "GET /api/staff/repeat-orders": ORDERS.read,
    "GET /api/staff/repeat-orders/{repeat_id}": ORDERS.read,
    "POST /api/staff/repeat-orders/{repeat_id}/unskip": ORDERS.write,
    "POST /api/staff/repeat-orders/{repeat_id}/pause": ORDERS.write,
    "POST /api/staff/repeat-orders/{repeat_id}/end": ORDERS.write,
    "POST /api/staff/repeat-orders/{repeat_id}/resume": ORDERS.write,
    "GET /api/staff/products/{product_id}/repeats": CATALOGUE.read,
    "PUT /api/staff/products/{product_id}/repeats": CATALOGUE.write,
}
