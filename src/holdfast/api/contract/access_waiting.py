"""Who may ask what of waiting: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import BOOKINGS, ORDERS
from holdfast.api.contract.askers import Access

__all__ = ["WAITING"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")

WAITING: Final[Mapping[str, Access]] = {
    "GET /api/waiting": _MEMBER,
    "PUT /api/waiting/{variant_id}": _MEMBER,
    "DELETE /api/waiting/{variant_id}": _MEMBER,
    "POST /api/waiting/times": _ANYBODY,
    "GET /api/waiting/times": _ANYBODY,
    "DELETE /api/waiting/times/{place_id}": _ANYBODY,
    "GET /api/waiting-contact": _ANYBODY,
    "PUT /api/waiting-contact": _ANYBODY,
    "POST /api/waiting/units": _ANYBODY,
    "GET /api/waiting/units": _ANYBODY,
    "DELETE /api/waiting/units/{place_id}": _ANYBODY,
    "GET /api/staff/waiting": ORDERS.read,
    "GET /api/staff/waiting/{variant_id}": ORDERS.read,
    "GET /api/staff/waiting-times": BOOKINGS.read,
    "POST /api/staff/waiting-times/{place_id}/remove": BOOKINGS.write,
    "POST /api/staff/waiting/places/{place_id}/remove": ORDERS.write,
}
