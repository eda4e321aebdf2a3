"""Providers that call when something changes are asked to, again before their promise ends."""

from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from holdfast.booking.outside import (
    Connected,
    OutsideCalendar,
    ask_calendars,
    calendar_at,
    keep_channel,
)
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.kit import utc_now

__all__ = ["called", "keep_watching"]

RENEW_BEFORE: Final = timedelta(hours=12)


async def keep_watching(here: Calendars, calendar: Connected, calls: OutsideCalendar) -> None:
    """Have it call us, where it can and finds us. The new channel is there before the old one is
    given up, so that no call is missed."""
    if not here.doors.can_be_called:
        return
    before = calendar.channel
    if before is not None and before.until - utc_now() > RENEW_BEFORE:
        return
    channel = await calls.watch(
        str(uuid4()),
        f"{here.doors.url}/hooks/calendars/{calendar.id}",
        here.doors.channel_secret(calendar.id),
    )
    if channel is None:
        return
    await keep_channel(here.database.pool, calendar.id, channel)
    if before is not None:
        await calls.unwatch(before)


async def called(here: Calendars, calendar_id: UUID, secret: str, request: str) -> bool:
    """Its provider says that something changed: it is read at once. False: nobody is told so."""
    known = here.doors.is_channel_secret(calendar_id, secret)
    calendar = await calendar_at(here.database.pool, calendar_id) if known else None
    if calendar is None:
        return False
    async with here.database.transaction() as connection:
        await ask_calendars(connection, [calendar_id], request, urgent=True)
    return True
