"""Which of the things that only one process does are this process's, and waking on events.

One connection holds a lease for each duty and listens for events. When it breaks, the duties are
lost at once (another process may have them by then) and taken again when they can be.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final

import asyncpg
import structlog

from holdfast.db.engine import AWAY, connect
from holdfast.db.events import CHANNEL
from holdfast.db.lease import Lease, give_up, renew, take
from holdfast.kit import new_id
from holdfast.worker.metrics import DUTY

__all__ = ["LEASE_SECONDS", "Duties"]

log = structlog.get_logger("holdfast.worker")

LEASE_SECONDS: Final = 15.0
"""After which a process that is stopped, or cut off, has lost its duties."""


class Duties:
    """Try for each of ``names`` every ``interval`` seconds; ``on_event`` when events came."""

    def __init__(
        self,
        url: str,
        names: Sequence[str],
        on_event: Callable[[], None],
        interval: float = 1.0,
        seconds: float = LEASE_SECONDS,
    ) -> None:
        self._url = url
        self._names = tuple(names)
        self._on_event = on_event
        self._interval = interval
        self._seconds = seconds
        self._holder = new_id()
        self._held: dict[str, Lease] = {}
        # By this process's own clock, and earlier than they end by the database's: counted from
        # before they were asked for.
        self._until = 0.0

    def holds(self, name: str) -> bool:
        """Whether the duty is this process's now."""
        return self.lease(name) is not None

    def lease(self, name: str) -> Lease | None:
        """What this process holds the duty by, for a write that :func:`guard` looks at."""
        return self._held.get(name) if time.monotonic() < self._until else None

    async def run(self) -> None:
        """Hold the connection until cancelled."""
        connection: asyncpg.Connection | None = None
        try:
            while True:
                try:
                    async with asyncio.timeout(10):
                        if connection is None or connection.is_closed():
                            self._lose()
                            connection = await connect(self._url, "holdfast worker")
                            await connection.execute("SET synchronous_commit = off")
                            await connection.add_listener(CHANNEL, self._notified)
                            self._on_event()
                        await self._hold(connection)
                except (*AWAY, asyncpg.PostgresError) as e:
                    log.warning("worker has no database", error=str(e))
                    self._lose()
                    if connection is not None:
                        connection.terminate()
                        connection = None
                await asyncio.sleep(self._interval)
        finally:
            held = list(self._held)
            self._lose()
            if connection is not None:
                with suppress(*AWAY, asyncpg.PostgresError):
                    async with asyncio.timeout(1):
                        await give_up(connection, held, self._holder)
                connection.terminate()

    async def _hold(self, connection: asyncpg.Connection) -> None:
        """Renew what is held, try for what is not; also the proof that the connection is alive."""
        asked = time.monotonic()
        if self._held and asked > self._until - self._seconds * 2 / 3:
            kept = await renew(connection, list(self._held), self._holder, self._seconds)
            self._lose(self._held.keys() - kept)
            self._until = asked + self._seconds
        missing = [name for name in self._names if name not in self._held]
        if not missing:
            await connection.execute("SELECT 1")
            return
        taken = await take(connection, missing, self._holder, self._seconds)
        if not self._held:
            self._until = asked + self._seconds
        for lease in taken:
            self._held[lease.name] = lease
            DUTY.labels(lease.name).set(1)
            log.info("duty taken", duty=lease.name)

    def _lose(self, names: Iterable[str] | None = None) -> None:
        """These, or all."""
        for name in tuple(self._held if names is None else names):
            DUTY.labels(name).set(0)
            self._held.pop(name, None)

    def _notified(self, *_: object) -> None:
        self._on_event()
