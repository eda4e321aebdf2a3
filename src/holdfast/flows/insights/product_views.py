"""How often each product's page was asked for: counted in this process, added to the totals in
batches, so that a page view writes nothing.

A process that is killed loses what it counted since its last batch, five seconds at most; one that
stops in order loses nothing. While the database is away the counts wait; beyond ``most`` products
further ones are not counted.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from uuid import UUID

import asyncpg
import structlog

from holdfast.db.engine import AWAY, Database

__all__ = ["ProductViews"]

log = structlog.get_logger("holdfast.views")

FLUSH_EVERY: Final = 5.0
MOST: Final = 20_000

# In the order of their keys, as everybody does who changes several.
_ADD: Final = """
WITH locked AS (
    SELECT n.product_id, seen.views
    FROM unnest($1::uuid[], $2::bigint[]) AS seen (product_id, views)
    JOIN product_counts n ON n.product_id = seen.product_id
    ORDER BY n.product_id FOR UPDATE OF n)
UPDATE product_counts n SET views = n.views + locked.views FROM locked
WHERE n.product_id = locked.product_id
"""


class ProductViews:
    """One of it a process, from ``start`` to ``stop``."""

    def __init__(self, database: Database, every: float = FLUSH_EVERY, most: int = MOST) -> None:
        self._database = database
        self._every = every
        self._most = most
        self._seen: dict[UUID, int] = {}
        self._task: asyncio.Task[None] | None = None

    def saw(self, product_id: UUID) -> None:
        """Its page was asked for, and is there."""
        seen = self._seen
        if product_id in seen:
            seen[product_id] += 1
        elif len(seen) < self._most:
            seen[product_id] = 1

    async def start(self) -> None:
        self._task = asyncio.create_task(self._flushing(), name="product views")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        with suppress(*AWAY, asyncpg.PostgresError, TimeoutError):
            async with asyncio.timeout(self._every):
                await self.flush()

    async def flush(self) -> None:
        """Add what was counted; if that fails it is kept for the next time."""
        seen, self._seen = self._seen, {}
        if not seen:
            return
        try:
            await self._database.pool.execute(_ADD, list(seen), list(seen.values()))
        except BaseException:
            self._keep(seen)
            raise

    def _keep(self, seen: Mapping[UUID, int]) -> None:
        for product_id, views in seen.items():
            if product_id in self._seen or len(self._seen) < self._most:
                self._seen[product_id] = self._seen.get(product_id, 0) + views

    async def _flushing(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            try:
                await self.flush()
            except (*AWAY, asyncpg.PostgresError) as error:
                log.warning("views are not counted yet", error=repr(error))
