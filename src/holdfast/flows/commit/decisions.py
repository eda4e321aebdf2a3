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

from holdfast.db.engine import AWAY, Database
from holdfast.db.events import CHANNEL
from holdfast.db.listening import DatabaseListener
from holdfast.kit.tasks import Tasks

__all__ = ["DECIDED_WITHIN", "Decisions"]

log = structlog.get_logger("holdfast.orders")

DECIDED_WITHIN: Final = 1.0
"""Seconds a buyer waits for the answer of a wallet, before the order is shown as new."""
LOOK_AFTER: Final = 0.01  # seconds of news in one look
LOOK_EVERY: Final = 0.25  # while nothing is heard

_DECIDED: Final = "SELECT id FROM orders WHERE id = ANY($1::uuid[]) AND status <> 'pending'"


class Decisions:
    """Those waited for in this process, from ``start`` to ``stop``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: dict[UUID, list[asyncio.Future[None]]] = {}
        self._anybody = asyncio.Event()
        self._written = asyncio.Event()
        self._tasks = Tasks()
        self._listener = DatabaseListener(database.url, CHANNEL, lambda _: self._written.set())

    async def start(self) -> None:
        """Begin to listen. Does not wait for a database that is away."""
        self._tasks.begin(self._looking(), "decisions looked for")
        await self._listener.start()

    async def stop(self) -> None:
        await self._tasks.end()
        await self._listener.stop()

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
