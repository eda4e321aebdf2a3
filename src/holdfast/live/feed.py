"""The feed: keeps the tracker true, from this process's ledger, from the other workers, and from
the database for whatever got lost on the way (``healing.py``).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias
from uuid import UUID

import structlog
from msgspec import Struct

from holdfast.kit.clock import shop_now
from holdfast.ledger import Committed
from holdfast.live.announcing import bus_at
from holdfast.live.balances import Balances
from holdfast.live.changes import changes_of
from holdfast.live.healing import Healing
from holdfast.live.lately import Lately
from holdfast.live.orders import Orders
from holdfast.live.supplies import Supplies
from holdfast.live.tracker import Holds, ProductReading, Stock, StockUpdate, Tracker

if TYPE_CHECKING:
    from holdfast.live.bus import News

__all__ = ["MAX_PRODUCTS", "Feed", "HoldReading", "Sources", "TooManyProducts"]

log = structlog.get_logger("holdfast.live")

MAX_PRODUCTS: Final = 1000  # in one request, or in "all"
RENEW_EVERY: Final = 5.0  # seconds after which what is on sale is looked up again
FORGET_EVERY: Final = 30.0  # seconds until holds that have ended, nobody said so, are forgotten
PAUSE: Final = 1.0  # seconds until open holds are tried to be read again, doubled each time
MOST_PAUSE: Final = 30.0

HoldReading: TypeAlias = tuple[UUID, datetime, Sequence[str]]


class TooManyProducts(Exception):
    """The shop has more products than can be watched without naming them."""


class Sources(Struct, frozen=True):
    """Where to read from: products by id (those not on sale are left out), the ids of all that
    are on sale (at most one more than asked for), and the holds that are open."""

    products: Callable[[Sequence[UUID]], Awaitable[Sequence[ProductReading]]]
    all_ids: Callable[[int], Awaitable[Sequence[UUID]]]
    open_holds: Callable[[], AsyncIterator[HoldReading]]


class Feed:
    """One process's view of the watched products. ``changed`` is set when there is news."""

    def __init__(
        self,
        sources: Sources,
        redis_url: str | None = None,
        prefix: str = "stock/",
        balances: Balances | None = None,
        supplies: Supplies | None = None,
        orders: Orders | None = None,
    ) -> None:
        self._sources = sources
        self._prefix = prefix
        self.balances = balances
        self.supplies = supplies
        self.orders = orders
        self._others = tuple(one for one in (balances, supplies) if one is not None)
        self._told = (prefix, *(one.prefix for one in self._others))
        self.tracker = Tracker()
        self.holds = Holds()
        self.changed = asyncio.Event()
        self._bus = bus_at(redis_url, self._hear, self._doubt) if redis_url is not None else None
        self.on_ended: Callable[[UUID], None] = _ignored
        """Called with every user of whom another process says that sessions are over."""
        self.on_gap: Callable[[], None] = _nothing
        """Called when some of what the others said may have been missed."""
        self._lately = Lately()
        self._reading = 0
        self._unplaced: dict[str, Stock] = {}
        self._healing = Healing("stock", lambda: self.tracker.watched_set, self._refresh)
        self._all: frozenset[UUID] = frozenset()
        self._left: frozenset[UUID] = frozenset()
        self._all_watchers = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to listen and to heal."""
        if self._bus is not None:
            await self._bus.start()
        for other in self._others:
            await other.start()
        if self.orders is not None:
            await self.orders.start()
        self._tasks = [
            asyncio.create_task(self._load_holds(), name="live holds"),
            asyncio.create_task(self._renewing(), name="live renewing"),
            asyncio.create_task(self._forgetting(), name="live forgetting"),
        ]
        await self._healing.start()

    async def stop(self) -> None:
        await self._healing.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for other in self._others:
            await other.stop()
        if self.orders is not None:
            await self.orders.stop()
        if self._bus is not None:
            await self._bus.stop()

    # --- news -------------------------------------------------------------------------------

    def on_commit(self, committed: Committed) -> None:
        """The ledger's hook: what a batch of this process changed."""
        found = changes_of(committed, self._told, self._prefix)
        self._take(found.states, found.opened, found.closed)
        if self._bus is not None and (found.states or found.opened or found.closed):
            self._bus.say(found.states, found.opened, found.closed)

    def _hear(self, news: "News") -> None:
        self._take(news.states, news.opened, news.closed)
        if self.orders is not None:
            self.orders.take(news.orders.values())
        for user in news.ended:
            self.on_ended(user)

    def _take(
        self,
        states: dict[str, Stock],
        opened: Iterable[tuple[UUID, datetime, Sequence[str]]],
        closed: Iterable[UUID],
    ) -> None:
        tracker, holds = self.tracker, self.holds
        for hold_id, expires_at, keys in opened:
            holds.opened(hold_id, expires_at, keys)
            for key in keys:
                if key not in states:
                    tracker.touch(key)
        for hold_id in closed:
            holds.closed(hold_id)
        for other in self._others:
            other.take(states)
        mine = {key: one for key, one in states.items() if key.startswith(self._prefix)}
        self._lately.note(mine)
        for key, stock in mine.items():
            product_id = tracker.apply(key, stock)
            if product_id is not None:
                self._healing.changed(product_id)
            elif tracker.knows(key):
                # Its numbers were heard before; when its next hold ends may still be news.
                tracker.touch(key)
            elif self._reading:
                # Whose it is, is being read; the numbers read may be older than these.
                self._unplaced[key] = max(stock, self._unplaced.get(key, stock), key=_version)
        if tracker.dirty:
            self.changed.set()

    # --- sessions that are over -------------------------------------------------------------

    def hears(self) -> bool:
        """Whether what the other processes say is heard."""
        return self._bus is not None and self._bus.listening.is_set()

    def say_ended(self, user: UUID) -> None:
        """Tell the other processes that sessions of this user are over."""
        if self._bus is not None:
            self._bus.say_ended(user)

    # --- watching ---------------------------------------------------------------------------

    async def watch(self, product_ids: Sequence[UUID]) -> None:
        """Follow these products; registered before they are read, so that nothing falls between.

        Every ``watch`` needs its ``unwatch``, also when it raises.
        """
        self.tracker.watch(product_ids)
        await self._ensure(product_ids)

    def unwatch(self, product_ids: Iterable[UUID]) -> None:
        self.tracker.unwatch(product_ids)

    async def watch_all(self) -> frozenset[UUID]:
        """Follow everything on sale, also what comes on sale later; their ids now.

        Raises :class:`TooManyProducts`; needs :meth:`unwatch_all` otherwise.
        """
        ids = await self._sources.all_ids(MAX_PRODUCTS + 1)
        if len(ids) > MAX_PRODUCTS:
            raise TooManyProducts
        self._all_watchers += 1
        try:
            await self._follow_all(self._all.union(ids), told=self._all_watchers > 1)
        except BaseException:
            self.unwatch_all()
            raise
        return self._all

    def unwatch_all(self) -> None:
        self._all_watchers -= 1
        if self._all_watchers == 0:
            self.tracker.unwatch(self._all)
            self._all = self._left = frozenset()

    @property
    def all_ids(self) -> frozenset[UUID]:
        """What watchers of everything follow."""
        return self._all

    def in_all(self, product_id: UUID) -> bool:
        """Whether the product is among those that watchers of everything follow."""
        return product_id in self._all

    async def _follow_all(self, ids: frozenset[UUID], *, told: bool) -> None:
        """Follow these from now on. ``told``: somebody watches everything already, and is told of
        what is new."""
        before, self._all = self._all, ids
        self.tracker.watch(ids - before)
        self.tracker.unwatch(before - ids)
        if told:
            self.tracker.tell(ids - before)
        await self._ensure(ids)
        if self.tracker.dirty:
            self.changed.set()

    async def _ensure(self, product_ids: Iterable[UUID]) -> None:
        """Read what has not been read since it is watched."""
        missing = self.tracker.unread(product_ids)
        if missing:
            await self._refresh(missing)

    async def _refresh(self, product_ids: Sequence[UUID]) -> None:
        self._reading += 1
        try:
            found = {one.product_id: one for one in await self._sources.products(product_ids)}
            for product_id in product_ids:
                self.tracker.apply_reading(found.get(product_id) or ProductReading(product_id, ()))
            for key, stock in self._unplaced.items():
                self.tracker.apply(key, stock)
        finally:
            self._reading -= 1
            if not self._reading:
                self._unplaced.clear()
        if self.tracker.dirty:
            self.changed.set()

    def drain(self) -> dict[UUID, list[StockUpdate]]:
        """What changed since the last call."""
        self.changed.clear()
        return self.tracker.drain(self.holds)

    def snapshot(self, product_ids: Iterable[UUID]) -> list[StockUpdate]:
        return self.tracker.snapshot(product_ids, self.holds)

    def lately(self, product_ids: Container[UUID]) -> list[StockUpdate]:
        """Those of these products that changed in the last minute, one update of each."""
        return self.tracker.latest(self._lately, product_ids, self.holds)

    def nobody_has_seen(self) -> None:
        """What changed so far, no page has shown otherwise."""
        self._lately.clear()

    def next_release_at(self, key: str) -> datetime | None:
        """When the next hold on an account ends, for any account of ours, watched or not."""
        return self.holds.next_release_at(key)

    # --- what may have been lost ------------------------------------------------------------

    def _doubt(self) -> None:
        """Word from the others may have been lost: read everything watched again, soon."""
        for other in self._others:
            other.doubt()
        if self.orders is not None:
            self.orders.doubt()
        self._healing.doubt()
        self.on_gap()

    async def _forgetting(self) -> None:
        while True:
            await asyncio.sleep(FORGET_EVERY)
            self.holds.forget_before(shop_now() - timedelta(seconds=FORGET_EVERY))

    async def _renewing(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                if self._all_watchers:
                    await self._renew_all()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next turn comes
                log.warning("what is on sale could not be read again", error=repr(error))

    async def _renew_all(self) -> None:
        on_sale = frozenset((await self._sources.all_ids(MAX_PRODUCTS + 1))[:MAX_PRODUCTS])
        left = self._all - on_sale - self._left
        if left:  # read once more, and followed one turn longer: who watches is told that they went
            await self._refresh(list(left))
        if self._all_watchers:
            self._left = left
            await self._follow_all(on_sale | left, told=True)

    async def _load_holds(self) -> None:
        """Holds that were open before this process began; tried until they are read."""
        pause = PAUSE
        while True:
            try:
                async for hold_id, expires_at, keys in self._sources.open_holds():
                    mine = [key for key in keys if key.startswith(self._prefix)]
                    if mine:
                        self.holds.opened(hold_id, expires_at, mine)
            except Exception as error:  # noqa: BLE001 - the shop works without
                log.warning("open holds could not be read", error=repr(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, MOST_PAUSE)
            else:
                return


def _version(stock: Stock) -> int:
    return stock.version


def _ignored(_: UUID) -> None: ...


def _nothing() -> None: ...
