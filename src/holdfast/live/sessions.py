"""Who listens to their own is told no more once they are logged out: that is looked at every few
seconds, and at once where a session's end is heard of."""

import asyncio
from typing import Any, Final

import structlog

from holdfast.live.listeners import DutyTaken, Listener, Listeners, NotLoggedIn
from holdfast.live.telling import Teller, refused

log = structlog.get_logger("holdfast.live")

CHECK_EVERY: Final = 10.0  # seconds between two looks at who is still logged in


class Sessions:
    """Those that ``teller`` tells."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._looks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Look at all of them, on and on."""
        while True:
            await asyncio.sleep(CHECK_EVERY)
            for listeners in self._teller.channels.values():
                await self._look(listeners, listeners.of_owners())

    def look_at(self, owner: str) -> None:
        """A session of this owner's is over, maybe one that a socket was opened with: nothing is
        told before that is seen."""
        for listeners in self._teller.channels.values():
            some = listeners.of_owner(owner)
            for listener in some:
                listener.unsure = True
            look = asyncio.create_task(self._look(listeners, some))
            self._looks.add(look)
            look.add_done_callback(self._looks.discard)

    async def stop(self) -> None:
        for look in self._looks:
            look.cancel()
        await asyncio.gather(*self._looks, return_exceptions=True)

    async def _look(self, listeners: Listeners[Any], some: list[Listener[Any]]) -> None:
        try:
            await asyncio.gather(*(self._check(listeners, one) for one in some))
        except Exception as error:  # noqa: BLE001 - the store is away: it is looked at again
            log.warning("sessions could not be looked at", error=repr(error))

    async def _check(self, listeners: Listeners[Any], listener: Listener[Any]) -> None:
        watcher = listener.watcher
        assert watcher.visitor is not None
        if not await watcher.visitor.still():
            listeners.leave(watcher)
            refused(watcher, NotLoggedIn("You are logged out; updates have stopped."))
        elif listeners.channel.duty and not await watcher.visitor.may(listeners.channel.duty):
            listeners.leave(watcher)
            refused(watcher, DutyTaken(listeners.channel.duty))
        elif listener.unsure:
            listener.unsure = False
            self._teller.catch_up(watcher)
