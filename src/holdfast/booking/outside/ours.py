"""Bookings as events elsewhere: an id that is made of what it is, so that writing twice is writing
once, and a mark of what was written, so that a drag is told from our own writing.

What has an id of ours and a calendar of ours is never taken for somebody's appointment, whichever
calendar it is found in: there is no loop.
"""

import re
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final
from uuid import UUID

import icalendar
import msgspec

from holdfast.booking.calendars import CalendarEvent, event_component
from holdfast.booking.outside.port import Ours, ToWrite
from holdfast.booking.schedule import Span

MARK: Final = "X-HOLDFAST-TIME"
_ID: Final = re.compile(r"hf([0-9a-f]{32})([0-9a-f]{32})")


def event_id_of(calendar_id: UUID, booking_id: UUID) -> str:
    """The event of a booking: letters and digits that every provider takes."""
    return f"hf{calendar_id.hex}{booking_id.hex}"


def ids_in(event_id: str) -> tuple[UUID, UUID] | None:
    """The calendar and the booking of an id, or of a UID that is made of it."""
    found = _ID.match(event_id)
    return None if found is None else (UUID(found[1]), UUID(found[2]))


def span_text(span: Span) -> str:
    """Both ends in UTC."""
    return "/".join(f"{one.astimezone(UTC):%Y%m%dT%H%M%SZ}" for one in (span.start, span.end))


def span_of_text(text: str) -> Span | None:
    """What :func:`span_text` wrote; None if somebody else did."""
    try:
        start, end = (
            datetime.strptime(one, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for one in text.split("/")
        )
    except ValueError:
        return None
    return Span(start, end)


def digest_of(event: ToWrite) -> str:
    """The same exactly if the same is to stand there."""
    said = (event.span.start, event.span.end, event.title, event.note, event.place, event.address)
    return blake2b(msgspec.json.encode(said), digest_size=12).hexdigest()


def event_text(event: ToWrite) -> str:
    """The event as a CalDAV server keeps it."""
    made = icalendar.Calendar()
    made.add("PRODID", "-//Holdfast//Bookings//EN")
    made.add("VERSION", "2.0")
    one = event_component(
        CalendarEvent(
            uid=f"{event.event_id}@holdfast",
            sequence=event.sequence,
            starts_at=event.span.start,
            ends_at=event.span.end,
            title=event.title,
            changed_at=event.changed_at,
            note=event.note,
            place=event.place,
            address=event.address,
        )
    )
    one.add(MARK, span_text(event.span))
    made.add_component(one)
    text: bytes = made.to_ical()
    return text.decode()


def ours_in(event_id: str, span: Span | None, mark: str) -> Ours | None:
    """The booking that an event is; None if it is somebody's appointment."""
    ids = ids_in(event_id)
    return None if ids is None else Ours(*ids, span, span_of_text(mark))
