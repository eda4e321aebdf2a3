"""Examples of bodies about mails: a part of ``examples``."""

from typing import Any, Final

__all__ = ["MAIL_BODIES"]

_LINK: Final = "Y2FydC1sZWZ0IHVzZXI6MDE5OQ.q8vZ3Jm1n0c2WQ5TtX7b4K9dLs6PyR1e"

MAIL_BODIES: Final[dict[str, dict[str, Any]]] = {
    "MailWantedAsked": {"no more": {"wanted": False}},
    "MailLinkAsked": {"of a mail": {"link": _LINK}},
    "MailLinkWantedAsked": {"no more": {"link": _LINK, "wanted": False}},
}
