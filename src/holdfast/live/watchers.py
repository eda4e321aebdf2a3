"""Who watches what, and how much one of them may ask for."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.live.feed import MAX_PRODUCTS
from holdfast.live.wire import Wire

__all__ = [
    "USUAL", "BadSubscription", "Limits", "TooManyWatched", "TooOften", "Visitor", "Watcher",
    "Watchers", "asked_ids",
]  # fmt: skip


class Limits(Struct, frozen=True):
    """Bounds for watchers; ``None`` instead of these is for load tests."""

    connections: int = 20_000
    per_address: int = 200
    sockets: int = 250
    """Of one address, those that have said nothing yet among them."""
    products: int = 5_000
    """Products one socket may watch by their ids."""
    burst: int = 30
    """Subscriptions in a row."""
    regained: float = 1.0
    """Subscriptions that one may make again after each second."""
    refusals: int = 100
    """Subscriptions beyond that before the connection is cut."""


USUAL: Final = Limits()


class BadSubscription(Problem):
    status = 422
    code = "invalid-request"
    title = "The subscription is not valid"


class TooManyWatched(Problem):
    status = 422
    code = "too-many-products"
    title = "Too many products"


class TooOften(Problem):
    status = 429
    code = "rate-limited"
    title = "Too many subscriptions"


def asked_ids(data: object) -> set[UUID] | None:
    """The ids a message asks for; None for everything. Raises :class:`BadSubscription`."""
    if data is None:
        return None
    if not isinstance(data, list):
        raise BadSubscription("Give a list of product ids, or nothing for all products.")
    if len(data) > MAX_PRODUCTS:
        raise TooManyWatched(
            say("At most {limit} products in one subscription.", limit=MAX_PRODUCTS)
        )
    try:
        return {UUID(one) for one in data}
    except (ValueError, TypeError, AttributeError) as error:
        raise BadSubscription("A product id is a UUID.") from error


class Visitor(Struct, frozen=True):
    """Who opened a socket: a user who was logged in then, or a ``guest`` with a cookie of ours.
    ``still`` says whether that is so now."""

    owner: str
    still: Callable[[], Awaitable[bool]]
    guest: bool = False


class Watcher:
    """One connection. ``busy`` keeps its requests in order; ``slow`` is since when it does not
    read, and which products it has missed since; ``language`` is what its problems are told in."""

    __slots__ = (
        "address", "all", "allowance", "asked_at", "busy", "language", "products", "sid", "slow",
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
        self.products: set[UUID] = set()
        self.all = False
        self.busy = asyncio.Lock()
        self.allowance = float("inf")
        self.asked_at = time.monotonic()
        self.slow: tuple[float, set[UUID]] | None = None


class Watchers:
    """Everybody connected, by connection and by what they watch."""

    def __init__(self, limits: Limits | None) -> None:
        self._limits = limits
        self._addresses: Counter[str] = Counter()
        self._arrived: dict[str, str] = {}
        self._sockets: Counter[str] = Counter()
        self.by_sid: dict[str, Watcher] = {}
        self.of_product: dict[UUID, dict[str, Watcher]] = {}
        self.of_all: dict[str, Watcher] = {}

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
        """Who is gone; what they watch is still to be left."""
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

    def join(self, watcher: Watcher, ids: set[UUID]) -> set[UUID]:
        """Watch these; those not watched before. Raises :class:`TooManyWatched`."""
        fresh = ids - watcher.products
        if self._limits and len(watcher.products) + len(fresh) > self._limits.products:
            raise TooManyWatched(
                say(
                    "A connection can watch at most {products} products.",
                    products=self._limits.products,
                )
            )
        watcher.products |= fresh
        for product_id in fresh:
            self.of_product.setdefault(product_id, {})[watcher.sid] = watcher
        return fresh

    def leave(self, watcher: Watcher, ids: Iterable[UUID]) -> set[UUID]:
        """Watch these no more; those that were watched."""
        gone = watcher.products.intersection(ids)
        watcher.products -= gone
        for product_id in gone:
            watchers = self.of_product[product_id]
            watchers.pop(watcher.sid, None)
            if not watchers:
                del self.of_product[product_id]
        return gone
