"""Codes of certificates: shown once, kept as SHA-256, tried a bounded number of times."""

import hashlib
import math
import secrets
from typing import Final

from holdfast.kit.errors import Problem
from holdfast.kit.rates import Rates
from holdfast.kit.sentences import say

# Crockford's: without the letters that are read as digits, or as one another.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans("OILU", "011V", " -–")
_LENGTH: Final = 16


class CodeUnknown(Problem):
    """No certificate has this code, or none any more."""

    status = 404
    code = "certificate-unknown"
    title = "No certificate has this code"


class TooManyCodes(Problem):
    """Codes were tried too often from one place."""

    status = 429
    code = "too-many-codes"
    title = "Too many codes were tried"


def new_code() -> str:
    """Eighty bits, in groups of four."""
    return code_from(secrets.token_bytes(_LENGTH))


def code_from(random: bytes) -> str:
    """The code that sixteen random bytes make: five bits of each."""
    letters = "".join(_LETTERS[one % len(_LETTERS)] for one in random[:_LENGTH])
    return "-".join(letters[at : at + 4] for at in range(0, _LENGTH, 4))


def code_hash(code: str) -> bytes:
    """As it is kept, however it was typed."""
    plain = code.upper().translate(_READ_AS)
    return hashlib.sha256(plain.encode()).digest()


class CodeThrottle:
    """What is counted are attempts from one address, right ones too: nobody needs many."""

    def __init__(self, rates: Rates) -> None:
        self._here = rates.rate("certificate-codes", "30/15minutes")

    async def attempt(self, address: str) -> None:
        """Raises :class:`TooManyCodes`."""
        wait = await self._here.take(address)
        if wait:
            raise TooManyCodes(
                say("Wait before the next attempt."), headers={"Retry-After": str(math.ceil(wait))}
            )
