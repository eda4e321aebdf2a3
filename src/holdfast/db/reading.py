"""Reading the event log: in order, below the line, and once for all consumers of a process.

The line is ``pg_snapshot_xmin(pg_current_snapshot())``: every transaction below it has ended, so
none can still commit an event behind what was read.
"""

import asyncio
import time
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Final

import msgspec
from msgspec import Struct

from holdfast.db.engine import Database

__all__ = ["START", "Event", "LogSpan", "Position", "Tail", "read", "unread_by"]

AT_ONCE: Final = 1000  # events of one reading for all
KEPT: Final = 20_000  # events kept for those who are behind: some seconds of a rush


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


class LogSpan(Struct, frozen=True):
    """Part of the log: what is wanted of it, where it ends, and whether there is more behind it.
    ``ahead`` is how far the database's clock is ahead of the monotonic one."""

    events: Sequence[Event]
    end: Position
    more: bool
    ahead: datetime

    def old(self, event: Event, age: float) -> bool:
        """Whether the event is that many seconds old by now."""
        return age == 0 or event.at <= self.ahead + timedelta(seconds=time.monotonic() - age)


# Below the line, in order, at most so many. The last one comes along whatever its type, so that
# a cursor passes what nobody cares for.
_READ: Final = """
WITH span AS MATERIALIZED (
    SELECT era, xid, id, at, type, subject, data, request
    FROM events
    WHERE (era, xid, id) > ($1::smallint, $2::text::xid8, $3::bigint)
      AND (era, xid) < ((SELECT max(era) FROM event_eras),
                        pg_snapshot_xmin(pg_current_snapshot()))
    ORDER BY era, xid, id
    LIMIT $4)
SELECT era, xid::text::bigint, id, at, type, subject, data::text, request,
       type = ANY($5::text[]), (SELECT count(*) FROM span), clock_timestamp()
FROM span
WHERE type = ANY($5::text[])
   OR (era, xid, id) = (SELECT era, xid, id FROM span ORDER BY era DESC, xid DESC, id DESC LIMIT 1)
ORDER BY era, xid, id
"""
_decode: Final = msgspec.json.Decoder(dict[str, object]).decode
_position: Final = attrgetter("position")
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


async def read(database: Database, after: Position, types: Sequence[str], span: int) -> LogSpan:
    """The ``span`` events after that place; of them, those of these types."""
    rows = await database.pool.fetch(_READ, after.era, str(after.xid), after.id, span, types)
    events: list[Event] = []
    end, depth, now = after, 0, _NEVER
    for era, xid, number, at, kind, subject, data, request, wanted, depth, now in rows:  # noqa: B007
        end = Position(era, xid, number)
        if wanted:
            events.append(Event(end, at, kind, subject, _decode(data), request))
    ahead = now - timedelta(seconds=time.monotonic()) if rows else _NEVER
    return LogSpan(events, end, depth >= span, ahead)


def unread_by(consumer: str) -> str:
    """The events ``e`` that a consumer of this name has still to read, those above the line among
    them: SQL, to stand after FROM."""
    return f"""(VALUES (0)) AS one (nothing)
    LEFT JOIN event_cursors c ON c.consumer = '{consumer}'
    JOIN events e ON (e.era, e.xid, e.id) > (
        coalesce(c.era, CAST(0 AS smallint)), coalesce(c.xid, CAST('0' AS xid8)),
        coalesce(c.id, 0))"""


class Tail:
    """What was written last, read once for every consumer of the process: one reading after
    ``wake``, and one each ``poll`` seconds. A consumer that is further behind reads for itself.

    What is kept lies by its type as well, so that nobody looks through what others want."""

    def __init__(
        self,
        database: Database,
        types: Iterable[str],
        *,
        poll: float = 1.0,
        at_once: int = AT_ONCE,
        kept: int = KEPT,
    ) -> None:
        self._database = database
        self._types = sorted(set(types))
        self._poll = poll
        self._at_once = at_once
        self._most = kept
        self._events: list[Event] = []
        self._of_type: dict[str, list[Event]] = {one: [] for one in self._types}
        self._start: Position | None = None
        self._last = LogSpan((), START, more=False, ahead=_NEVER)
        self._woken_at = self._read_at = float("-inf")
        self._one = asyncio.Lock()

    def wake(self) -> None:
        """Something was written: what was read so far is not all."""
        self._woken_at = time.monotonic()

    async def after(self, position: Position, types: Iterable[str], most: int) -> LogSpan | None:
        """What is known to lie after that place, as ``read`` has it: of these types, at most so
        many. None where that is no longer kept."""
        if self._stale(position):
            async with self._one:
                if self._stale(position):  # who waited finds it read
                    await self._read_on(position)
        last = self._last
        if self._start is None or position < self._start:
            return None
        if position > last.end:  # one that began now: all below the line lies before it
            return LogSpan((), position, last.more, last.ahead)
        wanted = self._kept_after(position, types, most + 1)
        if len(wanted) > most:
            del wanted[most:]
            return LogSpan(wanted, wanted[-1].position, more=True, ahead=last.ahead)
        return LogSpan(wanted, last.end, last.more, last.ahead)

    def _kept_after(self, position: Position, types: Iterable[str], most: int) -> list[Event]:
        """The first of these types that are kept, in order; at most so many."""
        found: list[Event] = []
        several = False
        for kind in types:
            some = self._of_type.get(kind, [])
            at = bisect_right(some, position, key=_position)
            several = several or bool(found)
            found += some[at : at + most]
        if several:
            found.sort(key=_position)
        return found[:most]

    def _stale(self, position: Position) -> bool:
        if self._last.more and position >= self._last.end:
            return True
        return self._read_at <= max(self._woken_at, time.monotonic() - self._poll)

    async def _read_on(self, position: Position) -> None:
        began = time.monotonic()
        start = position if self._start is None else self._last.end
        found = await read(self._database, start, self._types, self._at_once)
        if found.more and position > found.end:  # somebody is far ahead: that is the tail
            self._start = None
            self._keep_from(len(self._events))
            start = position
            found = await read(self._database, start, self._types, self._at_once)
        self._start = self._start or start
        self._events += found.events
        for event in found.events:
            self._of_type[event.type].append(event)
        ahead = self._last.ahead if found.ahead == _NEVER else found.ahead
        self._last = LogSpan((), found.end, found.more, ahead)
        self._read_at = began
        if (over := len(self._events) - self._most) > 0:
            self._start = self._events[over - 1].position
            self._keep_from(over)

    def _keep_from(self, place: int) -> None:
        """Let go of the events before the one at this place."""
        if not place:
            return
        end = self._events[place - 1].position
        del self._events[:place]
        for some in self._of_type.values():
            del some[: bisect_right(some, end, key=_position)]
