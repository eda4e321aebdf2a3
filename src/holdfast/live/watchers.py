"""Everybody connected, and how much one of them may ask for."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from holdfast.kit import Problem
from holdfast.live.wire import Wire

if TYPE_CHECKING:
    from holdfast.live.listeners import Listener


class Limits(Struct, frozen=True):
    """Bounds for watchers; ``None`` instead of these is for load tests."""

    connections: int = 20_000
    per_address: int = 200
    sockets: int = 250
    """Of one address, those that have said nothing yet among them."""
    watched: int | None = None
    """Ids of one channel that one socket may watch, if fewer than its channel allows."""
    burst: int = 30
    """Subscriptions in a row."""
    regained: float = 1.0
    """Subscriptions that one may make again after each second."""
    refusals: int = 100
    """Subscriptions beyond that before the connection is cut."""


USUAL: Final = Limits()


class TooOften(Problem):
    status = 429
    code = "rate-limited"
    title = "Too many subscriptions"


async def _nothing(_: str) -> bool:
    return False


class Visitor(Struct, frozen=True):
    """Who opened a socket: a user who was logged in then, or a ``guest`` with a cookie of ours.
    ``still`` says whether that is so now, and, who is of ``staff``, whether they are yet; ``may``,
    whether a duty of staff is theirs now."""

    owner: str
    still: Callable[[], Awaitable[bool]]
    guest: bool = False
    staff: bool = False
    may: Callable[[str], Awaitable[bool]] = _nothing


class Watcher:
    """One connection. ``listening`` is what to, by channel; ``busy`` keeps its requests in order;
    ``slow`` is since when it does not read; ``language`` is what its problems are told in."""

    __slots__ = (
        "address", "allowance", "asked_at", "busy", "language", "listening", "sid", "slow",
        "visitor", "wire",
    )  # fmt: skip

    def __init__(
        self,
        sid: str,
        wire: Wire,
        address: str,
        visitor: Visitor | None = None,
        language: str = "en",
    ) -> None:
        self.sid = sid
        self.wire = wire
        self.address = address
        self.visitor = visitor
        self.language = language
        self.listening: dict[str, Listener[Any]] = {}
        self.busy = asyncio.Lock()
        self.allowance = float("inf")
        self.asked_at = time.monotonic()
        self.slow: float | None = None


class Watchers:
    """By connection and by address."""

    def __init__(self, limits: Limits | None) -> None:
        self._limits = limits
        self._addresses: Counter[str] = Counter()
        self._arrived: dict[str, str] = {}
        self._sockets: Counter[str] = Counter()
        self.by_sid: dict[str, Watcher] = {}

    def arrive(self, connection: str, address: str) -> bool:
        """A connection; False if there is no room for one more from this address."""
        if self._limits is not None and self._sockets[address] >= self._limits.sockets:
            return False
        self._arrived[connection] = address
        self._sockets[address] += 1
        return True

    def depart(self, connection: str) -> None:
        """The connection is gone."""
        address = self._arrived.pop(connection, None)
        if address is not None:
            self._sockets[address] -= 1
            if not self._sockets[address]:
                del self._sockets[address]

    def full(self, address: str) -> bool:
        """Whether there is no room for one more from this address."""
        limits = self._limits
        return limits is not None and (
            len(self.by_sid) >= limits.connections or self._addresses[address] >= limits.per_address
        )

    def add(self, watcher: Watcher) -> None:
        self.by_sid[watcher.sid] = watcher
        self._addresses[watcher.address] += 1

    def remove(self, sid: str) -> Watcher | None:
        """Who is gone; what they listen to is still to be left."""
        watcher = self.by_sid.pop(sid, None)
        if watcher is not None:
            self._addresses[watcher.address] -= 1
            if not self._addresses[watcher.address]:
                del self._addresses[watcher.address]
        return watcher

    def spend(self, watcher: Watcher) -> None:
        """One more request of this watcher's; raises :class:`TooOften`."""
        if self._limits is None:
            return
        now = time.monotonic()
        gained = watcher.allowance + (now - watcher.asked_at) * self._limits.regained
        watcher.allowance = min(self._limits.burst, gained)
        watcher.asked_at = now
        watcher.allowance -= 1
        if watcher.allowance < -self._limits.refusals:
            watcher.wire.abort()  # refusals pile up as well, where nobody reads them
        if watcher.allowance < 0:
            raise TooOften("Subscribe to several products at once, and less often.")
