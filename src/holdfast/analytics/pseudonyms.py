"""Under which names people are told of elsewhere."""

import hashlib
import hmac
from typing import Final

_BYTES: Final = 16


def pseudonym(key: bytes, owner: str) -> str:
    """The same for the same account or browser as long as the shop's secret is the same; without
    that nobody can tell whose it is, or make it."""
    return hmac.digest(key, owner.encode(), hashlib.sha256)[:_BYTES].hex()
