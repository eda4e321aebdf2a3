"""Secret addresses of calendars: shown once, kept as SHA-256, and gone when they are ended."""

import hashlib
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.calendars.tables import calendar_links
from holdfast.kit.errors import Problem
from holdfast.kit.ids import new_id
from holdfast.kit.sentences import say

MAX_LINKS: Final = 20  # of one owner
MAX_LINK_NAME: Final = 80
_COLUMNS: Final = "id, owner, resource_id, name, created_at"
_BY_TOKEN: Final = f"SELECT {_COLUMNS} FROM calendar_links WHERE token_hash = $1"
_OF_OWNER: Final = f"SELECT {_COLUMNS} FROM calendar_links WHERE owner = $1 ORDER BY id"
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('calendar-links/' || :owner))")


class CalendarLinkNotFound(Problem):
    """No such link, or it was ended."""

    status = 404
    code = "calendar-link-not-found"
    title = "No such calendar link"


class TooManyCalendarLinks(Problem):
    """One person has so many links at most."""

    status = 409
    code = "too-many-calendar-links"
    title = "Too many calendar links"


class CalendarLink(Struct, frozen=True):
    """An address that reads the calendar of a resource, or its owner's own bookings."""

    id: UUID
    owner: str
    resource_id: UUID | None
    name: str
    created_at: datetime


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def new_calendar_link(
    connection: AsyncConnection, owner: str, resource_id: UUID | None, name: str
) -> tuple[CalendarLink, str]:
    """A link and its token, which is told this once. Raises :class:`TooManyCalendarLinks`."""
    await connection.execute(_LOCK, {"owner": owner})
    columns = calendar_links.c
    count = sa.select(sa.func.count()).where(columns.owner == owner)
    if (await connection.execute(count)).scalar_one() >= MAX_LINKS:
        raise TooManyCalendarLinks(say("You have {most} links. End one first.", most=MAX_LINKS))
    token, values = secrets.token_urlsafe(32), (new_id(), owner, resource_id, name)
    named = dict(zip(("id", "owner", "resource_id", "name"), values, strict=True))
    made = await connection.execute(
        sa.insert(calendar_links)
        .values(token_hash=_hash(token), **named)
        .returning(columns.created_at)
    )
    return CalendarLink(*values, made.scalar_one()), token


async def calendar_link(pool: asyncpg.Pool, token: str) -> CalendarLink:
    """Whose calendar the token reads. Raises :class:`CalendarLinkNotFound`."""
    row = await pool.fetchrow(_BY_TOKEN, _hash(token))
    if row is None:
        raise CalendarLinkNotFound("It was ended, or its address was not copied whole.")
    return CalendarLink(*row)


async def calendar_links_of(pool: asyncpg.Pool, owner: str) -> list[CalendarLink]:
    """What the owner made, the oldest first."""
    return [CalendarLink(*row) for row in await pool.fetch(_OF_OWNER, owner)]


async def end_calendar_link(connection: AsyncConnection, owner: str, link_id: UUID) -> CalendarLink:
    """Its address reads nothing from now on. Raises :class:`CalendarLinkNotFound`."""
    columns = calendar_links.c
    gone = await connection.execute(
        sa.delete(calendar_links)
        .where(columns.id == link_id, columns.owner == owner)
        .returning(columns.id, columns.owner, columns.resource_id, columns.name, columns.created_at)
    )
    row = gone.first()
    if row is None:
        raise CalendarLinkNotFound("You have no such link.")
    return CalendarLink(*row)


async def end_calendar_links(connection: AsyncConnection, owner: str) -> int:
    """All that the owner made; how many there were."""
    gone = sa.delete(calendar_links).where(calendar_links.c.owner == owner)
    return (await connection.execute(gone)).rowcount
