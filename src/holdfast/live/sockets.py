"""Socket.IO: watchers subscribe to products, get a snapshot, then every change, coalesced.

``subscribe:products`` with ids (added to those watched already) or with none (everything on
sale), ``unsubscribe:products`` likewise. A watcher is registered before the snapshot is taken, and
both come from the same memory, so a snapshot and the updates after it equal a fresh snapshot.

Updates are told as often as the loop can afford: the pause after telling is three times as long
as the work of telling, so that it never takes more than a quarter of the loop.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import msgspec
import socketio
import structlog
from msgspec import Struct

from holdfast.kit import Problem, iso, utc_now
from holdfast.live.feed import MAX_PRODUCTS, Feed, TooManyProducts
from holdfast.live.tracker import StockUpdate
from holdfast.live.wire import Frames, Wire, install

__all__ = ["Limits", "Sockets"]

log = structlog.get_logger("holdfast.live")

FLUSH: Final = 0.025  # seconds between two rounds of updates, at least
YIELD_AFTER: Final = 200  # sockets written to before others get the loop
MESSAGE_SIZE: Final = 64 * 1024
PATIENCE: Final = 30.0  # seconds a socket may be too slow before it is closed

_encode = msgspec.json.Encoder().encode


class Limits(Struct, frozen=True):
    """Bounds for watchers; ``None`` instead of these is for load tests."""

    connections: int = 20_000
    per_address: int = 200
    products: int = 5_000
    """Products one socket may watch by their ids."""
    burst: int = 30
    """Subscriptions in a row; then one a second."""


USUAL: Final = Limits()


def _peer(scope: Mapping[str, Any]) -> str:
    """Whose connection it is, where no proxy stands before us."""
    client = scope.get("client")
    return client[0] if client else ""


class BadSubscription(Problem):
    status = 422
    code = "invalid-request"
    title = "The subscription is not valid"


class TooMany(Problem):
    status = 422
    code = "too-many-products"
    title = "Too many products"


class TooOften(Problem):
    status = 429
    code = "rate-limited"
    title = "Too many subscriptions"


class _Watcher:
    __slots__ = (
        "address", "all", "allowance", "asked_at", "busy", "products", "sid", "slow", "wire",
    )  # fmt: skip

    def __init__(self, sid: str, wire: Wire, address: str, burst: int) -> None:
        self.sid = sid
        self.wire = wire
        self.address = address
        self.products: set[UUID] = set()
        self.all = False
        self.busy = asyncio.Lock()
        self.allowance = float(burst)
        self.asked_at = time.monotonic()
        self.slow: tuple[float, set[UUID]] | None = None


class Sockets:
    """The Socket.IO server of one process. ``app`` is mounted at ``/socket.io``."""

    def __init__(
        self,
        feed: Feed,
        *,
        several_workers: bool = False,
        limits: Limits | None = USUAL,
        address_of: Callable[[Mapping[str, Any]], str] = _peer,
    ) -> None:
        self._feed = feed
        self._limits = limits
        self._address_of = address_of
        self._watchers: dict[str, _Watcher] = {}
        self._of_product: dict[UUID, dict[str, _Watcher]] = {}
        self._of_all: dict[str, _Watcher] = {}
        self._addresses: Counter[str] = Counter()
        self._slow: dict[str, _Watcher] = {}
        self._telling: asyncio.Task[None] | None = None
        self.sent = 0
        self.pause = FLUSH
        self.server = socketio.AsyncServer(
            async_mode="asgi",
            transports=["websocket"] if several_workers else ["polling", "websocket"],
            max_http_buffer_size=MESSAGE_SIZE,
            cors_allowed_origins=[],  # the shell has looked at the origin already
            http_compression=False,
            logger=False,
            engineio_logger=False,
        )
        self._wire_of = install(self.server.eio)
        self.app = socketio.ASGIApp(self.server)
        self.server.on("connect", self._connected)
        self.server.on("disconnect", self._disconnected)
        self.server.on("subscribe:products", self._asked(self._subscribe))
        self.server.on("unsubscribe:products", self._asked(self._unsubscribe))

    async def start(self) -> None:
        self._telling = asyncio.create_task(self._tell(), name="live telling")

    async def stop(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        await self.server.shutdown()

    @property
    def connected(self) -> int:
        return len(self._watchers)

    # --- coming and going -------------------------------------------------------------------

    async def _connected(self, sid: str, environ: dict[str, Any], _: object = None) -> None:
        address = self._address_of(environ["asgi.scope"])
        limits = self._limits
        if limits is not None and (
            len(self._watchers) >= limits.connections
            or self._addresses[address] >= limits.per_address
        ):
            raise socketio.exceptions.ConnectionRefusedError("too-many-connections")
        socket = self.server.eio.sockets[self.server.manager.eio_sid_from_sid(sid, "/")]
        burst = limits.burst if limits is not None else 0
        self._watchers[sid] = _Watcher(sid, self._wire_of(socket), address, burst)
        self._addresses[address] += 1

    async def _disconnected(self, sid: str, *_: object) -> None:
        watcher = self._watchers.pop(sid, None)
        if watcher is None:
            return
        self._addresses[watcher.address] -= 1
        if not self._addresses[watcher.address]:
            del self._addresses[watcher.address]
        self._slow.pop(sid, None)
        async with watcher.busy:
            self._leave(sid, watcher, set(watcher.products))
            self._leave_all(sid, watcher)

    # --- subscribing ------------------------------------------------------------------------

    def _asked(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """A handler whose problems become the acknowledgement and an event ``problem``."""

        async def handle(sid: str, data: object = None) -> dict[str, object]:
            watcher = self._watchers.get(sid)
            if watcher is None:
                return {"ok": False}
            try:
                self._spend(watcher)
                async with watcher.busy:
                    if sid in self._watchers:
                        await work(sid, watcher, self._ids(data))
            except Problem as problem:
                told = {
                    "status": problem.status,
                    "code": problem.code,
                    "title": problem.title,
                    "detail": problem.detail,
                }
                watcher.wire.write(_event("problem", told))
                return {"ok": False, "error": told}
            return {"ok": True}

        return handle

    def _spend(self, watcher: _Watcher) -> None:
        if self._limits is None:
            return
        now = time.monotonic()
        watcher.allowance = min(self._limits.burst, watcher.allowance + (now - watcher.asked_at))
        watcher.asked_at = now
        if watcher.allowance < 1:
            raise TooOften("Subscribe to several products at once, and less often.")
        watcher.allowance -= 1

    @staticmethod
    def _ids(data: object) -> set[UUID] | None:
        """The ids asked for; None for everything."""
        if data is None:
            return None
        if not isinstance(data, list):
            raise BadSubscription("Give a list of product ids, or nothing for all products.")
        if len(data) > MAX_PRODUCTS:
            raise TooMany(f"At most {MAX_PRODUCTS} products in one subscription.")
        try:
            return {UUID(one) for one in data}
        except (ValueError, TypeError, AttributeError) as error:
            raise BadSubscription("A product id is a UUID.") from error

    async def _subscribe(self, sid: str, watcher: _Watcher, ids: set[UUID] | None) -> None:
        if ids is None:
            await self._subscribe_all(sid, watcher)
            return
        fresh = ids - watcher.products
        if self._limits and len(watcher.products) + len(fresh) > self._limits.products:
            raise TooMany(f"One connection watches at most {self._limits.products} products.")
        watcher.products |= fresh
        for product_id in fresh:
            self._of_product.setdefault(product_id, {})[sid] = watcher
        try:
            await self._feed.watch(list(fresh))
        except BaseException:
            self._leave(sid, watcher, fresh)
            raise
        self._snapshot(watcher, ids)

    async def _subscribe_all(self, sid: str, watcher: _Watcher) -> None:
        if not watcher.all:
            watcher.all = True
            self._of_all[sid] = watcher
            try:
                await self._feed.watch_all()
            except TooManyProducts as error:
                watcher.all = False
                del self._of_all[sid]
                raise TooMany(
                    f"The shop has more than {MAX_PRODUCTS} products: subscribe to their ids."
                ) from error
            except BaseException:
                watcher.all = False
                self._of_all.pop(sid, None)
                raise
        self._snapshot(watcher, self._feed.all_ids)

    async def _unsubscribe(self, sid: str, watcher: _Watcher, ids: set[UUID] | None) -> None:
        self._leave(sid, watcher, set(watcher.products) if ids is None else ids)
        if ids is None:
            self._leave_all(sid, watcher)

    def _leave(self, sid: str, watcher: _Watcher, ids: set[UUID]) -> None:
        gone = ids & watcher.products
        watcher.products -= gone
        for product_id in gone:
            watchers = self._of_product[product_id]
            watchers.pop(sid, None)
            if not watchers:
                del self._of_product[product_id]
        self._feed.unwatch(gone)

    def _leave_all(self, sid: str, watcher: _Watcher) -> None:
        if watcher.all:
            watcher.all = False
            self._of_all.pop(sid, None)
            self._feed.unwatch_all()

    def _snapshot(self, watcher: _Watcher, ids: Iterable[UUID]) -> None:
        told = {"stock": self._feed.snapshot(ids), "serverTime": iso(utc_now())}
        watcher.wire.write(_event("stock:snapshot", told))

    # --- telling ----------------------------------------------------------------------------

    async def _tell(self) -> None:
        while True:
            try:
                if self._slow:
                    await asyncio.wait_for(self._feed.changed.wait(), 0.5)
                else:
                    await self._feed.changed.wait()
            except TimeoutError:
                pass
            try:
                spent = await self._round(self._feed.drain())
            except Exception:
                log.exception("updates were not told")
                spent = FLUSH
            self.pause = max(FLUSH, 3 * spent)
            await asyncio.sleep(self.pause)

    async def _round(self, updates: Mapping[UUID, list[StockUpdate]]) -> float:
        """Tell everybody what changed; the seconds of work it took."""
        started = time.thread_time()
        spent = 0.0
        since_yield = 0
        self._catch_up()
        for watcher, frames, ids, count in self._messages(updates):
            if watcher.slow is not None:
                watcher.slow[1].update(ids)
                continue
            if watcher.wire.slow:
                self._fall_behind(watcher, ids)
                continue
            watcher.wire.write(frames)
            self.sent += count
            since_yield += 1
            if since_yield >= YIELD_AFTER:
                since_yield = 0
                spent += time.thread_time() - started
                await asyncio.sleep(0)
                started = time.thread_time()
        return spent + time.thread_time() - started

    def _messages(
        self, updates: Mapping[UUID, list[StockUpdate]]
    ) -> list[tuple[_Watcher, Frames, list[UUID], int]]:
        """For each watcher one piece of ready frames: encoded once, shared by all who get it."""
        texts = {product_id: [_update(one) for one in some] for product_id, some in updates.items()}
        found: list[tuple[_Watcher, Frames, list[UUID], int]] = []
        for_all = [product_id for product_id in texts if self._feed.in_all(product_id)]
        if for_all and self._of_all:
            together = [text for product_id in for_all for text in texts[product_id]]
            frames = Frames(together)
            found += [(one, frames, for_all, len(together)) for one in self._of_all.values()]
        wanted: dict[_Watcher, list[UUID]] = {}
        for product_id in texts:
            for watcher in self._of_product.get(product_id, {}).values():
                if not (watcher.all and self._feed.in_all(product_id)):
                    wanted.setdefault(watcher, []).append(product_id)
        made: dict[tuple[UUID, ...], tuple[Frames, int]] = {}
        for watcher, ids in wanted.items():
            key = tuple(ids)
            ready = made.get(key)
            if ready is None:
                some = [text for product_id in ids for text in texts[product_id]]
                ready = made[key] = Frames(some), len(some)
            found.append((watcher, ready[0], ids, ready[1]))
        return found

    # --- slow sockets -----------------------------------------------------------------------

    def _fall_behind(self, watcher: _Watcher, ids: Iterable[UUID]) -> None:
        """Send no more until what was sent is read; then only the latest of what was missed."""
        watcher.slow = (time.monotonic(), set(ids))
        self._slow[watcher.sid] = watcher

    def _catch_up(self) -> None:
        for sid, watcher in list(self._slow.items()):
            assert watcher.slow is not None
            since, ids = watcher.slow
            if not watcher.wire.slow:
                texts = [_update(one) for one in self._feed.snapshot(ids)]
                watcher.wire.write(Frames(texts))
                self.sent += len(texts)
            elif time.monotonic() - since > PATIENCE:
                log.info("socket too slow; closed", address=watcher.address)
                watcher.wire.abort()
            else:
                continue
            watcher.slow = None
            del self._slow[sid]


def _update(update: StockUpdate) -> bytes:
    return b'42["stock:update",' + _encode(update) + b"]"


def _event(name: str, data: object) -> Frames:
    return Frames([b'42["' + name.encode() + b'",' + _encode(data) + b"]"])
