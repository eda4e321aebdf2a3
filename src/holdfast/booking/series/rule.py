"""When something comes again: every second Tuesday, so many times or until a date, by the clock of
the studio. Pure.

A time is what the local clock shows, for ever: over a change of the clocks it stays 09:00 there. A
time that the clock skips is the moment of the skip, one that comes twice its first (``at_local``).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from msgspec import Struct

from holdfast.booking.schedule import at_local
from holdfast.kit import FieldError
from holdfast.kit.sentences import say

Unit: TypeAlias = Literal["day", "week", "month"]

MOST_SESSIONS: Final = 60
MOST_EVERY: Final = 52
_YEARS: Final = 3
_LOOKED_AT: Final = timedelta(days=366 * _YEARS)


class Recurrence(Struct, frozen=True, kw_only=True):
    """Each ``every`` days, weeks or months, ``count`` times or ``until`` a date, which counts.
    Weeks: on these ``weekdays`` (1 is Monday), or on that of the first day. Months: on the same
    weekday of the month as the first day (its second Tuesday); a month without one is left out."""

    unit: Unit = "week"
    every: int = 1
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None


class Shift(Struct, frozen=True, kw_only=True):
    """To another day and time by the local clock: so many days later (below 0: earlier), at that
    minute of the day; None: at the same."""

    days: int = 0
    minute: int | None = None


def recurrence_faults(rule: Recurrence, first: date) -> Iterator[FieldError]:
    """What is wrong with it, field by field."""
    if not 1 <= rule.every <= MOST_EVERY:
        detail = say("Use a number from {least} to {most}.", least=1, most=MOST_EVERY)
        yield FieldError("every", "invalid", detail)
    if not set(rule.weekdays) <= set(range(1, 8)) or len(set(rule.weekdays)) != len(rule.weekdays):
        detail = say("Weekdays are numbers from 1 (Monday) to 7, each once.")
        yield FieldError("weekdays", "invalid", detail)
    elif rule.weekdays and rule.unit != "week":
        yield FieldError("weekdays", "invalid", say("Only what comes by weeks has weekdays."))
    if (rule.count is None) == (rule.until is None):
        yield FieldError("count", "invalid", say("Say how many times, or until when: one of them."))
    if rule.count is not None and not 2 <= rule.count <= MOST_SESSIONS:
        detail = say("Use a number from {least} to {most}.", least=2, most=MOST_SESSIONS)
        yield FieldError("count", "invalid", detail)
    if rule.until is not None and not first <= rule.until <= first + _LOOKED_AT:
        detail = say("It ends after it begins, within {years} years.", years=_YEARS)
        yield FieldError("until", "invalid", detail)


def occurrences(rule: Recurrence, zone: ZoneInfo, first: date, minute: int) -> tuple[datetime, ...]:
    """The moments (in UTC) at which it begins, in order of time, from the first day on at that
    minute of the local day: at most ``MOST_SESSIONS`` and one more, by which one sees that there
    are too many."""
    last = rule.until if rule.until is not None else first + _LOOKED_AT
    most = MOST_SESSIONS + 1 if rule.count is None else rule.count
    days = (day for day in _days(rule, first, last) if day >= first)
    return tuple(at_local(zone, day, minute) for day in islice(days, most))


def shifted(moment: datetime, zone: ZoneInfo, shift: Shift) -> datetime:
    """The moment so many local days later, at the same time of day or at that one."""
    local = moment.astimezone(zone)
    minute = local.hour * 60 + local.minute if shift.minute is None else shift.minute
    return at_local(zone, local.date() + timedelta(days=shift.days), minute)


def _days(rule: Recurrence, first: date, last: date) -> Iterator[date]:
    """Also some before the first."""
    match rule.unit:
        case "day":
            step = timedelta(days=rule.every)
            while first <= last:
                yield first
                first += step
        case "week":
            yield from _of_weeks(rule, first, last)
        case "month":
            yield from _of_months(rule.every, first, last)


def _of_weeks(rule: Recurrence, first: date, last: date) -> Iterator[date]:
    weekdays = sorted(rule.weekdays) or [first.isoweekday()]
    monday = first - timedelta(days=first.isoweekday() - 1)
    while monday <= last:
        for weekday in weekdays:
            day = monday + timedelta(days=weekday - 1)
            if day > last:
                return
            yield day
        monday += timedelta(weeks=rule.every)


def _of_months(every: int, first: date, last: date) -> Iterator[date]:
    nth, weekday = (first.day - 1) // 7, first.isoweekday()
    year, month = first.year, first.month
    while (start := date(year, month, 1)) <= last:
        ahead = (weekday - start.isoweekday()) % 7 + 7 * nth
        day = start + timedelta(days=ahead)
        if day > last:
            return
        if day.month == month:
            yield day
        year, month = year + (month - 1 + every) // 12, (month - 1 + every) % 12 + 1
