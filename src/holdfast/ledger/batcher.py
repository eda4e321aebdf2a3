"""Group commit: what is asked while one batch commits makes up the next.

One lane a process. A batch is one transaction (``store.py``); nobody is answered before it is
durable. When a batch fails, an error that names a row ejects that row's command, an error that
names none splits the batch until the culprit stands alone, deadlocks retry it whole, and a
connection lost at COMMIT is resolved by asking PostgreSQL what became of the transaction.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import asyncpg
import structlog

from holdfast.db.engine import forbid_open_transaction
from holdfast.ledger.culprit import RowRefused, culprit_of
from holdfast.ledger.failures import UNREACHABLE, ConnectionLost, Doubt, Overfull, TryAgain
from holdfast.ledger.limits import validate
from holdfast.ledger.news import Committed, news_of
from holdfast.ledger.queues import MAX_BATCH, MAX_QUEUE, Queues, Waiting, portions
from holdfast.ledger.state import Decision, State
from holdfast.ledger.store import Store
from holdfast.ledger.types import (
    Busy,
    Command,
    Conflict,
    InDoubt,
    Outcome,
)

log = structlog.get_logger("holdfast.ledger")

MAX_RETRIES: Final = 10
MAX_LOSSES: Final = 100  # connections lost under one command: is it the command that kills them?
WAIT_AT_MOST: Final = 10.0
"""Seconds a command waits for a store that is away, and a doubt for an answer."""

_RETRY_WHOLE = (
    TryAgain,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
)
_STORE_AWAY = (
    asyncpg.InsufficientResourcesError,
    asyncpg.QueryCanceledError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.OperatorInterventionError,
)


@dataclass(slots=True)
class BatchReport:
    """What one batch was, for metrics: its size, how long it took, outcomes by name."""

    size: int
    seconds: float
    outcomes: Counter[str] = field(default_factory=Counter)


class Ledger:
    """The ledger of this process: ``commit`` commands, get outcomes.

    ``on_commit`` is called with every committed batch's absolute states, ``on_batch`` with a
    report; both synchronously, so they must be quick and must not raise. ``on_end`` is called if
    the lane ends without having been closed: this ledger will commit nothing any more. ``notify``
    maps a rider's table to the channel its listeners are woken by, once a batch. ``clock_offset``
    shifts the database's clock (tests only). ``at_leisure``: no commit waits for the disk (the
    demo's past: nobody is told of any of it before another's commit did).
    """

    def __init__(
        self,
        url: str,
        *,
        partitions: int = 1,
        clock_offset: timedelta = timedelta(0),
        notify: Mapping[str, str] | None = None,
        on_commit: Callable[[Committed], None] | None = None,
        on_batch: Callable[[BatchReport], None] | None = None,
        on_end: Callable[[], None] | None = None,
        max_queue: int = MAX_QUEUE,
        max_batch: int = MAX_BATCH,
        wait_at_most: float = WAIT_AT_MOST,
        at_leisure: bool = False,
    ) -> None:
        self._store = Store(
            url,
            partitions=partitions,
            clock_offset=clock_offset,
            notify=notify,
            at_leisure=at_leisure,
        )
        self._on_commit = on_commit
        self._on_batch = on_batch
        self._on_end = on_end
        self._wait_at_most = wait_at_most
        self._queues = Queues(max_queue, max_batch)
        self._wake = asyncio.Event()
        self._lane: asyncio.Task[None] | None = None
        self._closing = False
        self.full = False  # whether the store had no room for the last batch
        self.partitions = partitions

    # --- for callers ------------------------------------------------------------------------

    def shift_clock(self, offset: timedelta) -> None:
        """What is committed from now on happens ``offset`` from now (tests, the demo's past)."""
        self._store.clock_offset = offset

    async def start(self) -> None:
        """Connect and start the lane. Raises what the connection raises, and
        :class:`WrongLayout` if the database was made with another number of partitions."""
        try:
            await self._store.check_layout()
        except BaseException:
            self._store.drop()
            raise
        self._lane = asyncio.create_task(self._run(), name="ledger lane")
        self._lane.add_done_callback(self._ended)

    async def close(self) -> None:
        """Finish what is queued, then stop."""
        self._closing = True
        self._wake.set()
        if self._lane is not None:
            await asyncio.wait((self._lane,))
        await self._store.close()

    @property
    def alive(self) -> bool:
        """Whether the lane runs: otherwise every command is answered Busy."""
        return self._lane is not None and not self._lane.done()

    @property
    def queue_length(self) -> int:
        """Commands waiting for their batch."""
        return len(self._queues)

    async def commit(self, command: Command) -> Outcome:
        """The command's outcome, durable when it is returned.

        Refusals are values. Raises ValueError for a command that breaks a limit, and whatever
        PostgreSQL raised for a rider that is broken by itself.
        """
        forbid_open_transaction("ledger.commit")
        lines = validate(command, self._store.lines)
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        waiting = Waiting(command, future, time.monotonic(), lines)
        if self._closing or not self._queues.put(waiting):
            return Busy(1.0)
        self._wake.set()
        return await future

    # --- the lane ---------------------------------------------------------------------------

    async def _run(self) -> None:
        while True:
            batch = self._queues.take()
            if not batch:
                if self._closing:
                    return
                self._wake.clear()
                await self._wake.wait()
                continue
            try:
                await self._settle(batch)
            except Exception as error:
                log.exception("ledger batch failed", commands=len(batch))
                for waiting in batch:
                    waiting.fail(error)
            except BaseException:  # the lane ends, and the batch may have been committed
                for waiting in batch:
                    waiting.answer(InDoubt())
                raise

    def _ended(self, lane: "asyncio.Task[None]") -> None:
        """Should the lane end though nobody closed it, let nobody wait for it."""
        error = None if lane.cancelled() else lane.exception()
        if self._closing and error is None:
            return
        self._closing = True
        log.critical("the ledger's lane ended", exc_info=error)
        for waiting in self._queues.older_than(float("inf")):
            waiting.answer(Busy(1.0))
        if self._on_end is not None:
            self._on_end()

    async def _settle(self, batch: list[Waiting]) -> None:
        """Run the batch until each of its commands has an outcome."""
        parts: deque[list[Waiting]] = deque([batch])
        while parts:
            parts.extendleft(reversed(await self._run_part(parts.popleft())))

    async def _run_part(self, part: list[Waiting]) -> list[list[Waiting]]:
        """One attempt. What is left to run: nothing, the same again, or smaller parts."""
        started = time.monotonic()
        try:
            commands = [waiting.command for waiting in part]
            decision, state = await self._store.attempt(commands, lambda: bool(self._queues))
        except ConnectionLost as lost:
            if lost.doubt is not None:
                return [] if await self._resolve(part, lost.doubt, started) else [part]
            found = await self._reconnected(part) and self._may_retry(part, MAX_LOSSES)
            return [part] if found else []
        except Overfull as found:
            return portions(part, found.counts)
        except _RETRY_WHOLE as error:
            log.info("ledger batch retried", reason=type(error).__name__, commands=len(part))
            return [part] if self._may_retry(part, MAX_RETRIES) else []
        except asyncpg.DiskFullError as error:
            self.full = True
            log.critical("ledger store is full", error=str(error), commands=len(part))
            self._answer_all(part, Busy(1.0, full=True))
            return []
        except _STORE_AWAY as error:
            log.warning("ledger store refuses", error=str(error), commands=len(part))
            self._answer_all(part, Busy(1.0))
            return []
        except Exception as error:  # noqa: BLE001 - also values that cannot even be sent
            return self._without_culprit(part, error)
        self.full = False
        self._answer(part, decision, state, started)
        return []

    def _may_retry(self, part: list[Waiting], most: int) -> bool:
        """Count a retry; answer Busy once there were too many of them."""
        for waiting in part:
            waiting.retries += 1
        if max(waiting.retries for waiting in part) <= most:
            return True
        self._answer_all(part, Busy(1.0))
        return False

    def _without_culprit(self, part: list[Waiting], error: Exception) -> list[list[Waiting]]:
        """What is left to run: the part without the command the error names, or its halves."""
        if isinstance(error, RowRefused):
            found = culprit_of(error, [waiting.command for waiting in part])
            named = error.error
            if found is not None:
                part[found].answer(Conflict(named.table_name or "", named.constraint_name or ""))
                return [part[:found] + part[found + 1 :]] if len(part) > 1 else []
        if len(part) == 1:
            log.error("ledger command failed", error=str(error))
            part[0].fail(error.error if isinstance(error, RowRefused) else error)
            return []
        middle = len(part) // 2
        return [part[:middle], part[middle:]]

    # --- answers ----------------------------------------------------------------------------

    def _answer(
        self, part: Sequence[Waiting], decision: Decision, state: State, started: float
    ) -> None:
        outcomes = decision.outcomes
        if self._on_commit is not None and decision.writes:
            try:
                self._on_commit(news_of(decision, state))
            except Exception:
                # It is durable: whoever shows it may be broken, the buyers are answered.
                log.exception("showing a committed batch failed")
        for waiting, outcome in zip(part, outcomes, strict=True):
            waiting.answer(outcome)
        self._report(part, outcomes, started)

    def _answer_all(self, part: Sequence[Waiting], outcome: Outcome) -> None:
        for waiting in part:
            waiting.answer(outcome)
        self._report(part, [outcome] * len(part), time.monotonic())

    def _report(self, part: Sequence[Waiting], outcomes: Sequence[Outcome], started: float) -> None:
        if self._on_batch is not None:
            names = Counter(type(outcome).__name__ for outcome in outcomes)
            self._on_batch(BatchReport(len(part), time.monotonic() - started, names))

    # --- trouble ----------------------------------------------------------------------------

    async def _resolve(self, part: list[Waiting], doubt: Doubt, started: float) -> bool:
        """Find out what became of a COMMIT whose answer was lost. True when all are answered."""
        deadline = time.monotonic() + self._wait_at_most
        status: str | None = "in progress"
        while status == "in progress" and time.monotonic() < deadline:
            try:
                async with asyncio.timeout(self._wait_at_most):
                    status = await self._store.fate(doubt)
            except UNREACHABLE:
                self._store.drop()
            if status == "in progress":
                await asyncio.sleep(0.05)  # the server is still at it, or not up yet
        log.warning("ledger doubt resolved", xid=doubt.xid, status=status, commands=len(part))
        if status == "aborted":
            return False
        if status == "committed":
            self._answer(part, doubt.decision, doubt.state, started)
        else:
            self._answer_all(part, InDoubt())
        return True

    async def _reconnected(self, part: list[Waiting]) -> bool:
        """Wait until the store is back; meanwhile answer Busy to whoever waited too long.
        False when nobody of ``part`` waits any more."""
        pause = 0.05
        while True:
            try:
                async with asyncio.timeout(self._wait_at_most):
                    await self._store.connection()
            except UNREACHABLE as error:
                self._store.drop()
                log.warning("ledger store away", error=str(error), waiting=self.queue_length)
            else:
                self._give_up(part, float("-inf"))
                return bool(part)
            before = time.monotonic() - self._wait_at_most
            self._give_up(part, before)
            for waiting in self._queues.older_than(before):
                waiting.answer(Busy(1.0))
            if not part:
                return False
            await asyncio.sleep(pause)
            pause = min(pause * 2, 0.5)

    @staticmethod
    def _give_up(part: list[Waiting], before: float) -> None:
        """Answer Busy to those who have waited since ``before`` or longer; drop who has left."""
        for waiting in part:
            if waiting.since < before:
                waiting.answer(Busy(1.0))
        part[:] = [waiting for waiting in part if not waiting.future.done()]
