"""From what a local clock shows to the moment it is.

Clocks skip times and show times twice. One rule for both, everywhere: a time that is skipped is the
moment of the skip; a time that comes twice is its first. So a later time is never an earlier
moment, and who opens at one and closes at the other is open for as long as really passes between.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)
_YEARS: Final = range(2020, 2041)


def at_local(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """The moment (in UTC) at which the zone's clock shows that minute of the day; beyond 1440 it is
    of the days after."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    early = wall.replace(tzinfo=zone).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == wall:
        return early
    # Skipped: read by the clock after the skip it is before it, and the other way round.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _skip_between(zone, before, early)


def shifts(zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[datetime, int]]:
    """How many minutes the zone's clock is ahead of UTC: at ``start``, and from each moment on at
    which that changes before ``end``."""
    found = [(start, _ahead(zone, start))]
    while start < end:
        following = min(start + _DAY, end)
        if _offset(zone, following) != _offset(zone, start):
            changed = _skip_between(zone, start, following)
            found.append((changed, _ahead(zone, changed)))
        start = following
    return found


def cells_fit(zone: ZoneInfo, minutes: int) -> bool:
    """Whether cells of that length, counted in UTC, begin at whole cells of the zone's clock too:
    with an hour's cells in Kathmandu, 5:45 ahead, each hour would touch two. Days always do."""
    if minutes == 1440:
        return True
    cell = timedelta(minutes=minutes)
    moments = (datetime(year, month, 1, tzinfo=UTC) for year in _YEARS for month in range(1, 13))
    return not any(offset % cell for offset in {_offset(zone, one) for one in moments})


def _skip_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first moment with another offset than ``before`` has; ``after`` has another."""
    old = _offset(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) / 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None  # of a zone
    return offset


def _ahead(zone: ZoneInfo, moment: datetime) -> int:
    return _offset(zone, moment) // timedelta(minutes=1)
