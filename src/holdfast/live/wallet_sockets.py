"""Wallets over Socket.IO: ``subscribe:wallets`` gives one's own wallets as they are, then every
change, coalesced; ``unsubscribe:wallets`` ends that.

Whose they are is settled by whoever is logged in where the socket was opened; a client cannot
name an owner. Who has logged out meanwhile is told no more.
"""

import asyncio
import time
from typing import Final

import structlog
from msgspec import Struct

from holdfast.kit import Problem, iso, utc_now
from holdfast.live.balances import Balances, BalanceUpdate
from holdfast.live.telling import PATIENCE, SHORTEST, event_frames, event_text, refused
from holdfast.live.watchers import Visitor, Watcher
from holdfast.live.wire import Frames

__all__ = ["WalletSockets"]

log = structlog.get_logger("holdfast.live")

CHECK_EVERY: Final = 10.0  # seconds between two looks at who is still logged in
LOOK_AGAIN: Final = 0.5  # seconds between two looks at sockets that do not read


class NotLoggedIn(Problem):
    status = 401
    code = "login-required"
    title = "Log in first"


class _Open(Struct):
    watcher: Watcher
    visitor: Visitor
    behind: float | None = None  # since when it does not read what it is sent


class WalletSockets:
    def __init__(self, balances: Balances) -> None:
        self._balances = balances
        self._of_owner: dict[str, dict[str, _Open]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to tell."""
        self._tasks = [
            asyncio.create_task(self._telling(), name="live wallets"),
            asyncio.create_task(self._checking(), name="live wallets' owners"),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def subscribe(self, watcher: Watcher, _: object = None) -> None:
        """Tell the watcher of its owner's wallets; raises a Problem if nobody is logged in."""
        visitor = watcher.visitor
        if visitor is None or not await visitor.still():
            self.leave(watcher)
            raise NotLoggedIn
        sockets = self._of_owner.setdefault(visitor.owner, {})
        if watcher.sid not in sockets:
            sockets[watcher.sid] = _Open(watcher, visitor)
            try:
                await self._balances.watch(visitor.owner)
            except BaseException:
                self.leave(watcher)
                raise
        socket = sockets.get(watcher.sid)
        if socket is None:  # found out meanwhile
            raise NotLoggedIn
        if not self._slow(socket):
            wallets = self._balances.snapshot(visitor.owner)
            told = {"accounts": wallets, "serverTime": iso(utc_now())}
            watcher.wire.write(event_frames("wallet:snapshot", told))

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
            self._balances.unwatch(owner)

    # --- telling ----------------------------------------------------------------------------

    async def _telling(self) -> None:
        while True:
            late = any(one.behind is not None for one in self._all())
            try:
                async with asyncio.timeout(LOOK_AGAIN if late else None):
                    await self._balances.changed.wait()
            except TimeoutError:
                pass  # time to see whether the slow ones read again
            try:
                self._catch_up()
                for owner, updates in self._balances.drain().items():
                    self._tell(owner, updates)
            except Exception:
                log.exception("balances were not told")
            await asyncio.sleep(SHORTEST)

    def _tell(self, owner: str, updates: list[BalanceUpdate]) -> None:
        frames = _frames(updates)
        for socket in self._of_owner.get(owner, {}).values():
            if not self._slow(socket):
                socket.watcher.wire.write(frames)

    def _slow(self, socket: _Open) -> bool:
        """Whether it does not read what it is sent; then it is told later."""
        if socket.behind is None and socket.watcher.wire.slow:
            socket.behind = time.monotonic()
            self._balances.changed.set()  # it is looked after from now on
        return socket.behind is not None

    def _catch_up(self) -> None:
        """Who reads again gets the latest; who never does is cut off."""
        for socket in self._all():
            if socket.behind is None:
                continue
            wire = socket.watcher.wire
            if not wire.slow:
                socket.behind = None
                wire.write(_frames(self._balances.snapshot(socket.visitor.owner)))
            elif time.monotonic() - socket.behind > PATIENCE:
                wire.abort()

    def _all(self) -> list[_Open]:
        return [one for sockets in self._of_owner.values() for one in sockets.values()]

    # --- who is still logged in -------------------------------------------------------------

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
            refused(socket.watcher, NotLoggedIn("You are logged out; balances are told no more."))


def _frames(updates: list[BalanceUpdate]) -> Frames:
    return Frames([event_text("wallet:update", one) for one in updates])
