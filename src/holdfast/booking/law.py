"""What a change of a zone's law does to times that were agreed on: nothing moves by itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from holdfast.booking.schedule import at_local
from holdfast.kit.zones import zone

WALL: Final = "%Y-%m-%dT%H:%M"


class Agreed(Struct, frozen=True):
    """A moment, and what the clock of its place was to show then."""

    moment: datetime
    zone: str
    wall: str


class Moved(Struct, frozen=True):
    """``shows``: what the clock shows then by the law of now; ``would_be``: when it shows what was
    agreed."""

    agreed: str
    shows: str
    would_be: datetime


def wall_of(moment: datetime, name: str) -> str:
    """What the zone's clock shows at the moment, as a booking keeps it: ``2026-11-24T09:00``."""
    return moment.astimezone(zone(name)).strftime(WALL)


def moved_by_law(agreed: Agreed, zone_of: Callable[[str], ZoneInfo] = zone) -> Moved | None:
    """None: the clock will show what was agreed."""
    clock = zone_of(agreed.zone)
    said = datetime.fromisoformat(agreed.wall).replace(tzinfo=None)
    shown = agreed.moment.astimezone(clock).replace(tzinfo=None)
    if shown == said:
        return None
    would_be = at_local(clock, said.date(), said.hour * 60 + said.minute)
    return Moved(said.strftime(WALL), shown.strftime(WALL), would_be.astimezone(UTC))
