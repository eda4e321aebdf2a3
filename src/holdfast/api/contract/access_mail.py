"""Who may ask what of mails: a part of ``access``."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["MAIL"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")

MAIL: Final[Mapping[str, Access]] = {
    "GET /api/mail-preferences": _MEMBER,
    "PUT /api/mail-preferences/{kind}": _MEMBER,
    "POST /api/mail-links/check": _ANYBODY,
    "POST /api/mail-links": _ANYBODY,
}
