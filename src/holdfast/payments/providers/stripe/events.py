"""Stripe's events: signed with a secret of the endpoint, and dated."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct
from stripe import SignatureVerificationError, WebhookSignature

from holdfast.payments.provider import EventRefusal, ProviderEvent

__all__ = ["read_event"]

TOLERANCE: Final = 300
"""Seconds that an event may have been under way, as Stripe's own library has it."""
_SESSION: Final = "checkout.session"
_DISPUTE: Final = "dispute"
_REFUND: Final = "refund"
_KEY: Final = "holdfast"


class _About(Struct):
    object: str = ""
    id: str = ""
    metadata: dict[str, Any] | None = None


class _Data(Struct):
    object: _About


class _Event(Struct):
    id: str
    data: _Data


_decode = msgspec.json.Decoder(_Event).decode


def read_event(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str]
) -> ProviderEvent | EventRefusal:
    """An event of Stripe's, or why it is none. ``secrets``: two while one replaces the other.
    Without one nothing can be told apart, so nothing is taken."""
    if not secrets:
        return "none"
    header = headers.get("stripe-signature", "")
    secret = next((one for one in secrets if _signed(body, header, one)), None)
    if secret is None:
        return "unsigned"
    if not _signed(body, header, secret, TOLERANCE):
        return "too-old"
    try:
        event = _decode(body)
    except msgspec.DecodeError:
        return "unreadable"
    about = event.data.object
    if about.object == _DISPUTE:
        return ProviderEvent(event.id, "", about.id)
    if about.object == _REFUND:
        return ProviderEvent(event.id, "", refund=str((about.metadata or {}).get(_KEY, "")))
    # Of anything else than a session the session's own events tell as well.
    return ProviderEvent(event.id, about.id if about.object == _SESSION else "")


def _signed(body: bytes, header: str, secret: str, tolerance: int | None = None) -> bool:
    try:
        return bool(WebhookSignature.verify_header(body, header, secret, tolerance))
    except (SignatureVerificationError, UnicodeDecodeError):
        return False
