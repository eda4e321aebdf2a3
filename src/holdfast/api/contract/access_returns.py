"""Who may ask what of returns: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["RETURNS"]

_OWN_ORDER: Final = Access("anybody", "order")
_OWN_RETURN: Final = Access("anybody", "return")
_STAFF: Final = Access("staff")

RETURNS: Final[Mapping[str, Access]] = {
    "GET /api/orders/{order_id}/returns": _OWN_ORDER,
    "POST /api/orders/{order_id}/returns": _OWN_ORDER,
    "POST /api/orders/{order_id}/returns/preview": _OWN_ORDER,
    "POST /api/returns/{return_id}/cancel": _OWN_RETURN,
    "GET /api/returns/{return_id}/label": _OWN_RETURN,
    "POST /api/returns/{return_id}/photos": _OWN_RETURN,
    "GET /api/returns/{return_id}/photos/{number}": _OWN_RETURN,
    "GET /api/staff/returns": _STAFF,
    "GET /api/staff/returns/{return_id}": _STAFF,
    "POST /api/staff/returns/{return_id}/approve": _STAFF,
    "POST /api/staff/returns/{return_id}/refuse": _STAFF,
    "POST /api/staff/returns/{return_id}/receive": _STAFF,
    "POST /api/staff/returns/{return_id}/preview": _STAFF,
    "POST /api/staff/returns/{return_id}/inspect": _STAFF,
}
