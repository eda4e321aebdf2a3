"""Time zones, by the data of the package ``tzdata`` alone: the system's may be of another year, and
two machines of one shop would read two times off one clock."""

from datetime import datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final
from zoneinfo import ZoneInfo

import tzdata

from holdfast.kit.errors import Problem

__all__ = [
    "UnknownZone", "clocks_apart", "hour_text", "moment_text", "read_zone", "zone",
    "zone_data_version", "zone_names",
]  # fmt: skip

MOST_ZONES: Final = 700  # there are 598


class UnknownZone(Problem):
    """There is no such time zone."""

    status = 422
    code = "unknown-zone"
    title = "No such time zone"


def zone_data_version() -> str:
    """The version of the data, such as ``2026f``."""
    version: str = tzdata.IANA_VERSION
    return version


@cache
def zone_names() -> frozenset[str]:
    """Every zone there is."""
    return frozenset((files(tzdata) / "zones").read_text("ascii").split())


@lru_cache(maxsize=MOST_ZONES)
def zone(name: str) -> ZoneInfo:
    """The zone of that name, such as ``Europe/Berlin``. Raises :class:`UnknownZone`."""
    if name not in zone_names():
        raise UnknownZone("There is no time zone of that name. Use one like Europe/Berlin.")
    return read_zone(files(tzdata) / "zoneinfo", name)


def read_zone(folder: Traversable, name: str) -> ZoneInfo:
    """A zone as a folder of compiled zones has it."""
    with folder.joinpath(*name.split("/")).open("rb") as compiled:
        return ZoneInfo.from_file(compiled, key=name)


def clocks_apart(one: str, other: str, at: datetime) -> timedelta:
    """How far the clocks of two zones are from each other then: at most half a day, for 23:00 is
    two hours from 01:00. Raises :class:`UnknownZone`."""
    ahead, behind = (at.astimezone(zone(name)).utcoffset() or timedelta() for name in (one, other))
    gap = abs(ahead - behind)
    return min(gap, abs(timedelta(days=1) - gap))


def hour_text(local: datetime) -> str:
    """The hour that a clock shows, as ``10:00``. In autumn a clock is put back and shows an hour
    twice; then how far it is ahead of UTC tells which: ``02:30 UTC+02:00``. ``local`` has its
    zone."""
    text = f"{local:%H:%M}"
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return text
    return f"{text} UTC{local.isoformat()[-6:]}"


def moment_text(local: datetime, between: str = " ") -> str:
    """The day and the hour that a clock shows, as ``2026-12-01 10:00``; of an hour that comes twice
    with which it is. ``local`` has its zone."""
    return f"{local:%Y-%m-%d}{between}{hour_text(local)}"
