"""What every service does without a request: it follows the event log, does its jobs, keeps its
house. What only one process may do, the one on duty does (see duties.py).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any, Final

import structlog

from holdfast.db import inbox
from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database, is_away
from holdfast.db.events import open_era
from holdfast.db.jobs import Job
from holdfast.db.partitions import maintain, make_partitions
from holdfast.db.reading import Tail
from holdfast.db.turns import Turns
from holdfast.flows.stuck.jobs import tell_stuck_jobs
from holdfast.kit.tasks import Tasks
from holdfast.ledger import forget_answers
from holdfast.worker.duties import Duties
from holdfast.worker.jobs import JobHandler, JobRunner
from holdfast.worker.metrics import CONSUMER_FAILURES, TIMER_FAILURES
from holdfast.worker.outgoing import Outgoing

__all__ = ["HOUR", "Background", "consumer_failed", "timer_failed"]

log = structlog.get_logger("holdfast.worker")

KEEP_HOUSE: Final = "housekeeping"
HOUR: Final = 3600.0
DEAD_JOBS_EVERY: Final = 5.0


class Background:
    """Consumers, jobs and timers of one process on one database, from ``start`` to ``stop``.
    ``duties`` are further things that only one process does; ``outgoing`` tells platforms."""

    def __init__(
        self,
        database: Database,
        consumers: Sequence[Consumer],
        jobs: Mapping[type[Job], JobHandler],
        duties: Sequence[str] = (),
        outgoing: Outgoing | None = None,
        turns: Turns | None = None,
    ) -> None:
        self._database = database
        self._tasks = Tasks()
        self._jobs = JobRunner(database, jobs)
        self._outgoing = outgoing
        self._turns = turns or Turns()
        told = [] if outgoing is None else outgoing.consumers(consumer_failed, self._turns)
        self.consumers = (*consumers, *told)
        self._tail = Tail(database, (kind for one in self.consumers for kind in one.types))
        names = [*duties, KEEP_HOUSE, *(() if outgoing is None else outgoing.duties)]
        names += [f"consumer {one.name}" for one in self.consumers if one.effect == "outside"]
        self._duties = Duties(database.url, names, self._wake)

    async def start(self) -> None:
        """Make the event log ready for writing, then run. Raises if the database is away."""
        database = self._database
        await make_partitions(database)
        async with database.transaction() as connection:
            await open_era(connection)
        self._run("duties", self._duties.run())
        for consumer in self.consumers:
            duty = f"consumer {consumer.name}"
            may_run = partial(self._may_run, consumer, duty)
            by = partial(self._duties.lease, duty)
            self._run(consumer.name, consumer.run(database, may_run, self._tail, by))
        if self._outgoing is not None:
            self._run("sinks", self._outgoing.run(self._duties.holds))
        self._begin()
        self._every("partitions", HOUR, lambda: maintain(database), first=60.0)
        self._every("inbox", HOUR, self._clear_inbox)
        self._every("dead jobs", DEAD_JOBS_EVERY, lambda: tell_stuck_jobs(database))
        self._every("answers", 300.0, lambda: forget_answers(database))
        await self._jobs.start()

    async def stop(self) -> None:
        """Finish the jobs under way, stop the rest where it stands."""
        await self._jobs.stop()
        await self._tasks.end()

    def _begin(self) -> None:
        """Run what this service has beside that."""

    def _wake(self) -> None:
        """Something was written to the event log."""
        self._tail.wake()
        for consumer in self.consumers:
            consumer.wake()

    def _may_run(self, consumer: Consumer, duty: str) -> bool:
        return consumer.effect == "database" or self._duties.holds(duty)

    async def _clear_inbox(self) -> None:
        gone = 1
        while gone:
            async with self._database.transaction() as connection:
                gone = await inbox.clear(connection)

    def _every(
        self,
        name: str,
        seconds: float,
        work: Callable[[], Awaitable[object]],
        first: float | None = None,
    ) -> None:
        """Do ``work`` on and on while this process keeps the house; the ``first`` time that soon
        after it began to, where somebody waits for what fell due while nobody did."""

        async def repeat() -> None:
            pause = seconds if first is None else first
            while True:
                await asyncio.sleep(pause)
                if not self._duties.holds(KEEP_HOUSE):
                    continue
                pause = seconds
                try:
                    await work()
                except Exception as error:  # noqa: BLE001  (tried again for ever, and told)
                    timer_failed(name, error)

        self._run(name, repeat())

    def _run(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.begin(work, f"worker {name}")


def consumer_failed(name: str) -> None:
    """Count a consumer's failure."""
    CONSUMER_FAILURES.labels(name).inc()


def timer_failed(name: str, error: Exception) -> None:
    """Count and log a timer's failure."""
    TIMER_FAILURES.labels(name).inc()
    trace = None if is_away(error) else error
    log.error("timer failed", timer=name, error=repr(error), exc_info=trace)
