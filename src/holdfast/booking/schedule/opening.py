"""What opens on one day of a schedule, by its own clock: an exception's hours, or the rules' unless
it is a public holiday."""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from holdfast.booking.schedule.country_holidays import public_holidays
from holdfast.booking.schedule.words import Exceptional, Hours, Schedule, WeeklyRule


class Opening(Struct, frozen=True):
    """The hours of one day, and why they are so."""

    hours: tuple[Hours, ...]
    exception: Exceptional | None = None
    holiday: str | None = None


def exceptions_by_day(schedule: Schedule) -> Mapping[date, Exceptional]:
    return {one.day: one for one in schedule.exceptions}


def opening_on(schedule: Schedule, day: date, exceptions: Mapping[date, Exceptional]) -> Opening:
    """``exceptions``: those of the schedule, by their day."""
    exception = exceptions.get(day)
    if exception is not None:
        return Opening(exception.hours, exception)
    if schedule.holidays is not None:
        name = public_holidays(schedule.holidays, day.year).get(day)
        if name is not None:
            return Opening((), holiday=name)
    hours = [
        one
        for rule in schedule.rules
        if day.isoweekday() in rule.weekdays and holds(rule, day)
        for one in _without_breaks(rule)
    ]
    return Opening(tuple(sorted(hours, key=lambda one: (one.start, one.end))))


def holds(rule: WeeklyRule, day: date) -> bool:
    """Whether the rule is valid on the day."""
    return (rule.valid_from is None or rule.valid_from <= day) and (
        rule.valid_until is None or day <= rule.valid_until
    )


def _without_breaks(rule: WeeklyRule) -> Iterator[Hours]:
    start = rule.start
    for pause in sorted(rule.breaks, key=lambda one: one.start):
        if start < pause.start:
            yield Hours(start, min(pause.start, rule.end), rule.studio)
        start = max(start, pause.end)
    if start < rule.end:
        yield Hours(start, rule.end, rule.studio)
