"""Connected calendars as they stand, and whose turn it is to read one: one job at a time is due for
each, one process at a time reads it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.outside.jobs import ReadCalendar
from holdfast.booking.outside.port import Channel, Provider
from holdfast.booking.outside.tables import outside_calendars
from holdfast.db.jobs import enqueue
from holdfast.kit.errors import Problem

Silent: TypeAlias = Literal["blocks", "passes"]
CalendarState: TypeAlias = Literal["connected", "refused", "leaving", "ended"]

MAX_CALENDARS: Final = 10  # of one resource
SILENCE: Final = timedelta(seconds=60)
READ_EVERY: Final = timedelta(seconds=40)
_CLAIM: Final = timedelta(seconds=20)  # longer than a job may take
_JOB_IS_DEAD: Final = timedelta(hours=26)

COLUMNS: Final = (
    "id", "resource_id", "provider", "address", "name", "sealed", "silent", "state", "fault",
    "token", "listing", "expanded_until", "heard_at", "channel_id", "channel_resource",
    "channel_until", "connected_by", "created_at",
)  # fmt: skip


class CalendarNotFound(Problem):
    """No such calendar is connected to this resource."""

    status = 404
    code = "calendar-not-found"
    title = "No such calendar"


class Connected(Struct, frozen=True):
    """A calendar elsewhere that is kept in step with a resource."""

    id: UUID
    resource_id: UUID
    provider: Provider
    address: str
    name: str
    sealed: bytes | None
    silent: Silent
    state: CalendarState
    fault: str | None
    token: str | None
    listing: int
    expanded_until: datetime | None
    heard_at: datetime | None
    channel_id: str | None
    channel_resource: str | None
    channel_until: datetime | None
    connected_by: str
    created_at: datetime

    @property
    def is_leaving(self) -> bool:
        return self.state == "leaving"

    @property
    def is_connected(self) -> bool:
        return self.state == "connected"

    @property
    def silence_blocks(self) -> bool:
        """Whether nobody books while it says nothing."""
        return self.silent == "blocks"

    @property
    def channel(self) -> Channel | None:
        if self.channel_id is None or self.channel_resource is None or self.channel_until is None:
            return None
        return Channel(self.channel_id, self.channel_resource, self.channel_until)


_COLUMNS: Final = ", ".join(COLUMNS)
_BY_ID: Final = f"SELECT {_COLUMNS} FROM outside_calendars WHERE id = $1 AND state <> 'ended'"
_EVER: Final = "SELECT id FROM outside_calendars WHERE id = ANY($1::uuid[])"
_OF_RESOURCES: Final = f"""
SELECT {_COLUMNS} FROM outside_calendars
WHERE resource_id = ANY($1::uuid[]) AND state <> 'ended' ORDER BY id
"""
_SILENT_NOW: Final = f"""
SELECT {_COLUMNS} FROM outside_calendars
WHERE resource_id = ANY($1::uuid[]) AND state IN ('connected', 'refused')
  AND (heard_at IS NULL OR heard_at < now() - $2::interval)
"""
_CLAIMED: Final = f"""
UPDATE outside_calendars SET working_until = now() + $2, again = false
WHERE id = $1 AND state IN ('connected', 'leaving')
  AND (working_until IS NULL OR working_until < now())
RETURNING {_COLUMNS}
"""
_FAILED: Final = """
UPDATE outside_calendars SET working_until = NULL, fault = $2 WHERE id = $1
"""
_AGAIN: Final = "UPDATE outside_calendars SET again = true WHERE id = $1"
_REACHED: Final = """
UPDATE outside_calendars SET token = $2, listing = $3, heard_at = CASE WHEN $4 THEN now()
    ELSE heard_at END, fault = CASE WHEN $4 THEN NULL ELSE fault END
WHERE id = $1
"""
_EXPANDED: Final = "UPDATE outside_calendars SET expanded_until = $2 WHERE id = $1"
_RESEALED: Final = "UPDATE outside_calendars SET sealed = $2 WHERE id = $1"
_CHANNEL: Final = """
UPDATE outside_calendars SET channel_id = $2, channel_resource = $3, channel_until = $4
WHERE id = $1
"""
_SILENT: Final = "UPDATE outside_calendars SET silent = $2 WHERE id = $1"
_REFUSED: Final = sa.text("""
UPDATE outside_calendars SET state = 'refused', fault = :fault, working_until = NULL,
    queued_at = NULL, again = false
