"""Logins that were begun: nothing of them is kept. What goes to the provider and comes back is
signed for the browser that began, by its cookie; what the provider alone may know before the end
is made of the same secret.

A login that came to its end makes the cookie another, so that it cannot be ended again.
"""

import base64
import binascii
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct

__all__ = ["Attempt", "Attempts"]

LASTS: Final = timedelta(minutes=10)
MOST_STATE: Final = 2000
_TAG: Final = 32


class Attempt(Struct, frozen=True):
    """``consent``: they agree to the shop's privacy text, should this make an account. ``state``
    comes back with the browser; ``nonce`` comes back in the id token, and only whoever began knows
    ``verifier``, whose hash the provider was given (PKCE)."""

    provider: str
    next: str
    consent: bool
    state: str
    nonce: str
    verifier: str


class _Said(Struct, frozen=True, array_like=True):
    provider: str
    until: int
    next: str
    chance: str
    consent: bool = False


class Attempts:
    """Begins attempts and knows them again. ``owner`` is who asks, by their cookie."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"login attempts", "sha256")

    def begin(
        self, provider: str, owner: str, to: str, now: datetime, *, consent: bool = False
    ) -> Attempt:
        """``to``: where in the shop the person goes then."""
        until = int((now + LASTS).timestamp())
        said = _Said(provider, until, to, secrets.token_urlsafe(16), consent)
        return self._attempt(said, msgspec.json.encode(said), owner)

    def read(self, provider: str, owner: str, state: str, now: datetime) -> Attempt | None:
        """None: not begun so, or too long ago."""
        if not 0 < len(state) <= MOST_STATE:
            return None
        try:
            raw = base64.b64decode(state + "=" * (-len(state) % 4), b"-_", validate=True)
            body = raw[_TAG:]
            if not hmac.compare_digest(raw[:_TAG], self._digest("state", body, owner)):
                return None
            said = msgspec.json.decode(body, type=_Said)
        except (binascii.Error, ValueError, msgspec.DecodeError):
            return None
        if said.provider != provider or said.until < now.timestamp():
            return None
        return self._attempt(said, body, owner)

    def _attempt(self, said: _Said, body: bytes, owner: str) -> Attempt:
        return Attempt(
            said.provider,
            said.next,
            said.consent,
            state=_text(self._digest("state", body, owner) + body),
            nonce=_text(self._digest("nonce", body, owner)),
            verifier=_text(self._digest("verifier", body, owner)),
        )

    def _digest(self, what: str, body: bytes, owner: str) -> bytes:
        return hmac.digest(self._key, f"{what} {owner}\n".encode() + body, "sha256")


def _text(raw: bytes) -> str:
    """Of letters that every provider passes on as they are."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
