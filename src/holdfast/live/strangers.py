"""Connections that have come and not said what for: Engine.IO keeps one that answers its pings,
though it never connects to anything. After a while they are asked to leave."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

log = structlog.get_logger("holdfast.live")

CONNECT_SECONDS: Final = 10.0
EVERY: Final = 1.0
DISMISS_SECONDS: Final = 1.0


class Strangers:
    """``dismiss`` closes a connection."""

    def __init__(self, dismiss: Callable[[str], Awaitable[None]]) -> None:
        self._dismiss = dismiss
        self._since: dict[str, float] = {}  # in the order in which they came

    def arrived(self, connection: str) -> None:
        self._since[connection] = asyncio.get_running_loop().time()

    def known(self, connection: str) -> None:
        """It has connected, or is gone."""
        self._since.pop(connection, None)

    async def run(self) -> None:
        """Dismiss who is overdue, on and on."""
        while True:
            await asyncio.sleep(EVERY)
            await self.look(asyncio.get_running_loop().time())

    async def look(self, now: float) -> None:
        """``now`` is the loop's time, in seconds."""
        for connection, since in list(self._since.items()):
            if now - since < CONNECT_SECONDS:
                return
            self.known(connection)
            try:
                async with asyncio.timeout(DISMISS_SECONDS):
                    await self._dismiss(connection)
            except Exception as error:  # noqa: BLE001 - the others are asked to leave all the same
                log.warning("a socket that never connected stays", error=repr(error))
