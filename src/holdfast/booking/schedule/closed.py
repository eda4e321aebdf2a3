"""Why nothing is open on a day: the answer to the question that owners ask most."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, TypeAlias

from msgspec import Struct

from holdfast.booking.schedule.expansion import Span, expand
from holdfast.booking.schedule.opening import exceptions_by_day, holds, opening_on
from holdfast.booking.schedule.words import Schedule

Why: TypeAlias = Literal[
    "no-rules", "not-yet", "over", "weekday", "exception", "holiday", "clocks", "blocked"
]
"""``not-yet`` and ``over``: of rules for that day of the week; ``clocks``: the hours are those that
the clocks skip."""


class Closed(Struct, frozen=True):
    """``note``: the holiday's name, or what the exception says."""

    why: Why
    note: str = ""


def why_closed(schedule: Schedule, day: date, *, blocks: Iterable[Span] = ()) -> Closed | None:
    """None: it is open at some time of that day."""
    after = day + timedelta(days=1)
    whole = expand(schedule, day, after)
    if whole:
        return None if expand(schedule, day, after, blocks=blocks) else Closed("blocked")
    opening = opening_on(schedule, day, exceptions_by_day(schedule))
    if opening.hours:
        return Closed("clocks")
    if opening.exception is not None:
        return Closed("exception", opening.exception.note)
    if opening.holiday is not None:
        return Closed("holiday", opening.holiday)
    if not schedule.rules:
        return Closed("no-rules")
    of_weekday = [rule for rule in schedule.rules if day.isoweekday() in rule.weekdays]
    if not of_weekday or any(holds(rule, day) for rule in of_weekday):
        return Closed("weekday")
    to_come = any(rule.valid_from is not None and day < rule.valid_from for rule in of_weekday)
    return Closed("not-yet" if to_come else "over")
