"""Signing: cookies that only we can have written, and guests derived from idempotency keys.

A cookie is ``g.<guest uuid, hex>.<signature>`` or ``u.<session token>.<signature>``. Guests have
no row anywhere: the signature alone makes the id theirs.
"""

import base64
import hmac
from typing import Final
from uuid import UUID

from holdfast.kit.ids import new_id

SHORT_KEY: Final = 16
_CACHE: Final = 20_000


class Signer:
    """Signs and reads cookies with HMAC-SHA-256; remembers those it has verified, bounded."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 16:
            raise ValueError("the secret must have at least 16 bytes")
        self._cookies = hmac.digest(secret, b"cookie", "sha256")
        self._guests = hmac.digest(secret, b"guest", "sha256")
        self._verified: dict[bytes, tuple[str, str]] = {}

    def _signature(self, text: bytes) -> bytes:
        digest = hmac.digest(self._cookies, text, "sha256")
        return base64.urlsafe_b64encode(digest[:24])

    def sign(self, kind: str, value: str) -> str:
        """The cookie for a guest (kind ``g``, 32 hex digits) or a session (kind ``u``)."""
        text = f"{kind}.{value}".encode("ascii")
        return (text + b"." + self._signature(text)).decode("ascii")

    def read(self, cookie: bytes) -> tuple[str, str] | None:
        """``(kind, value)`` of a cookie of ours, else None. Compares in constant time."""
        known = self._verified.get(cookie)
        if known is not None:
            return known
        text, dot, signature = cookie.rpartition(b".")
        if not dot or len(cookie) > 200:
            return None
        if not hmac.compare_digest(signature, self._signature(text)):
            return None
        kind, _, value = text.decode("ascii").partition(".")
        if len(self._verified) >= _CACHE:
            self._verified.clear()
        self._verified[cookie] = kind, value
        return kind, value

    def derived_guest(self, key: str, address: str) -> UUID:
        """The guest that the first request with this idempotency key is, and its retry too.

        Keys are meant to be random. A short one could be met by chance or guessed, so there the
        address takes part.
        """
        text = f"{key}\n{address}" if len(key) < SHORT_KEY else key
        digest = hmac.digest(self._guests, text.encode(), "sha256")
        number = int.from_bytes(digest[:16], "big")
        return UUID(int=number & ~(0xF << 76 | 3 << 62) | 8 << 76 | 2 << 62)  # version 8, RFC 9562

    @staticmethod
    def fresh_guest() -> UUID:
        return new_id()
