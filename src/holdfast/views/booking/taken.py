"""Which cells of a resource are taken, as the ledger's accounts say: by chunks of 32 days, as bits.

Accounts may be heard twice or in any order: the newest version counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from holdfast.booking import CELL_PREFIX, WHOLE, Resource
from holdfast.booking.bookings import Taking
from holdfast.booking.slots import DAY_SLOTS, Window, cell_end, cell_slots, moment_of
from holdfast.ledger import AccountState, KeyRange, LedgerReader

__all__ = [
    "AT_ONCE", "CHUNK_DAYS", "Taken", "chunk_window", "chunks_of", "range_of", "ranges_of",
    "read_cells", "resource_of_key",
]  # fmt: skip

AT_ONCE: Final = 100
"""Ranges that are read by one statement."""

CHUNK_DAYS: Final = 32
CHUNK: Final = CHUNK_DAYS * DAY_SLOTS
_SEATS: Final = 1 << 32


def chunks_of(window: Window) -> range:
    """The numbers of the chunks a window lies in."""
    return range(window.first // CHUNK, -(-window.end // CHUNK))


def chunk_window(chunk: int) -> Window:
    return Window(chunk * CHUNK, CHUNK)


def ranges_of(resource: UUID, chunk: int) -> KeyRange:
    """The accounts of a chunk's cells, and of a day around: a zone's day is none of UTC."""
    first = moment_of(chunk * CHUNK) - timedelta(days=1)
    return range_of(resource, first, first + timedelta(days=CHUNK_DAYS + 2))


def range_of(resource: UUID, first: datetime, last: datetime) -> KeyRange:
    """The accounts of the cells from that day of UTC until before the other."""
    begin = f"{CELL_PREFIX}{resource}/"
    return KeyRange(f"{begin}{first:%Y%m%d}", f"{begin}{last:%Y%m%d}")


def resource_of_key(key: str) -> UUID:
    """Whose cell or schedule an account is: the second part of its key."""
    return UUID(key.split("/", 2)[1])


async def read_cells(reader: LedgerReader, ranges: Sequence[KeyRange]) -> list[AccountState]:
    """All of them, in as many statements as the ledger's bounds ask for."""
    if len(ranges) <= AT_ONCE:
        try:
            return list((await reader.between(ranges)).values())
        except ValueError:
            if len(ranges) == 1:
                raise
    half = len(ranges) // 2
    return await read_cells(reader, ranges[:half]) + await read_cells(reader, ranges[half:])


class Taken:
    """Of one resource. A cell is kept as one number: its version and what is taken of it."""

    __slots__ = ("_bits", "_cells", "_resource", "count")

    def __init__(self, resource: Resource) -> None:
        self._resource = resource
        self._cells: dict[int, dict[int, int]] = {}
        self._bits: dict[tuple[int, int], int] = {}
        self.count = 0

    def take(self, account: AccountState) -> bool:
        """An account as it is, or once was. Whether it says anything new."""
        new = False
        first, end = cell_slots(self._resource, account.key)
        used = account.balance + account.held
        packed = account.version * _SEATS + used
        for chunk in {first // CHUNK, (end - 1) // CHUNK}:
            cells = self._cells.setdefault(chunk, {})
            before = cells.get(first)
            if before is not None and before >= packed:
                continue
            new = True
            self.count += before is None
            cells[first] = packed
            for (of, room), bits in self._bits.items():
                if of == chunk:
                    mask = chunk_window(chunk).between(first, end)
                    full = used > room
                    self._bits[of, room] = bits | mask if full else bits & ~mask
        return new

    def full(self, chunk: int, seats: int, own: Sequence[Taking] = ()) -> int:
        """Where so many seats more do not fit; what ``own`` takes of it counts as free."""
        room = self._resource.capacity - seats
        found = self._beyond(chunk, room)
        for taking in own:
            freed, window = 0, chunk_window(chunk)
            for key in taking.cells:
                freed |= window.between(*cell_slots(self._resource, key))
            if freed:
                given = WHOLE if taking.whole else taking.seats
                found = found & ~freed | self._beyond(chunk, room + given) & freed
        return found

    def whole(self, chunk: int) -> int:
        """Of a studio: where somebody has all of it, its rooms as well."""
        return self._beyond(chunk, WHOLE - 1)

    def _beyond(self, chunk: int, room: int) -> int:
        """Where more than that is taken."""
        found = self._bits.get((chunk, room))
        if found is None:
            window, found = chunk_window(chunk), 0
            for first, end in self._full(chunk, room):
                found |= window.between(first, end)
            self._bits[chunk, room] = found
        return found

    def _full(self, chunk: int, room: int) -> Iterator[tuple[int, int]]:
        """Spans of cells without room, those side by side as one."""
        cells = self._cells.get(chunk, {})
        starts = sorted(first for first, packed in cells.items() if packed % _SEATS > room)
        begin = end = -1
        for first in starts:
            if first == end:
                end = cell_end(self._resource, first)
                continue
            if end > begin:
                yield begin, end
            begin, end = first, cell_end(self._resource, first)
        if end > begin:
            yield begin, end

    def forget(self, chunks: Iterable[int]) -> None:
        for chunk in chunks:
            self.count -= len(self._cells.pop(chunk, {}))
            for key in [one for one in self._bits if one[0] == chunk]:
                del self._bits[key]
