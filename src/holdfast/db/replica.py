"""A read replica: a copy of the database that follows it (PostgreSQL's streaming replication), read
where an answer may be some seconds late.

How late it is, positions in the write-ahead log say: what the database had on disk when it was
asked, the replica has replayed by now, or not. So no clocks of two machines are compared, and a
replica that hears nothing any more is late, though it has replayed all that it has.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import AWAY, Database, is_away, said_by_the_driver
from holdfast.kit.logs import logger
from holdfast.kit.tasks import Tasks

__all__ = ["LateReads", "Replica"]

EVERY: Final = 1.0
"""Seconds between two looks at how late it is."""
MOST_POSITIONS: Final = 600
_NEVER: Final = float("-inf")
_WRITTEN: Final = "SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint"
_REPLAYED: Final = """
SELECT CASE WHEN pg_is_in_recovery()
            THEN coalesce(pg_last_wal_replay_lsn() - '0/0'::pg_lsn, 0)::bigint END
"""

Found = TypeVar("Found")

log = logger("db")


class NotAReplica(Exception):
    """It takes writes itself: of what, nobody knows."""


_LOST: Final = (*AWAY, asyncpg.PostgresError, NotAReplica)


class Replica:
    """Follows how late the replica at ``url`` of ``primary`` is."""

    def __init__(self, primary: Database, url: str) -> None:
        self.database = Database(url, tells_time=False)
        self._primary = primary
        self._started = False
        self._positions: deque[tuple[float, int]] = deque(maxlen=MOST_POSITIONS)
        self._fresh_at = _NEVER
        self.trouble: str | None = None
        """Why it was found away when it was last looked at."""
        self._tasks = Tasks()

    @property
    def lag(self) -> float:
        """Seconds: all that was committed before is there. Infinite while nobody knows."""
        return time.monotonic() - self._fresh_at

    async def start(self) -> None:
        """Nothing waits for it: the shop opens without it."""
        self._tasks.begin(self._following(), "the replica")

    async def stop(self) -> None:
        await self._tasks.end()
        await self.database.close()

    def lost(self, error: BaseException) -> None:
        """It is not read until it has answered again."""
        self._fresh_at = _NEVER
        why = f"{type(error).__name__}: {error}"
        if self.trouble != why:
            log.warning("the replica is away; the database itself is read", error=why)
        self.trouble = why

    async def look(self) -> None:
        """Once: how late it is."""
        try:
            await self._look()
        except _LOST as error:
            self.lost(error)

    async def _look(self) -> None:
        if not self._started:
            await self.database.start()
            self._started = True
        asked = time.monotonic()
        self._positions.append((asked, await self._primary.pool.fetchval(_WRITTEN)))
        replayed = await self.database.pool.fetchval(_REPLAYED)
        if replayed is None:
            raise NotAReplica("it is no replica: it takes writes")
        while self._positions and self._positions[0][1] <= replayed:
            self._fresh_at = max(self._fresh_at, self._positions.popleft()[0])
        if self.trouble is not None and self._fresh_at > _NEVER:
            self.trouble = None
            log.info("the replica is read again")

    async def _following(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(EVERY)


class LateReads:
    """Reads that may be some seconds late: of a replica that keeps up, or else of the database.
    ``at_most``: seconds. Counts where they were read."""

    def __init__(
        self, database: Database, replica: Replica | None = None, at_most: float = 5.0
    ) -> None:
        self._database = database
        self.replica = replica
        self._at_most = at_most
        self.reads = {"replica": 0, "database": 0}

    def choose(self) -> Database:
        """Which is read now, counted as a reading: for what is told piece by piece."""
        if self.replica is not None and self.replica.lag <= self._at_most:
            self.reads["replica"] += 1
            return self.replica.database
        self.reads["database"] += 1
        return self._database

    async def read(self, load: Callable[[Database], Awaitable[Found]]) -> Found:
        """What ``load`` finds. It is asked a second time, of the database, where the replica went
        away, or gave the reading up for what it had to replay."""
        chosen = self.choose()
        if chosen is self._database:
            return await load(chosen)
        try:
            return await load(chosen)
        except Exception as error:
            away = is_away(error)
            if not away and not _given_up(error):
                raise
            if away and self.replica is not None:
                self.replica.lost(error)
        self.reads["database"] += 1
        return await load(self._database)

    async def on_connection(self, load: Callable[[AsyncConnection], Awaitable[Found]]) -> Found:
        """The same, of several statements in one transaction."""

        async def of(database: Database) -> Found:
            async with database.read() as connection:
                return await load(connection)

        return await self.read(of)


def _given_up(error: BaseException) -> bool:
    """For a conflict with recovery: a row version that was read is cleared away by the replay."""
    return isinstance(said_by_the_driver(error), asyncpg.SerializationError)
