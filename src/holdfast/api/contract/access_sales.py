"""Who may ask what of flash sales: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import PROMOTIONS
from holdfast.api.contract.askers import Access

__all__ = ["SALES"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")

SALES: Final[Mapping[str, Access]] = {
    "GET /api/flash-sales": _ANYBODY,
    "GET /api/flash-sales/{sale_id}": _ANYBODY,
    "POST /api/flash-sales/{sale_id}/purchase": _MEMBER,
    "POST /api/flash-sales/{sale_id}/place": _MEMBER,
    "POST /api/flash-sales/{sale_id}/proof": _MEMBER,
    "DELETE /api/flash-sales/{sale_id}/place": _MEMBER,
    "GET /api/staff/flash-sales": PROMOTIONS.read,
    "POST /api/staff/flash-sales": PROMOTIONS.write,
    "GET /api/staff/flash-sales/{sale_id}/room": PROMOTIONS.read,
    "POST /api/staff/flash-sales/{sale_id}/end": PROMOTIONS.write,
}
