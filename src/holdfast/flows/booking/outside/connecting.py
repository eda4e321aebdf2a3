"""A person connects a calendar elsewhere to a resource of theirs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from holdfast.booking.outside import (
    MAX_CALENDARS,
    PRIMARY,
    CalendarAway,
    CalendarConnected,
    CalendarRefused,
    Connected,
    Credentials,
    GoogleCalendar,
    Provider,
    Silent,
    add_calendar,
    ask_calendars,
    calendars_at,
    calendars_of,
    consent_address,
    credentials_for,
    keep_silent,
    opened_anew,
)
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.outside.leaving import calendar_of_theirs
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.kit import Problem, new_id, utc_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone

__all__ = [
    "CalendarNotOpened", "NoGoogle", "SeveralCalendars", "TooManyCalendars", "connect_caldav",
    "connect_google", "google_consent", "keep_connected", "say_of_silence",
]  # fmt: skip

MOST_NAME: Final = 200
OPENED_WITHIN: Final = 10.0
"""Seconds for all that is asked of a server to open a calendar: somebody waits."""


class CalendarNotOpened(Problem):
    """The calendar cannot be read so: a wrong address, user name or password, or a server that is
    away; ``reason`` is what it said."""

    status = 422
    code = "calendar-not-opened"
    title = "The calendar cannot be opened"


class SeveralCalendars(Problem):
    """There are several; ``calendars`` names each with its address, which is to be sent then."""

    status = 409
    code = "several-calendars"
    title = "Which of these calendars?"


class NoGoogle(Problem):
    """The shop has no client at Google."""

    status = 409
    code = "no-google"
    title = "Google is not set up"


class TooManyCalendars(Problem):
    """So many are connected to the resource at most."""

    status = 409
    code = "too-many-calendars"
    title = "Too many calendars"


async def connect_caldav(
    here: Calendars,
    caller: Caller,
    resource_id: UUID,
    address: str,
    credentials: Credentials,
    silent: Silent,
) -> UUID:
    """Once it was opened. Raises :class:`~holdfast.booking.ResourceNotFound`,
    :class:`CalendarNotOpened`, :class:`SeveralCalendars` and :class:`TooManyCalendars`."""
    await own_resource(here.studio, caller, resource_id)
    line = here.doors.line
    if not line.may_ask(address):
        raise CalendarNotOpened(
            "Use a whole address in Latin letters that begins with https://.", field="address"
        )
    async with _opening():
        found = await calendars_at(line, address, (credentials.user, credentials.password))
    if not found:
        raise _not_opened("There is no calendar at this address.")
    if len(found) > 1:
        listed = [{"address": one.address, "name": one.name} for one in found[:50]]
        raise SeveralCalendars("Choose one.", field="address", extra={"calendars": listed})
    (one,) = found
    return await keep_connected(
        here, caller, resource_id, "caldav", (one.address, one.name), credentials, silent
    )


def google_consent(here: Calendars, caller: Caller, resource_id: UUID, back: str) -> str:
    """Where the person's browser is to go. Raises :class:`NoGoogle`."""
    if here.doors.google is None:
        raise NoGoogle("Set HOLDFAST_GOOGLE_CLIENT_ID and HOLDFAST_GOOGLE_CLIENT_SECRET first.")
    state = here.doors.state_for(resource_id, caller.actor)
    return consent_address(here.doors.google, back, state)


async def connect_google(
    here: Calendars, caller: Caller, state: str, code: str, back: str
) -> UUID | None:
    """The person's own calendar at Google, by the answer that came back with them; the resource's
    id, None if they never asked. Raises :class:`CalendarNotOpened`, :class:`TooManyCalendars`."""
    terms = here.doors.google
    resource_id = here.doors.resource_in(state, caller.actor)
    if terms is None or resource_id is None:
        return None
    if not code:
        return resource_id  # they said no
    resource = await own_resource(here.studio, caller, resource_id)
    async with _opening():
        credentials = await credentials_for(terms, code, back)
        calls = GoogleCalendar(terms, PRIMARY, credentials, zone(resource.zone))
        try:
            name = await calls.title()
        finally:
            await calls.close()
    place = (PRIMARY, name)
    known = await calendars_of(here.database.pool, [resource_id])
    if any(one.provider == "google" and one.name != name for one in known):
        raise _not_opened("Another Google account is connected. Disconnect it first.")
    await keep_connected(here, caller, resource_id, "google", place, credentials, "passes")
    return resource_id


async def keep_connected(
    here: Calendars,
    caller: Caller,
    resource_id: UUID,
    provider: Provider,
    place: tuple[str, str],
    credentials: Credentials,
    silent: Silent,
) -> UUID:
    """The calendar at its ``place``: address and name. One that is connected already is opened
    anew. Raises :class:`TooManyCalendars`."""
    address, name = place
    known = await calendars_of(here.database.pool, [resource_id])
    same = next((one for one in known if (one.provider, one.address) == (provider, address)), None)
    if same is None and len(known) >= MAX_CALENDARS:
        raise TooManyCalendars(say("At most {most} of them.", most=MAX_CALENDARS))
    made = new_id() if same is None else same.id
    sealed = here.doors.seal(made, credentials)
    async with here.database.transaction() as connection:
        if same is None:
            new = Connected(
                made, resource_id, provider, address, name[:MOST_NAME], sealed, silent,
                "connected", None, None, 0, None, None, None, None, None, caller.actor, utc_now(),
            )  # fmt: skip
            await add_calendar(connection, new)
        else:
            await opened_anew(connection, made, caller.actor, sealed)
        fact = CalendarConnected(resource_id, provider, name, caller.actor)
        await write_event(connection, fact, made, caller.request)
        about = {"provider": provider, "name": name, "address": address}
        await caller.note(connection, "calendar.connected", str(resource_id), about)
        await ask_calendars(connection, [made], caller.request)
    return made


async def say_of_silence(
    here: Calendars, caller: Caller, resource_id: UUID, calendar_id: UUID, silent: Silent
) -> None:
    """What its silence is to do to who books. Raises
    :class:`~holdfast.booking.outside.CalendarNotFound`."""
    await calendar_of_theirs(here, caller, resource_id, calendar_id)
    await keep_silent(here.database.pool, calendar_id, silent)


@asynccontextmanager
async def _opening() -> AsyncIterator[None]:
    """Raises :class:`CalendarNotOpened` for whatever is the matter over there."""
    try:
        async with asyncio.timeout(OPENED_WITHIN):
            yield
    except TimeoutError as error:
        raise _not_opened(f"It did not answer in {OPENED_WITHIN:g} s.") from error
    except (CalendarAway, CalendarRefused) as error:
        raise _not_opened(str(error)) from error


def _not_opened(reason: str) -> CalendarNotOpened:
    return CalendarNotOpened(
        say("The calendar cannot be opened: {reason}", reason=reason), field="address",
        extra={"reason": reason},
    )  # fmt: skip
