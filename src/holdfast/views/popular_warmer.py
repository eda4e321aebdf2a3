"""What most people ask for is at hand from the start: the most popular products' pages, made when a
process starts and once an hour."""

import asyncio
from typing import Final

import asyncpg

from holdfast.db.engine import AWAY
from holdfast.kit.logs import logger
from holdfast.kit.tasks import Tasks
from holdfast.views.products import ProductReads

__all__ = ["PopularWarmer"]

log = logger("products")

WARM: Final = 1000
EVERY: Final = 3600.0


class PopularWarmer:
    """Of one process, from ``start`` to ``stop``; nobody waits for it."""

    def __init__(self, products: ProductReads) -> None:
        self._products = products
        self._tasks = Tasks()

    async def start(self) -> None:
        self._tasks.begin(self._warming(), "popular products")

    async def stop(self) -> None:
        await self._tasks.end()

    async def _warming(self) -> None:
        while True:
            try:
                log.debug("popular products are warm", products=await self._products.warm(WARM))
            except (*AWAY, asyncpg.PostgresError) as error:
                log.warning("popular products are not warm", error=repr(error))
            await asyncio.sleep(EVERY)
