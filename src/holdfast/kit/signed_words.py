"""Words that a machine sends by itself: JSON, signed with the time in it, as Stripe's are."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

__all__ = ["TOLERANCE", "BadWord", "SignedWords", "Word"]

TOLERANCE: Final = 300.0  # seconds that a word may be old, or ahead
BadWord: TypeAlias = Literal["unsigned", "unreadable", "too-old"]


class Word(Struct, frozen=True):
    """About what ``reference`` names; the same ``id`` is the same word."""

    id: Annotated[str, Meta(min_length=1, max_length=200)]
    reference: Annotated[str, Meta(min_length=1, max_length=2000)]


class SignedWords:
    """``secret`` signs them, for this ``purpose`` alone; ``header`` has the signature."""

    def __init__(self, secret: bytes, purpose: bytes, header: str) -> None:
        self._secret = hashlib.sha256(purpose + secret).digest()
        self._header = header

    def signed(self, word: Word, at: float) -> tuple[dict[str, str], bytes]:
        """The headers and body of one that is sent now; ``at`` in seconds since the epoch."""
        body = msgspec.json.encode(word)
        return {self._header: f"t={at:.0f},v1={self._tag(f'{at:.0f}', body)}"}, body

    def read(self, headers: Mapping[str, str], body: bytes, now: float) -> Word | BadWord:
        """The word, or what is wrong with it; header names in lower case."""
        fields = dict(part.partition("=")[::2] for part in headers.get(self._header, "").split(","))
        said = fields.get("t", "")
        if not hmac.compare_digest(
            self._tag(said, body).encode(), fields.get("v1", "").encode("latin-1", "replace")
        ):
            return "unsigned"
        if not said.isdecimal() or abs(now - float(said)) > TOLERANCE:
            return "too-old"
        try:
            return msgspec.json.decode(body, type=Word)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return "unreadable"

    def _tag(self, at: str, body: bytes) -> str:
        return hmac.new(self._secret, at.encode() + b"." + body, "sha256").hexdigest()
