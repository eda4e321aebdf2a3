"""Vouching: how a gateway tells the services behind it who sent a request, and how services and
gateway ask one another things that nobody else may ask. Both are signed with the secret they
share, and both are over after seconds, so that what leaks is soon worth nothing.
"""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable
from typing import Final

import msgspec
from msgspec import Struct

from holdfast.people.credentials import Identity

VOUCHED_SECONDS: Final = 15.0
CALL_SECONDS: Final = 30.0
_LONGEST: Final = 4096
_TAG: Final = 24  # bytes


class Vouched(Struct, frozen=True, array_like=True):
    """``owner`` is a guest or user; ``identity`` is a user's. ``by_token``: not by a cookie, which
    a browser sends on its own. ``typed`` is the typed user id, if that is how it was said."""

    owner: str
    identity: Identity | None = None
    by_token: bool = False
    typed: str = ""


class _Word(Struct, frozen=True, array_like=True):
    until: float  # seconds since the epoch
    vouched: Vouched


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Word).decode


class Voucher:
    """Signs and reads a principal as one header. ``clock`` gives seconds since the epoch."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._key = hmac.digest(secret, b"principal", "sha256")
        self._clock = clock

    def sign(self, vouched: Vouched) -> str:
        """The header, good for :data:`VOUCHED_SECONDS`."""
        body = _encode(_Word(self._clock() + VOUCHED_SECONDS, vouched))
        return base64.urlsafe_b64encode(self._tag(body) + body).decode()

    def read(self, header: bytes) -> Vouched | None:
        """Who it is; None if the header is not ours, or over."""
        if not header or len(header) > _LONGEST:
            return None
        try:
            raw = base64.b64decode(header, b"-_", validate=True)
            tag, body = raw[:_TAG], raw[_TAG:]
            if not hmac.compare_digest(tag, self._tag(body)):
                return None
            word = _decode(body)
        except (binascii.Error, msgspec.DecodeError):
            return None
        return word.vouched if self._clock() < word.until else None

    def _tag(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, "sha256")[:_TAG]


class CallSigner:
    """Signs and checks calls between our own processes: method, path and body."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._key = hmac.digest(secret, b"internal call", "sha256")
        self._clock = clock

    def sign(self, method: str, path: str, body: bytes) -> str:
        """The value of the call's header."""
        at = f"{self._clock():.3f}"
        return f"{at}.{self._tag(at, method, path, body)}"

    def is_ours(self, header: bytes, method: str, path: str, body: bytes) -> bool:
        """Whether one of us made this call, within :data:`CALL_SECONDS`."""
        at, _, tag = header.decode("latin-1").rpartition(".")
        if not hmac.compare_digest(
            tag.encode("latin-1"), self._tag(at, method, path, body).encode()
        ):
            return False
        return abs(self._clock() - float(at)) < CALL_SECONDS

    def _tag(self, at: str, method: str, path: str, body: bytes) -> str:
        said = f"{at}\n{method}\n{path}\n{hashlib.sha256(body).hexdigest()}"
        return hmac.new(self._key, said.encode(), "sha256").hexdigest()
