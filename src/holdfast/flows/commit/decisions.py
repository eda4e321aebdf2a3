"""Decisions: who ordered from a wallet that is asked by message waits a moment for its answer.

The ledger notifies once a batch that events were written, whichever process wrote them: one
connection listens, and then all orders that are waited for here are looked at together. While it
is away they are looked at now and then, so nobody waits for longer than asked for.
"""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from holdfast.db.engine import AWAY, Database, connect
from holdfast.db.events import CHANNEL

__all__ = ["DECIDED_WITHIN", "Decisions"]

log = structlog.get_logger("holdfast.orders")

DECIDED_WITHIN: Final = 1.0
"""Seconds a buyer waits for the answer of a wallet, before the order is shown as new."""
LOOK_AFTER: Final = 0.01  # seconds of news in one look
LOOK_EVERY: Final = 0.25  # while nothing is heard
ALIVE_EVERY: Final = 5.0  # the connection is tried

_DECIDED: Final = "SELECT id FROM orders WHERE id = ANY($1::uuid[]) AND status <> 'pending'"


class Decisions:
    """Those waited for in this process, from ``start`` to ``stop``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[UUID, list[asyncio.Future[None]]] = {}
        self._anybody = asyncio.Event()
        self._written = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to listen. Does not wait for a database that is away."""
        self._tasks = [
            asyncio.create_task(self._listening(), name="decisions heard"),
            asyncio.create_task(self._looking(), name="decisions looked for"),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def wait(self, order_id: UUID, seconds: float = DECIDED_WITHIN) -> None:
        """Until the order is decided, at most ``seconds``."""
        decided: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(order_id, []).append(decided)
        self._anybody.set()
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(decided, seconds)
        finally:
            waiters = self._waiting.get(order_id, [])
            if decided in waiters:
                waiters.remove(decided)
            if not waiters:
                self._waiting.pop(order_id, None)
            if not self._waiting:
                self._anybody.clear()

    async def _looking(self) -> None:
        while True:
            await self._anybody.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._written.wait(), LOOK_EVERY)
            await asyncio.sleep(LOOK_AFTER)
            self._written.clear()
            try:
                rows = await self._database.pool.fetch(_DECIDED, list(self._waiting))
            except (*AWAY, asyncpg.PostgresError) as error:
                log.debug("decisions not looked for", error=repr(error))
                await asyncio.sleep(LOOK_EVERY)
                continue
            for row in rows:
                for decided in self._waiting.pop(row["id"], ()):
                    if not decided.done():
                        decided.set_result(None)

    async def _listening(self) -> None:
        connection: asyncpg.Connection | None = None
        try:
            while True:
                try:
                    async with asyncio.timeout(ALIVE_EVERY):
                        if connection is None or connection.is_closed():
                            connection = await connect(self._database.url, "holdfast decisions")
                            await connection.add_listener(CHANNEL, self._heard)
                        await connection.execute("SELECT 1")
                except (*AWAY, asyncpg.PostgresError) as error:
                    log.warning("decisions are not heard at once", error=repr(error))
                    if connection is not None:
                        connection.terminate()
                        connection = None
                await asyncio.sleep(ALIVE_EVERY if connection is not None else 1.0)
        finally:
            if connection is not None:
                connection.terminate()

    def _heard(self, *_: object) -> None:
        self._written.set()
