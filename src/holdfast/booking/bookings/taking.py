"""What a booking takes of a resource, as the ledger counts it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.keys import WHOLE, cells_between, schedule_key
from holdfast.kit.sentences import Sentence, called, joined
from holdfast.kit.zones import zone
from holdfast.ledger import Deposit, Expect, Line


class Taking(Struct, frozen=True):
    """What a booking takes of one resource: whole cells from ``starts_at`` to ``ends_at``, buffers
    included; ``zone`` is the resource's, ``schedule_version`` of the schedule that allowed it.
    ``studio_id``: whose hours bind it, with the version of that schedule; of a room also the length
    of the studio's cells (0: it takes none of them) and the studio's zone. ``whole``: it is a
    studio with all its rooms. ``names``: what the resource is called in other languages, where it
    was planned; the book keeps none."""

    resource_id: UUID
    role: str
    name: str
    starts_at: datetime
    ends_at: datetime
    cell_minutes: int
    seats: int
    capacity: int
    schedule_version: int
    zone: str
    studio_id: UUID | None = None
    studio_version: int = 0
    studio_cell: int = 0
    studio_zone: str = ""
    whole: bool = False
    names: Mapping[str, str] = {}

    @property
    def called(self) -> Sentence:
        """Its name, as whoever reads it calls it."""
        return called(self.name, self.names)

    @property
    def cell(self) -> timedelta:
        """The length of one cell."""
        return timedelta(minutes=self.cell_minutes)

    @property
    def cells(self) -> tuple[str, ...]:
        """The accounts of its cells, in order of time."""
        where = zone(self.zone)
        return cells_between(
            self.resource_id, self.cell_minutes, self.starts_at, self.ends_at, where
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its cells, as a hold takes them, and of a room those of its studio."""
        seats, capacity = (WHOLE, WHOLE) if self.whole else (self.seats, self.capacity)
        own = tuple(Line(key, seats, capacity) for key in self.cells)
        return own + tuple(Line(key, 1, WHOLE) for key in self.studio_cells)

    @property
    def studio_cells(self) -> tuple[str, ...]:
        """The accounts of its studio's cells that keep others from having the whole."""
        if self.studio_id is None or not self.studio_cell:
            return ()
        return cells_between(
            self.studio_id,
            self.studio_cell,
            self.starts_at,
            self.ends_at,
            zone(self.studio_zone),
        )

    @property
    def guards(self) -> tuple[Expect, ...]:
        """That the schedules are still those it was read from."""
        own = Expect(schedule_key(self.resource_id), self.schedule_version)
        if self.studio_id is None:
            return (own,)
        return own, Expect(schedule_key(self.studio_id), self.studio_version)


def names_of_takings(takings: Iterable[Taking]) -> Sentence:
    """Of all of them, each once, as whoever reads it calls them."""
    return joined(*dict.fromkeys(one.called for one in takings), by=", ")


def cell_lines(takings: Sequence[Taking]) -> tuple[Line, ...]:
    """The cells of all of them. Two rooms take of the same cells of their studio; beside the whole
    of it they take no more."""
    found: dict[str, Line] = {}
    for line in (line for taking in takings for line in taking.lines):
        if (other := found.get(line.key)) is not None:
            quantity = min(line.quantity + other.quantity, line.capacity or 0)
            line = replace(other, quantity=quantity)
        found[line.key] = line
    return tuple(found.values())


def schedule_guards(takings: Iterable[Taking]) -> tuple[Expect, ...]:
    """That the schedules of all of them are those they were read from, each once."""
    return tuple(dict.fromkeys(guard for taking in takings for guard in taking.guards))


def given_back(takings: Sequence[Taking], note: str) -> tuple[Deposit, ...]:
    """What frees the cells of a booking that was paid."""
    return tuple(
        Deposit(line.key, line.quantity, capacity=line.capacity, note=note)
        for line in cell_lines(takings)
    )
