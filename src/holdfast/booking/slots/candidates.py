"""Who and what may serve a role, with their time as bits. Pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.booking.resource import Kind
from holdfast.booking.services import Grid, Need
from holdfast.booking.slots.bits import SLOT, Window, runs
from holdfast.booking.travel import Place, reaches
from holdfast.kit.positions import Position, kilometres


class Bookable(Struct, frozen=True, kw_only=True):
    """A resource as the search sees it. ``studio``: where a room or a kit is; none of a kit that
    travels. Buffers and lead are minutes. ``by_day``: it is let by the day. ``on_request``: it has
    to agree first. ``names``: by language, where they have one of their own."""

    id: UUID
    kind: Kind
    name: str = ""
    zone: str = "UTC"
    studio: UUID | None = None
    tags: frozenset[str] = frozenset()
    capacity: int = 1
    before: int = 0
    after: int = 0
    lead: int = 0
    horizon_days: int = 365
    level: str | None = None
    rating: float = 0.0
    position: Position | None = None
    radius_km: int | None = None
    by_day: bool = False
    on_request: bool = False
    names: tuple[tuple[str, str], ...] = ()

    def name_in(self, locale: str) -> str:
        return dict(self.names).get(locale) or self.name

    @property
    def travels(self) -> bool:
        """Whether it is now at one place, now at another."""
        return self.kind == "photographer" or (self.kind == "equipment" and self.studio is None)

    @property
    def place(self) -> UUID | None:
        """The studio that it is, or is in."""
        return self.id if self.kind == "studio" else self.studio


class Times(Struct, frozen=True, kw_only=True):
    """The time of a resource in a window. ``open``: by the studio that a rule holds for, None for
    what is open anywhere. ``taken``: by seats: where so many more do not fit.
    ``stays``: from which slot to which it is booked to be at a place."""

    open: Mapping[UUID | None, int]
    taken: int = 0
    stays: tuple[tuple[int, int, Place], ...] = ()

    def open_at(self, place: UUID | None) -> int:
        """Where it may work, given where the booking is; None: it does not matter where."""
        if place is None:
            found = 0
            for bits in self.open.values():
                found |= bits
            return found
        return self.open.get(None, 0) | self.open.get(place, 0)


def fits(need: Need, one: Bookable, near: Position | None, *, visit: bool = False) -> bool:
    """Whether the resource is of the kind the role asks for, and near enough; for a ``visit`` also
    whether it comes so far."""
    if one.kind != need.kind or not one.tags.issuperset(need.tags):
        return False
    if need.resources and one.id not in need.resources:
        return False
    comes = not visit or reaches(one.position, one.radius_km, near)
    return comes and near_enough(need, one.position, near)


def near_enough(need: Need, position: Position | None, near: Position | None) -> bool:
    """Within what the role asks for, where it is known of what."""
    centre = need.centre(near)
    if need.within_km is None or centre is None:
        return True
    return position is not None and kilometres(position, centre) <= need.within_km


def _far(one: Bookable, near: Position) -> float | None:
    return None if one.position is None else kilometres(one.position, near)


def starts_of(
    one: Bookable, times: Times, place: UUID | None, minutes: int, grid: Grid, window: Window
) -> int:
    """Where a booking of so many minutes may begin: the session lies in what is open, session and
    buffers meet nothing that is taken, and no gap too short to sell is left beside them. (Buffers
    may reach beyond what is open.)"""
    length, before, after = minutes // SLOT, one.before // SLOT, one.after // SLOT
    begins = times.open_at(place)
    if not begins:
        return 0
    free = window.all & ~times.taken
    found = runs(begins, length)
    if times.taken:
        found &= runs(free, before + length + after) << before
    if grid.gap and one.capacity == 1 and found:
        found &= _without_gaps(begins & free, before, length + after, grid.gap // SLOT, window)
    return found & window.all


def _without_gaps(free: int, before: int, rest: int, gap: int, window: Window) -> int:
    """Starts beside whose booking there is no free time, or enough of it."""
    enough, busy = runs(free, gap), window.all & ~free
    ahead = (busy << 1) | (enough << gap) | 1
    behind = busy | enough | (1 << window.count)
    return (ahead << before) & (behind >> rest)


def ordered(
    need: Need, candidates: Sequence[Bookable], near: Position | None, load: Mapping[UUID, int]
) -> list[Bookable]:
    """Who comes first where any may serve: ``fair`` and ``least-loaded`` by who has least to do (in
    all that is searched, and on that day), ``rating`` the best first, ``nearest`` the nearest."""
    match need.choice:
        case "rating":
            return sorted(candidates, key=lambda one: (-one.rating, load.get(one.id, 0), one.id))
        case "nearest" if near is not None:
            return sorted(candidates, key=lambda one: (_distance(one, near), one.id))
        case _:
            return sorted(candidates, key=lambda one: (load.get(one.id, 0), one.id))


def _distance(one: Bookable, near: Position) -> float:
    far = _far(one, near)
    return float("inf") if far is None else far
