"""When an appointment takes time: once, or as often as it recurs, by the clock of its own zone.

Days without hours, and times without a zone, are those of the resource's clock. Zones are those of
the package ``tzdata``, as everywhere.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from holdfast.booking.schedule import Span, at_local
from holdfast.kit.zones import zone, zone_names

MOST_SPANS: Final = 1000  # of one series
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})


def busy_spans(texts: Sequence[str], clock: ZoneInfo, start: datetime, end: datetime) -> set[Span]:
    """The time that one series takes between ``start`` and ``end``; :data:`MOST_SPANS` at most, and
    nothing of what makes no sense."""
    whole = icalendar.Calendar()
    for text in texts:
        for one in _events(text):
            whole.add_component(one)
    query = recurring_ical_events.of(whole, skip_bad_series=True)
    found: set[Span] = set()
    for one in query.between(start - timedelta(days=1), end + timedelta(days=1)):
        span = _span(one, clock) if takes_time(one) else None
        if span is not None and span.end > start and span.start < end:
            found.add(span)
            if len(found) == MOST_SPANS:
                break
    return found


def takes_time(event: Any) -> bool:
    """Not if it is cancelled, only noted, or declined."""
    return (
        str(event.get("STATUS", "")).upper() != "CANCELLED"
        and str(event.get("TRANSP", "")).upper() != "TRANSPARENT"
    )


def single_span(text: str, clock: ZoneInfo) -> Span | None:
    """When the first event of the text takes place."""
    return next((_span(one, clock) for one in _events(text)), None)


def _events(text: str) -> Iterator[Any]:
    try:
        calendar: Any = icalendar.Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))
    except (ValueError, IndexError, KeyError, TypeError):
        return  # what no program could show
    for event in events:
        if "DTSTART" in event and not _recurs_too_often(event):
            yield event


def _recurs_too_often(event: Any) -> bool:
    rules = event.get("RRULE") or []
    every = rules if isinstance(rules, list) else [rules]
    return any(_TOO_OFTEN & {str(one).upper() for one in rule.get("FREQ", ())} for rule in every)


def _span(event: Any, clock: ZoneInfo) -> Span | None:
    begins = event["DTSTART"].dt
    if "DTEND" in event:
        ends = event["DTEND"].dt
    elif "DURATION" in event:
        ends = begins + event["DURATION"].dt
    else:
        ends = begins if isinstance(begins, datetime) else begins + timedelta(days=1)
    start, end = _moment(begins, clock), _moment(ends, clock)
    return Span(start, end) if start < end else None


def _moment(said: date, clock: ZoneInfo) -> datetime:
    if not isinstance(said, datetime):
        return at_local(clock, said, 0).astimezone(UTC)
    if said.tzinfo is None:
        return said.replace(tzinfo=clock).astimezone(UTC)
    name = getattr(said.tzinfo, "key", "")
    known = name in zone_names()
    return (said.replace(tzinfo=zone(name)) if known else said).astimezone(UTC)
