"""The worker: everything that happens without a request. Each server process has one; what only
one process may do, the one on duty does (see duties.py).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Final

import structlog

from holdfast.db import inbox
from holdfast.db.cursors import Consumer, Event
from holdfast.db.engine import is_away
from holdfast.db.events import open_era
from holdfast.db.partitions import maintain
from holdfast.db.turns import Turns
from holdfast.flows.best_sellers import SALES_TYPES, advance, count_units
from holdfast.flows.call_off import CALL_OFF_TYPES, call_off_payments
from holdfast.flows.expire import sweep
from holdfast.flows.figures import FIGURE_TYPES, count_sales
from holdfast.flows.low_stock import STOCK_TYPES, LowStock
from holdfast.flows.people import forget_sessions
from holdfast.flows.platform import Platform
from holdfast.flows.stragglers import GRACE, STRAGGLER_TYPES, settle_stragglers
from holdfast.flows.treasury import Treasury
from holdfast.worker.cleaning import forget_answers
from holdfast.worker.duties import Duties
from holdfast.worker.handlers import handlers, treasury_handlers
from holdfast.worker.jobs import JobRunner
from holdfast.worker.metrics import CONSUMER_FAILURES, EXPIRED, TIMER_FAILURES

__all__ = ["Worker"]

log = structlog.get_logger("holdfast.worker")

SWEEP: Final = "expiry"
KEEP_HOUSE: Final = "housekeeping"
SWEEP_EVERY: Final = 1.0
MOVE_ON_EVERY: Final = 10.0
HOUR: Final = 3600.0


class Worker:
    """Consumers, jobs and timers of one process, from ``start`` to ``stop``."""

    def __init__(
        self, platform: Platform, treasury: Treasury | None = None, *, partitions: int = 1
    ) -> None:
        self._platform = platform
        self._partitions = partitions
        self._tasks: list[asyncio.Task[None]] = []
        jobs = dict(handlers(platform))
        if treasury is not None:
            jobs |= treasury_handlers(treasury)
        self._jobs = JobRunner(platform.database, jobs)
        self._turns = Turns()
        self.consumers = self._make_consumers()
        names = [SWEEP, KEEP_HOUSE]
        names += [f"consumer {one.name}" for one in self.consumers if one.effect == "outside"]
        self._duties = Duties(platform.database.url, names, self._wake)

    def _make_consumers(self) -> Sequence[Consumer]:
        async def stragglers(events: Sequence[Event]) -> None:
            await settle_stragglers(self._platform, events)

        def failed(name: str) -> None:
            CONSUMER_FAILURES.labels(name).inc()

        in_turn = partial(Consumer, on_failure=failed, turns=self._turns)
        return (
            in_turn("daily-sales", FIGURE_TYPES, count_sales),
            in_turn("best-sellers", SALES_TYPES, count_units),
            in_turn("low-stock", STOCK_TYPES, LowStock(self._partitions)),
            in_turn("call-off-payments", CALL_OFF_TYPES, call_off_payments),
            Consumer(
                "settle-stragglers",
                STRAGGLER_TYPES,
                stragglers,
                effect="outside",
                age=GRACE,
                span=2000,
                on_failure=failed,
            ),
        )

    async def start(self) -> None:
        """Make the event log ready for writing, then run. Raises if the database is away."""
        await maintain(self._platform.database)
        async with self._platform.database.transaction() as connection:
            await open_era(connection)
        self._run("duties", self._duties.run())
        for consumer in self.consumers:
            may_run = partial(self._may_run, consumer)
            self._run(consumer.name, consumer.run(self._platform.database, may_run))
        self._run("expiry", self._sweeping())
        database = self._platform.database
        self._every("best-sellers", MOVE_ON_EVERY, self._move_on)
        self._every("partitions", HOUR, lambda: maintain(database))
        self._every("inbox", HOUR, self._clear_inbox)
        self._every("sessions", HOUR, lambda: forget_sessions(database))
        self._every("answers", 300.0, lambda: forget_answers(database))
        await self._jobs.start()

    async def stop(self) -> None:
        """Finish the jobs under way, stop the rest where it stands."""
        await self._jobs.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    # --- consumers --------------------------------------------------------------------------

    def _may_run(self, consumer: Consumer) -> bool:
        return consumer.effect == "database" or self._duties.holds(f"consumer {consumer.name}")

    def _wake(self) -> None:
        for consumer in self.consumers:
            consumer.wake()

    # --- timers -----------------------------------------------------------------------------

    async def _sweeping(self) -> None:
        """Sweep as holds fall due, and look once a second whatever happens. The consumers wait
        meanwhile: what a buyer wants back on sale comes before the figures."""
        while True:
            pause = SWEEP_EVERY
            if self._duties.holds(SWEEP):
                try:
                    with self._turns.urgent():
                        swept = await sweep(self._platform, self._partitions)
                except Exception as error:  # noqa: BLE001  (tried again for ever, and told)
                    _timer_failed(SWEEP, error)
                else:
                    EXPIRED.inc(swept.expired)
                    if swept.next_due is not None:
                        pause = min(max(swept.next_due, 0.05), SWEEP_EVERY)
            await asyncio.sleep(pause)

    async def _clear_inbox(self) -> None:
        gone = 1
        while gone:
            async with self._platform.database.transaction() as connection:
                gone = await inbox.clear(connection)

    async def _move_on(self) -> None:
        """Best sellers: let in what is new and out what is too old, a step a transaction."""
        behind = True
        while behind:
            async with self._platform.database.transaction() as connection:
                behind = await advance(connection)

    def _every(self, name: str, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        """Do ``work`` on and on while this process keeps the house."""

        async def repeat() -> None:
            while True:
                await asyncio.sleep(seconds)
                if not self._duties.holds(KEEP_HOUSE):
                    continue
                try:
                    await work()
                except Exception as error:  # noqa: BLE001  (tried again for ever, and told)
                    _timer_failed(name, error)

        self._run(name, repeat())

    def _run(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work, name=f"worker {name}"))


def _timer_failed(name: str, error: Exception) -> None:
    TIMER_FAILURES.labels(name).inc()
    trace = None if is_away(error) else error
    log.error("timer failed", timer=name, error=repr(error), exc_info=trace)
