"""Published times: kept in the caller's transaction, and found by their id or number."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.published.slot import PublishedSlot
from holdfast.db.metadata import TIME
from holdfast.kit.errors import Problem

_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast schedule_slots'))")
_GONE: Final = sa.text(
    "DELETE FROM schedule_slots WHERE service_id = :service"
    " AND start_time >= :begin AND start_time < :end AND NOT id = ANY(:ids)"
).bindparams(sa.bindparam("ids", type_=ARRAY(sa.Uuid)))
_MOVED: Final = sa.text("""
UPDATE schedule_slots known SET studio_id = new.studio_id
FROM unnest(:ids, :studios) AS new (id, studio_id)
WHERE known.id = new.id AND known.studio_id IS DISTINCT FROM new.studio_id
""").bindparams(
    sa.bindparam("ids", type_=ARRAY(sa.Uuid)), sa.bindparam("studios", type_=ARRAY(sa.Uuid))
)
# The lowest numbers that nobody has, the last time first: what is far ahead has a low one longest,
# and what is over gives its number to what is far ahead then.
_NEW: Final = sa.text("""
WITH fresh AS (
    SELECT new.*, row_number() OVER (ORDER BY new.start_time DESC, new.id) AS place
    FROM unnest(:ids, :leads, :starts, :ends, :photographers, :studios)
         AS new (id, lead_id, start_time, end_time, photographer_id, studio_id)
    WHERE NOT EXISTS (SELECT FROM schedule_slots known WHERE known.id = new.id)),
free AS (
    SELECT each.number, row_number() OVER (ORDER BY each.number) AS place
    FROM generate_series(1, (SELECT count(*) FROM schedule_slots)
                            + (SELECT count(*) FROM fresh)) AS each (number)
    WHERE NOT EXISTS (SELECT FROM schedule_slots known WHERE known.number = each.number)
    ORDER BY each.number LIMIT (SELECT count(*) FROM fresh))
INSERT INTO schedule_slots
    (id, number, service_id, lead_id, start_time, end_time, photographer_id, studio_id)
SELECT id, number, :service, lead_id, start_time, end_time, photographer_id, studio_id
FROM fresh JOIN free USING (place)
""").bindparams(
    *(
        sa.bindparam(name, type_=ARRAY(kind))
        for name, kind in (
            ("ids", sa.Uuid), ("leads", sa.Uuid), ("starts", TIME), ("ends", TIME),
            ("photographers", sa.Uuid), ("studios", sa.Uuid),
        )
    )
)  # fmt: skip
_NONE_OF: Final = sa.text("DELETE FROM schedule_slots WHERE service_id = :service")
_PAST: Final = "DELETE FROM schedule_slots WHERE start_time < $1"
_SERVICES: Final = sa.text("SELECT DISTINCT service_id FROM schedule_slots")
_FIND: Final = """
SELECT service_id, lead_id, start_time, end_time, photographer_id, studio_id FROM schedule_slots
WHERE id = $1 OR number = $2
"""


class PublishedSlotNotFound(Problem):
    """No time of that number or id is published, or it is past."""

    status = 404
    code = "slot-not-found"
    title = "No such time"


async def publish_slots(
    connection: AsyncConnection,
    service: UUID,
    span: tuple[datetime, datetime],
    slots: Sequence[PublishedSlot],
) -> None:
    """These and no others are the service's in that span. Those that were published keep their
    numbers; the others get the lowest that are free, the last of them the lowest."""
    await connection.execute(_LOCK)
    ids = [one.id for one in slots]
    begin, end = span
    gone = {"service": service, "begin": begin, "end": end, "ids": ids}
    await connection.execute(_GONE, gone)
    if slots:
        told = {
            "service": service,
            "ids": ids,
            "leads": [one.lead for one in slots],
            "starts": [one.start for one in slots],
            "ends": [one.end for one in slots],
            "photographers": [one.photographer for one in slots],
            "studios": [one.studio for one in slots],
        }
        moved = {"ids": ids, "studios": told["studios"]}
        await connection.execute(_MOVED, moved)
        await connection.execute(_NEW, told)


async def publish_none(connection: AsyncConnection, service: UUID) -> None:
    """Nothing of the service is published."""
    await connection.execute(_LOCK)
    await connection.execute(_NONE_OF, {"service": service})


async def forget_past_slots(pool: asyncpg.Pool, now: datetime) -> None:
    """What has begun by now is published no more."""
    await pool.execute(_PAST, now)


async def published_services(connection: AsyncConnection) -> set[UUID]:
    """Services of which something is published."""
    return set(await connection.scalars(_SERVICES))


async def published_slot(pool: asyncpg.Pool, named: UUID | int) -> PublishedSlot:
    """By its id, or by its number. Raises :class:`PublishedSlotNotFound`."""
    is_number = isinstance(named, int)
    row = await pool.fetchrow(_FIND, None if is_number else named, named if is_number else None)
    if row is None:
        raise PublishedSlotNotFound("No time of that name is published. Ask for the free ones.")
    return PublishedSlot(*row)
