"""What a mail says to staff of a photographer or a studio who cannot come in any more: which
sessions of theirs are ahead. Whoever serves them is for staff to say."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking import OWNER
from holdfast.booking.services import bookings_called
from holdfast.flows.mailing.reading import About, Told
from holdfast.flows.mailing.reading_goods import MAX_LINES, read_staff
from holdfast.mail import Mail
from holdfast.people import Duty, photographer_sql

__all__ = ["AWAY", "still_away"]

_DUTY: Final[Duty] = "bookings:read"
_AHEAD: Final = sa.text(f"""
SELECT u.id, own.id AS resource, own.name AS called, b.number, b.id AS booking,
       b.service_name AS service,
       b.starts_at, b.zone
FROM users u
JOIN LATERAL (
    SELECT id, name FROM resources WHERE user_id = u.id ORDER BY id LIMIT 1) AS own ON true
JOIN bookings b ON b.starts_at > clock_timestamp()
    AND b.status IN ('requested', 'countered', 'held', 'confirmed')
    AND EXISTS (SELECT FROM booking_resources t JOIN resources r ON r.id = t.resource_id
                WHERE t.booking_id = b.id AND t.move = b.moves AND {OWNER} = u.id)
WHERE u.id = ANY(CAST(:ids AS uuid[]))
ORDER BY u.id, b.starts_at, b.id
""")
_STILL: Final = sa.text(f"""
SELECT NOT EXISTS (SELECT FROM users u WHERE u.id = CAST(:id AS uuid) AND {photographer_sql("u")})
""")


async def still_away(connection: AsyncConnection, mail: Mail) -> bool:
    """They were not let in again."""
    return bool(await connection.scalar(_STILL, {"id": mail.subject_id}))


async def _away(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """By user; with the first of their sessions, in order of time."""
    staff = await read_staff(connection, _DUTY)
    found = dict[str, list[Any]]()
    for row in await connection.execute(_AHEAD, {"ids": list(ids)}) if staff else ():
        found.setdefault(str(row.id), []).append(row)
    booked = {row.booking for rows in found.values() for row in rows[:MAX_LINES]}
    called = await bookings_called(connection, booked)
    return {one: _told(rows, staff, called) for one, rows in found.items()}


def _told(rows: Sequence[Any], staff: Sequence[str], called: Mapping[UUID, str]) -> Told:
    first = rows[0]
    lines = [
        {
            "number": row.number,
            "service": called.get(row.booking, row.service),
            "starts": row.starts_at.isoformat(),
            "zone": row.zone,
        }
        for row in rows[:MAX_LINES]
    ]
    said = {
        "name": first.called,
        "resource": str(first.resource),
        "sessions": lines,
        "more": max(len(rows) - MAX_LINES, 0),
    }
    return Told(staff[0], None, said, tuple(staff[1:]))


AWAY: Final = About("away", "/staff/resources/{resource}", _away, work=True, duty=_DUTY)
