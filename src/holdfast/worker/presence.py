"""Whether anybody who runs jobs is alive, so that nobody waits for the leases of the dead.

Whoever runs jobs on a database shares one advisory lock for as long as its connection lives. Who
gets it alone when it starts is the only one: what is leased then is in nobody's hands and is set
free. With others alive that cannot be told, and a lease of a dead one has to run out. Who starts
right after one was killed may find its connection still there: where something is leased, it waits
a moment for the server to notice.
"""

from typing import Final

import asyncpg
import structlog

from holdfast.db.engine import connect

__all__ = ["Presence"]

log = structlog.get_logger("holdfast.jobs")

LOCK: Final = 0x6A6F6273  # "jobs"

_LEASED: Final = "SELECT EXISTS (SELECT FROM jobs WHERE acquired_token IS NOT NULL)"
NOTICED_WITHIN: Final = "2s"
"""How long the server may take to notice that a client is dead."""

_SET_FREE: Final = """
WITH freed AS (
    UPDATE jobs SET acquired_at = NULL, acquired_token = NULL WHERE acquired_token IS NOT NULL
    RETURNING id)
SELECT count(*) FROM freed
"""


class Presence:
    """That this process runs jobs on the database at ``url``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection | None = None

    async def begin(self) -> None:
        """Set free what nobody has in hand, and be there from now on; before anything is taken."""
        self._connection = await self._connected()
        if await self._alone(self._connection):
            freed = await self._connection.fetchval(_SET_FREE)
            if freed:
                log.info("jobs of a process that is no more are taken over", jobs=freed)
            await self._share(self._connection)
            await self._connection.fetchval("SELECT pg_advisory_unlock($1)", LOCK)
        else:
            await self._share(self._connection)

    async def keep(self) -> None:
        """Be there again if the connection was lost. Nothing is set free: others may have lost
        theirs, too, and have jobs in hand. Raises while the database is away."""
        if self._connection is not None and self._connection.is_closed():
            connection = await self._connected()
            await self._share(connection)
            self._connection = connection

    def end(self) -> None:
        """No jobs are run here any more."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _alone(self, connection: asyncpg.Connection) -> bool:
        """Whether nobody else is there, and nobody comes until the lock is given back."""
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
            return True
        if not await connection.fetchval(_LEASED):
            return False
        await connection.execute("SELECT set_config('lock_timeout', $1, false)", NOTICED_WITHIN)
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        except asyncpg.LockNotAvailableError:
            return False
        finally:
            await connection.execute("RESET lock_timeout")
        return True

    async def _connected(self) -> asyncpg.Connection:
        return await connect(self._url, "holdfast jobs")

    async def _share(self, connection: asyncpg.Connection) -> None:
        """Waits for who sets free: that takes a statement."""
        await connection.execute("SELECT pg_advisory_lock_shared($1)", LOCK, timeout=10)
