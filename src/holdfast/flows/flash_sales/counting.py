"""What came of purchases in flash sales: counted in this process, added once a second, so that a
crowd that is refused writes a row or two, not thousands.

A process that is killed loses what it counted in its last second: these are figures, no accounts.
"""

import asyncio
from collections import Counter as Numbers
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import Counter

from holdfast.db.engine import Database
from holdfast.flash_sales import BOUGHT, count_outcomes
from holdfast.flows.checkout.sales import FlashSaleNotFound
from holdfast.kit import Problem
from holdfast.kit.tasks import Tasks

__all__ = ["SALE_PURCHASES", "SaleCounts"]

log = structlog.get_logger("holdfast.flash_sales")

EVERY: Final = 1.0
OWN: Final = "flash-sale-"
OTHER: Final = "other"
MOST: Final = 1000  # different ones between two writings

SALE_PURCHASES: Final = Counter(
    "holdfast_flash_sale_purchases_total",
    "Tries to buy in a flash sale, by what came of them: bought, or the refusal's code",
    ["outcome"],
    registry=None,
)


class SaleCounts:
    """One of it a process, from ``start`` to ``stop``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tasks = Tasks()
        self._numbers: Numbers[tuple[UUID, str]] = Numbers()

    def count(self, sale_id: UUID, outcome: str = BOUGHT) -> None:
        """``outcome``: that it was bought, or why it was refused, of a sale that is there."""
        SALE_PURCHASES.labels(outcome).inc()
        if (sale_id, outcome) in self._numbers or len(self._numbers) < MOST:
            self._numbers[sale_id, outcome] += 1

    def refused(self, sale_id: UUID, refusal: Problem) -> None:
        """A purchase was; of a sale that is none, nothing is counted."""
        if not isinstance(refusal, FlashSaleNotFound):
            own = refusal.code.startswith(OWN)
            self.count(sale_id, refusal.code if own else OTHER)

    async def start(self) -> None:
        self._tasks.begin(self._writing(), "sale counts")

    async def stop(self) -> None:
        await self._tasks.end()

    async def _writing(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            numbers, self._numbers = self._numbers, Numbers()
            if not numbers:
                continue
            try:
                await count_outcomes(self._database.pool, numbers)
            except Exception as error:  # noqa: BLE001  (counted again from now on)
                log.warning("what came of purchases is not counted", error=repr(error))
