"""The connections of a process: how many an address may have, how often it may reset them, and
what looks at each of them once a second.

A proxy that is trusted stands for many, so it is counted by nobody here.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from holdfast.api.shell.proxies import place_of

__all__ = ["MOST", "Connections", "Looked", "keep_looking"]

MOST: Final = 1_000
"""Connections of one address. A page has one or two, an office of a few hundred people fits."""

RESETS: Final = 100
"""Connections an address may reset within a window, before new ones have to wait."""

WINDOW: Final = 10.0
"""Seconds in which resets are counted together."""

EVERY: Final = 1.0
"""Seconds between two looks at all connections."""


class Looked(Protocol):
    """A connection that ends itself once it has been there for nothing too long."""

    def look(self, now: float) -> None:
        """``now`` is the loop's time, in seconds."""


class Connections:
    """Who has how many. ``trusts`` says of an address that it is a proxy's; ``most`` None: any
    number, and nobody is slowed down."""

    def __init__(self, trusts: Callable[[str], bool], most: int | None = MOST) -> None:
        self._trusts = trusts
        self._most = most
        self._open: Counter[str] = Counter()
        self._resets: Counter[str] = Counter()
        self._since = 0.0

    def arrive(self, address: str) -> bool:
        """Count one more; False if that is too many."""
        if self._most is None or self._trusts(address):
            return True
        place = place_of(address)
        if self._open[place] >= self._most:
            return False
        self._open[place] += 1
        return True

    def leave(self, address: str, *, reset_at: float | None = None) -> None:
        """One that had arrived is gone; ``reset_at`` if the other side reset it."""
        if self._most is None or self._trusts(address):
            return
        place = place_of(address)
        self._open[place] -= 1
        if not self._open[place]:
            del self._open[place]
        if reset_at is not None:
            if reset_at > self._since + WINDOW:
                self._resets.clear()
                self._since = reset_at
            self._resets[place] += 1

    def waits(self, address: str, now: float) -> bool:
        """Whether a new one of this address is read a moment later."""
        if not self._resets or now > self._since + WINDOW:
            return False
        return self._resets[place_of(address)] > RESETS


async def keep_looking(connections: Iterable[Looked]) -> None:
    """Look at each, on and on: one task for all, instead of a timer for each."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(EVERY)
        now = loop.time()
        for one in list(connections):
            one.look(now)
