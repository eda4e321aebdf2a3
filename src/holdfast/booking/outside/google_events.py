"""Events as Google writes them, read as iCalendar and written with a mark of ours."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import icalendar

from holdfast.booking.outside.ours import span_text
from holdfast.booking.outside.port import ToWrite
from holdfast.booking.schedule import Span
from holdfast.kit.zones import zone, zone_names

MARK: Final = "holdfastTime"


def event_as_text(event: Mapping[str, Any], clock: ZoneInfo) -> str:
    """As iCalendar, so that what recurs is laid out as that of any provider; empty if it is gone. A
    deleted one of what recurs stays, as an exception that takes no time."""
    gone = event["status"] == "cancelled"
    if gone and "recurringEventId" not in event:
        return ""
    made = icalendar.Event()
    made.add("UID", event.get("recurringEventId", event["id"]))
    if "originalStartTime" in event:
        made.add("RECURRENCE-ID", _moment(event["originalStartTime"], clock))
    start = event.get("start") or event["originalStartTime"]
    made.add("DTSTART", _moment(start, clock))
    if "end" in event:
        made.add("DTEND", _moment(event["end"], clock))
    if gone:
        made.add("STATUS", "CANCELLED")
    elif event.get("transparency") == "transparent" or _declined(event):
        made.add("TRANSP", "TRANSPARENT")
    whole = icalendar.Calendar()
    whole.add_component(made)
    text: str = whole.to_ical().decode()
    rules = "".join(f"{line}\r\n" for line in event.get("recurrence", ()))
    return text.replace("END:VEVENT", f"{rules}END:VEVENT")


def _declined(event: Mapping[str, Any]) -> bool:
    return any(
        one.get("self") and one.get("responseStatus") == "declined"
        for one in event.get("attendees", ())
    )


def _moment(said: Mapping[str, str], clock: ZoneInfo) -> date:
    """A day, or a moment on the clock that it names."""
    if "date" in said:
        return date.fromisoformat(said["date"])
    name, moment = said.get("timeZone", ""), datetime.fromisoformat(said["dateTime"])
    try:
        return moment.astimezone(zone(name) if name in zone_names() else clock)
    except OverflowError:  # on the last day that there is, or the first
        return moment


def times_of(event: Mapping[str, Any], clock: ZoneInfo) -> Span | None:
    start, end = (_moment(event[name], clock) for name in ("start", "end"))
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        start, end = (datetime(*one.timetuple()[:3], tzinfo=clock) for one in (start, end))
    return Span(start.astimezone(UTC), end.astimezone(UTC))


def event_body(event: ToWrite) -> dict[str, Any]:
    start, end = (
        {"dateTime": one.astimezone(UTC).isoformat(), "timeZone": "UTC"}
        for one in (event.span.start, event.span.end)
    )
    note = "\n".join(one for one in (event.note, event.address) if one)
    return {
        "id": event.event_id, "status": "confirmed", "summary": event.title, "description": note,
        "location": event.place, "start": start, "end": end, "sequence": event.sequence,
        "extendedProperties": {
            "private": {MARK: span_text(event.span), "holdfast": str(event.booking_id)}
        },
    }  # fmt: skip
