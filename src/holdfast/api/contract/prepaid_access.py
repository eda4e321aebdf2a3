"""Who may ask what of packages, of what clients have of them, of mixed payments, and of what
is asked back of a payment: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import (
    BOOKINGS,
    BOOKS,
    CATALOGUE,
    PREPAID_SEEN,
    PRODUCTS_SEEN,
    REFUNDS,
)
from holdfast.api.contract.askers import Access

__all__ = ["PACKAGES"]

_ANYBODY: Final = Access("anybody")
_OWN_RESERVATION: Final = Access("anybody", "reservation")
_MEMBER: Final = Access("member")

PACKAGES: Final[Mapping[str, Access]] = {
    "GET /api/packages": _ANYBODY,
    "GET /api/packages/{package_id}": _ANYBODY,
    "POST /api/packages/{package_id}/buy": _ANYBODY,
    "GET /api/prepaid": _ANYBODY,
    "GET /api/prepaid/{grant_id}": Access("anybody", "package", ("bookings:read", "books:read")),
    "POST /api/prepaid/claim": _MEMBER,
    "POST /api/prepaid/{grant_id}/transfer": Access("member", "package", ("bookings:write",)),
    "POST /api/prepaid/{grant_id}/code": Access("anybody", "package", ("bookings:write",)),
    "POST /api/prepaid/{grant_id}/paper": Access("anybody", "package", ("bookings:write",)),
    "POST /api/certificates/balance": _ANYBODY,
    "GET /api/payments/sources/{reservation_id}": _OWN_RESERVATION,
    "POST /api/payments/sources/{reservation_id}/by-code": _OWN_RESERVATION,
    "POST /api/payments/mix": _OWN_RESERVATION,
    "POST /api/staff/prepaid": BOOKS.write,
    "POST /api/staff/prepaid/by-code": PREPAID_SEEN,
    "GET /api/staff/prepaid/{grant_id}": PREPAID_SEEN,
    "GET /api/staff/disputes": REFUNDS.read,
    "POST /api/staff/orders/{order_id}/retry-refund": REFUNDS.write,
    "GET /api/staff/packages": PRODUCTS_SEEN,
    "POST /api/staff/packages": CATALOGUE.write,
    "GET /api/staff/packages/{package_id}": PRODUCTS_SEEN,
    "PUT /api/staff/packages/{package_id}": CATALOGUE.write,
    "GET /api/staff/liability": BOOKS.read,
    "GET /api/staff/prepaid": PREPAID_SEEN,
    "POST /api/staff/prepaid/{grant_id}/freeze": BOOKINGS.write,
    "POST /api/staff/prepaid/{grant_id}/thaw": BOOKINGS.write,
    "POST /api/staff/prepaid/{grant_id}/prolong": BOOKINGS.write,
    "POST /api/staff/prepaid/{grant_id}/return": REFUNDS.write,
}
