"""Amplitude by its HTTP V2 API: what waits while one upload runs goes with the next.

An upload is refused whole (400) with the places of the events that it does not like: those fail by
themselves and the rest is sent again. ``insert_id`` lets Amplitude drop what it gets twice.
"""

import asyncio
from collections.abc import Sequence
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct

from holdfast.sinks.envelope import Envelope
from holdfast.sinks.ga4 import anywhere, in_units, item_words
from holdfast.sinks.hits import Hit, read_hit
from holdfast.sinks.http_post import HttpAnswer, HttpPoster
from holdfast.sinks.posting import post, refusal
from holdfast.sinks.sink import NotDelivered

AMPLITUDE: Final = "amplitude"
AMPLITUDE_URL: Final = "https://api2.amplitude.com"
MOST_EVENTS: Final = 1000
MOST_BYTES: Final = 1_000_000
REST: Final = 30.0
"""Seconds after a 429, as Amplitude asks for."""
_HEADERS: Final = (("Content-Type", "application/json"),)
_BYTES_AROUND: Final = 200
_REVENUE: Final = {"purchase": 1, "refund": -1}
_encode: Final = msgspec.json.Encoder(decimal_format="number").encode
_Waiting: TypeAlias = tuple[bytes, asyncio.Future[None]]


class _Refused(Struct):
    """What it says of an upload with status 400: by field, the places of events."""

    error: str = ""
    events_with_invalid_fields: dict[str, list[int]] = {}
    events_with_missing_fields: dict[str, list[int]] = {}


class Amplitude:
    """The project with this key, at ``url``."""

    def __init__(self, url: str, key: str, seconds: float = 10.0) -> None:
        self.name = AMPLITUDE
        self.at_once = MOST_EVENTS
        self._key = key
        self._seconds = seconds
        self._poster = HttpPoster(f"{url.rstrip('/')}/2/httpapi", anywhere)
        self._waiting: list[_Waiting] = []
        self._most = MOST_EVENTS
        self._writer: asyncio.Task[None] | None = None

    async def send(self, message: Envelope) -> None:
        taken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((_encode(amplitude_event(read_hit(message.body))), taken))
        if self._writer is None:
            self._writer = asyncio.create_task(self._upload_all(), name=f"sink {self.name}")
        await taken

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        self._poster.close()

    async def _upload_all(self) -> None:
        try:
            while self._waiting:
                upload = self._next()
                try:
                    answer = await post(self._poster, _HEADERS, self._body(upload), self._seconds)
                except NotDelivered as refused:
                    _tell(upload, refused)
                else:
                    self._hear(upload, answer)
        finally:
            self._writer = None

    def _next(self) -> list[_Waiting]:
        """As many as one upload may have."""
        count, size = 0, _BYTES_AROUND
        for event, _ in self._waiting[: self._most]:
            size += len(event) + 1
            if count and size > MOST_BYTES:
                break
            count += 1
        upload, self._waiting = self._waiting[:count], self._waiting[count:]
        return upload

    def _body(self, upload: Sequence[_Waiting]) -> bytes:
        return _encode({"api_key": self._key, "events": [msgspec.Raw(one) for one, _ in upload]})

    def _hear(self, upload: list[_Waiting], answer: HttpAnswer) -> None:
        """Tell each what became of it; what was refused for others' sake goes once more."""
        refused = refusal(answer, REST)
        if refused is None:
            self._most = MOST_EVENTS
            _tell(upload, None)
        elif answer.status == 413 and len(upload) > 1:
            self._most = len(upload) // 2
            self._waiting[:0] = upload
        elif blamed := blamed_for(answer, len(upload)):
            for place, why in blamed.items():
                _tell([upload[place]], NotDelivered(f"answered 400: {why}"))
            self._waiting[:0] = [one for at, one in enumerate(upload) if at not in blamed]
        else:
            _tell(upload, refused)


def blamed_for(answer: HttpAnswer, count: int) -> dict[int, str]:
    """Of an upload of so many that was refused: which of them were it, and why."""
    if answer.status != 400:
        return {}
    try:
        said = msgspec.json.decode(answer.said, type=_Refused)
    except msgspec.DecodeError:
        return {}
    found: dict[int, str] = {}
    for what, by_field in (
        ("is not valid", said.events_with_invalid_fields),
        ("is missing", said.events_with_missing_fields),
    ):
        for field, places in by_field.items():
            found |= {place: f"{field} {what}" for place in places if 0 <= place < count}
    return found


def _tell(upload: Sequence[_Waiting], refused: NotDelivered | None) -> None:
    for _, taken in upload:
        if taken.done():  # who asked went away
            continue
        if refused is None:
            taken.set_result(None)
        else:
            taken.set_exception(NotDelivered(str(refused), after=refused.after))


def amplitude_event(hit: Hit) -> dict[str, object]:
    """One event of an upload."""
    found: dict[str, object] = {
        "device_id": hit.person,
        "event_type": hit.name,
        "time": round(hit.at.timestamp() * 1000),
        "insert_id": hit.id,
        "event_properties": _properties(hit),
    }
    if hit.member:
        found["user_id"] = hit.person
    if hit.name in _REVENUE and hit.currency is not None and hit.value is not None:
        found["revenue"] = _REVENUE[hit.name] * in_units(hit.value, hit.currency)
        found["revenueType"] = hit.name
    return found


def _properties(hit: Hit) -> dict[str, object]:
    found: dict[str, object] = {}
    if hit.currency is not None:
        found["currency"] = hit.currency
        if hit.value is not None:
            found["value"] = in_units(hit.value, hit.currency)
    if hit.transaction is not None:
        found["transaction_id"] = hit.transaction
    if hit.items:
        found["items"] = [item_words(one, hit.currency) for one in hit.items]
    return found | hit.about
