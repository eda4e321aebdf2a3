"""Hours of a local clock: into which a span of time falls."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)


def by_hour(start: datetime, end: datetime, clock: ZoneInfo) -> Iterator[tuple[date, int, int]]:
    """The day, the hour and how many minutes of the span that hour has, in order of time. An hour
    that comes twice is told twice; one that is skipped is not told."""
    at = start.astimezone(UTC)
    while at < end:
        shown = at.astimezone(clock)
        left = timedelta(hours=1) - timedelta(minutes=shown.minute, seconds=shown.second)
        until = min(at + left, end)
        yield shown.date(), shown.hour, (until - at) // _MINUTE
        at = until
