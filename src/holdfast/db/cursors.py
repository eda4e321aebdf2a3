"""Consumers of the event log, each with a cursor of its own: in order, nothing skipped.

A consumer reads what lies after its cursor and below the line (``reading.py``); those of a process
share what was written last. Where nothing is wanted no cursor moves at once.

``effect="database"``: the handler works in the transaction that moves the cursor, so its effect
happens exactly once; of several processes with the same consumer, one holds the cursor's row and
the others stand back. ``effect="outside"`` (a ledger command, a call elsewhere): the handler runs
with no transaction open and the cursor moves after it, so it happens at least once and must be
safe to repeat; the caller sees to it that one process runs it at a time, by a ``lease`` under
which the cursor is moved: one that was paused meanwhile, while another took over, moves nothing.

A handler that fails is tried again, later and later; its events are never skipped. Reading again
from the start is a second consumer under another name.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Literal, TypeAlias

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database, is_away
from holdfast.db.events import Xid
from holdfast.db.lease import Lease, guard
from holdfast.db.metadata import TIME, metadata
from holdfast.db.reading import START, Event, LogSpan, Position, Tail, read
from holdfast.db.turns import Turns
from holdfast.kit.errors import Problem

__all__ = ["SET_WISE", "Consumer", "Handler", "OutsideHandler", "event_cursors"]

log = structlog.get_logger("holdfast.events")

event_cursors = sa.Table(
    "event_cursors",
    metadata,
    sa.Column("consumer", sa.Text, primary_key=True),
    sa.Column("era", sa.SmallInteger, nullable=False),
    sa.Column("xid", Xid, nullable=False),
    sa.Column("id", sa.BigInteger, nullable=False),
    sa.Column("moved_at", TIME, nullable=False, server_default=sa.func.now()),
)


Handler: TypeAlias = Callable[[AsyncConnection, Sequence[Event]], Awaitable[None]]
OutsideHandler: TypeAlias = Callable[[Sequence[Event]], Awaitable[None]]

REST: Final = 2.0  # a consumer with much to read takes at most a third of the time
LIMIT: Final = 15.0  # seconds of one effect in the database: while it is open, it holds the line
SET_WISE: Final = 1000  # events at a time of a handler that leaves them to statements
LOOK_EVERY: Final = 20.0  # seconds; then a cursor is looked at though nothing is to be handled

_LOOK: Final = """
SELECT era, xid::text::bigint, id FROM event_cursors WHERE consumer = $1
"""
# As _LOOK, in the transaction of the effect.
_TAKE: Final = sa.text(
    "SELECT era, CAST(CAST(xid AS text) AS bigint), id FROM event_cursors"
    " WHERE consumer = :consumer FOR UPDATE SKIP LOCKED"
)
_FROM_BEGINNING: Final = """
INSERT INTO event_cursors (consumer, era, xid, id) VALUES ($1, 0, '0', 0) ON CONFLICT DO NOTHING
"""
# Just below the line: what has not ended by now is still to come.
_FROM_NOW: Final = """
INSERT INTO event_cursors (consumer, era, xid, id)
SELECT $1, max(era), ((pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text)::xid8,
       9223372036854775807
FROM event_eras
ON CONFLICT DO NOTHING
"""
_MOVE: Final = """
UPDATE event_cursors SET era = {0}, xid = CAST(CAST({1} AS text) AS xid8), id = {2},
                         moved_at = clock_timestamp()
WHERE consumer = {3}
  AND (era, xid, id) = (CAST({4} AS smallint), CAST(CAST({5} AS text) AS xid8), CAST({6} AS bigint))
"""
_MOVED: Final = _MOVE.format("$1", "$2", "$3", "$4", "$5", "$6", "$7")
_MOVED_WITH: Final = sa.text(
    _MOVE.format(":era", ":xid", ":id", ":consumer", ":old_era", ":old_xid", ":old_id")
)


class Consumer:
    """One reader of the log. ``name`` names its cursor; a new name begins at the log's beginning,
    or with what is written from ``now`` on.

    At most ``span`` events are handled at a time, so that they keep the loop for a few milliseconds
    only; where more lie behind them it rests ``rest`` times as long as they took, since buyers use
    the same loop and the same database. Consumers that share ``turns`` work and rest one after the
    other, so all of them together take no more than one. With ``age`` an event is handled when it
    is that many seconds old. A wake-up is followed by ``collect_for`` seconds in which more may
    come, a quiet log is looked at every ``poll``, what failed is tried again after
    ``longest_pause`` at most; one that holds its transaction for ``limit`` seconds has failed.
    ``on_failure`` is told the name at each failed try (a metric), ``on_handled`` when events were
    handled and the cursor has moved.
    """

    def __init__(
        self,
        name: str,
        types: Sequence[str],
        handle: Handler | OutsideHandler,
        *,
        effect: Literal["database", "outside"] = "database",
        begin: Literal["beginning", "now"] = "beginning",
        span: int = 250,
        age: float = 0.0,
        collect_for: float = 1.0,
        poll: float = 1.0,
        longest_pause: float = 60.0,
        rest: float = REST,
        limit: float = LIMIT,
        on_failure: Callable[[str], None] = lambda _: None,
        on_handled: Callable[[], None] = lambda: None,
        turns: Turns | None = None,
    ) -> None:
        self.name = name
        self.types = tuple(dict.fromkeys(types))
        self.effect = effect
        self._handle = handle
        self._span = span
        self._age = age
        self._collect_for = collect_for
        self._poll = poll
        self._longest_pause = longest_pause
        self._rest = rest
        self._limit = limit
        self._on_failure = on_failure
        self._on_handled = on_handled
        self._turns = turns or Turns()
        self._woken = asyncio.Event()
        self._first = _FROM_NOW if begin == "now" else _FROM_BEGINNING
        # The cursor as it is known to be, None: not known; and how far nothing is wanted after it.
        self._stored: Position | None = None
        self._passed = START
        self._looked_at = 0.0

    def wake(self) -> None:
        """Something was written: do not wait for the next poll."""
        self._woken.set()

    async def run(
        self,
        database: Database,
        may_run: Callable[[], bool] = lambda: True,
        tail: Tail | None = None,
        lease: Callable[[], Lease | None] = lambda: None,
    ) -> None:
        """Consume until cancelled. ``may_run`` says whether this process is to do so now, ``tail``
        is what its consumers share, ``lease`` what it does so by."""
        failures = 0
        while True:
            self._woken.clear()
            more = False
            pause = self._poll
            if may_run():
                try:
                    async with self._turns.turn():
                        started = time.monotonic()
                        more = await self.step(database, tail, lease())
                        if more:
                            await asyncio.sleep(self._rest * (time.monotonic() - started))
                    failures = 0
                except Exception as error:
                    failures += 1
                    pause = min(self._poll * 2 ** min(failures - 1, 16), self._longest_pause)
                    self._on_failure(self.name)
                    log.error(  # noqa: TRY400  (a trace only when something of ours is broken)
                        "consumer failed; its events wait",
                        consumer=self.name,
                        tries=failures,
                        retry_in=pause,
                        error=repr(error),
                        exc_info=None if is_away(error) or isinstance(error, Problem) else error,
                    )
                    await asyncio.sleep(pause)
                    continue
            if not more:
                try:  # not wait_for: before Python 3.12 it may swallow that we are cancelled
                    async with asyncio.timeout(pause):
                        await self._woken.wait()
                except TimeoutError:
                    continue
                # One wake-up is seldom alone: under load many batches gather for one read.
                await asyncio.sleep(self._collect_for)

    async def step(
        self, database: Database, tail: Tail | None = None, lease: Lease | None = None
    ) -> bool:
        """Read and handle one span; whether there may be more right behind it."""
        if self._stored is None or time.monotonic() > self._looked_at + LOOK_EVERY:
            await self._look(database)
        assert self._stored is not None
        span = None if tail is None else await tail.after(self._passed, self.types, self._span)
        if span is None:
            span = await read(database, self._passed, self.types, self._span)
        events, end, more = self._pick(span)
        if not events:
            quiet, self._passed = end == self._passed, end
            if quiet and end != self._stored:  # what nobody wanted is passed when there is time
                await self._look(database)
            return more
        if self.effect == "database":
            async with asyncio.timeout(self._limit), database.transaction() as connection:
                row = (await connection.execute(_TAKE, {"consumer": self.name})).first()
                if row is None or Position(*row) != self._stored:
                    self._stored = None  # another process has it in hand, or has moved it
                    return row is not None
                await self._handle(connection, events)  # type: ignore[call-arg,arg-type]
                await self._move(connection, self._stored, end)
        else:
            if await self.position(database) != self._stored:
                self._stored = None
                return True
            await self._handle(events)  # type: ignore[call-arg,arg-type]
            async with database.transaction() as connection:
                if lease is not None:
                    await guard(connection, lease)
                await self._move(connection, self._stored, end)
        self._stored = self._passed = end
        self._on_handled()
        return more

    def _pick(self, span: LogSpan) -> tuple[Sequence[Event], Position, bool]:
        """The events to handle, the place to move to after them, and whether there may be more."""
        events = span.events
        if self._age:
            for at, event in enumerate(events):
                if not span.old(event, self._age):
                    end = events[at - 1].position if at else self._passed
                    return events[:at], end, False
        return events, span.end, span.more

    async def position(self, database: Database) -> Position:
        """How far this consumer has come; its cursor is made when it is new."""
        row = await database.pool.fetchrow(_LOOK, self.name)
        if row is None:
            await database.pool.execute(self._first, self.name)
            row = await database.pool.fetchrow(_LOOK, self.name)
        return Position(*row)

    async def _look(self, database: Database) -> None:
        """Where the cursor is: what was passed since is kept, unless it was moved meanwhile."""
        found = await self.position(database)
        if found == self._stored and self._passed > found:
            await database.pool.execute(_MOVED, *_moved(self.name, found, self._passed))
            found = self._passed
        self._stored = self._passed = found
        self._looked_at = time.monotonic()

    async def _move(self, connection: AsyncConnection, start: Position, end: Position) -> None:
        names = ("era", "xid", "id", "consumer", "old_era", "old_xid", "old_id")
        values = _moved(self.name, start, end)
        await connection.execute(_MOVED_WITH, dict(zip(names, values, strict=True)))


def _moved(consumer: str, start: Position, end: Position) -> tuple[object, ...]:
    return (end.era, str(end.xid), end.id, consumer, start.era, str(start.xid), start.id)
