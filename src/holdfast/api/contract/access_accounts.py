"""Who may ask what of their own account, and of its second factor: a part of ``access``."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["ACCOUNTS"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")
_PERSON: Final = Access("staff", "person")

ACCOUNTS: Final[Mapping[str, Access]] = {
    "POST /api/session/second-step": _ANYBODY,
    "POST /api/session/logout-everywhere": _MEMBER,
    "PATCH /api/profile": _MEMBER,
    "POST /api/profile/password": _MEMBER,
    "GET /api/profile/second-factor": _MEMBER,
    "POST /api/profile/second-factor/begin": _MEMBER,
    "POST /api/profile/second-factor/confirm": _MEMBER,
    "POST /api/profile/second-factor/recovery-codes": _MEMBER,
    "POST /api/profile/second-factor/off": _MEMBER,
    "POST /api/staff/people/{user_id}/reset-second-factor": _PERSON,
}
