"""Who may ask what of returns: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import ORDERS, OWN_ORDER, REFUNDS
from holdfast.api.contract.askers import Access

__all__ = ["RETURNS"]


RETURNS: Final[Mapping[str, Access]] = {
    "GET /api/orders/{order_id}/returns": OWN_ORDER.read,
    "POST /api/orders/{order_id}/returns": OWN_ORDER.write,
    "POST /api/orders/{order_id}/returns/preview": OWN_ORDER.write,
    "POST /api/returns/{return_id}/cancel": Access("anybody", "return", ("orders:write",)),
    "GET /api/returns/{return_id}/label": Access("anybody", "return", ("orders:read",)),
    "POST /api/returns/{return_id}/photos": Access("anybody", "return", ("orders:write",)),
    "GET /api/returns/{return_id}/photos/{number}": Access("anybody", "return", ("orders:read",)),
    "GET /api/staff/returns": ORDERS.read,
    "GET /api/staff/returns/{return_id}": ORDERS.read,
    "POST /api/staff/returns/{return_id}/approve": ORDERS.write,
    "POST /api/staff/returns/{return_id}/refuse": ORDERS.write,
    "POST /api/staff/returns/{return_id}/receive": ORDERS.write,
    "POST /api/staff/returns/{return_id}/preview": ORDERS.read,
    "POST /api/staff/returns/{return_id}/inspect": REFUNDS.write,
}
