"""Who may ask what of their own account, its second factor and its data: a part of ``access``."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import CLIENTS_DUTY, PEOPLE
from holdfast.api.contract.askers import Access

__all__ = ["ACCOUNTS"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")

ACCOUNTS: Final[Mapping[str, Access]] = {
    "POST /api/session/second-step": _ANYBODY,
    "POST /api/session/logout-everywhere": _MEMBER,
    "PATCH /api/profile": _MEMBER,
    "PUT /api/profile/language": _MEMBER,
    "POST /api/profile/password": _MEMBER,
    "GET /api/profile/second-factor": _MEMBER,
    "POST /api/profile/second-factor/begin": _MEMBER,
    "POST /api/profile/second-factor/confirm": _MEMBER,
    "POST /api/profile/second-factor/recovery-codes": _MEMBER,
    "POST /api/profile/second-factor/off": _MEMBER,
    "GET /api/profile/tokens": _MEMBER,
    "POST /api/profile/tokens": _MEMBER,
    "DELETE /api/profile/tokens/{token_id}": _MEMBER,
    "GET /api/profile/data": _MEMBER,
    "GET /api/profile/closing": _MEMBER,
    "POST /api/profile/closing-code": _MEMBER,
    "POST /api/profile/close": _MEMBER,
    "POST /api/staff/people": CLIENTS_DUTY.write,
    "GET /api/staff/people/{user_id}/data": PEOPLE.read,
    "GET /api/staff/people/{user_id}/closing": PEOPLE.read,
    "POST /api/staff/people/{user_id}/close": PEOPLE.write,
    "POST /api/staff/guests/find": CLIENTS_DUTY.read,
    "POST /api/staff/guests/data": CLIENTS_DUTY.write,
    "POST /api/staff/guests/erase": CLIENTS_DUTY.write,
    "POST /api/staff/people/{user_id}/reset-second-factor": PEOPLE.write,
    "GET /api/staff/people/{user_id}/tokens": CLIENTS_DUTY.read,
    "DELETE /api/staff/people/{user_id}/tokens/{token_id}": PEOPLE.write,
}
