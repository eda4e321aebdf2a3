"""From when to when a booking is, and how long that is."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from holdfast.booking.keys import DAY
from holdfast.kit.zones import zone


class When(Struct, frozen=True):
    """From when to when, and what the clocks of the place say: kept, so that a change of law is
    seen."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    wall_start: str
    zone_data: str


class _Timed(Protocol):
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def zone(self) -> str: ...


class _Let(Protocol):
    """What is taken of somebody or something, or whoever and whatever it is taken of."""

    @property
    def zone(self) -> str: ...
    @property
    def cell_minutes(self) -> int: ...


def minutes_asked(starts_at: datetime, ends_at: datetime, let_to: Iterable[_Let]) -> int:
    """How long it was asked for to be: true minutes, or of what is let by the day the days of its
    clock, in whatever week."""
    let = next((zone(one.zone) for one in let_to if one.cell_minutes == DAY), None)
    if let is not None:
        starts_at = starts_at.astimezone(let).replace(tzinfo=None)
        ends_at = ends_at.astimezone(let).replace(tzinfo=None)
    return (ends_at - starts_at) // timedelta(minutes=1)


def lengths(one: _Timed) -> tuple[timedelta, timedelta]:
    """In true minutes, and by the clock there."""
    clock = zone(one.zone)
    starts, ends = (
        at.astimezone(clock).replace(tzinfo=None) for at in (one.starts_at, one.ends_at)
    )
    return one.ends_at - one.starts_at, ends - starts
