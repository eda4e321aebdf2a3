"""PayPal's events: signed by a certificate of PayPal's, which is asked whether it was so."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import msgspec
from msgspec import Raw, Struct

from holdfast.kit import utc_now
from holdfast.payments.provider import EventRefusal, ProviderEvent
from holdfast.payments.providers.paypal.told import Link, above

__all__ = ["Transmission", "event_of", "refund_key", "transmission_of"]

TOLERANCE: Final = timedelta(days=4)
"""PayPal sends what was not taken again for three days."""
_HEADERS: Final[Mapping[str, str]] = {
    "transmission_id": "paypal-transmission-id",
    "transmission_time": "paypal-transmission-time",
    "transmission_sig": "paypal-transmission-sig",
    "cert_url": "paypal-cert-url",
    "auth_algo": "paypal-auth-algo",
}
_LONGEST: Final = 500
_OWNER: Final = ".paypal.com"
_ORDER, _DISPUTE = "CHECKOUT.ORDER.", "CUSTOMER.DISPUTE."
_REFUND: Final = "refund/"


class _Related(Struct):
    order_id: str = ""


class _Supplementary(Struct):
    related_ids: _Related = msgspec.field(default_factory=_Related)


class _About(Struct):
    id: str = ""
    dispute_id: str = ""
    custom_id: str | None = None
    links: list[Link] = []
    supplementary_data: _Supplementary = msgspec.field(default_factory=_Supplementary)


class _Event(Struct):
    id: str
    event_type: str
    resource: _About


class Transmission(Struct, frozen=True):
    """An event with what proves it, as PayPal is asked about it. Of the event every byte counts, so
    it is passed on as it came."""

    transmission_id: str
    transmission_time: str
    transmission_sig: str
    cert_url: str
    auth_algo: str
    webhook_id: str
    webhook_event: Raw


_decode = msgspec.json.Decoder(_Event).decode


def event_of(body: bytes) -> ProviderEvent | None:
    """Of what it is; nothing else of it is read. None of what is none."""
    try:
        event = _decode(body)
    except msgspec.DecodeError:
        return None
    about = event.resource
    if event.event_type.startswith(_DISPUTE):
        return ProviderEvent(event.id, "", about.dispute_id)
    if event.event_type.startswith(_ORDER):
        return ProviderEvent(event.id, about.id)
    order, key = about.supplementary_data.related_ids.order_id, refund_key(about.custom_id)
    if key or "REFUND" not in event.event_type:
        return ProviderEvent(event.id, order, refund=key)
    return ProviderEvent(event.id, order or above(about.links), there=True)


def refund_key(custom_id: str | None) -> str:
    """Under which a refund was asked for from here; none of one that was made there, which has the
    key of its payment, or nothing."""
    return custom_id if custom_id and custom_id.startswith(_REFUND) else ""


def transmission_of(
    headers: Mapping[str, str], body: bytes, webhook: str
) -> Transmission | EventRefusal:
    """What PayPal is to be asked, or why nobody need ask."""
    proof = {name: headers.get(header, "") for name, header in _HEADERS.items()}
    if any(not 0 < len(value) <= _LONGEST for value in proof.values()):
        return "unsigned"
    try:
        address = urlsplit(proof["cert_url"])
    except ValueError:
        return "unsigned"
    if address.scheme != "https" or not (address.hostname or "").endswith(_OWNER):
        return "unsigned"
    try:
        sent = datetime.fromisoformat(proof["transmission_time"])
    except ValueError:
        return "unsigned"
    if sent.tzinfo is None or utc_now() - sent > TOLERANCE:
        return "too-old"
    return Transmission(**proof, webhook_id=webhook, webhook_event=Raw(body))
