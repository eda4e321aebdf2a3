"""Keeping one calendar in step: what changed there is read, becomes blocks and drags; what changed
here is written there.

One job for each calendar, one process at a time. Whatever breaks, the next time begins where the
last one was sure: events are kept before the token that says they were read, blocks are compared
with what is kept, and what is written there has the same id each time.
"""

import asyncio
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.outside import (
    CalendarAway,
    CalendarRefused,
    CalendarRefusedUs,
    Changes,
    Connected,
    Found,
    Ours,
    OutsideCalendar,
    TokenGone,
    all_fresh,
    calendar_done,
    calendar_failed,
    calendar_refused,
    claim_calendar,
    copies_in,
    ever_connected,
    gone_unlisted,
    keep_found,
    laid_out_until,
    reached,
    reseal,
)
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.outside.connector import still_comes_in
from holdfast.flows.booking.outside.drags import hear_drags
from holdfast.flows.booking.outside.laying import HORIZON, RELAID_EVERY, lay
from holdfast.flows.booking.outside.leaving import leave
from holdfast.flows.booking.outside.watching import keep_watching
from holdfast.flows.booking.outside.writing import write_bookings
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.event_log import write_event
from holdfast.kit import utc_now

__all__ = ["read_calendar"]

LIMIT: Final = 8.0
"""Seconds; less than a job may take. What is left is another job's."""
MOST_PAGES: Final = 20


async def read_calendar(here: Calendars, calendar_id: UUID, request: str = "") -> None:
    """Raises :class:`CalendarAway`: to be tried again later."""
    calendar = await claim_calendar(here.database.pool, calendar_id)
    if calendar is None:
        return
    try:
        more = await _kept_in_step(here, calendar, request)
    except CalendarRefused as error:
        await _refused(here, calendar, str(error), request)
        return
    except BaseException as error:
        fault = str(error) if isinstance(error, CalendarAway) else "Something went wrong here."
        await calendar_failed(here.database.pool, calendar_id, fault)
        raise
    async with here.database.transaction() as connection:
        await calendar_done(connection, calendar_id, more=more)


async def _kept_in_step(here: Calendars, calendar: Connected, request: str) -> bool:
    """Whether there is more to do."""
    calls = await here.open(calendar)
    try:
        async with asyncio.timeout(LIMIT):
            if calendar.is_leaving:
                return await leave(here, calendar, calls)
            if not await still_comes_in(here.database.pool, calendar):
                raise CalendarRefused("Whoever connected it is not here any more.")
            await _read(here, calendar, calls, request)
            await _roll_on(here, calendar)
            more = await lay(here, calendar, request)
            await write_bookings(here, calendar, calls)
            await keep_watching(here, calendar, calls)
            return more
    except TimeoutError as error:
        raise CalendarAway("It answers too slowly.") from error
    finally:
        if calls.renewed is not None:
            sealed = here.doors.seal(calendar.id, calls.renewed)
            await reseal(here.database.pool, calendar.id, sealed)
        await calls.close()


async def _read(here: Calendars, calendar: Connected, calls: OutsideCalendar, request: str) -> None:
    """All that changed, a page at a time."""
    token, listing = calendar.token, calendar.listing
    seen: set[UUID] | None = None
    for _ in range(MOST_PAGES):
        try:
            page = await calls.changes(token)
        except TokenGone:
            page = await calls.changes(None)
        if page.whole and page.begins:
            listing, seen = listing + 1, set()
        page = await _told_apart(here, page)
        if seen is not None:
            seen |= {one.ours.booking_id for one in page.found if one.ours and not one.is_gone}
        await _keep(here, calendar, listing, page, request, seen)
        token = page.token
        if not page.more:
            return


async def _told_apart(here: Calendars, page: Changes) -> Changes:
    """What looks like ours but is another shop's is somebody's appointment."""
    named = {one.ours.calendar_id for one in page.found if one.ours is not None}
    if not named:
        return page
    known = await ever_connected(here.database.pool, list(named))
    apart = [
        replace(one, ours=None) if one.ours and one.ours.calendar_id not in known else one
        for one in page.found
    ]
    return replace(page, found=apart)


async def _keep(
    here: Calendars,
    calendar: Connected,
    listing: int,
    page: Changes,
    request: str,
    seen: set[UUID] | None,
) -> None:
    """Drags first: they are read off what is known to stand there. ``seen``: bookings of a full
    reading, of which those that are missing were deleted."""
    pool = here.database.pool
    ended = page.whole and not page.more
    ours = [one for one in page.found if one.ours is not None]
    if ended and seen is not None:
        missing = set(await copies_in(pool, calendar.id)) - seen
        ours += [Found("", "", "", "", Ours(calendar.id, one, None, None)) for one in missing]
    await hear_drags(here, calendar, ours, request)
    await keep_found(pool, calendar.id, listing, [one for one in page.found if one.ours is None])
    if ended:
        await gone_unlisted(pool, calendar.id, listing)
    await reached(pool, calendar.id, page.token, listing, wholly=not page.more)


async def _roll_on(here: Calendars, calendar: Connected) -> None:
    """Once a day, what recurs is laid out a day further."""
    until = utc_now() + HORIZON
    if calendar.expanded_until is None or until - calendar.expanded_until > RELAID_EVERY:
        await all_fresh(here.database.pool, calendar.id)
        await laid_out_until(here.database.pool, calendar.id, until)


async def _refused(here: Calendars, calendar: Connected, fault: str, request: str) -> None:
    """Its owner is told, once; what lies of it stays."""
    if calendar.is_leaving:
        await leave(here, calendar, None)
        return
    async with here.database.transaction() as connection:
        if not await calendar_refused(connection, calendar.id, fault):
            return
        fact = CalendarRefusedUs(
            calendar.resource_id, calendar.provider, calendar.name, calendar.connected_by, fault
        )
        await write_event(connection, fact, calendar.id, request)
        await process("calendars", request).note(
            connection, "calendar.refused", str(calendar.resource_id), {"fault": fault}
        )
