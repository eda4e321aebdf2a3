"""Socket.IO: watchers subscribe to products, get a snapshot, then every change, coalesced.

``subscribe:products`` with ids (added to those watched already) or with none (everything on
sale), ``unsubscribe:products`` likewise. A watcher is registered before the snapshot is taken, and
both come from the same memory, so a snapshot and the updates after it equal a fresh snapshot.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias
from uuid import UUID

import socketio
import structlog

from holdfast.kit import Problem, iso, utc_now
from holdfast.live.feed import MAX_PRODUCTS, Feed, TooManyProducts
from holdfast.live.telling import Teller, event_frames
from holdfast.live.watchers import USUAL, Limits, TooManyWatched, Watcher, Watchers, asked_ids
from holdfast.live.wire import install

__all__ = ["Sockets"]

log = structlog.get_logger("holdfast.live")

MESSAGE_SIZE: Final = 64 * 1024

_Work: TypeAlias = Callable[[Watcher, set[UUID] | None], Awaitable[None]]


def _peer(scope: Mapping[str, Any]) -> str:
    """Whose connection it is, where no proxy stands before us."""
    client = scope.get("client")
    return client[0] if client else ""


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = "Not available now"


def _refused(watcher: Watcher, problem: Problem) -> dict[str, object]:
    """Tell a watcher what was wrong: as the event ``problem``, and as the acknowledgement."""
    told = {
        "status": problem.status,
        "code": problem.code,
        "title": problem.title,
        "detail": problem.detail,
    }
    watcher.wire.write(event_frames("problem", told))
    return {"ok": False, "error": told}


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
        self._address_of = address_of
        self.watchers = Watchers(limits)
        self._teller = Teller(feed, self.watchers)
        self._telling: asyncio.Task[None] | None = None
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
        """Begin to tell."""
        self._telling = asyncio.create_task(self._teller.run(), name="live telling")

    async def stop(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        await self.server.shutdown()

    @property
    def connected(self) -> int:
        """How many there are."""
        return len(self.watchers.by_sid)

    @property
    def sent(self) -> int:
        """Updates written so far."""
        return self._teller.sent

    @property
    def pause(self) -> float:
        """Seconds between the last two rounds of updates."""
        return self._teller.pause

    # --- coming and going -------------------------------------------------------------------

    async def _connected(self, sid: str, environ: dict[str, Any], _: object = None) -> None:
        address = self._address_of(environ["asgi.scope"])
        if self.watchers.full(address):
            raise socketio.exceptions.ConnectionRefusedError("too-many-connections")
        socket = self.server.eio.sockets[self.server.manager.eio_sid_from_sid(sid, "/")]
        self.watchers.add(Watcher(sid, self._wire_of(socket), address))

    async def _disconnected(self, sid: str, *_: object) -> None:
        watcher = self.watchers.remove(sid)
        self._teller.forget(sid)
        if watcher is not None:
            async with watcher.busy:  # a subscription under way ends first
                await self._unsubscribe(watcher, None)

    # --- subscribing ------------------------------------------------------------------------

    def _asked(self, work: _Work) -> Callable[..., Awaitable[dict[str, object]]]:
        """A handler whose problems become the acknowledgement and an event ``problem``."""

        async def handle(sid: str, data: object = None) -> dict[str, object]:
            watcher = self.watchers.by_sid.get(sid)
            if watcher is None:
                return {"ok": False}
            try:
                self.watchers.spend(watcher)
                ids = asked_ids(data)
                async with watcher.busy:
                    if sid in self.watchers.by_sid:
                        await work(watcher, ids)
            except Problem as problem:
                return _refused(watcher, problem)
            except Exception as error:  # noqa: BLE001 - the store is away: the client asks again
                log.warning("subscription failed", error=repr(error))
                return _refused(watcher, Unavailable("The numbers cannot be read now; try again."))
            return {"ok": True}

        return handle

    async def _subscribe(self, watcher: Watcher, ids: set[UUID] | None) -> None:
        if ids is None:
            await self._subscribe_all(watcher)
            return
        fresh = self.watchers.join(watcher, ids)
        try:
            await self._feed.watch(list(fresh))
        except BaseException:
            self._leave(watcher, fresh)
            raise
        self._snapshot(watcher, ids)

    async def _subscribe_all(self, watcher: Watcher) -> None:
        if not watcher.all:
            watcher.all = True
            self.watchers.of_all[watcher.sid] = watcher
            try:
                await self._feed.watch_all()
            except BaseException as error:
                watcher.all = False
                del self.watchers.of_all[watcher.sid]
                if isinstance(error, TooManyProducts):
                    raise TooManyWatched(
                        f"The shop has more than {MAX_PRODUCTS} products: subscribe to their ids."
                    ) from error
                raise
        self._snapshot(watcher, self._feed.all_ids)

    async def _unsubscribe(self, watcher: Watcher, ids: set[UUID] | None) -> None:
        self._leave(watcher, set(watcher.products) if ids is None else ids)
        if ids is None and watcher.all:
            watcher.all = False
            del self.watchers.of_all[watcher.sid]
            self._feed.unwatch_all()

    def _leave(self, watcher: Watcher, ids: Iterable[UUID]) -> None:
        self._feed.unwatch(self.watchers.leave(watcher, ids))

    def _snapshot(self, watcher: Watcher, ids: Iterable[UUID]) -> None:
        if self._teller.behind(watcher, ids):
            return
        told = {"stock": self._feed.snapshot(ids), "serverTime": iso(utc_now())}
        watcher.wire.write(event_frames("stock:snapshot", told))
