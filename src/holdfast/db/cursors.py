"""Consumers of the event log, each with a cursor of its own: in order, nothing skipped.

A consumer reads what lies after its cursor and below ``pg_snapshot_xmin(pg_current_snapshot())``:
every transaction below that line has ended, so none can still commit an event behind the cursor.

``effect="database"``: the handler works in the transaction that moves the cursor, so its effect
happens exactly once; of several processes with the same consumer, one holds the cursor's row and
the others stand back. ``effect="outside"`` (a ledger command, a call elsewhere): the handler runs
with no transaction open and the cursor moves after it, so it happens at least once and must be
safe to repeat; the caller sees to it that one process runs it at a time.

A handler that fails is tried again, later and later; its events are never skipped. Reading again
from the start is a second consumer under another name.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias

import msgspec
import sqlalchemy as sa
import structlog
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database, is_away
from holdfast.db.events import Xid
from holdfast.db.metadata import metadata
from holdfast.db.turns import Turns
from holdfast.kit.errors import Problem

__all__ = [
    "START", "Consumer", "Event", "Handler", "OutsideHandler", "Position", "event_cursors",
]  # fmt: skip

log = structlog.get_logger("holdfast.events")

event_cursors = sa.Table(
    "event_cursors",
    metadata,
    sa.Column("consumer", sa.Text, primary_key=True),
    sa.Column("era", sa.SmallInteger, nullable=False),
    sa.Column("xid", Xid, nullable=False),
    sa.Column("id", sa.BigInteger, nullable=False),
    sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)


class Position(Struct, frozen=True, order=True):
    """A place in the log; everything up to it was read."""

    era: int
    xid: int
    id: int


START: Final = Position(0, 0, 0)


class Event(Struct, frozen=True):
    """One event as read back."""

    position: Position
    at: datetime
    type: str
    subject: str
    data: dict[str, object]
    request: str


Handler: TypeAlias = Callable[[AsyncConnection, Sequence[Event]], Awaitable[None]]
OutsideHandler: TypeAlias = Callable[[Sequence[Event]], Awaitable[None]]

# What a poll may read: below the line, in order, at most :span events. The last one comes along
# whatever its type, so that the cursor passes what the consumer does not care for. ``old`` says
# whether the event has reached the age at which the consumer wants it.
_READ: Final = sa.text(
    """
    WITH span AS MATERIALIZED (
        SELECT era, xid, id, at, type, subject, data, request
        FROM events
        WHERE (era, xid, id) > (CAST(:era AS smallint), CAST(CAST(:xid AS text) AS xid8),
                                CAST(:id AS bigint))
          AND (era, xid) < ((SELECT max(era) FROM event_eras),
                            pg_snapshot_xmin(pg_current_snapshot()))
        ORDER BY era, xid, id
        LIMIT :span)
    SELECT era, CAST(CAST(xid AS text) AS bigint), id, at, type, subject, CAST(data AS text),
           request,
           type = ANY(CAST(:types AS text[])) AS wanted,
           :age = 0 OR at <= clock_timestamp() - make_interval(secs => :age) AS old,
           (SELECT count(*) FROM span) AS depth
    FROM span
    WHERE type = ANY(CAST(:types AS text[]))
       OR (era, xid, id) = (SELECT era, xid, id FROM span ORDER BY era DESC, xid DESC, id DESC
                            LIMIT 1)
    ORDER BY era, xid, id
    """
).bindparams(sa.bindparam("age", type_=sa.Float))
REST: Final = 2.0  # a consumer with much to read takes at most a third of the time
_decode: Final = msgspec.json.Decoder(dict[str, object]).decode

_LOOK: Final = sa.text(
    "SELECT era, CAST(CAST(xid AS text) AS bigint), id FROM event_cursors"
    " WHERE consumer = :consumer"
)
_TAKE: Final = sa.text(f"{_LOOK.text} FOR UPDATE SKIP LOCKED")

_MOVE: Final = sa.text(
    """
    UPDATE event_cursors
    SET era = :era, xid = CAST(CAST(:xid AS text) AS xid8), id = :id, moved_at = clock_timestamp()
    WHERE consumer = :consumer
      AND (era, xid, id) < (CAST(:era AS smallint), CAST(CAST(:xid AS text) AS xid8),
                            CAST(:id AS bigint))
    """
)


class Consumer:
    """One reader of the log. ``name`` names its cursor; a new name begins at the log's start.

    At most ``span`` events are read at a time, so that they keep the loop for a few milliseconds
    only; where more lie behind them it rests ``rest`` times as long as they took, since buyers use
    the same loop and the same database. Consumers that share ``turns`` work and rest one after the
    other, so all of them together take no more than one. With ``age`` an event is handled when it
    is that many seconds old. A wake-up is followed by a wait of ``gather`` seconds, a quiet log is
    looked at every ``poll``, a failing handler again after at most ``patience``. ``on_failure`` is
    told the name at every failed try (a metric), ``on_handled`` when events were handled and the
    cursor has moved.
    """

    def __init__(
        self,
        name: str,
        types: Sequence[str],
        handle: Handler | OutsideHandler,
        *,
        effect: Literal["database", "outside"] = "database",
        span: int = 250,
        age: float = 0.0,
        gather: float = 1.0,
        poll: float = 1.0,
        patience: float = 60.0,
        rest: float = REST,
        on_failure: Callable[[str], None] = lambda _: None,
        on_handled: Callable[[], None] = lambda: None,
        turns: Turns | None = None,
    ) -> None:
        self.name = name
        self.types = tuple(types)
        self.effect = effect
        self._handle = handle
        self._span = span
        self._age = age
        self._gather = gather
        self._poll = poll
        self._patience = patience
        self._rest = rest
        self._on_failure = on_failure
        self._on_handled = on_handled
        self._turns = turns or Turns()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something was written: do not wait for the next poll."""
        self._woken.set()

    async def run(self, database: Database, may_run: Callable[[], bool] = lambda: True) -> None:
        """Consume until cancelled. ``may_run`` says whether this process is to do so now."""
        failures = 0
        while True:
            self._woken.clear()
            more = False
            pause = self._poll
            if may_run():
                try:
                    async with self._turns.turn():
                        started = time.monotonic()
                        more = await self.step(database)
                        if more:
                            await asyncio.sleep(self._rest * (time.monotonic() - started))
                    failures = 0
                except Exception as error:
                    failures += 1
                    pause = min(self._poll * 2 ** min(failures - 1, 16), self._patience)
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
                try:
                    await asyncio.wait_for(self._woken.wait(), pause)
                except TimeoutError:
                    continue
                # One wake-up is seldom alone: under load many batches gather for one read.
                await asyncio.sleep(self._gather)

    async def step(self, database: Database) -> bool:
        """Read and handle one span; whether there may be more right behind it."""
        if self.effect == "database":
            async with database.transaction() as connection:
                start = await self._begin(connection, lock=True)
                if start is None:
                    return False
                events, position, full = await self._read(connection, start)
                if events:
                    await self._handle(connection, events)  # type: ignore[call-arg,arg-type]
                await self._move(connection, start, position)
            if events:
                self._on_handled()
            return full
        async with database.transaction() as connection:
            start = await self._begin(connection, lock=False)
            assert start is not None
            events, position, full = await self._read(connection, start)
        if events:
            await self._handle(events)  # type: ignore[call-arg,arg-type]
        async with database.transaction() as connection:
            await self._move(connection, start, position)
        if events:
            self._on_handled()
        return full

    async def position(self, database: Database) -> Position:
        """How far this consumer has come."""
        async with database.transaction() as connection:
            found = await self._begin(connection, lock=False)
        assert found is not None
        return found

    async def _begin(self, connection: AsyncConnection, *, lock: bool) -> Position | None:
        """The cursor (made when new); None when another process has it in hand."""
        query = _TAKE if lock else _LOOK
        row = (await connection.execute(query, {"consumer": self.name})).first()
        if row is None:
            made = await connection.execute(
                sa.text(
                    "INSERT INTO event_cursors (consumer, era, xid, id) VALUES (:consumer, 0,"
                    " '0', 0) ON CONFLICT DO NOTHING RETURNING consumer"
                ),
                {"consumer": self.name},
            )
            if made.first() is None and lock:
                return None
            return START
        return Position(*row)

    async def _read(
        self, connection: AsyncConnection, start: Position
    ) -> tuple[list[Event], Position, bool]:
        """The events to handle, the place to move to after them, and whether the span was full."""
        rows = (
            await connection.execute(
                _READ,
                {
                    "era": start.era,
                    "xid": str(start.xid),
                    "id": start.id,
                    "span": self._span,
                    "types": list(self.types),
                    "age": self._age,
                },
            )
        ).all()
        events: list[Event] = []
        position = start
        depth = 0
        for era, xid, number, at, kind, subject, data, request, wanted, old, depth in rows:  # noqa: B007
            here = Position(era, xid, number)
            if wanted:
                if not old:
                    return events, position, False
                events.append(Event(here, at, kind, subject, _decode(data), request))
            position = here
        return events, position, depth >= self._span

    async def _move(self, connection: AsyncConnection, start: Position, position: Position) -> None:
        if position > start:
            await connection.execute(
                _MOVE,
                {
                    "consumer": self.name,
                    "era": position.era,
                    "xid": str(position.xid),
                    "id": position.id,
                },
            )