WHERE id = :id AND state = 'connected' RETURNING id
""")
_ENDED: Final = sa.text("""
UPDATE outside_calendars SET state = 'ended', sealed = NULL, token = NULL, ended_at = now(),
    working_until = NULL, queued_at = NULL, again = false
WHERE id = :id AND state <> 'ended'
""")
_FORGET: Final = (
    sa.text("DELETE FROM outside_events WHERE calendar_id = :id"),
    sa.text("DELETE FROM outside_copies WHERE calendar_id = :id"),
    sa.text("DELETE FROM outside_blocks WHERE calendar_id = :id"),
)
_LEAVING: Final = sa.text("""
UPDATE outside_calendars SET state = 'leaving' WHERE id = :id AND state IN ('connected', 'refused')
RETURNING id
""")
_DONE: Final = sa.text("""
UPDATE outside_calendars SET working_until = NULL, again = false,
    queued_at = CASE WHEN again OR CAST(:more AS boolean) THEN now() END
WHERE id = :id AND state IN ('connected', 'leaving') RETURNING queued_at IS NOT NULL
""")
_ASK: Final = sa.text("""
UPDATE outside_calendars SET queued_at = now()
WHERE id = ANY(CAST(:ids AS uuid[])) AND state IN ('connected', 'leaving')
  AND (queued_at IS NULL OR queued_at < now() - CAST(:dead AS interval)
       OR (CAST(:urgent AS boolean) AND fault IS NOT NULL))
RETURNING id
""")
_ASK_AGAIN: Final = sa.text("""
UPDATE outside_calendars SET again = true
WHERE id = ANY(CAST(:ids AS uuid[])) AND NOT again AND state = 'connected'
  AND queued_at IS NOT NULL
""")
_DUE: Final = sa.text("""
SELECT id FROM outside_calendars
WHERE state IN ('connected', 'leaving')
  AND (queued_at IS NULL OR queued_at < now() - CAST(:dead AS interval))
  AND (heard_at IS NULL OR heard_at < now() - CAST(:every AS interval))
ORDER BY heard_at NULLS FIRST LIMIT 200
""")
_OF_BOOKINGS: Final = sa.text("""
SELECT DISTINCT c.id FROM outside_calendars c
WHERE c.state = 'connected' AND (c.resource_id IN (
    SELECT resource_id FROM booking_resources WHERE booking_id = ANY(CAST(:ids AS uuid[])))
  OR c.id IN (SELECT calendar_id FROM outside_copies
              WHERE booking_id = ANY(CAST(:ids AS uuid[]))))
