"""A geocoder that is asked as seldom as can be: what it said is kept for a day, and it is asked one
question at a time, with a pause after each."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from holdfast.booking.places.port import FoundPlace, Geocoder, GeocoderBusy

MOST_KEPT: Final = 500
MOST_WAITING: Final = 5
_DAY: Final = 86_400.0


class KeptGeocoder:
    """``pause``: seconds between two questions; Nominatim's public server asks for one."""

    def __init__(
        self,
        geocoder: Geocoder,
        pause: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._geocoder = geocoder
        self._pause = pause
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str], tuple[float, Sequence[FoundPlace]]] = OrderedDict()
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._next = 0.0

    async def find(self, address: str, language: str) -> Sequence[FoundPlace]:
        key = (" ".join(address.casefold().split()), language)
        known = self._known(key)
        if known is not None:
            return known
        if self._waiting >= MOST_WAITING:
            raise GeocoderBusy("Try again in a while.", headers={"Retry-After": "5"})
        self._waiting += 1
        try:
            async with self._turn:
                known = self._known(key)
                return known if known is not None else await self._ask(key, address, language)
        finally:
            self._waiting -= 1

    def _known(self, key: tuple[str, str]) -> Sequence[FoundPlace] | None:
        found = self._kept.get(key)
        return found[1] if found is not None and found[0] > self._clock() else None

    async def _ask(self, key: tuple[str, str], address: str, language: str) -> Sequence[FoundPlace]:
        await asyncio.sleep(max(self._next - self._clock(), 0.0))
        try:
            found = await self._geocoder.find(address, language)
        finally:
            self._next = self._clock() + self._pause
        self._kept[key] = (self._clock() + _DAY, found)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found
