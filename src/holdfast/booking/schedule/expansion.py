"""From a schedule to the spans of time in which its resource is open."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from holdfast.booking.schedule.local_time import at_local
from holdfast.booking.schedule.opening import exceptions_by_day, opening_on
from holdfast.booking.schedule.words import Schedule
from holdfast.kit.zones import zone

_DAY: Final = timedelta(days=1)
_SHORT: Final = timedelta(days=45)
"""What is asked for again and again: around a session by who plans it, a month of a studio by each
of its rooms."""
_REMEMBERED: Final = 1_000  # a month is about 10 kB


class Span(Struct, frozen=True, order=True):
    """From ``start`` until just before ``end``, moments in UTC; ``studio``: where one is then."""

    start: datetime
    end: datetime
    studio: UUID | None = None


def expand(
    schedule: Schedule, start: date, end: date, *, blocks: Iterable[Span] = ()
) -> list[Span]:
    """When it is open from the first day until before the last (days of the schedule's own clock),
    less the blocks: apart, in order of time. A day's spans are the same, whatever days are asked
    for with it."""
    clock = zone(schedule.zone)
    found = _short if end - start <= _SHORT else _expanded
    return less(found(schedule, clock, start, end), blocks)


def _expanded(schedule: Schedule, clock: ZoneInfo, start: date, end: date) -> tuple[Span, ...]:
    exceptions = exceptions_by_day(schedule)
    opened: list[Span] = []
    for day in _days(start - _DAY, end):  # what opened the day before may still be open
        for hours in opening_on(schedule, day, exceptions).hours:
            begin, stop = at_local(clock, day, hours.start), at_local(clock, day, hours.end)
            if begin < stop:
                opened.append(Span(begin, stop, hours.studio))
    first, last = at_local(clock, start, 0), at_local(clock, end, 0)
    return tuple(
        Span(max(one.start, first), min(one.end, last), one.studio)
        for one in merged(opened)
        if one.start < last and first < one.end
    )


_short = lru_cache(_REMEMBERED)(_expanded)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in spans that lie apart, or touch at different studios. Where two overlap, who
    opened first keeps its own."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and span.start <= found[-1].end:
            last = found[-1]
            if span.studio == last.studio:
                found[-1] = Span(last.start, max(last.end, span.end), last.studio)
                continue
            span = Span(last.end, span.end, span.studio)
        if span.start < span.end:
            found.append(span)
    return found


def less(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of spans that lie apart without what is taken, whatever studio that names."""
    away = merged(Span(one.start, one.end) for one in taken)
    left: list[Span] = []
    at = 0
    for span in spans:
        start = span.start
        while at < len(away) and away[at].end <= start:
            at += 1
        next_at = at
        while next_at < len(away) and away[next_at].start < span.end:
            if start < away[next_at].start:
                left.append(Span(start, away[next_at].start, span.studio))
            start = max(start, away[next_at].end)
            next_at += 1
        if start < span.end:
            left.append(Span(start, span.end, span.studio))
    return left


def within(spans: Sequence[Span], bounds: Iterable[Span]) -> list[Span]:
    """What of spans that lie apart, in order of time, lies in the bounds, whatever studio those
    name."""
    if not spans:
        return []
    whole = Span(spans[0].start, max(one.end for one in spans))
    return less(spans, less([whole], bounds))


def _days(start: date, end: date) -> Iterator[date]:
    for number in range((end - start).days):
        yield start + number * _DAY
