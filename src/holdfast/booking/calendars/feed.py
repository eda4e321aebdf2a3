"""A calendar as other programs read it: iCalendar, RFC 5545.

Times are told in UTC, which every program shows by its own clock: no zone's rules go with the file,
so none can differ from ours.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

import icalendar
from msgspec import Struct

EventStatus: TypeAlias = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

REFRESH: Final = timedelta(minutes=15)


class CalendarEvent(Struct, frozen=True):
    """``uid`` is the same for ever; of two versions of an event the one with the higher
    ``sequence`` is right. ``busy``: the time is taken."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    changed_at: datetime
    status: EventStatus = "CONFIRMED"
    note: str = ""
    place: str = ""
    address: str = ""
    busy: bool = True


def calendar_text(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """The file, of ``text/calendar``."""
    made = icalendar.Calendar()
    made.add("PRODID", "-//Holdfast//Bookings//EN")
    made.add("VERSION", "2.0")
    made.add("METHOD", "PUBLISH")
    made.add("X-WR-CALNAME", name)
    made.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        made.add_component(event_component(event))
    text: bytes = made.to_ical()
    return text


def event_component(one: CalendarEvent) -> icalendar.Event:
    """One event of a calendar."""
    made = icalendar.Event()
    made.add("UID", one.uid)
    made.add("SEQUENCE", one.sequence)
    made.add("DTSTAMP", one.changed_at)
    made.add("DTSTART", one.starts_at)
    made.add("DTEND", one.ends_at)
    made.add("SUMMARY", one.title)
    made.add("STATUS", one.status)
    made.add("TRANSP", "OPAQUE" if one.busy and one.status != "CANCELLED" else "TRANSPARENT")
    for name, text in (("DESCRIPTION", one.note), ("LOCATION", one.place), ("URL", one.address)):
        if text:
            made.add(name, text)
    return made


def visit_text(events: Iterable[CalendarEvent], method: str, organizer: str) -> bytes:
    """Events as they go with a mail; ``method`` is what the reader's program is to do with
    them."""
    made = icalendar.Calendar()
    made.add("PRODID", "-//Holdfast//Bookings//EN")
    made.add("VERSION", "2.0")
    made.add("METHOD", method)
    for event in events:
        inner = event_component(event)
        inner.add("ORGANIZER", f"mailto:{organizer}")
        made.add_component(inner)
    text: bytes = made.to_ical()
    return text
