"""How far places are from one another, and how many cells it takes to get there. Pure."""

import math
from collections.abc import Iterable, Mapping
from typing import Final, Generic, TypeAlias, TypeVar
from uuid import UUID

from msgspec import Struct

from holdfast.kit.positions import EARTH_KM, Position, kilometres

_DEGREE_KM: Final = EARTH_KM * math.pi / 180
_HAIR_KM: Final = 0.001
_SQUARE: Final = 1.0  # degrees a side
_FARTHEST: Final = EARTH_KM * math.pi

Item = TypeVar("Item")
Place: TypeAlias = UUID | Position
"""A studio by its id, or a place of the client's own."""


class Travelling(Struct, frozen=True):
    """How long ways take: ``minutes`` from a place to a place by their ids (either way round, if
    the way back is not said), else the distance at ``speed`` (km/h) and ``before`` minutes to set
    off and arrive."""

    speed: float = 25.0
    before: int = 10
    minutes: Mapping[tuple[UUID, UUID], int] = {}


USUAL_WAYS: Final = Travelling()


def travel_minutes(
    travelling: Travelling,
    start: Place | None,
    end: Place | None,
    places: Mapping[UUID, Position],
) -> int:
    """From one place to another; none within one, nor where one of them is not known."""
    if start is None or end is None or start == end:
        return 0
    if isinstance(start, UUID) and isinstance(end, UUID):
        said = travelling.minutes.get((start, end), travelling.minutes.get((end, start)))
        if said is not None:
            return said
    here, there = position_of_place(start, places), position_of_place(end, places)
    if here is None or there is None:
        return 0
    return travelling.before + math.ceil(kilometres(here, there) / travelling.speed * 60)


def position_of_place(place: Place, places: Mapping[UUID, Position]) -> Position | None:
    """Where it is; None: nobody knows."""
    return place if isinstance(place, Position) else places.get(place)


def reaches(home: Position | None, radius_km: int | None, place: Position | None) -> bool:
    """Whether somebody goes so far from home; where one of the places is not known, they do."""
    if radius_km is None or home is None or place is None:
        return True
    return kilometres(home, place) <= radius_km


class Nearest(Generic[Item]):
    """Things by where they are, in squares of a degree, so that few are looked at."""

    def __init__(self, things: Iterable[tuple[Position, Item]]) -> None:
        self._squares: dict[tuple[int, int], list[tuple[Position, Item]]] = {}
        self._count = 0
        for place, item in things:
            self._squares.setdefault(_square(place), []).append((place, item))
            self._count += 1

    def within(self, here: Position, km: float) -> list[tuple[float, Item]]:
        """Those at most so far away, the nearest first."""
        found = [
            (away, item)
            for place, item in self._near(here, km)
            if (away := kilometres(here, place)) <= km
        ]
        return sorted(found, key=lambda one: one[0])

    def nearest(self, here: Position, most: int) -> list[tuple[float, Item]]:
        """The nearest so many, the nearest first: in ever wider rings until there are enough."""
        km = 50.0
        while True:
            found = self.within(here, km)
            if len(found) >= min(most, self._count) or km > _FARTHEST:
                return found[:most]
            km *= 4

    def _near(self, here: Position, km: float) -> Iterable[tuple[Position, Item]]:
        """All within, and some beyond: two that are nothing apart may lie in two squares."""
        north = (km + _HAIR_KM) / _DEGREE_KM
        top = min(abs(here.latitude) + north, 90.0)
        # How many degrees east so many kilometres are, at the narrowest of the band.
        narrow = math.cos(math.radians(top))
        east = 360.0 if narrow < 0.01 else north / narrow * 1.6
        rows = range(
            math.floor((here.latitude - north) / _SQUARE),
            math.floor((here.latitude + north) / _SQUARE) + 1,
        )
        if east >= 179 or len(rows) * east > len(self._squares):
            for things in self._squares.values():
                yield from things
            return
        first = math.floor((here.longitude - east) / _SQUARE)
        last = math.floor((here.longitude + east) / _SQUARE)
        for row in rows:
            for column in {_wrapped(one) for one in range(first, last + 1)}:
                yield from self._squares.get((row, column), ())


def _square(place: Position) -> tuple[int, int]:
    row, column = math.floor(place.latitude / _SQUARE), math.floor(place.longitude / _SQUARE)
    return row, _wrapped(column)


def _wrapped(column: int) -> int:
    """The same square east and west of the 180th meridian."""
    return (column + 180) % 360
