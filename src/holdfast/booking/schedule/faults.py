"""What makes a schedule nonsense, told field by field, before it is kept."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from holdfast.booking.schedule.country_holidays import country_known
from holdfast.booking.schedule.words import (
    MAX_BREAKS,
    MAX_EXCEPTIONS,
    MAX_HOURS,
    MAX_NOTE,
    MAX_RULES,
    Break,
    Hours,
    Schedule,
    WeeklyRule,
)
from holdfast.kit.errors import FieldError
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone_names

DAY: Final = 1440
WEEK: Final = 7 * DAY
FIRST: Final = date(2000, 1, 1)
LAST: Final = date(2200, 12, 31)
"""Dates of validity and of exceptions. Beyond, arithmetic of dates would come to its end."""


def schedule_faults(schedule: Schedule) -> list[FieldError]:
    """Nothing, if the schedule can be kept."""
    return [
        *_heads(schedule),
        *(fault for place, rule in enumerate(schedule.rules) for fault in _rule(place, rule)),
        *_overlaps(schedule.rules),
        *_exceptions(schedule),
    ]


def _heads(schedule: Schedule) -> Iterator[FieldError]:
    if schedule.zone not in zone_names():
        detail = say("There is no time zone of that name. Use one like Europe/Berlin.")
        yield FieldError("zone", "unknown", detail)
    if schedule.holidays is not None and not country_known(schedule.holidays):
        detail = say("Nobody knows the holidays of that country. Use a code like DE or DE-BY.")
        yield FieldError("holidays", "unknown", detail)
    if len(schedule.rules) > MAX_RULES:
        yield FieldError("rules", "too-many", say("At most {most} rules.", most=MAX_RULES))
    if len(schedule.exceptions) > MAX_EXCEPTIONS:
        detail = say("At most {most} exceptions.", most=MAX_EXCEPTIONS)
        yield FieldError("exceptions", "too-many", detail)


def _rule(place: int, rule: WeeklyRule) -> Iterator[FieldError]:
    at = f"rules[{place}]"
    days = rule.weekdays
    if not days or len(set(days)) < len(days) or not all(1 <= day <= 7 for day in days):
        detail = say("Name each day of the week once, from 1 (Monday) to 7.")
        yield FieldError(f"{at}.weekdays", "invalid", detail)
    yield from _hours(at, rule)
    for name in ("valid_from", "valid_until"):
        if (day := getattr(rule, name)) is not None and not FIRST <= day <= LAST:
            yield FieldError(f"{at}.{_camel(name)}", "invalid", _far_off())
    if rule.valid_from and rule.valid_until and rule.valid_until < rule.valid_from:
        detail = say("A rule cannot end before it begins.")
        yield FieldError(f"{at}.validUntil", "invalid", detail)
    if len(rule.breaks) > MAX_BREAKS:
        detail = say("At most {most} breaks.", most=MAX_BREAKS)
        yield FieldError(f"{at}.breaks", "too-many", detail)
    before = rule.start
    for number, pause in enumerate(rule.breaks):
        if not before <= pause.start < pause.end <= rule.end:
            detail = say("Breaks lie within the hours, one after another.")
            yield FieldError(f"{at}.breaks[{number}]", "invalid", detail)
        before = pause.end


def _hours(at: str, hours: WeeklyRule | Hours | Break) -> Iterator[FieldError]:
    if not 0 <= hours.start < DAY:
        detail = say("A day's hours begin between 00:00 and 23:59.")
        yield FieldError(f"{at}.start", "invalid", detail)
    elif not hours.start < hours.end <= hours.start + DAY:
        detail = say("Hours end after they begin, within a day.")
        yield FieldError(f"{at}.end", "invalid", detail)


def _overlaps(rules: Sequence[WeeklyRule]) -> Iterator[FieldError]:
    """Each rule that is open while one before it is."""
    for place, rule in enumerate(rules[:MAX_RULES]):
        if any(_overlap(rule, other) for other in rules[:place]):
            detail = say("Another rule is open at the same time.")
            yield FieldError(f"rules[{place}]", "overlap", detail)


def _overlap(one: WeeklyRule, other: WeeklyRule) -> bool:
    from_day = max(one.valid_from or FIRST, other.valid_from or FIRST)
    until = min(one.valid_until or LAST, other.valid_until or LAST)
    if until < from_day:
        return False
    return any(
        (a_start - b_start) % WEEK < b_length or (b_start - a_start) % WEEK < a_length
        for a_start, a_length in _of_week(one)
        for b_start, b_length in _of_week(other)
    )


def _of_week(rule: WeeklyRule) -> list[tuple[int, int]]:
    """Where in the week it opens, and for how long."""
    return [(day * DAY + rule.start, rule.end - rule.start) for day in rule.weekdays]


def _exceptions(schedule: Schedule) -> Iterator[FieldError]:
    seen: set[date] = set()
    for place, one in enumerate(schedule.exceptions[:MAX_EXCEPTIONS]):
        at = f"exceptions[{place}]"
        if not FIRST <= one.day <= LAST:
            yield FieldError(f"{at}.day", "invalid", _far_off())
        if one.day in seen:
            yield FieldError(f"{at}.day", "taken", say("This day has an exception already."))
        seen.add(one.day)
        if len(one.hours) > MAX_HOURS:
            detail = say("At most {most} times a day.", most=MAX_HOURS)
            yield FieldError(f"{at}.hours", "too-many", detail)
        if len(one.note) > MAX_NOTE:
            detail = say("At most {most} characters.", most=MAX_NOTE)
            yield FieldError(f"{at}.note", "too-long", detail)
        before = 0
        for number, hours in enumerate(one.hours):
            yield from _hours(f"{at}.hours[{number}]", hours)
            if hours.start < before:
                detail = say("Times of a day come one after another.")
                yield FieldError(f"{at}.hours[{number}].start", "overlap", detail)
            before = hours.end


def _far_off() -> str:
    return say("Use a date from {first} to {last}.", first=str(FIRST), last=str(LAST))


def _camel(name: str) -> str:
    head, _, tail = name.partition("_")
    return head + tail.title()
