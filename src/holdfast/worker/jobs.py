"""Running jobs: fetched from the ``jobs`` table, tried again with growing pauses, buried when it
is hopeless.

faststream-outbox leases a row while its handler runs and does not renew the lease, so a handler
is cut off at ``HANDLER_LIMIT`` and few rows wait in memory: a lease always outlives its row. A
process that is killed leaves its rows to the next that starts, at once if nobody else is alive
(see presence.py), else to whoever fetches next when the lease is over, so it is no longer than that
takes; one that is stopped finishes them.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import msgspec
import structlog
from faststream.exceptions import RejectMessage
from faststream_outbox import ExponentialRetry, OutboxBroker, OutboxMessage
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from holdfast.db.engine import Database, is_away, never_a_dead_one
from holdfast.db.jobs import Job, NotYet, dead_jobs, jobs, reader_of
from holdfast.flows.stuck.jobs import count_stuck_jobs
from holdfast.kit.tasks import Tasks
from holdfast.worker.metrics import DEAD_JOBS, JOB_SECONDS, JOBS
from holdfast.worker.presence import Presence
from holdfast.worker.providers_away import tell_outages

__all__ = ["JobHandler", "JobHopeless", "JobRunner", "JobUnreadable"]

log = structlog.get_logger("holdfast.jobs")

JobHandler: TypeAlias = Callable[[Any, str], Awaitable[None]]
"""Called with the job and the id of the request that led to it."""

WORKERS: Final = 4
IN_MEMORY: Final = 4  # as many wait as run: 8 would take a tenth less work a job
HANDLER_LIMIT: Final = 10.0  # one call to a provider (8 s) and what there is to commit
# A row may wait for one that runs, then run itself, then what came of it is written.
LEASE: Final = HANDLER_LIMIT * (IN_MEMORY / WORKERS + 1) + 5.0
LOOK_EVERY: Final = 5.0
# Ten tries in the first nine minutes, then every ten minutes for a day.
RETRY: Final = ExponentialRetry(
    initial_delay_seconds=1.0,
    multiplier=2.0,
    max_delay_seconds=600.0,
    max_attempts=150,
    jitter_factor=0.2,
)


class JobUnreadable(RejectMessage):
    """What a job's body says is no job of its name: given up at once, and staff see why."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.args = (reason,)


class JobHopeless(RejectMessage):
    """Trying again would change nothing: given up at once, and staff see why."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.args = (reason,)


class JobRunner:
    """Runs the jobs of the kinds in ``handlers``, in this process."""

    def __init__(self, database: Database, handlers: Mapping[type[Job], JobHandler]) -> None:
        self._database = database
        self._kinds = {kind.NAME: (reader_of(kind), run) for kind, run in handlers.items()}
        self._engine: AsyncEngine | None = None
        self._broker: OutboxBroker | None = None
        self._presence = Presence(database.url)
        self._tasks = Tasks()

    async def start(self) -> None:
        """Begin fetching, on connections of its own."""
        await self._presence.begin()
        self._engine = create_async_engine(
            self._database.engine.url, pool_size=WORKERS + 1, max_overflow=0
        )
        never_a_dead_one(self._engine)
        self._broker = OutboxBroker(
            self._engine,
            outbox_table=jobs,
            dlq_table=dead_jobs,
            metrics_recorder=self._record,
            graceful_timeout=HANDLER_LIMIT + 1,
            apply_types=False,
            logger=_log_of_the_broker(),
            log_level=logging.DEBUG,
        )
        self._broker.subscriber(
            list(self._kinds),
            max_workers=WORKERS,
            retry_strategy=RETRY,
            fetch_batch_size=IN_MEMORY,
            min_fetch_interval=0.25,
            max_fetch_interval=1.0,
            lease_ttl_seconds=LEASE,
            max_deliveries=200,
            decoder=_as_it_lies,
        )(self._run)
        await self._broker.start()
        self._tasks.begin(self._look_around(), "jobs looked after")

    async def stop(self) -> None:
        """Finish what is under way, then stop."""
        await self._tasks.end()
        if self._broker is not None:
            await self._broker.stop()
            self._broker = None
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None
        self._presence.end()

    async def _run(self, taken: tuple[str, bytes]) -> None:
        name, body = taken
        read, run = self._kinds[name]
        started = time.monotonic()
        try:
            found = read(body)
        except msgspec.DecodeError as error:
            raise JobUnreadable(str(error)) from error
        try:
            async with asyncio.timeout(HANDLER_LIMIT):
                await run(found.payload, found.request)
        except NotYet as error:
            JOBS.labels(name, "early").inc()
            log.info("job too early; trying again later", job=name, reason=str(error))
            raise
        except Exception as error:
            JOBS.labels(name, "failed").inc()
            log.warning("job failed; trying again later", job=name, error=repr(error), body=found)
            raise
        else:
            JOBS.labels(name, "done").inc()
        finally:
            JOB_SECONDS.labels(name).inc(time.monotonic() - started)

    async def _look_around(self) -> None:
        """Be known to be alive, and count what was given up."""
        while True:
            try:
                await self._presence.keep()
                async with self._database.read() as connection:
                    DEAD_JOBS.set(sum((await count_stuck_jobs(connection)).values()))
                await tell_outages(self._database.pool)
            except Exception as error:  # noqa: BLE001  (the database is away: others say so)
                log.debug("dead jobs not counted", error=repr(error))
            await asyncio.sleep(LOOK_EVERY)

    def _record(self, event: str, tags: Mapping[str, Any]) -> None:
        if event == "dlq_written":
            JOBS.labels(tags["queue"], "dead").inc()
            log.error("job given up; it lies in dead_jobs", job=tags["queue"], tags=dict(tags))


async def _as_it_lies(message: OutboxMessage) -> tuple[str, bytes]:
    """The job's name and its body, which the runner reads."""
    return message.raw_message.queue, message.body


def _log_of_the_broker() -> logging.Logger:
    """It calls an error, with its traceback, whatever a handler raises, and a database away; what
    else it says is of its own tasks."""
    broker = logging.getLogger("holdfast.jobs")
    broker.setLevel(logging.WARNING)
    broker.addFilter(_is_news)
    return broker


def _is_news(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and is_away(error):
        record.exc_info = None
    return not isinstance(error, NotYet)
