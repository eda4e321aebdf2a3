"""Why nothing is open on a day: the answer to the question that owners ask most."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, TypeAlias

from msgspec import Struct

from holdfast.booking.schedule.expansion import Span, expand
from holdfast.booking.schedule.opening import exceptions_by_day, holds, opening_on
from holdfast.booking.schedule.words import Schedule

Why: TypeAlias = Literal[
    "no-rules", "not-yet", "over", "weekday", "exception", "holiday", "clocks", "blocked",
    "partly-blocked", "studio-hours",
]  # fmt: skip
"""``not-yet`` and ``over``: of rules for that day of the week; ``clocks``: the hours are those that
the clocks skip; ``partly-blocked``: what blocks leave is too short; ``studio-hours``: its hours and
those of its studio have too little in common."""


class Closed(Struct, frozen=True):
    """``note``: the holiday's name, or what the exception says; ``by_studio``: its studio says so,
    not it."""

    why: Why
    note: str = ""
    by_studio: bool = False


def why_closed(
    schedule: Schedule, day: date, *, blocks: Iterable[Span] = (), minutes: int = 0
) -> Closed | None:
    """None: it is open at some time of that day, for so long at least, or would not be either if
    no block lay over it."""
    blocks = tuple(blocks)
    after = day + timedelta(days=1)
    whole = expand(schedule, day, after)
    if whole:
        left = expand(schedule, day, after, blocks=blocks)
        if not left:
            return Closed("blocked")
        fits = any(_minutes(span) >= minutes for span in whole)
        cut = fits and all(_minutes(span) < minutes for span in left)
        return Closed("partly-blocked") if cut else None
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


def _minutes(span: Span) -> float:
    return (span.end - span.start) / timedelta(minutes=1)
