"""Stripe's events: signed with a secret of the endpoint, and dated."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct
from stripe import SignatureVerificationError, WebhookSignature

from holdfast.payments.provider import EventRefusal, ProviderEvent

__all__ = ["KEY", "read_event", "refund_key"]

TOLERANCE: Final = 300
"""Seconds that an event may have been under way, as Stripe's own library has it."""
_SESSION: Final = "checkout.session"
_INTENT: Final = "payment_intent"
_DISPUTE: Final = "dispute"
_REFUND: Final = "refund"
_CHARGE_REFUNDED: Final = "charge.refunded"
KEY: Final = "holdfast"
"""Under which our own key stands among the metadata of whatever is asked for from here."""
_OURS: Final = "refund/"
"""What the key of a refund begins with that was asked for from here."""


class _About(Struct):
    object: str = ""
    id: str = ""
    metadata: dict[str, Any] | None = None
    payment_intent: Any = None


class _Data(Struct):
    object: _About


class _Event(Struct):
    id: str
    data: _Data
    type: str = ""


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
    if about.object == _REFUND and (key := refund_key((about.metadata or {}).get(KEY))):
        return ProviderEvent(event.id, "", refund=key)
    if about.object == _REFUND or event.type == _CHARGE_REFUNDED:
        intent = about.payment_intent
        return ProviderEvent(event.id, intent if isinstance(intent, str) else "", there=True)
    # Of an intent that was paid on a page the page's own events tell as well, and no payment has
    # its name.
    return ProviderEvent(event.id, about.id if about.object in (_SESSION, _INTENT) else "")


def refund_key(known: object) -> str:
    """By what stands as our key among its metadata: under which a refund was asked for from here;
    none of one that was made there."""
    return known if isinstance(known, str) and known.startswith(_OURS) else ""


def _signed(body: bytes, header: str, secret: str, tolerance: int | None = None) -> bool:
    try:
        return bool(WebhookSignature.verify_header(body, header, secret, tolerance))
    except (SignatureVerificationError, UnicodeDecodeError):
        return False
