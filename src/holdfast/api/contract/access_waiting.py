"""Who may ask what of waiting: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["WAITING"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")
_STAFF: Final = Access("staff")

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
    "GET /api/staff/waiting": _STAFF,
    "GET /api/staff/waiting/{variant_id}": _STAFF,
    "GET /api/staff/waiting-times": _STAFF,
    "POST /api/staff/waiting-times/{place_id}/remove": _STAFF,
    "POST /api/staff/waiting/places/{place_id}/remove": _STAFF,
}
