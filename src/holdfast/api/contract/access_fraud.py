"""Who may ask what of fraud: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["FRAUD"]

_STAFF: Final = Access("staff")

FRAUD: Final[Mapping[str, Access]] = {
    "GET /api/staff/fraud": _STAFF,
    "GET /api/staff/fraud/figures": _STAFF,
    "GET /api/staff/fraud/list": _STAFF,
    "POST /api/staff/fraud/list": _STAFF,
    "DELETE /api/staff/fraud/list/{listed_id}": _STAFF,
    "GET /api/staff/fraud/{order_id}": _STAFF,
    "POST /api/staff/fraud/{order_id}/release": _STAFF,
    "POST /api/staff/fraud/{order_id}/refuse": _STAFF,
    "PUT /api/staff/fraud/{order_id}/outcome": _STAFF,
}
