"""The demo's carrier: takes parcels and moves them, as a word in their address says.

``slow``, ``lost``, ``returned`` or ``refused``, as a word of its own in any line; else it is fast.
What it was given is in its book.
"""

import asyncio
import hashlib
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from holdfast.fulfilment.carrier import (
    CarrierCode,
    CarrierRefused,
    CarrierStep,
    CarrierWord,
    Shipment,
    ShipmentRequest,
    WordRefusal,
)
from holdfast.fulfilment.demo_book import DemoBook, Sent
from holdfast.fulfilment.demo_label import demo_label
from holdfast.kit.signed_words import SignedWords, Word

_SIGN: Final = re.compile(r"\b(slow|lost|returned|refused)\b", re.IGNORECASE)
_WAY: Final[tuple[tuple[CarrierCode, str], ...]] = (
    ("accepted", "Depot A"), ("in-transit", "Hub B"), ("out-for-delivery", "Depot C")
)  # fmt: skip
_ENDS: Final[Mapping[str, CarrierCode]] = {"lost": "lost", "returned": "returned"}
_SLOWLY: Final = 10


class DemoCarrier:
    """``secret`` signs its words; ``pace`` is how many seconds there are between two steps of a
    parcel; ``clock`` gives seconds since the epoch; without a ``book`` it remembers in memory."""

    title: Final = "Demo Post"

    def __init__(
        self,
        secret: bytes,
        pace: float = 5.0,
        clock: Callable[[], float] = time.time,
        book: DemoBook | None = None,
    ) -> None:
        self._words = SignedWords(secret, b"demo carrier", "demo-carrier-signature")
        self._secret = secret
        self._pace = pace
        self._clock = clock
        self.book = book or DemoBook()

    async def create(self, request: ShipmentRequest, key: str) -> Shipment:
        found = _SIGN.search("\n".join(request.to))
        sign = found[1].lower() if found else "fast"
        if sign == "refused":
            raise CarrierRefused("We do not deliver to this address.")
        digest = hashlib.sha256(b"demo shipment" + self._secret + key.encode()).hexdigest()
        reference = f"demo_{digest[:32]}"
        number = f"DP{int(digest[32:48], 16) % 10**10:010}"
        sent = self.book.add(reference, Sent(request, number, self._clock(), sign))
        return Shipment(reference, sent.tracking)

    async def label(self, reference: str) -> bytes:
        """Raises :class:`CarrierRefused`."""
        sent = self.book.get(reference)
        if sent is None:
            raise CarrierRefused("There is no such parcel.")
        return await asyncio.to_thread(demo_label, sent.request, self.title, sent.tracking)

    async def track(self, reference: str) -> tuple[CarrierStep, ...]:
        sent = self.book.get(reference)
        if sent is None:
            return ()
        now = self._clock()
        return tuple(
            CarrierStep(f"{at}", code, datetime.fromtimestamp(when, UTC), place)
            for at, (when, code, place) in enumerate(self._plan(sent))
            if when <= now
        )

    async def cancel(self, reference: str) -> None:
        """Raises :class:`CarrierRefused` once it was handed over."""
        if await self.track(reference):
            raise CarrierRefused("The parcel is on its way already.")
        self.book.call_off(reference)

    async def read_word(self, headers: Mapping[str, str], body: bytes) -> CarrierWord | WordRefusal:
        word = self._words.read(headers, body, self._clock())
        return CarrierWord(word.id, word.reference) if isinstance(word, Word) else word

    def signed(self, word: CarrierWord) -> tuple[dict[str, str], bytes]:
        """The headers and body of a word that is sent now."""
        return self._words.signed(Word(word.id, word.reference), self._clock())

    def moments(self, reference: str) -> list[float]:
        """When something happens to it, in seconds since the epoch."""
        sent = self.book.get(reference)
        return [] if sent is None else [when for when, _, _ in self._plan(sent)]

    async def reached(self, reference: str, moment: float) -> bool:
        """Wait until ``moment`` has come by the carrier's own clock, however early a sleep ends;
        False if the parcel was called off by then, or is forgotten."""
        while (left := moment - self._clock()) > 0:  # noqa: ASYNC110  (no event tells the time)
            await asyncio.sleep(left)
        return self.book.get(reference) is not None

    def _plan(self, sent: Sent) -> list[tuple[float, CarrierCode, str]]:
        step = self._pace * (_SLOWLY if sent.sign == "slow" else 1)
        end = _ENDS.get(sent.sign, "delivered")
        way = [*(_WAY[:2] if end == "lost" else _WAY), (end, "")]
        return [(sent.begun + step * at, code, place) for at, (code, place) in enumerate(way, 1)]
