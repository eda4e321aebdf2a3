"""What is left of somebody's time: the spans between bookings, and which services would fit there.
Pure."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from holdfast.booking.services import Grid
from holdfast.booking.slots.bits import SLOT, Window
from holdfast.booking.slots.candidates import Bookable, Times, starts_of
from holdfast.booking.slots.days import lengths_of
from holdfast.booking.slots.grid import grid_bits
from holdfast.kit.zones import zone


class Session(Struct, frozen=True):
    """The shortest of a service that the resource could serve, and when it may begin."""

    service: int
    minutes: int
    grid: Grid


class Gap(Struct, frozen=True):
    """From the ``first`` slot until before the ``end``; ``services`` name themselves as their
    sessions did."""

    first: int
    end: int
    services: tuple[int, ...]


def gaps_of(
    one: Bookable, times: Times, window: Window, wanted: int, sessions: Sequence[Session]
) -> list[Gap]:
    """The spans of ``wanted`` (bits of the window) in which a session may lie, buffers kept, and
    what fits there: only those in which something does."""
    free = _for_sessions(one, times, window)
    starts = [
        (each.service, _starts(one, times, window, each) & wanted)
        for each in sessions
        if each.minutes
    ]
    found = []
    for begin, end in spans_of(free & wanted):
        here = window.between(window.first + begin, window.first + end)
        fits = tuple(service for service, bits in starts if bits & here)
        if fits:
            found.append(Gap(window.first + begin, window.first + end, fits))
    return found


def spans_of(bits: int) -> Iterator[tuple[int, int]]:
    """The runs of set bits, the lowest first: where each begins and ends."""
    at = 0
    while bits:
        ahead = (bits & -bits).bit_length() - 1
        bits >>= ahead
        length = (~bits & (bits + 1)).bit_length() - 1
        yield at + ahead, at + ahead + length
        bits >>= length
        at += ahead + length


def _for_sessions(one: Bookable, times: Times, window: Window) -> int:
    """Open, and farther from what is taken than the buffers."""
    away = times.taken
    for _ in range(one.before // SLOT):
        away |= away << 1
    for _ in range(one.after // SLOT):
        away |= away >> 1
    return times.open_at(None) & window.all & ~away


def _starts(one: Bookable, times: Times, window: Window, session: Session) -> int:
    grid, found = grid_bits(session.grid, zone(one.zone), window), 0
    let = one.zone if one.by_day else None
    for minutes, starts in lengths_of(session.minutes, let, window):
        found |= starts_of(one, times, None, minutes, session.grid, window) & starts
    return found & grid
