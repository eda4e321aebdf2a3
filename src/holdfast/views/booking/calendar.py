"""What stands in a calendar: a client's bookings, or a resource's with what is laid over it.

A booking stands there once it was confirmed, and cancelled from then on, so that a program that
showed it takes it away.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import asyncpg

from holdfast.booking import OWNER
from holdfast.booking.bookings import PLACE_SQL, BookingStatus
from holdfast.booking.calendars import CalendarEvent, CalendarLink
from holdfast.kit.sentences import in_language, say
from holdfast.people import STAFF_ROLES, SecuredRoles, staff_sql
from holdfast.views.client_names import Known, known_clients

__all__ = [
    "MAX_EVENTS", "booking_event", "client_events", "may_read", "resource_events",
    "shared_event",
]  # fmt: skip

BACK: Final = timedelta(days=92)
AHEAD: Final = timedelta(days=732)
MAX_EVENTS: Final = 5_000
_CLOSED: Final = say("Not available")

_MAKER: Final = f"""
SELECT u.email, u.roles, {staff_sql("u", "bookings:read")} AS serves,
       EXISTS (SELECT FROM second_factors f
               WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS secured,
       EXISTS (SELECT FROM resources r WHERE r.id = $2 AND {OWNER} = u.id) AS theirs
FROM users u WHERE 'user:' || u.id::text = $1 AND u.active
"""
_BOOKING: Final = f"""
SELECT b.id, b.number, b.service_name, b.starts_at, b.ends_at, b.status, b.moves, b.people, b.note,
       b.created_at, b.confirmed_at, b.ended_at, b.user_id,
       (SELECT o.contact_phone FROM orders o WHERE o.id = b.order_id) AS phone,
       coalesce((SELECT string_agg(t.name, ', ' ORDER BY t.role, t.name) FROM booking_resources t
                 WHERE t.booking_id = b.id AND t.move = b.moves), '') AS taken,
       {PLACE_SQL} AS place
FROM bookings b
"""
_OF_CLIENT: Final = f"""{_BOOKING}
WHERE b.user_id = $1 AND b.confirmed_at IS NOT NULL AND b.ends_at > $2 AND b.starts_at < $3
ORDER BY b.starts_at DESC, b.id LIMIT $4
"""
_OF_RESOURCE: Final = f"""{_BOOKING}
WHERE b.id IN (SELECT t.booking_id FROM booking_resources t
               WHERE t.resource_id = $1 AND t.ends_at > $2 AND t.starts_at < $3)
  AND b.confirmed_at IS NOT NULL
ORDER BY b.starts_at DESC, b.id LIMIT $4
"""
_STILL: Final = """
SELECT booking_id FROM bookings b JOIN booking_resources t ON t.booking_id = b.id
AND t.move = b.moves WHERE t.resource_id = $1 AND b.id = ANY($2::uuid[])
"""
_ONE: Final = f"{_BOOKING} WHERE b.id = $1"
_BLOCKS: Final = """
SELECT id, starts_at, ends_at, soft, note, made_at FROM blocks
WHERE resource_id = $1 AND ended_at IS NULL AND ends_at > $2 AND starts_at < $3
ORDER BY starts_at, id LIMIT $4
"""


async def may_read(pool: asyncpg.Pool, link: CalendarLink, asked: SecuredRoles) -> bool:
    """Whether whoever made the link still comes in, and may see what it reads in a session of
    theirs."""
    row = await pool.fetchrow(_MAKER, link.owner, link.resource_id)
    if row is None or link.resource_id is None:
        return row is not None
    withheld = asked.withheld(row["email"], row["roles"], secured=row["secured"])
    roles = frozenset(row["roles"]) - withheld
    if row["serves"] and not roles.isdisjoint(STAFF_ROLES):
        return True
    return bool(row["theirs"] and "photographer" in roles)


async def client_events(
    pool: asyncpg.Pool, owner: str, now: datetime, url: str
) -> list[CalendarEvent]:
    """A client's own; each with the address of its page below ``url``."""
    rows = await pool.fetch(_OF_CLIENT, owner, now - BACK, now + AHEAD, MAX_EVENTS)
    return [_booked(row, url) for row in rows]


async def resource_events(
    pool: asyncpg.Pool, resource_id: UUID, now: datetime, url: str, language: str
) -> list[CalendarEvent]:
    """What is booked of it and by whom, what was moved to another, and what is laid over its time;
    where nobody noted why, that it is not to be had, in the shop's ``language``."""
    span = (resource_id, now - BACK, now + AHEAD, MAX_EVENTS)
    rows = await pool.fetch(_OF_RESOURCE, *span)
    theirs = await pool.fetch(_STILL, resource_id, [row["id"] for row in rows])
    still = {row[0] for row in theirs}
    blocks = await pool.fetch(_BLOCKS, *span)
    known = await known_clients(pool, sorted({row["user_id"] for row in rows}), public=True)
    booked = [
        _booked(row, url, gone=row["id"] not in still, client=_client(row, known)) for row in rows
    ]
    closed = in_language(_CLOSED, language)
    return [*booked, *(_blocked(row, closed) for row in blocks)]


async def booking_event(pool: asyncpg.Pool, booking_id: UUID, url: str) -> CalendarEvent | None:
    """One booking, whatever became of it, as who booked it and staff may see it."""
    row = await pool.fetchrow(_ONE, booking_id)
    return None if row is None else _booked(row, url)


async def shared_event(pool: asyncpg.Pool, booking_id: UUID) -> CalendarEvent | None:
    """The same for who takes part: without what the client wrote to the studio, and its page."""
    row = await pool.fetchrow(_ONE, booking_id)
    return None if row is None else _booked(row, "", noted=False)


def _client(row: asyncpg.Record, known: Mapping[str, Known]) -> str:
    """What the client is called, and the number that a guest said with the booking."""
    name = known.get(row["user_id"], Known()).name
    return ", ".join(one for one in (name, row["phone"]) if one)


def _booked(
    row: asyncpg.Record, url: str, *, gone: bool = False, noted: bool = True, client: str = ""
) -> CalendarEvent:
    """``gone``: it was moved to another resource; ``noted``: with the client's note. Each move and
    each end raises the sequence."""
    status: BookingStatus = row["status"]
    off = gone or status == "cancelled"
    times = (row["created_at"], row["confirmed_at"], row["ended_at"])
    lines: Sequence[Any] = (client, row["taken"], row["number"], row["note"] if noted else "")
    return CalendarEvent(
        uid=f"{row['id']}@holdfast",
        sequence=2 * row["moves"] + int(off),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        title=row["service_name"],
        changed_at=max(one for one in times if one is not None),
        status="CANCELLED" if off else "CONFIRMED" if row["confirmed_at"] else "TENTATIVE",
        note="\n".join(one for one in lines if one),
        place=row["place"],
        address=f"{url}/bookings/{row['id']}" if url else "",
    )


def _blocked(row: asyncpg.Record, closed: str) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{row['id']}@holdfast",
        sequence=0,
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        title=row["note"] or closed,
        changed_at=row["made_at"],
        busy=not row["soft"],
    )
