"""Leaving a calendar: its blocks are lifted, ours are taken out of it, and it is forgotten."""

from uuid import UUID

from holdfast.booking.outside import (
    CalendarDisconnected,
    CalendarNotFound,
    Connected,
    OutsideCalendar,
    ask_calendars,
    begin_leaving,
    calendar_at,
    calendar_ended,
)
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.outside.laying import lift_all
from holdfast.flows.booking.outside.writing import erase_copies
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event

__all__ = ["begin_to_leave", "calendar_of_theirs", "leave"]


async def calendar_of_theirs(
    here: Calendars, caller: Caller, resource_id: UUID, calendar_id: UUID
) -> Connected:
    """Raises :class:`~holdfast.booking.ResourceNotFound` and :class:`CalendarNotFound`."""
    await own_resource(here.studio, caller, resource_id)
    calendar = await calendar_at(here.database.pool, calendar_id)
    if calendar is None or calendar.resource_id != resource_id:
        raise CalendarNotFound("There is no such calendar.")
    return calendar


async def begin_to_leave(
    here: Calendars, caller: Caller, resource_id: UUID, calendar_id: UUID
) -> None:
    """Its blocks are lifted now, what stands there of ours is taken away by a job. Raises
    :class:`~holdfast.booking.ResourceNotFound` and :class:`CalendarNotFound`."""
    calendar = await calendar_of_theirs(here, caller, resource_id, calendar_id)
    async with here.database.transaction() as connection:
        if not await begin_leaving(connection, calendar_id):
            return
        fact = CalendarDisconnected(resource_id, calendar.provider, calendar.name, caller.actor)
        await write_event(connection, fact, calendar_id, caller.request)
        about = {"provider": calendar.provider, "name": calendar.name}
        await caller.note(connection, "calendar.disconnected", str(resource_id), about)
        await ask_calendars(connection, [calendar_id], caller.request, urgent=True)
    await lift_all(here, calendar, caller.request)


async def leave(here: Calendars, calendar: Connected, calls: OutsideCalendar | None) -> bool:
    """Whether some of ours is left there. Without ``calls``, nothing there can be reached."""
    await lift_all(here, calendar, "")
    if calls is not None:
        if calendar.channel is not None:
            await calls.unwatch(calendar.channel)
        if await erase_copies(here, calendar, calls):
            return True
    async with here.database.transaction() as connection:
        await calendar_ended(connection, calendar.id)
    return False
