"""Codes of a second factor: pure rules, without clock and database.

A code is of a time step of 30 seconds (RFC 6238) and of six digits; clocks may differ by one step.
A code is good once: none of the step that was used last, or of one before, is taken again.
A recovery code is 80 random bits, used once.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp

__all__ = [
    "RECOVERY_CODES", "STEP_SECONDS", "is_timed", "new_recovery_codes", "new_secret", "normal_code",
    "recovery_hash", "setup_uri", "step_of",
]  # fmt: skip

STEP_SECONDS: Final = 30
DRIFT: Final = 1
RECOVERY_CODES: Final = 10
_RECOVERY_BYTES: Final = 10
_ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"  # Crockford's: none looks like another
_GROUP: Final = 4
_BESIDE: Final = re.compile(r"[\s-]+")
_TIMED: Final = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    """A new secret, in base32, as apps that make codes take it."""
    return pyotp.random_base32()


def setup_uri(secret: str, email: str, issuer: str) -> str:
    """What the picture for the app's camera says."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer.replace(":", " "))


def normal_code(typed: str) -> str:
    """As it is compared: without the spaces and dashes that people type, digits of whatever
    keyboard, recovery codes in capitals without what is mistaken for something else."""
    code = _BESIDE.sub("", unicodedata.normalize("NFKC", typed)).upper()
    return code.replace("O", "0").replace("I", "1").replace("L", "1")


def is_timed(code: str) -> bool:
    """Whether it has the form of a code from an app; others are recovery codes."""
    return _TIMED.fullmatch(code) is not None


def step_of(secret: str, code: str, now: datetime, used: int | None) -> int | None:
    """The time step whose code this is, later than the one that was ``used`` last; None: the code
    is wrong, or was used."""
    totp, current = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(current - DRIFT, current + DRIFT + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if right and (used is None or step > used):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Ten, each 16 letters and digits in groups of four."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_hash(user: UUID, code: str) -> bytes:
    """As it is kept: what is guessed at is 80 random bits, so that it need not be slow."""
    return hashlib.sha256(user.bytes + normal_code(code).encode()).digest()


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_BYTES * 8 // 5))
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
