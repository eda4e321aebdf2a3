"""Bookings are written into the calendars of what they take, follow each move, and are taken away
when they are off."""

from datetime import datetime
from typing import Final
from uuid import UUID

from holdfast.booking.outside import (
    ChangedThere,
    Connected,
    Copy,
    OutsideCalendar,
    ToWrite,
    Wanted,
    ask_calendars,
    copies_in,
    copy_written,
    digest_of,
    drop_copies,
    event_id_of,
    over_of,
    wanted_copies,
)
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.people.reaching import who_come
from holdfast.kit import utc_now

__all__ = ["erase_copies", "write_bookings"]

MOST_WRITES: Final = 100
"""Of one job; what is left is another's."""


async def write_bookings(here: Calendars, calendar: Connected, calls: OutsideCalendar) -> None:
    """As many as one job may. What was changed there meanwhile is read before it is written."""
    pool, now = here.database.pool, utc_now()
    wanted = {one.booking_id: one for one in await wanted_copies(pool, calendar.resource_id, now)}
    copies = await copies_in(pool, calendar.id)
    left = MOST_WRITES
    again = False
    async with here.database.read() as connection:
        come = await who_come(connection, [str(one) for one in wanted])
    off = [one for one in copies if one not in wanted]
    over = await over_of(pool, off, now)
    await drop_copies(pool, calendar.id, list(over))
    for booking_id in off:
        if booking_id not in over and left:
            left -= 1
            await _erase(here, calendar, calls, booking_id)
    for one in wanted.values():
        client = come.get(str(one.booking_id), "")
        event = _event(here, calendar, one, copies.get(one.booking_id), now, client)
        if event is None:
            continue
        if not left:
            again = True
            break
        left -= 1
        again |= not await _write(here, calendar, calls, event)
    if again or not left:
        async with here.database.transaction() as connection:
            await ask_calendars(connection, [calendar.id])


async def erase_copies(
    here: Calendars, calendar: Connected, calls: OutsideCalendar, most: int = MOST_WRITES
) -> bool:
    """Take away what stands there of ours; whether some is left."""
    copies = list(await copies_in(here.database.pool, calendar.id))
    over = await over_of(here.database.pool, copies, utc_now())
    due = [one for one in copies if one not in over]
    for one in due[:most]:
        await _erase(here, calendar, calls, one)
    return len(due) > most


def _event(
    here: Calendars,
    calendar: Connected,
    booking: Wanted,
    copy: Copy | None,
    now: datetime,
    client: str,
) -> ToWrite | None:
    """What is to stand there, if it does not yet."""
    url = here.doors.url
    event = ToWrite(
        event_id_of(calendar.id, booking.booking_id),
        calendar.id,
        booking.booking_id,
        booking.span,
        booking.service_name,
        "\n".join(one for one in (client, booking.number, booking.note) if one),
        "",
        f"{url}/staff/bookings/{booking.booking_id}" if url else "",
        2 * booking.moves,
        now,
        "" if copy is None else copy.etag,
    )
    return None if copy is not None and copy.said == digest_of(event) else event


async def _write(
    here: Calendars, calendar: Connected, calls: OutsideCalendar, event: ToWrite
) -> bool:
    """False: somebody changed it there."""
    try:
        etag = await calls.write(event)
    except ChangedThere:
        return False
    span = event.span
    copy = Copy(event.booking_id, etag, digest_of(event), span.start, span.end)
    await copy_written(here.database.pool, calendar.id, copy)
    return True


async def _erase(
    here: Calendars, calendar: Connected, calls: OutsideCalendar, booking_id: UUID
) -> None:
    await calls.erase(event_id_of(calendar.id, booking_id))
    await drop_copies(here.database.pool, calendar.id, [booking_id])
