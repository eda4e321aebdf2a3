"""Whoever is to be asked about again: a session, token or user was ended or changed.

Every process remembers for seconds who somebody is. Whatever changes that says so in its own
transaction (NOTIFY: heard at the commit, by whichever process listens), so that nobody goes on for
the sessions that are over.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import AWAY, connect

__all__ = ["CHANNEL", "Endings", "ask_again_about"]

log = structlog.get_logger("holdfast.people")

CHANNEL: Final = "people"
ALIVE_EVERY: Final = 5.0  # the connection is tried
AWAY_PAUSE: Final = 1.0


async def ask_again_about(connection: AsyncConnection, user: UUID) -> None:
    """Tell every process, at the commit, that what it remembers of this user is out of date."""
    await connection.execute(sa.select(sa.func.pg_notify(CHANNEL, str(user))))


class Endings:
    """Hears of them, from ``start`` to ``stop``. ``heard`` is called with the user, ``again`` when
    some may have been missed; ``listening`` is set while none is."""

    def __init__(self, url: str, heard: Callable[[UUID], None], again: Callable[[], None]) -> None:
        self._url = url
        self._heard = heard
        self._again = again
        self._connection: asyncpg.Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    async def start(self) -> None:
        """Begin to listen. Does not wait for a database that is away."""
        self._task = asyncio.create_task(self._keep(), name="ended sessions heard")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
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
                log.warning("ended sessions are not heard of", error=repr(error))
                self._lost()
            await asyncio.sleep(AWAY_PAUSE if self._connection is None else ALIVE_EVERY)

    async def _listen(self) -> None:
        connection = await connect(self._url, "holdfast people")
        self._connection = connection
        connection.add_termination_listener(self._ended)
        await connection.add_listener(CHANNEL, self._notified)
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

    def _notified(self, _: object, __: int, ___: str, user: str) -> None:
        with suppress(ValueError):  # not of ours
            self._heard(UUID(user))
