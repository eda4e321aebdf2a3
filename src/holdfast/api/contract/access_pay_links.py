"""Who may ask what: addresses at which orders are paid."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["PAY_LINKS"]

_ANYBODY: Final = Access("anybody")
_STAFF: Final = Access("staff")

PAY_LINKS: Final[Mapping[str, Access]] = {
    "GET /api/pay/{token}": _ANYBODY,
    "POST /api/pay/{token}": _ANYBODY,
    "POST /api/staff/bookings/{booking_id}/pay-link": _STAFF,
    "POST /api/staff/orders/{order_id}/pay-link": _STAFF,
    "POST /api/staff/orders/{order_id}/pay-link/mail": _STAFF,
    "POST /api/staff/orders/{order_id}/pay-link/revoke": _STAFF,
}
