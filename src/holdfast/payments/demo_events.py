"""The demo provider's own events: JSON, signed with the time in it, as Stripe's are."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from holdfast.payments.provider import EventRefusal, ProviderEvent

TOLERANCE: Final = 300.0  # seconds that an event may be old, or ahead
_HEADER: Final = "demo-signature"
_Text = Annotated[str, Meta(min_length=1, max_length=2000)]


class _Event(Struct, frozen=True):
    id: Annotated[str, Meta(min_length=1, max_length=200)]
    reference: _Text


class DemoEvents:
    """``secret`` signs them."""

    def __init__(self, secret: bytes) -> None:
        self._secret = hashlib.sha256(b"demo events" + secret).digest()

    def signed(self, event: ProviderEvent, at: float) -> tuple[dict[str, str], bytes]:
        """The headers and body of an event that is sent now; ``at`` in seconds since the epoch."""
        body = msgspec.json.encode(_Event(event.id, event.reference))
        return {_HEADER: f"t={at:.0f},v1={self._tag(f'{at:.0f}', body)}"}, body

    def read(
        self, headers: Mapping[str, str], body: bytes, now: float
    ) -> ProviderEvent | EventRefusal:
        fields = dict(part.partition("=")[::2] for part in headers.get(_HEADER, "").split(","))
        said = fields.get("t", "")
        if not hmac.compare_digest(
            self._tag(said, body).encode(), fields.get("v1", "").encode("latin-1", "replace")
        ):
            return "unsigned"
        if not said.isdecimal() or abs(now - float(said)) > TOLERANCE:
            return "too-old"
        try:
            event = msgspec.json.decode(body, type=_Event)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return "unreadable"
        return ProviderEvent(event.id, event.reference)

    def _tag(self, at: str, body: bytes) -> str:
        return hmac.new(self._secret, at.encode() + b"." + body, "sha256").hexdigest()
