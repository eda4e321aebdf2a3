"""When an order arrives, as far as it can be told: a pure function of the moment it was made."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

_FARTHEST: Final = 800
"""Days that are looked at: more than a year of holidays is no shop."""


class Arrival(Struct, frozen=True):
    """The first and the last day on which it may arrive."""

    earliest: date
    latest: date


class WorkingDays(Struct, frozen=True):
    """Days on which parcels leave and travel: ``work_days`` (0 is Monday) but holidays. What is
    ordered at ``cut_off`` (minutes after midnight) or later counts for the next of them."""

    work_days: Collection[int]
    is_holiday: Callable[[date], bool]
    cut_off: int
    handling_days: int = 0

    def works(self, day: date) -> bool:
        return day.weekday() in self.work_days and not self.is_holiday(day)


def arrival(local: datetime, working: WorkingDays, days: tuple[int, int]) -> Arrival | None:
    """Of what is ordered at the moment ``local``, by the clock of the place it leaves from, and is
    on its way for so many working days. None: nothing is worked for too long."""
    day = local.date()
    late = local.hour * 60 + local.minute >= working.cut_off
    counted = 0 if working.works(day) and not late else -1
    earliest, latest = (working.handling_days + one for one in days)
    found: date | None = day if counted == earliest else None
    for _ in range(_FARTHEST):
        if counted >= latest and found is not None:
            return Arrival(found, day)
        day += timedelta(days=1)
        if working.works(day):
            counted += 1
            if counted == earliest:
                found = day
    return None
