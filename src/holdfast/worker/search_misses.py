"""Searches that found nothing are counted for staff: gathered here, written now and then."""

import asyncio
from collections import Counter
from typing import Final

import structlog

from holdfast.db.engine import Database
from holdfast.kit.tasks import Tasks
from holdfast.search import count_misses, normal

__all__ = ["MissCounter"]

log = structlog.get_logger("holdfast.search")

EVERY: Final = 2.0
MOST: Final = 500  # different ones between two writings
LONGEST: Final = 100


class MissCounter:
    """What is counted when the process is killed is forgotten: it is no account."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tasks = Tasks()
        self._counts: Counter[str] = Counter()

    def count(self, text: str) -> None:
        """A search found nothing."""
        kept = "".join(one for one in normal(text) if one.isprintable())
        said = " ".join(kept.split())[:LONGEST].strip()
        if said and (said in self._counts or len(self._counts) < MOST):
            self._counts[said] += 1

    async def start(self) -> None:
        self._tasks.begin(self._writing(), "searches without results")

    async def stop(self) -> None:
        await self._tasks.end()

    async def _writing(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            counts, self._counts = self._counts, Counter()
            if not counts:
                continue
            try:
                await count_misses(self._database.pool, counts)
            except Exception as error:  # noqa: BLE001  (counted again from now on)
                log.warning("searches without results are not counted", error=repr(error))
