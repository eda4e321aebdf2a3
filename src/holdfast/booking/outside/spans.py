"""When an appointment takes time: once, or as often as it recurs, by the clock of its own zone.

Days without hours, and times without a zone, are those of the resource's clock. Zones are those of
the package ``tzdata``, as everywhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any, Final
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar.timezone import tzp

from holdfast.booking.outside.bare import bare
from holdfast.booking.outside.nonsense import NONSENSE
from holdfast.booking.outside.recurring import recurs_too_often
from holdfast.booking.schedule import Span, at_local
from holdfast.kit.zones import zone, zone_names

MOST_SPANS: Final = 1000  # of one series
_ONE_AT_A_TIME: Final = Lock()


def busy_spans(texts: Sequence[str], clock: ZoneInfo, start: datetime, end: datetime) -> set[Span]:
    """The time that one series takes between ``start`` and ``end``; :data:`MOST_SPANS` at most, and
    nothing of what makes no sense, or recurs too often to be somebody's appointment."""
    whole = icalendar.Calendar()
    for text in texts:
        for one in events_in(text):
            if not recurs_too_often(one, end):
                whole.add_component(_within(one, start, end))
    found: set[Span] = set()
    for one in _unfolded(whole, start - timedelta(days=1), end + timedelta(days=1)):
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
    return next((_span(one, clock) for one in events_in(text)), None)


def events_in(text: str) -> Iterator[Any]:
    """The events of the text that begin at some time. Not to be asked for where others wait."""
    try:
        with _ONE_AT_A_TIME:
            tzp.use_default()  # a clock is described by each text for itself, and kept for none
            calendar: Any = icalendar.Calendar.from_ical(bare(text))
        events = list(calendar.walk("VEVENT"))
    except NONSENSE:
        return
    for event in events:
        with suppress(*NONSENSE):
            if isinstance(event["DTSTART"].dt, date):
                yield event


def _unfolded(whole: Any, start: datetime, end: datetime) -> Iterator[Any]:
    """One time after the other, as long as somebody asks."""
    with suppress(*NONSENSE):
        for series in recurring_ical_events.of(whole, skip_bad_series=True).series:
            with suppress(*NONSENSE):
                for one in series.between(start, end):
                    yield one.as_component(keep_recurrence_attributes=False)


def _within(event: Any, start: datetime, end: datetime) -> Any:
    """The same, cut where it lasts for ages: until the last day that there is, say."""
    first, last = start.year - 1, end.year + 1
    begins, ends = event["DTSTART"].dt, _end(event)
    if begins.year > last or (begins.year >= first and ends is not None and ends.year <= last):
        return event
    if ends is None or ends.year > last:
        ends = begins.replace(year=last, month=12, day=31)
    event.pop("DURATION", None)
    event["DTEND"] = icalendar.vDDDTypes(ends)
    once = not any(part in event for part in ("RRULE", "RDATE", "RECURRENCE-ID"))
    if once and begins.year < first <= ends.year:
        event["DTSTART"] = icalendar.vDDDTypes(begins.replace(year=first, month=1, day=1))
    return event


def _span(event: Any, clock: ZoneInfo) -> Span | None:
    begins, ends = event["DTSTART"].dt, _end(event)
    if ends is None:
        return None
    try:
        start, end = _moment(begins, clock), _moment(ends, clock)
    except OverflowError:  # on the last day that there is, or the first
        return None
    return Span(start, end) if start < end else None


def _end(event: Any) -> date | None:
    """When it ends; None: after all days that there are, or nobody knows."""
    begins: date = event["DTSTART"].dt
    try:
        if "DTEND" in event:
            ends: date = event["DTEND"].dt
            return ends
        if "DURATION" in event:
            return begins + event["DURATION"].dt  # type: ignore[no-any-return]
        return begins if isinstance(begins, datetime) else begins + timedelta(days=1)
    except NONSENSE:
        return None


def _moment(said: date, clock: ZoneInfo) -> datetime:
    if not isinstance(said, datetime):
        return at_local(clock, said, 0).astimezone(UTC)
    if said.tzinfo is None:
        return said.replace(tzinfo=clock).astimezone(UTC)
    name = getattr(said.tzinfo, "key", "")
    known = name in zone_names()
    return (said.replace(tzinfo=zone(name)) if known else said).astimezone(UTC)
