"""What a schedule says: values, as they are stored.

Times are minutes of the local day, from 0; what goes on past midnight ends beyond 1440. Days are
ISO's: 1 is Monday. Dates of validity are included.
"""

from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

MAX_RULES: Final = 100
MAX_BREAKS: Final = 10  # of one rule
MAX_EXCEPTIONS: Final = 1000
MAX_HOURS: Final = 10  # of one exceptional day
MAX_NOTE: Final = 200


class Break(Struct, frozen=True):
    """Closed from then until then, each day that the rule opens."""

    start: int
    end: int


class WeeklyRule(Struct, frozen=True):
    """Open on these days of the week, at ``studio`` if it says one."""

    weekdays: tuple[int, ...]
    start: int
    end: int
    valid_from: date | None = None
    valid_until: date | None = None
    studio: UUID | None = None
    breaks: tuple[Break, ...] = ()


class Hours(Struct, frozen=True):
    """Open from then until then on one exceptional day."""

    start: int
    end: int
    studio: UUID | None = None


class Exceptional(Struct, frozen=True):
    """One day on which no rule holds, nor a public holiday; without hours it is closed."""

    day: date
    hours: tuple[Hours, ...] = ()
    note: str = ""


class Schedule(Struct, frozen=True):
    """``holidays``: the country, or the country and part of it (``DE-BY``), on whose public
    holidays it is closed."""

    zone: str
    rules: tuple[WeeklyRule, ...] = ()
    exceptions: tuple[Exceptional, ...] = ()
    holidays: str | None = None
