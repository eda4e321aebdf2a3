"""When an appointment takes time: once, or as often as it recurs, by the clock of its own zone.

Days without hours, and times without a zone, are those of the resource's clock. Zones are those of
the package ``tzdata``, as everywhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from math import prod
from threading import Lock
from typing import Any, Final
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar.timezone import tzp

from holdfast.booking.outside.bare import bare
from holdfast.booking.schedule import Span, at_local
from holdfast.kit.zones import zone, zone_names

MOST_SPANS: Final = 1000  # of one series
MOST_A_DAY: Final = 10  # by one rule
MOST_TIMES: Final = 50_000
"""By one rule since its first time: from there on it is unfolded."""
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
_TIMES: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_DAYS: Final = ("BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER")
_SHORT: Final = frozenset({"DAILY", "WEEKLY"})
_OF_LONGER: Final = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYEASTER", "BYSETPOS")
"""What no program says of days and weeks. Where it never comes true, each day until the year 9999
is looked at, as for months that there are not."""
_MONTHS: Final = frozenset(range(1, 13))
_YEAR: Final = 366
_ONE_AT_A_TIME: Final = Lock()


def busy_spans(texts: Sequence[str], clock: ZoneInfo, start: datetime, end: datetime) -> set[Span]:
    """The time that one series takes between ``start`` and ``end``; :data:`MOST_SPANS` at most, and
    nothing of what makes no sense, or recurs too often to be somebody's appointment."""
    whole = icalendar.Calendar()
    for text in texts:
        for one in events_in(text):
            if not _recurs_too_often(one, end):
                whole.add_component(one)
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
    except (ValueError, IndexError, KeyError, TypeError, OverflowError, AttributeError):
        return  # what no program could show
    for event in events:
        if isinstance(getattr(event.get("DTSTART"), "dt", None), date):
            yield event


def _unfolded(whole: Any, start: datetime, end: datetime) -> Iterator[Any]:
    """One time after the other, as long as somebody asks."""
    query = recurring_ical_events.of(whole, skip_bad_series=True)
    for series in query.series:
        with suppress(*query.suppressed_errors):
            for one in series.between(start, end):
                yield one.as_component(keep_recurrence_attributes=False)


def _recurs_too_often(event: Any, end: datetime) -> bool:
    rules = event.get("RRULE") or []
    every = rules if isinstance(rules, list) else [rules]
    years = max(end.year - event["DTSTART"].dt.year, 0) + 1
    return any(_too_often(rule, years) for rule in every)


def _too_often(rule: Any, years: int) -> bool:
    """Counted from above: what it says of days is not looked at, but where there is none."""
    every = {str(one).upper() for one in rule.get("FREQ", ())}
    months = {int(one) for one in rule.get("BYMONTH", ())}
    odd = every & _SHORT and any(part in rule for part in _OF_LONGER)
    if every & _TOO_OFTEN or odd or not months <= _MONTHS:
        return True
    a_day = prod(len(set(rule.get(part, ()))) or 1 for part in _TIMES)
    yearly = every == {"YEARLY"} and not any(part in rule for part in _DAYS)
    days = len(months) or 1 if yearly else _YEAR
    return a_day > MOST_A_DAY or a_day * days * years > MOST_TIMES


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
