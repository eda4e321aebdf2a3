"""On which times a booking may begin: each so many minutes of the local day, or at fixed times.
Pure; the zone's clock decides, so a time that is skipped is not offered, and one of an hour that
comes twice is offered twice by step and once, the first, where it is fixed.
"""

from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final

from holdfast.booking.services import Grid
from holdfast.booking.slots.bits import DAY_SLOTS, SLOT, Window, moment_of

_KEPT: Final = 2000


def grid_bits(grid: Grid, zone: tzinfo, window: Window) -> int:
    """The starts of the window that are on the grid."""
    found = 0
    for day in range(window.first // DAY_SLOTS, -(-window.end // DAY_SLOTS)):
        bits = _of_day(grid.step, grid.fixed, zone, day)
        ahead = day * DAY_SLOTS - window.first
        found |= bits << ahead if ahead >= 0 else bits >> -ahead
    return found & window.all


@lru_cache(maxsize=_KEPT)
def _of_day(step: int, fixed: tuple[int, ...], zone: tzinfo, day: int) -> int:
    """Of one day of UTC."""
    begins = moment_of(day * DAY_SLOTS)
    before, after = _offset(begins, zone), _offset(begins + timedelta(days=1), zone)
    if before == after:
        return _even(step, fixed, before)
    found = 0
    for number in range(DAY_SLOTS):
        local = (begins + timedelta(minutes=SLOT * number)).astimezone(zone)
        minute = 60 * local.hour + local.minute
        if (minute in fixed and not local.fold) if fixed else minute % step == 0:
            found |= 1 << number
    return found


@lru_cache(maxsize=_KEPT)
def _even(step: int, fixed: tuple[int, ...], offset: int) -> int:
    """Of a day of UTC in which the clock stays so many minutes ahead."""
    found = 0
    for number in range(DAY_SLOTS):
        minute = (SLOT * number + offset) % (24 * 60)
        if minute in fixed if fixed else minute % step == 0:
            found |= 1 << number
    return found


def _offset(moment: datetime, zone: tzinfo) -> int:
    ahead = moment.astimezone(zone).utcoffset() or timedelta()
    return int(ahead.total_seconds() // 60)
