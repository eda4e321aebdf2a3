"""Hearing what is notified on a channel of the database, over a connection that is kept alive."""

import asyncio
from collections.abc import Callable
from typing import Final

import asyncpg
import structlog

from holdfast.db.engine import AWAY, connect
from holdfast.kit.tasks import Tasks

__all__ = ["DatabaseListener"]

log = structlog.get_logger("holdfast.db")

ALIVE_EVERY: Final = 5.0  # the connection is tried
AWAY_PAUSE: Final = 1.0


class DatabaseListener:
    """``heard`` is called with what is said, ``again`` when some may have been missed;
    ``listening`` is set while none is."""

    def __init__(
        self,
        url: str,
        channel: str,
        heard: Callable[[str], None],
        again: Callable[[], None] = lambda: None,
    ) -> None:
        self._url = url
        self._channel = channel
        self._heard = heard
        self._again = again
        self._connection: asyncpg.Connection | None = None
        self._tasks = Tasks()
        self.listening = asyncio.Event()

    async def start(self) -> None:
        """Begin to listen. Does not wait for a database that is away."""
        self._tasks.begin(self._keep(), f"listening on {self._channel}")

    async def stop(self) -> None:
        await self._tasks.end()
        self._lost()

    async def _keep(self) -> None:
        while True:
            try:
                async with asyncio.timeout(ALIVE_EVERY):
                    if self._connection is None:
                        await self._listen()
                    else:
                        await self._connection.execute("SELECT 1")
            except (*AWAY, asyncpg.PostgresError) as error:
                log.warning("a channel is not heard", channel=self._channel, error=repr(error))
                self._lost()
            await asyncio.sleep(AWAY_PAUSE if self._connection is None else ALIVE_EVERY)

    async def _listen(self) -> None:
        connection = await connect(self._url, f"holdfast {self._channel.removeprefix('holdfast_')}")
        self._connection = connection
        connection.add_termination_listener(self._ended)
        await connection.add_listener(self._channel, self._notified)
        self._again()
        self.listening.set()

    def _ended(self, connection: asyncpg.Connection) -> None:
        if connection is self._connection:
            self._lost()

    def _lost(self) -> None:
        self.listening.clear()
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_closed():
            connection.terminate()

    def _notified(self, _: object, __: int, ___: str, said: str) -> None:
        self._heard(said)
