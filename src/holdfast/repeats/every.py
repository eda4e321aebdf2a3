"""How often a repeat order is ordered, and on which days: every so many weeks or months from a
first day on, by the shop's calendar. Pure."""

import calendar
import re
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

_EVERY: Final = re.compile(r"([1-9]|1[0-2])(w|m)")


def on_turn(first: date, every: str, turn: int) -> date:
    """The day so many turns after the first. Months keep the day of the first, or end with theirs:
    after 31 January comes 28 February, then 31 March. ``every`` is ``4w`` or ``1m``; raises
    ``ValueError`` for anything else."""
    found = _EVERY.fullmatch(every)
    if found is None:
        raise ValueError(f"no such interval: {every!r}")
    count = int(found[1]) * turn
    if found[2] == "w":
        return first + timedelta(weeks=count)
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last))


def next_after(first: date, every: str, after: date) -> date:
    """The first of its days that is later than that one, and than its first."""
    days = 7 if every.endswith("w") else 31
    # No turn is longer than so many days, so that this one is not too late.
    turn = max((after - first).days // (days * int(every[:-1])), 1)
    while (found := on_turn(first, every, turn)) <= after:
        turn += 1
    return found


def per_month(every: str) -> Fraction:
    """How often it comes in a month, of a year of 52 weeks."""
    count = int(every[:-1])
    return Fraction(52, 12 * count) if every.endswith("w") else Fraction(1, count)
