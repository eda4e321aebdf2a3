"""Days ahead of whoever runs a test, whenever that is: written as days of the spring of 2027, whose
first of March is a Monday and whose clocks in Europe go forward on the 28th.

Days before the 22nd of March are moved to the next March, in winter time, later ones to the next
week at whose end the clocks go forward; all by whole weeks.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

__all__ = ["MONDAY", "ahead"]

_WINTER: Final = date(2027, 3, 1)
_CLOCKS: Final = date(2027, 3, 22)
_SOON: Final = timedelta(days=4)
_WEEK: Final = timedelta(days=7)


def _last_sunday_of_march(year: int) -> date:
    last = date(year, 3, 31)
    return last - timedelta(days=last.isoweekday() % 7)


def _first_monday_of_march(year: int) -> date:
    first = date(year, 3, 1)
    return first + timedelta(days=-first.weekday() % 7)


def _shift(written: date, day_of: Callable[[int], date]) -> timedelta:
    """From ``written`` to the next such day that is not too soon."""
    today = datetime.now(UTC).date()
    shift = next(
        day - written for year in range(today.year, today.year + 3)
        if (day := day_of(year)) > today + _SOON
    )  # fmt: skip
    assert not shift % _WEEK
    return shift


_TO_WINTER: Final = _shift(_WINTER, _first_monday_of_march)
_TO_CLOCKS: Final = _shift(_CLOCKS, lambda year: _last_sunday_of_march(year) - timedelta(days=6))


def ahead(text: str) -> str:
    """With the days of 2027 that are in it moved, written with hyphens or without."""
    return re.sub(r"2027(-?)(\d\d)\1(\d\d)", _moved, text)


def _moved(found: re.Match[str]) -> str:
    day = date(2027, int(found[2]), int(found[3]))
    moved = day + (_TO_CLOCKS if day >= _CLOCKS else _TO_WINTER)
    return f"{moved:%Y{found[1]}%m{found[1]}%d}"


MONDAY: Final = datetime.fromisoformat(ahead("2027-03-01T10:00:00+00:00"))
"""Ten in the morning of one, in winter time."""
