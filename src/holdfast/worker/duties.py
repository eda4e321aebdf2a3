"""Which of the things that only one process does are this process's, and waking on events.

One connection holds an advisory lock for each duty and listens for events. When it breaks, the
duties are lost at once (another process may have them by then) and taken again when they can be.
"""

import asyncio
import hashlib
from collections.abc import Callable, Sequence

import asyncpg
import structlog

from holdfast.db.engine import AWAY, connect
from holdfast.db.events import CHANNEL
from holdfast.worker.metrics import DUTY

__all__ = ["Duties"]

log = structlog.get_logger("holdfast.worker")


def _lock(duty: str) -> int:
    digest = hashlib.blake2b(f"holdfast duty {duty}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


class Duties:
    """Try for each of ``names`` every ``interval`` seconds; ``on_event`` when events came."""

    def __init__(
        self,
        url: str,
        names: Sequence[str],
        on_event: Callable[[], None],
        interval: float = 1.0,
    ) -> None:
        self._url = url
        self._names = tuple(names)
        self._on_event = on_event
        self._interval = interval
        self._held: set[str] = set()

    def holds(self, name: str) -> bool:
        """Whether the duty is this process's now."""
        return name in self._held

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
                            await connection.add_listener(CHANNEL, self._notified)
                            self._on_event()
                        await self._take(connection)
                except (*AWAY, asyncpg.PostgresError) as e:
                    log.warning("worker has no database", error=str(e))
                    self._lose()
                    if connection is not None:
                        connection.terminate()
                        connection = None
                await asyncio.sleep(self._interval)
        finally:
            self._lose()
            if connection is not None:
                connection.terminate()

    async def _take(self, connection: asyncpg.Connection) -> None:
        """Try for what is not held; also the proof that the connection is alive."""
        missing = [name for name in self._names if name not in self._held]
        if not missing:
            await connection.execute("SELECT 1")
            return
        rows = await connection.fetch(
            "SELECT name, pg_try_advisory_lock(lock) AS got FROM unnest($1::text[], $2::bigint[])"
            " AS wanted (name, lock)",
            missing,
            [_lock(name) for name in missing],
        )
        for row in rows:
            if row["got"]:
                self._held.add(row["name"])
                DUTY.labels(row["name"]).set(1)
                log.info("duty taken", duty=row["name"])

    def _lose(self) -> None:
        for name in self._held:
            DUTY.labels(name).set(0)
        self._held.clear()

    def _notified(self, *_: object) -> None:
        self._on_event()
