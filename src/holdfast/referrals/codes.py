"""Codes of invitations, to be read, said and typed."""

import re
import secrets
from typing import Final

# Without letters that are read as digits, or as one another.
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 8
_CODE: Final = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")


def new_invitation_code() -> str:
    """One of 6 * 10**11: guessing finds nobody's, and says no more than a first name."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def as_kept(typed: str) -> str | None:
    """A code as it is kept, however it was typed; None: it is none."""
    code = typed.strip().upper()
    return code if _CODE.fullmatch(code) else None
