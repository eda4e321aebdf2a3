"""Who may ask what of fraud: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import ORDERS, REFUNDS
from holdfast.api.contract.askers import Access

__all__ = ["FRAUD"]


FRAUD: Final[Mapping[str, Access]] = {
    "GET /api/staff/fraud": ORDERS.read,
    "GET /api/staff/fraud/figures": ORDERS.read,
    "GET /api/staff/fraud/list": ORDERS.read,
    "POST /api/staff/fraud/list": REFUNDS.write,
    "DELETE /api/staff/fraud/list/{listed_id}": REFUNDS.write,
    "GET /api/staff/fraud/{order_id}": ORDERS.read,
    "POST /api/staff/fraud/{order_id}/release": REFUNDS.write,
    "POST /api/staff/fraud/{order_id}/refuse": REFUNDS.write,
    "PUT /api/staff/fraud/{order_id}/outcome": REFUNDS.write,
}
