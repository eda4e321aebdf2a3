"""Open holds by account, to say when the next one ends."""

import asyncio
import heapq
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

import structlog

from holdfast.kit.clock import shop_now

log = structlog.get_logger("holdfast.live")

FORGET_EVERY: Final = 30.0  # seconds until holds that have ended, nobody said so, are forgotten
PAUSE: Final = 1.0  # seconds until open holds are tried to be read again, doubled each time
MOST_PAUSE: Final = 30.0
MAX_HOLDS: Final = 500_000
MAX_CLOSED: Final = 100_000

HoldReading: TypeAlias = tuple[UUID, datetime, Sequence[str]]
OpenHolds: TypeAlias = Callable[[], AsyncIterator[HoldReading]]
"""Reads the holds that are open."""


class Holds:
    """Each account has a heap of ends; what closed is dropped when it comes to the top. A hold that
    was closed stays closed, even if the word of its opening comes later.
    """

    def __init__(self, most: int = MAX_HOLDS) -> None:
        self._most = most
        self._open: dict[UUID, datetime] = {}
        self._heaps: dict[str, list[tuple[datetime, UUID]]] = {}
        self._closed: OrderedDict[UUID, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def opened(self, hold_id: UUID, expires_at: datetime, keys: Iterable[str]) -> None:
        """A hold was made, or extended (then it ends later than it did)."""
        if hold_id in self._closed:
            return
        before = self._open.get(hold_id)
        if before is None and len(self._open) >= self._most:
            return  # beyond the bound nobody is told when the next one ends
        if before is not None and expires_at <= before:
            return
        self._open[hold_id] = expires_at
        for key in keys:
            heapq.heappush(self._heaps.setdefault(key, []), (expires_at, hold_id))

    def closed(self, hold_id: UUID) -> None:
        """A hold was captured, released or has expired."""
        self._open.pop(hold_id, None)
        self._closed[hold_id] = None
        if len(self._closed) > MAX_CLOSED:
            self._closed.popitem(last=False)

    def next_release_at(self, key: str) -> datetime | None:
        """When the first of the account's open holds ends; None if none is known."""
        heap = self._heaps.get(key)
        if heap is None:
            return None
        while heap:
            expires_at, hold_id = heap[0]
            if self._open.get(hold_id) == expires_at:
                return expires_at
            heapq.heappop(heap)
        del self._heaps[key]
        return None

    def forget_before(self, moment: datetime) -> None:
        """Drop what ended before: the word of its closing was lost."""
        for hold_id in [one for one, end in self._open.items() if end < moment]:
            del self._open[hold_id]
        for key in list(self._heaps):
            self.next_release_at(key)

    # --- in the background ------------------------------------------------------------------

    async def load(self, open_holds: OpenHolds, prefixes: tuple[str, ...]) -> None:
        """Those that were open before this process began; tried until they are read."""
        pause = PAUSE
        while True:
            try:
                async for hold_id, expires_at, keys in open_holds():
                    mine = [key for key in keys if key.startswith(prefixes)]
                    if mine:
                        self.opened(hold_id, expires_at, mine)
            except Exception as error:  # noqa: BLE001 - the shop works without
                log.warning("open holds could not be read", error=repr(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, MOST_PAUSE)
            else:
                return

    async def forgetting(self) -> None:
        """Forget what has ended, on and on."""
        while True:
            await asyncio.sleep(FORGET_EVERY)
            self.forget_before(shop_now() - timedelta(seconds=FORGET_EVERY))