""")


async def calendar_at(pool: asyncpg.Pool, calendar_id: UUID) -> Connected | None:
    row = await pool.fetchrow(_BY_ID, calendar_id)
    return None if row is None else Connected(*row)


async def ever_connected(pool: asyncpg.Pool, ids: Sequence[UUID]) -> set[UUID]:
    """Those that are or were a calendar of this shop."""
    return {row[0] for row in await pool.fetch(_EVER, list(ids))}


async def calendars_of(pool: asyncpg.Pool, resources: Sequence[UUID]) -> list[Connected]:
    """Those of these resources, the oldest first."""
    return [Connected(*row) for row in await pool.fetch(_OF_RESOURCES, list(resources))]


async def silent_calendars(
    pool: asyncpg.Pool, resources: Sequence[UUID]
) -> dict[UUID, list[Connected]]:
    """Those of each of these resources from which nothing was heard for too long to know what
    stands in them."""
    found: dict[UUID, list[Connected]] = {}
    for row in await pool.fetch(_SILENT_NOW, list(resources), SILENCE):
        calendar = Connected(*row)
        found.setdefault(calendar.resource_id, []).append(calendar)
    return found


async def add_calendar(connection: AsyncConnection, new: Connected) -> None:
    """A new row; it is read at once."""
    values = {name: getattr(new, name) for name in COLUMNS if name != "created_at"}
    await connection.execute(sa.insert(outside_calendars).values(**values))


async def opened_anew(connection: AsyncConnection, calendar_id: UUID, by: str, new: bytes) -> None:
    """Its owner said yes again: it goes on where it stood."""
    await connection.execute(
        sa.update(outside_calendars)
        .where(outside_calendars.c.id == calendar_id)
        .values(sealed=new, state="connected", fault=None, connected_by=by, queued_at=None)
    )


async def claim_calendar(pool: asyncpg.Pool, calendar_id: UUID) -> Connected | None:
    """The calendar, to be read by the caller alone; None if another has it, or it ended."""
    row = await pool.fetchrow(_CLAIMED, calendar_id, _CLAIM)
    if row is None:
        await pool.execute(_AGAIN, calendar_id)
        return None
    return Connected(*row)


async def calendar_failed(pool: asyncpg.Pool, calendar_id: UUID, fault: str) -> None:
    """It was not heard from; the job comes again later."""
    await pool.execute(_FAILED, calendar_id, fault[:300])


async def reached(
    pool: asyncpg.Pool, calendar_id: UUID, token: str, listing: int, *, wholly: bool
) -> None:
    """It was read as far as ``token``; ``wholly``: there is no more just now."""
    await pool.execute(_REACHED, calendar_id, token, listing, wholly)


async def laid_out_until(pool: asyncpg.Pool, calendar_id: UUID, until: datetime) -> None:
    """As far as that what recurs is laid out."""
    await pool.execute(_EXPANDED, calendar_id, until)


async def reseal(pool: asyncpg.Pool, calendar_id: UUID, sealed: bytes) -> None:
    await pool.execute(_RESEALED, calendar_id, sealed)


async def keep_channel(pool: asyncpg.Pool, calendar_id: UUID, channel: Channel | None) -> None:
    """The channel on which it calls; none: it calls no more."""
    values = (
        (None, None, None) if channel is None else (channel.id, channel.resource, channel.until)
    )
    await pool.execute(_CHANNEL, calendar_id, *values)


async def keep_silent(pool: asyncpg.Pool, calendar_id: UUID, silent: Silent) -> None:
    """What its silence is to do to who books."""
    await pool.execute(_SILENT, calendar_id, silent)


async def calendar_refused(connection: AsyncConnection, calendar_id: UUID, fault: str) -> bool:
    """It lets us in no more; whether that is news."""
    found = await connection.execute(_REFUSED, {"id": calendar_id, "fault": fault[:300]})
    return found.first() is not None


async def begin_leaving(connection: AsyncConnection, calendar_id: UUID) -> bool:
    """Whether it was connected, and is to be left now."""
    return (await connection.execute(_LEAVING, {"id": calendar_id})).first() is not None


async def calendar_ended(connection: AsyncConnection, calendar_id: UUID) -> None:
    """It is left, and nothing of it is kept."""
    await connection.execute(_ENDED, {"id": calendar_id})
    for forget in _FORGET:
        await connection.execute(forget, {"id": calendar_id})


async def calendar_done(connection: AsyncConnection, calendar_id: UUID, *, more: bool) -> None:
    """The caller has read it. Where somebody asked meanwhile, or there is ``more``, it is read
    again at once."""
    row = (await connection.execute(_DONE, {"id": calendar_id, "more": more})).first()
    if row is not None and row[0]:
        await enqueue(connection, [(ReadCalendar(calendar_id), "")])


async def ask_calendars(
    connection: AsyncConnection, ids: Sequence[UUID], request: str = "", *, urgent: bool = False
) -> None:
    """Have them read now; a calendar that is to be read already is read once more after that.
    ``urgent``: not only when its next try is due, since it is known to be back."""
    if not ids:
        return
    asked = {"ids": list(ids), "dead": _JOB_IS_DEAD, "urgent": urgent}
    due = [row[0] for row in await connection.execute(_ASK, asked)]
    await enqueue(connection, [(ReadCalendar(one), request) for one in due])
    late = [one for one in ids if one not in due]
    if late:
        await connection.execute(_ASK_AGAIN, {"ids": late})


async def due_calendars(connection: AsyncConnection) -> list[UUID]:
    """Those that nobody heard from lately and nobody is to read."""
    asked = {"dead": _JOB_IS_DEAD, "every": READ_EVERY}
    return [row[0] for row in await connection.execute(_DUE, asked)]


async def calendars_of_bookings(connection: AsyncConnection, ids: Sequence[str]) -> list[UUID]:
    """Those in which something changes when these bookings do."""
    return [row[0] for row in await connection.execute(_OF_BOOKINGS, {"ids": list(ids)})]
