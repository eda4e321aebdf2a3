"""What is told to its owner only, over Socket.IO: wallets and orders. ``subscribe:wallets`` gives
one's own as they are, then every change, coalesced; ``unsubscribe:wallets`` ends that.

Whose they are is settled by who opened the socket; a client cannot name an owner. Who has logged
out meanwhile is told no more.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

import structlog
from msgspec import Struct
from msgspec.structs import replace

from holdfast.kit import Problem, iso, shop_now
from holdfast.live.telling import PATIENCE, SHORTEST, event_frames, event_text, refused
from holdfast.live.watchers import Visitor, Watcher
from holdfast.live.wire import Frames

__all__ = ["ORDERS", "WALLETS", "Channel", "OwnerSockets"]

log = structlog.get_logger("holdfast.live")

CHECK_EVERY: Final = 10.0  # seconds between two looks at who is still logged in
LOOK_AGAIN: Final = 0.5  # seconds between two looks at sockets that do not read


class NotLoggedIn(Problem):
    status = 401
    code = "login-required"
    title = "Log in first"


class UnknownView(Problem):
    status = 422
    code = "invalid-request"
    title = "The subscription is not valid"


class Owned(Protocol):
    """One process's view of what owners have; each item is told as it is encoded."""

    changed: asyncio.Event

    async def watch(self, owner: str) -> None: ...
    def unwatch(self, owner: str) -> None: ...
    def snapshot(self, owner: str) -> Sequence[Struct]: ...
    def drain(self) -> Mapping[str, Sequence[Struct]]: ...


class Channel(Struct, frozen=True):
    """Its words on the wire: of the requests, of the events, of a snapshot's list. ``guests``:
    whether those have any of it, too; ``views``: how else an item may be told."""

    name: str
    event: str
    listed: str
    guests: bool = False
    views: Mapping[str, Callable[[Any], Struct]] = {}


WALLETS: Final = Channel("wallets", "wallet", "wallets")
ORDERS: Final = Channel(
    "orders",
    "order",
    "orders",
    guests=True,
    views={"gozon": lambda order: replace(order, status=order.phase)},
)


class _Open(Struct):
    watcher: Watcher
    visitor: Visitor
    view: str | None = None
    behind: float | None = None  # since when it does not read what it is sent
    unsure: bool = False  # whether it is to be seen first if its visitor is still logged in


