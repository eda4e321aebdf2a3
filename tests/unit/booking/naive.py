"""The search once more, minute by minute and combination by combination: what it finds is what the
bits must find. Shares nothing with them but their words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from uuid import UUID

from holdfast.booking.services import Need
from holdfast.booking.slots import Asked, Bookable

MINUTE = range


@dataclass
class Person:
    """A resource, and of each minute of the window where it is open and how many seats are taken.
    ``cell``: minutes that are taken together."""

    bookable: Bookable
    open: Mapping[int, frozenset[UUID | None]]
    used: Mapping[int, int] = field(default_factory=dict)


@dataclass
class World:
    minutes: int
    people: list[Person]
    earliest: int = 0
    beyond: frozenset[tuple[UUID, UUID | None]] = frozenset()
    """Who does not go to which place, but when their hours name it."""

    def starts(self, asked: Asked) -> dict[int, set[tuple[UUID, ...]]]:
        """By minute, everybody who can serve it together."""
        found = {}
        for start in range(0, self.minutes, 5):
            if start < self.earliest or start % asked.grid.step:
                continue
            together = set(self._together(asked, start))
            if together:
                found[start] = together
        return found

    def _together(self, asked: Asked, start: int) -> Iterator[tuple[UUID, ...]]:
        fit = [[one for one in self.people if self._fits(asked, need, one)] for need in asked.needs]
        for some in product(*fit):
            ids = tuple(one.bookable.id for one in some)
            if len(set(ids)) < len(ids):
                continue
            placed = any(need.kind in ("studio", "room") for need in asked.needs)
            where = {
                one.bookable.place or one.bookable.id
                for one in some
                if one.bookable.kind in ("studio", "room")
            }
            if len(where) > 1:
                continue
            place = next(iter(where), None)
            if placed and any(
                one.bookable.kind == "equipment" and one.bookable.studio not in (None, place)
                for one in some
            ):
                continue
            if all(
                self._free(asked, need, one, start, place)
                for need, one in zip(asked.needs, some, strict=True)
            ):
                yield ids

    def _fits(self, asked: Asked, need: Need, one: Person) -> bool:
        return (
            one.bookable.kind == need.kind
            and set(need.tags) <= one.bookable.tags
            and one.bookable.capacity >= asked.seats(need)
        )

    def _free(self, asked: Asked, need: Need, one: Person, start: int, place: UUID | None) -> bool:
        who, end = one.bookable, start + asked.minutes
        anywhere = place is None or who.kind != "photographer"
        here = {place} if (who.id, place) in self.beyond else {None, place}
        for minute in MINUTE(start, end):
            at = one.open.get(minute, frozenset())
            if not at or not (anywhere or at & here):
                return False
        for minute in MINUTE(start - who.before, end + who.after):
            if one.used.get(minute, 0) + asked.seats(need) > who.capacity:
                return False
        if asked.grid.gap and who.capacity == 1:
            before = self._gap(one, start - who.before - 1, -1, anywhere, here)
            after = self._gap(one, end + who.after, 1, anywhere, here)
            return not (0 < before < asked.grid.gap or 0 < after < asked.grid.gap)
        return True

    def _gap(
        self, one: Person, minute: int, step: int, anywhere: bool, here: set[UUID | None]
    ) -> int:
        length = 0
        while True:
            at = one.open.get(minute, frozenset())
            if one.used.get(minute) or not at or not (anywhere or at & here):
                return length
            length += 1
            minute += step
