"""Rates: how often somebody may do something, counted by the ``limits`` library.

Counting each request there (in Redis: over the network) would cost more than answering some of
them. So hits are taken from the shared count in leases of a few and spent here without asking. A
key's lease ends with its window, so nobody ever gets more than the limit; one who is served by
several processes may get a few less.
"""

import math
import time
from typing import Final

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError

from holdfast.kit.logs import logger

__all__ = ["RENEW", "Rate", "Rates"]

RENEW: Final = -1.0
_KEYS: Final = 50_000
_SWEEP: Final = 60.0  # seconds
_LEASES_PER_WINDOW: Final = 20
_OPEN_FOR: Final = 5.0  # how long nothing is counted after the store failed

log = logger("rates")


class _Counts(MemoryStorage):
    """In this process. The library's own looks through all keys whenever one is hit, which costs
    milliseconds where a day's addresses are counted; this one once a minute."""

    def __init__(self) -> None:
        super().__init__()
        self._swept = time.time()

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        if now >= self._swept + _SWEEP:
            self._swept = now
            for gone in [one for one, end in self.expirations.items() if end <= now]:
                await self.clear(gone)
        if self.expirations.get(key, 0.0) <= now:
            self.storage[key], self.expirations[key] = 0, now + expiry
        self.storage[key] += amount
        return self.storage[key]


class Rates:
    """One store for every rate: this process, or Redis when several processes count together."""

    def __init__(self, redis_url: str | None = None) -> None:
        self.storage: Storage = (
            RedisStorage(
                f"async+{redis_url}",
                implementation="redispy",
                socket_timeout=0.5,
                socket_connect_timeout=0.5,
                wrap_exceptions=True,
            )
            if redis_url
            else _Counts()
        )
        self.strategy = FixedWindowRateLimiter(self.storage)

    def rate(self, name: str, limit: str) -> "Rate":
        """A rate such as ``"600/minute"``, counted under ``name``."""
        return Rate(self, name, parse(limit))


class Rate:
    """``spend`` first; when it answers :data:`RENEW`, await ``renew``."""

    def __init__(self, rates: Rates, name: str, item: RateLimitItem) -> None:
        self._rates = rates
        self._name = name
        self._item = item
        # A divisor of the limit, so that whole leases add up to it exactly.
        largest = max(1, item.amount // _LEASES_PER_WINDOW)
        self._lease = next(n for n in range(largest, 0, -1) if item.amount % n == 0)
        self._leases: dict[str, list[float]] = {}  # key -> [hits left, end of the window]

    def spend(self, key: str, cost: int = 1) -> float:
        """0.0: go on. RENEW: ask ``renew``. Otherwise the seconds to wait."""
        lease = self._leases.get(key)
        if lease is None:
            return RENEW
        now = time.time()
        if now >= lease[1]:
            return RENEW
        if lease[0] >= cost:
            lease[0] -= cost
            return 0.0
        return RENEW if lease[0] >= 0 else lease[1] - now

    async def renew(self, key: str, cost: int = 1) -> float:
        """Take as many leases as it needs and spend ``cost`` hits of them and of what is left.
        0.0: go on; otherwise the seconds to wait."""
        strategy, now = self._rates.strategy, time.time()
        left = self._left(key, now)
        if left >= cost:  # somebody who asked at the same time took more
            return self.spend(key, cost)
        if left:
            self._leases[key][0] = 0.0  # ours now
        taken = math.ceil((cost - left) / self._lease) * self._lease
        if len(self._leases) >= _KEYS and key not in self._leases:
            self._leases = {k: v for k, v in self._leases.items() if v[1] > now}
            if len(self._leases) >= _KEYS:
                self._leases.clear()
        try:
            granted = await strategy.hit(self._item, self._name, key, cost=taken)
            window = await strategy.get_window_stats(self._item, self._name, key)
        except StorageError as error:  # the store being away must not close the shop
            log.warning("rates not counted", rate=self._name, error=repr(error))
            self._leases[key] = [float("inf"), now + _OPEN_FOR]
            return 0.0
        # Redis gives whole seconds, rounded up: a window never ends later than one from now.
        end = min(max(window.reset_time, now + 0.01), now + self._item.get_expiry())
        if granted:
            self._leases[key] = [self._left(key, now) + left + taken - cost, end]
            return 0.0
        self._leases[key] = [(self._left(key, now) + left) or -1, end]
        return end - now

    def _left(self, key: str, now: float) -> float:
        """Hits of the key's lease that are not spent."""
        lease = self._leases.get(key)
        return 0.0 if lease is None or now >= lease[1] else max(lease[0], 0.0)

    async def take(self, key: str, cost: int = 1) -> float:
        """``spend`` and, when needed, ``renew``, for where a few microseconds do not matter."""
        wait = self.spend(key, cost)
        return wait if wait != RENEW else await self.renew(key, cost)

    async def forgive(self, key: str) -> None:
        """Forget what was counted for this key."""
        self._leases.pop(key, None)
        try:
            await self._rates.strategy.clear(self._item, self._name, key)
        except StorageError as error:
            log.warning("rates not cleared", rate=self._name, error=repr(error))
