"""How long a booking lasts that is let by the day: until its own clock shows the hour at which it
began, so a week in which the clocks change is an hour longer or shorter than another. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from holdfast.booking.keys import DAY
from holdfast.booking.schedule import at_local
from holdfast.booking.slots.bits import DAY_SLOTS, SLOT, Window, moment_of
from holdfast.kit.zones import zone


def end_of(start: datetime, minutes: int, let: str | None) -> datetime:
    """``let``: the zone of what is let by the day, if anything of it is."""
    if let is None or minutes % DAY:
        return start + timedelta(minutes=minutes)
    clock = zone(let)
    local = start.astimezone(clock)
    last = local.date() + timedelta(days=minutes // DAY)
    return at_local(clock, last, local.hour * 60 + local.minute)


def lengths_of(minutes: int, let: str | None, window: Window) -> Sequence[tuple[int, int]]:
    """True minutes, with the bits of the starts from which it lasts so long."""
    if let is None or minutes % DAY:
        return [(minutes, window.all)]
    found: dict[int, int] = {}
    for day in range(window.first // DAY_SLOTS, -(-window.end // DAY_SLOTS)):
        ahead = day * DAY_SLOTS - window.first
        for long, bits in _of_day(minutes, let, day):
            here = bits << ahead if ahead >= 0 else bits >> -ahead
            found[long] = found.get(long, 0) | here & window.all
    return [(long, bits) for long, bits in found.items() if bits]


@lru_cache(maxsize=2000)
def _of_day(minutes: int, let: str, day: int) -> Sequence[tuple[int, int]]:
    """Of one day of UTC, by bits that are counted from its begin."""
    found: dict[int, int] = {}
    for number in range(DAY_SLOTS):
        start = moment_of(day * DAY_SLOTS + number)
        long = (end_of(start, minutes, let) - start) // timedelta(minutes=1)
        long -= long % SLOT
        found[long] = found.get(long, 0) | 1 << number
    return tuple(found.items())
