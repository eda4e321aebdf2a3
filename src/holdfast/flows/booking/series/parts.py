"""Bookings of a series by commands: as many in one as its lines allow, and the rows that it locks.
Pure."""

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

from holdfast.booking.bookings import NewBooking, cell_lines, schedule_guards
from holdfast.ledger import MAX_LINES

__all__ = ["commands_of", "first_that_fit", "lines_needed"]

MAX_ROWS: Final = 2048
"""Locked by one command: half of what a batch may lock."""

_BESIDE: Final = 3
"""Lines of a hold beside its cells: its owner's bounds, and the seat of an order without goods."""


def lines_needed(new: NewBooking) -> int:
    """Of the ledger, to hold it: its cells, the schedules it expects, the ways it raises."""
    return (
        len(cell_lines(new.takings))
        + len(schedule_guards(new.takings))
        + 2 * len(new.ways)
        + _BESIDE
    )


def commands_of(some: Sequence[NewBooking], most: int = MAX_LINES) -> list[list[NewBooking]]:
    """In the order they come. No command raises the ways of one day twice, which would be refused:
    sessions of neighbouring days of somebody who travels come one command after the other."""
    found: list[list[NewBooking]] = []
    room, days = 0, set[str]()
    for new in some:
        needed, own = lines_needed(new), {one.key for one in new.ways}
        if not found or needed > room or days & own:
            found.append([])
            room, days = most, set()
        found[-1].append(new)
        room -= needed
        days |= own
    return found


class Sized(Protocol):
    """What a command is to have: its lines, and the rows that it locks by them."""

    @property
    def lines(self) -> int: ...
    @property
    def rows(self) -> int: ...


_Sized = TypeVar("_Sized", bound=Sized)


def first_that_fit(
    some: Sequence[_Sized], lines: int = MAX_LINES, rows: int = MAX_ROWS
) -> Sequence[_Sized]:
    """As many of the first of them as one command has room for, and one at least."""
    for at, one in enumerate(some):
        lines, rows = lines - one.lines, rows - one.rows
        if at and min(lines, rows) < 0:
            return some[:at]
    return some
