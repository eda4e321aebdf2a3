"""What a process counts is written every few seconds, so that counting itself writes nothing.

A process that is killed loses what it counted since the last time; one that stops in order writes
once more. While the database is away the counts wait.
"""

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError

from holdfast.db.engine import AWAY
from holdfast.kit.logs import logger
from holdfast.kit.tasks import Tasks

__all__ = ["FLUSH_EVERY", "Flushing"]

FLUSH_EVERY: Final = 5.0
_AWAY: Final = (*AWAY, asyncpg.PostgresError, DBAPIError)

log = logger("db")


class Flushing(ABC):
    """``what`` is counted, written every so many seconds from ``start`` to ``stop``."""

    def __init__(self, what: str, every: float) -> None:
        self._what = what
        self._every = every
        self._tasks = Tasks()

    @abstractmethod
    async def flush(self) -> None:
        """Write what was counted; if that fails it is kept for the next time."""

    async def start(self) -> None:
        self._tasks.begin(self._flushing(), self._what)

    async def stop(self) -> None:
        await self._tasks.end()
        with suppress(*_AWAY, TimeoutError):
            async with asyncio.timeout(self._every):
                await self.flush()

    async def _flushing(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await self.flush()
            except _AWAY as error:
                log.warning(
                    "what was counted is not written yet", what=self._what, error=repr(error)
                )
