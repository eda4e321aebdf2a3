"""Who may ask what: addresses at which orders are paid, and what of a booking is paid when."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import BOOKINGS, ORDERS, OWN_BOOKING, OWN_ORDER
from holdfast.api.contract.askers import Access

__all__ = ["PAY_LINKS"]

_ANYBODY: Final = Access("anybody")

PAY_LINKS: Final[Mapping[str, Access]] = {
    "POST /api/bookings/{booking_id}/pay-first": OWN_BOOKING.write,
    "POST /api/bookings/{booking_id}/rest": OWN_BOOKING.write,
    "GET /api/pay/{token}": _ANYBODY,
    "POST /api/pay/{token}": _ANYBODY,
    "POST /api/pay/{token}/leave": _ANYBODY,
    "PUT /api/pay/{token}/agreement": _ANYBODY,
    "POST /api/orders/{order_id}/leave-payment": OWN_ORDER.write,
    "PUT /api/orders/{order_id}/agreement": OWN_ORDER.write,
    "POST /api/staff/bookings/{booking_id}/pay-link": BOOKINGS.write,
    "POST /api/staff/orders/{order_id}/pay-link": ORDERS.write,
    "POST /api/staff/orders/{order_id}/pay-link/mail": ORDERS.write,
    "POST /api/staff/orders/{order_id}/pay-link/revoke": ORDERS.write,
}
