"""Bookings of a series by commands: as many in one as its lines allow. Pure."""

from collections.abc import Sequence
from typing import Final

from holdfast.booking.bookings import NewBooking, cell_lines, schedule_guards
from holdfast.ledger import MAX_LINES

__all__ = ["commands_of", "lines_needed"]

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
