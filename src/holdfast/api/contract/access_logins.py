"""Who may ask what of logging in and out: a part of ``access``."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["LOGINS"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")

LOGINS: Final[Mapping[str, Access]] = {
    "GET /api/session": _ANYBODY,
    "POST /api/session/login": _ANYBODY,
    "POST /api/session/logout": _ANYBODY,
    "POST /api/session/forget": _ANYBODY,
    "POST /api/session/logout-everywhere": _MEMBER,
    "POST /api/session/providers/{login_provider}": _ANYBODY,
    "POST /api/session/providers/{login_provider}/answer": _ANYBODY,
    "GET /api/profile/login-providers": _MEMBER,
    "DELETE /api/profile/login-providers/{login_provider}": _MEMBER,
}
