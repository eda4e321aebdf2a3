"""Who may ask what of invitations: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import PROMOTIONS
from holdfast.api.contract.askers import Access

__all__ = ["REFERRALS"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")

REFERRALS: Final[Mapping[str, Access]] = {
    "GET /api/invitations/{invitation_code}": _ANYBODY,
    "POST /api/invitations/{invitation_code}/accept": _MEMBER,
    "GET /api/referrals": _MEMBER,
    "POST /api/referrals/link": _MEMBER,
    "GET /api/staff/referrals": PROMOTIONS.read,
    "GET /api/staff/referrals/figures": PROMOTIONS.read,
    "GET /api/staff/referrals/program": PROMOTIONS.read,
    "PUT /api/staff/referrals/program": PROMOTIONS.write,
    "DELETE /api/staff/referrals/program": PROMOTIONS.write,
}