class OwnerSockets:
    """The watchers of one channel."""

    def __init__(self, channel: Channel, owned: Owned) -> None:
        self.channel = channel
        self._owned = owned
        self._of_owner: dict[str, dict[str, _Open]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._looks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin to tell."""
        name = self.channel.name
        self._tasks = [
            asyncio.create_task(self._telling(), name=f"live {name}"),
            asyncio.create_task(self._checking(), name=f"live owners of {name}"),
        ]

    async def stop(self) -> None:
        tasks = [*self._tasks, *self._looks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def subscribe(self, watcher: Watcher, data: object = None) -> None:
        """Tell the watcher of what its owner has, in the view it asks for; raises a Problem if
        there is no owner."""
        view = self._view(data)
        visitor = watcher.visitor
        if visitor is None or not await self._may(visitor):
            self.leave(watcher)
            raise NotLoggedIn
        sockets = self._of_owner.setdefault(visitor.owner, {})
        if watcher.sid not in sockets:
            sockets[watcher.sid] = _Open(watcher, visitor)
            try:
                await self._owned.watch(visitor.owner)
            except BaseException:
                self.leave(watcher)
                raise
        socket = sockets.get(watcher.sid)
        if socket is None:  # found out meanwhile
            raise NotLoggedIn
        socket.view = view
        if not socket.unsure and not self._slow(socket):
            listed = self._in_view(view, self._owned.snapshot(visitor.owner))
            told = {self.channel.listed: listed, "serverTime": iso(shop_now())}
            watcher.wire.write(event_frames(f"{self.channel.event}:snapshot", told))

    async def unsubscribe(self, watcher: Watcher, _: object = None) -> None:
        """The same as :meth:`leave`, asked for by the watcher."""
        self.leave(watcher)

    def leave(self, watcher: Watcher) -> None:
        """Tell the watcher no more."""
        if watcher.visitor is None:
            return
        owner = watcher.visitor.owner
        sockets = self._of_owner.get(owner, {})
        if sockets.pop(watcher.sid, None) is not None:
            if not sockets:
                del self._of_owner[owner]
            self._owned.unwatch(owner)

    async def _may(self, visitor: Visitor) -> bool:
        return (self.channel.guests or not visitor.guest) and await visitor.still()

    # --- telling ----------------------------------------------------------------------------

    async def _telling(self) -> None:
        while True:
            late = any(one.behind is not None for one in self._all())
            try:
                async with asyncio.timeout(LOOK_AGAIN if late else None):
                    await self._owned.changed.wait()
            except TimeoutError:
                pass  # time to see whether the slow ones read again
            try:
                self._catch_up()
                for owner, updates in self._owned.drain().items():
                    self._tell(owner, updates)
            except Exception:
                log.exception("owners were not told", channel=self.channel.name)
            await asyncio.sleep(SHORTEST)

    def _tell(self, owner: str, updates: Sequence[Struct]) -> None:
        told = [one for one in self._of_owner.get(owner, {}).values() if not one.unsure]
        sockets = [one for one in told if not self._slow(one)]
        frames = {view: self._frames(view, updates) for view in {one.view for one in sockets}}
        for socket in sockets:
            socket.watcher.wire.write(frames[socket.view])

    def _slow(self, socket: _Open) -> bool:
        """Whether it does not read what it is sent; then it is told later."""
        if socket.behind is None and socket.watcher.wire.slow:
            socket.behind = time.monotonic()
            self._owned.changed.set()  # it is looked after from now on
        return socket.behind is not None

    def _catch_up(self) -> None:
        """Who reads again gets the latest; who never does is cut off."""
        for socket in self._all():
            if socket.behind is None or socket.unsure:
                continue
            wire = socket.watcher.wire
            if not wire.slow:
                socket.behind = None
                wire.write(self._frames(socket.view, self._owned.snapshot(socket.visitor.owner)))
            elif time.monotonic() - socket.behind > PATIENCE:
                wire.abort()

    def _all(self) -> list[_Open]:
        return [one for sockets in self._of_owner.values() for one in sockets.values()]

    def _frames(self, view: str | None, updates: Sequence[Struct]) -> Frames:
        told = self._in_view(view, updates)
        return Frames([event_text(f"{self.channel.event}:update", one) for one in told])

    def _view(self, data: object) -> str | None:
        """Which one a subscription asks for: ``{"view": "gozon"}``."""
        asked = data.get("view") if isinstance(data, dict) else None
        if asked is None or (isinstance(asked, str) and asked in self.channel.views):
            return asked
        raise UnknownView("Use view=gozon, or leave view out.", field="view")

    def _in_view(self, view: str | None, items: Sequence[Struct]) -> Sequence[Struct]:
        return items if view is None else [self.channel.views[view](one) for one in items]

    # --- who is still logged in -------------------------------------------------------------

    def look_at(self, owner: str) -> None:
        """A session of this owner's is over, maybe one that a socket was opened with: nothing is
        told before that is seen."""
        for socket in self._of_owner.get(owner, {}).values():
            socket.unsure = True
            look = asyncio.create_task(self._look(socket))
            self._looks.add(look)
            look.add_done_callback(self._looks.discard)

    async def _look(self, socket: _Open) -> None:
        try:
            await self._check(socket)
        except Exception as error:  # noqa: BLE001 - the store is away: it is looked at again
            log.warning("a session could not be looked at", error=repr(error))

    async def _checking(self) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            try:
                await asyncio.gather(*map(self._check, self._all()))
            except Exception as error:  # noqa: BLE001 - the store is away: nothing changes either
                log.warning("sessions could not be looked at", error=repr(error))

    async def _check(self, socket: _Open) -> None:
        if not await socket.visitor.still():
            self.leave(socket.watcher)
            refused(
                socket.watcher,
                NotLoggedIn("You are logged out; updates have stopped."),
            )
        elif socket.unsure:
            socket.unsure = False
            if self._is_open(socket) and not self._slow(socket):  # what it was not told meanwhile
                listed = self._owned.snapshot(socket.visitor.owner)
                socket.watcher.wire.write(self._frames(socket.view, listed))

    def _is_open(self, socket: _Open) -> bool:
        return self._of_owner.get(socket.visitor.owner, {}).get(socket.watcher.sid) is socket
