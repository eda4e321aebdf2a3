"""People make and end the secret addresses from which their calendars are read."""

from uuid import UUID

import asyncpg

from holdfast.booking import Resource, ResourceNotFound, resource_of
from holdfast.booking.calendars import CalendarLink, end_calendar_link, new_calendar_link
from holdfast.db.engine import Database
from holdfast.flows.booking.changing import is_theirs
from holdfast.flows.commit.caller import Caller
from holdfast.people import Principal

__all__ = ["end_link", "make_link"]


async def make_link(
    database: Database, by: Caller, resource_id: UUID | None, name: str
) -> tuple[CalendarLink, str]:
    """A link to one's own bookings, or to the calendar of a resource: one's own, or as staff any.
    Its token is told this once. Raises :class:`~holdfast.booking.ResourceNotFound`,
    :class:`~holdfast.booking.calendars.TooManyCalendarLinks`."""
    who = by.principal
    if resource_id is not None and await _readable(database.pool, who, resource_id) is None:
        raise ResourceNotFound("There is no such resource.")
    async with database.transaction() as connection:
        made, token = await new_calendar_link(connection, who.id, resource_id, name.strip())
        await by.note(connection, "calendar-link.made", _subject(made), {"name": made.name})
    return made, token


async def end_link(database: Database, by: Caller, link_id: UUID) -> None:
    """The address reads nothing any more. Raises
    :class:`~holdfast.booking.calendars.CalendarLinkNotFound`."""
    async with database.transaction() as connection:
        gone = await end_calendar_link(connection, by.principal.id, link_id)
        await by.note(connection, "calendar-link.ended", _subject(gone), {"name": gone.name})


async def _readable(pool: asyncpg.Pool, who: Principal, resource_id: UUID) -> Resource | None:
    found = await resource_of(pool, resource_id)
    if found is None or not (who.is_staff or await is_theirs(pool, found, who)):
        return None
    return found


def _subject(link: CalendarLink) -> str:
    return link.owner if link.resource_id is None else f"resource:{link.resource_id}"
