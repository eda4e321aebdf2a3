"""Finding times: for each place the union of who can serve each role, and what they have in common.
Pure."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.services import Grid, Need
from holdfast.booking.slots.bits import Window
from holdfast.booking.slots.candidates import Bookable, Times, fits, starts_of
from holdfast.booking.slots.days import lengths_of
from holdfast.booking.travel import Place
from holdfast.kit.positions import Position

_ELSEWHERE: Final = UUID(int=0)
"""Any place that no rule names."""
PLACED: Final = frozenset({"studio", "room"})
Zones: TypeAlias = Callable[[str], int]
"""The bits of the window on which a booking may begin in that zone."""


class Asked(Struct, frozen=True, kw_only=True):
    """What is searched. ``only``: of these resources, where a role could take one of them.
    ``most``: combinations of each time."""

    needs: tuple[Need, ...]
    grid: Grid
    minutes: int
    people: int = 1
    near: Position | None = None
    only: frozenset[UUID] = frozenset()
    most: int = 3

    @property
    def is_visit(self) -> bool:
        """Whether it is at a place of the client's own that is known."""
        return self.near is not None and not any(need.kind in PLACED for need in self.needs)

    def seats(self, need: Need) -> int:
        """How many seats the role's resource gives to this booking."""
        return self.people if need.seats == "people" else 1


class Pool(Struct, frozen=True, kw_only=True):
    """Where the search looks: resources, their time in the window (by how many seats are asked),
    and where a booking may begin: on the grid of a zone, and of a resource from the slot after its
    lead time up to its horizon."""

    window: Window
    resources: Collection[Bookable]
    times: Callable[[Bookable, int], Times]
    grid: Zones
    offered: Callable[[Bookable], tuple[int, int]]
    load: Callable[[Bookable, Window], int]
    way: Callable[[Place, Place], int] = lambda _here, _there: 0
    """How many slots it takes from one place to another."""
    beyond: Callable[[Bookable, UUID], bool] = lambda _one, _place: False
    """Whether the place is farther from somebody's home than they go."""
    fit: Sequence[Sequence[Bookable]] = ()
    """Of each role who is fit for it, where that is known."""
    starts: dict[tuple[UUID, int, UUID | None, int], int] = {}
    """Of who was looked at in this search, by seats, place and minutes."""


class Found(Struct, frozen=True):
    """At one place, or anywhere (None): bits of the starts, and who could serve each role there
    (their own bits)."""

    place: UUID | None
    zone: str
    bits: int
    roles: tuple[tuple[tuple[Bookable, int], ...], ...]


def candidates_of(asked: Asked, resources: Iterable[Bookable]) -> list[list[Bookable]]:
    """Of each role those that are fit for it, whenever they have time."""
    found, visit = [], asked.is_visit
    for need in asked.needs:
        fit = [
            one
            for one in resources
            if one.capacity >= asked.seats(need) and fits(need, one, asked.near, visit=visit)
        ]
        named = [one for one in fit if one.id in asked.only]
        found.append(named or fit)
    return found


def search(asked: Asked, pool: Pool, wanted: int) -> list[Found]:
    """Where and when all roles can be served, of the starts that are ``wanted``; one entry for each
    place (and for each zone, where the place does not matter), and for each length, where it is let
    by the day."""
    fit = pool.fit or candidates_of(asked, pool.resources)
    if not all(fit):
        return []
    pool = replace(pool, starts={})
    wheres: list[tuple[UUID | None, str, Sequence[Sequence[Bookable]]]]
    if any(need.kind in PLACED for need in asked.needs):
        wheres = [(place, zone, fit) for place, zone in places_of(asked, fit).items()]
    else:
        wheres = [
            (None, zone, [[one for one in fit[0] if one.zone == zone], *fit[1:]])
            for zone in dict.fromkeys(one.zone for one in fit[0])
        ]
    return [
        one
        for place, zone, there in wheres
        for minutes, starts in lengths_of(asked.minutes, let_by_the_day(there, place), pool.window)
        if (one := _at(replace(asked, minutes=minutes), pool, there, place, zone, wanted & starts))
    ]


def let_by_the_day(fit: Iterable[Iterable[Bookable]], place: UUID | None = None) -> str | None:
    """The zone by whose days it is let there, if anything of it is let by the day."""
    some = (one for each in fit for one in each if one.by_day and belongs(one, place))
    return next((one.zone for one in some), None)


def places_of(asked: Asked, fit: Sequence[Sequence[Bookable]]) -> dict[UUID, str]:
    """Where every role that belongs to a place has somebody, and the zone of it."""
    common: dict[UUID, str] | None = None
    for need, some in zip(asked.needs, fit, strict=True):
        if need.kind in PLACED:
            here = {one.place or one.id: one.zone for one in some}
            common = here if common is None else {at: common[at] for at in common if at in here}
    return common or {}


def _at(
    asked: Asked,
    pool: Pool,
    fit: Sequence[Sequence[Bookable]],
    place: UUID | None,
    zone: str,
    wanted: int,
) -> Found | None:
    """What can be had at a place; None if some role has nobody at any time."""
    left = wanted & pool.grid(zone)
    roles = []
    order = sorted(range(len(fit)), key=lambda at: asked.needs[at].kind not in PLACED)
    for at in order:  # what belongs to the place first: it prunes the others
        need, mine, union = asked.needs[at], [], 0
        for one in fit[at]:
            if not belongs(one, place):
                continue
            bits = bits_at(asked, pool, need, one, place) & left
            if bits:
                mine.append((one, bits))
                union |= bits
        left &= union
        if not left:
            return None
        roles.append((at, tuple(mine)))
    return Found(place, zone, left, tuple(some for _, some in sorted(roles)))


def belongs(one: Bookable, place: UUID | None) -> bool:
    """Whether it can be at that place at all."""
    if place is None or one.kind == "photographer":
        return True
    if one.kind == "equipment":
        return one.studio is None or one.studio == place
    return (one.place or one.id) == place


def bits_at(asked: Asked, pool: Pool, need: Need, one: Bookable, place: UUID | None) -> int:
    """When it could begin there, as far as this one is concerned."""
    seats = asked.seats(need)
    times = pool.times(one, seats)
    if place is not None and one.kind == "photographer" and pool.beyond(one, place):
        if place not in times.open:
            return 0
        times = replace(times, open={place: times.open[place]})
    where: Place | None = asked.near if place is None else place
    if times.stays and where is not None and (away := _away(pool, times, where)):
        whole = starts_of(
            one,
            replace(times, taken=times.taken | away),
            place if one.kind == "photographer" else None,
            asked.minutes,
            asked.grid,
            pool.window,
        )
        return whole & pool.window.between(*pool.offered(one))
    if place is not None and one.kind != "photographer":
        place = None  # its own hours hold for the place it is in
    elif place is not None and place not in times.open:
        place = _ELSEWHERE
    found = pool.starts.get((one.id, seats, place, asked.minutes))
    if found is None:
        found = pool.window.between(*pool.offered(one))
        found &= starts_of(one, times, place, asked.minutes, asked.grid, pool.window)
        pool.starts[one.id, seats, place, asked.minutes] = found
    return found


def _away(pool: Pool, times: Times, place: Place) -> int:
    """Where it is at another place, or on the way from there or back."""
    found = 0
    for first, end, there in times.stays:
        if there == place:
            continue
        booked = pool.window.between(first, end)
        if times.taken & booked == booked:  # else it was given up meanwhile
            back = pool.way(place, there)
            found |= pool.window.between(first - back, end + pool.way(there, place))
    return found
