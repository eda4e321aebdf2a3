"""Who may ask what of packages, of what clients have of them, of mixed payments, and of what
is asked back of a payment: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["PACKAGES"]

_ANYBODY: Final = Access("anybody")
_OWN_RESERVATION: Final = Access("anybody", "reservation")
_MEMBER: Final = Access("member")
_OWN: Final = Access("member", "package")
_STAFF: Final = Access("staff")

PACKAGES: Final[Mapping[str, Access]] = {
    "GET /api/packages": _ANYBODY,
    "GET /api/packages/{package_id}": _ANYBODY,
    "POST /api/packages/{package_id}/buy": _MEMBER,
    "GET /api/prepaid": _MEMBER,
    "GET /api/prepaid/{grant_id}": _OWN,
    "POST /api/prepaid/claim": _MEMBER,
    "POST /api/prepaid/{grant_id}/transfer": _OWN,
    "POST /api/prepaid/{grant_id}/code": _OWN,
    "POST /api/prepaid/{grant_id}/paper": _OWN,
    "POST /api/certificates/balance": _ANYBODY,
    "GET /api/payments/sources/{reservation_id}": _OWN_RESERVATION,
    "POST /api/payments/sources/{reservation_id}/by-code": _OWN_RESERVATION,
    "POST /api/payments/mix": _OWN_RESERVATION,
    "POST /api/staff/prepaid": _STAFF,
    "POST /api/staff/prepaid/by-code": _STAFF,
    "GET /api/staff/prepaid/{grant_id}": _STAFF,
    "GET /api/staff/disputes": _STAFF,
    "POST /api/staff/orders/{order_id}/retry-refund": _STAFF,
}
