"""Who may ask what: addresses at which orders are paid, and what of a booking is paid when."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["PAY_LINKS"]

_ANYBODY: Final = Access("anybody")
_OWN_BOOKING: Final = Access("anybody", "booking")
_OWN_ORDER: Final = Access("anybody", "order")
_STAFF: Final = Access("staff")

PAY_LINKS: Final[Mapping[str, Access]] = {
    "POST /api/bookings/{booking_id}/pay-first": _OWN_BOOKING,
    "POST /api/bookings/{booking_id}/rest": _OWN_BOOKING,
    "GET /api/pay/{token}": _ANYBODY,
    "POST /api/pay/{token}": _ANYBODY,
    "POST /api/pay/{token}/leave": _ANYBODY,
    "PUT /api/pay/{token}/agreement": _ANYBODY,
    "POST /api/orders/{order_id}/leave-payment": _OWN_ORDER,
    "PUT /api/orders/{order_id}/agreement": _OWN_ORDER,
    "POST /api/staff/bookings/{booking_id}/pay-link": _STAFF,
    "POST /api/staff/orders/{order_id}/pay-link": _STAFF,
    "POST /api/staff/orders/{order_id}/pay-link/mail": _STAFF,
    "POST /api/staff/orders/{order_id}/pay-link/revoke": _STAFF,
}
