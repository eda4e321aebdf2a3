"""How far two places on the earth are apart. Pure."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

from msgspec import Struct

__all__ = ["EARTH_KM", "Position", "kilometres"]

EARTH_KM: Final = 6371.0088  # its mean radius


class Position(Struct, frozen=True):
    """Degrees: north and east."""

    latitude: float
    longitude: float


def kilometres(one: Position, other: Position) -> float:
    """Along the surface (haversine)."""
    north, north_of_other = radians(one.latitude), radians(other.latitude)
    half = sin((north_of_other - north) / 2) ** 2
    half += (
        cos(north) * cos(north_of_other) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    )
    return 2 * EARTH_KM * asin(sqrt(min(half, 1.0)))
