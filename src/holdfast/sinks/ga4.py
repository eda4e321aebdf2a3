"""Google Analytics 4 by its Measurement Protocol: a POST a hit.

Google answers 204 to whatever it is sent, so what is wrong is not heard of here: what a hit may
hold is checked by tests against its documented limits. One request may hold 25 events of one
person; the deliveries of one person go one after the other, so each has one.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from urllib.parse import quote

import msgspec

from holdfast.kit.money import decimal_text
from holdfast.kit.public_network import Address
from holdfast.sinks.envelope import Envelope
from holdfast.sinks.hits import Hit, HitItem, read_hit
from holdfast.sinks.http_post import HttpPoster
from holdfast.sinks.posting import post, refusal

GA4: Final = "google-analytics"
GOOGLE: Final = "https://www.google-analytics.com"
AT_ONCE: Final = 16
_HEADERS: Final = (("Content-Type", "application/json"),)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
# Told for statistics, and for no advertising.
_CONSENT: Final = {"ad_user_data": "DENIED", "ad_personalization": "DENIED"}
_encode: Final = msgspec.json.Encoder(decimal_format="number").encode


class Ga4:
    """The stream with this measurement id and secret, at ``url``."""

    def __init__(self, url: str, measurement_id: str, secret: str, seconds: float = 10.0) -> None:
        self.name = GA4
        self.at_once = AT_ONCE
        self._seconds = seconds
        stream, secret = quote(measurement_id, safe=""), quote(secret, safe="")
        query = f"measurement_id={stream}&api_secret={secret}"
        self._poster = HttpPoster(f"{url.rstrip('/')}/mp/collect?{query}", anywhere)

    async def send(self, message: Envelope) -> None:
        body = _encode(ga4_request([read_hit(message.body)]))
        refused = refusal(await post(self._poster, _HEADERS, body, self._seconds))
        if refused is not None:
            raise refused

    async def close(self) -> None:
        self._poster.close()


def anywhere(_: Address) -> bool:
    """The address is the operator's own word, nobody else's."""
    return True


def ga4_request(hits: Sequence[Hit]) -> dict[str, object]:
    """Of one person."""
    person, member = hits[0].person, hits[0].member
    found: dict[str, object] = {"client_id": person, "consent": _CONSENT}
    if member:
        found["user_id"] = person
    return found | {"events": [_event(one) for one in hits]}


def _event(hit: Hit) -> dict[str, object]:
    params: dict[str, object] = {
        # A visit is a day's: the protocol shows nobody without one.
        "session_id": f"{hit.at:%Y%m%d}",
        "engagement_time_msec": 1,
        "event_id": hit.id,
    }
    if hit.currency is not None:
        params["currency"] = hit.currency
        if hit.value is not None:
            params["value"] = in_units(hit.value, hit.currency)
    if hit.transaction is not None:
        params["transaction_id"] = hit.transaction
    if hit.items:
        params["items"] = [item_words(one, hit.currency) for one in hit.items]
    micros = (hit.at - _EPOCH).total_seconds() * 1_000_000
    return {"name": hit.name, "timestamp_micros": round(micros), "params": params | hit.about}


def item_words(item: HitItem, currency: str | None) -> dict[str, object]:
    """As both services call what is in an item."""
    found: dict[str, object] = {"item_id": item.id, "quantity": item.quantity}
    if item.name:
        found["item_name"] = item.name
    if item.category:
        found["item_category"] = item.category
    if item.price is not None and currency is not None:
        found["price"] = in_units(item.price, currency)
    return found


def in_units(amount: int, currency: str) -> Decimal:
    """As an amount of money is written: 13.50, of yen 13."""
    return Decimal(decimal_text(amount, currency))
