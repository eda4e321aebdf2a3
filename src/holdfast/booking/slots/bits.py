"""Time as bits: a Python integer whose bit ``n`` is the ``n``-th five minutes of a window. A
length, a buffer, a lead time are then shifts and ands. Pure.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from msgspec import Struct

SLOT: Final = 5  # minutes
DAY_SLOTS: Final = 24 * 60 // SLOT
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199
"""Of times that can be asked for."""
_SECONDS: Final = SLOT * 60
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Window(Struct, frozen=True):
    """``count`` five minutes from the ``first``, which is counted from 1970."""

    first: int
    count: int

    @property
    def end(self) -> int:
        return self.first + self.count

    @property
    def all(self) -> int:
        """Every bit of it."""
        return (1 << self.count) - 1

    def between(self, first: int, end: int) -> int:
        """The bits from one slot up to another, of those that lie in it."""
        begin, stop = max(first - self.first, 0), min(end - self.first, self.count)
        return ((1 << stop) - (1 << begin)) if begin < stop else 0

    def part_of(self, bits: int, other: "Window") -> int:
        """Bits of the other window as this one counts them."""
        ahead = self.first - other.first
        return (bits >> ahead if ahead >= 0 else bits << -ahead) & self.all


def slot_at(moment: datetime) -> int:
    """The slot a moment lies in."""
    return int((moment - _EPOCH).total_seconds() // _SECONDS)


def slot_from(moment: datetime) -> int:
    """The first slot that does not begin before the moment."""
    return -int(-(moment - _EPOCH).total_seconds() // _SECONDS)


def moment_of(slot: int) -> datetime:
    """When the slot begins."""
    return _EPOCH + timedelta(seconds=slot * _SECONDS)


def bits_of(window: Window, spans: Iterable[tuple[datetime, datetime]]) -> int:
    """The slots that lie whole in one of the spans."""
    found = 0
    for start, end in spans:
        found |= window.between(slot_from(start), slot_at(end))
    return found


def runs(bits: int, length: int) -> int:
    """Where ``length`` set bits in a row begin."""
    have = 1
    while have < length and bits:
        more = min(have, length - have)
        bits &= bits >> more
        have += more
    return bits


def places(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    text = bin(bits)[:1:-1]
    at = text.find("1")
    while at >= 0:
        yield at
        at = text.find("1", at + 1)


def lowest(bits: int, count: int) -> int:
    """The ``count`` lowest of the bits that are set, or all of them if they are no more."""
    last = max(islice(places(bits), count), default=-1)
    return bits & ((1 << (last + 1)) - 1)
