"""That a booking leaves no free time beside it too short to sell, by what is taken now: what the
search does not offer for it, its clients cannot book. It is no promise of the ledger: of two who
book at the same moment, each may leave such a gap to the other."""

import asyncio
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking import WHOLE, Resource, blocks_over
from holdfast.booking.bookings import Taking, cell_lines, takings_of
from holdfast.booking.services import Grid
from holdfast.booking.slots import (
    SLOT,
    Bookable,
    Times,
    Window,
    bits_of,
    cell_slots,
    moment_of,
    slot_at,
    slot_from,
    starts_of,
)
from holdfast.flows.booking.standing import Standing
from holdfast.flows.booking.unavailable import LeavesGap
from holdfast.flows.commit.ways import Reads, Ways
from holdfast.ledger import AccountState, KeyRange

__all__ = ["must_leave_no_gap"]

Served: TypeAlias = tuple[Resource, Taking]

_DAY: Final = timedelta(days=1)


async def must_leave_no_gap(
    reads: Reads,
    grid: Grid,
    span: tuple[datetime, datetime],
    served: Sequence[Served],
    known: Standing,
    there: Ways,
    besides: UUID | None,
    far: Container[UUID] = (),
) -> None:
    """Raises :class:`LeavesGap`. ``besides``: the booking itself, whose own time is no neighbour;
    the ways to other places (``there``) are as good as taken. Of who is ``far`` from there, only
    hours that name the place count."""
    served = [(one, taking) for one, taking in served if one.capacity == 1]
    if not grid.gap or not served:
        return
    windows = [_around(taking, grid.gap) for _, taking in served]
    ranges = [
        each
        for (_, taking), window in zip(served, windows, strict=True)
        for each in _cells(taking, window)
    ]
    asked = [
        (whose, moment_of(window.first), moment_of(window.end))
        for (one, _), window in zip(served, windows, strict=True)
        for whose in (one.id, one.home)
        if whose is not None
    ]
    accounts, own, blocks = await asyncio.gather(
        reads.reader.between(ranges),
        _own(reads, besides),
        reads.database.gathered(blocks_over).many(asked),
    )
    for (one, _), window in zip(served, windows, strict=True):
        between = (moment_of(window.first), moment_of(window.end))
        hours = replace(
            known.hours[one.id],
            blocks=blocks.get((one.id, *between), ()),
            studio_blocks=() if one.home is None else blocks.get((one.home, *between), ()),
        )
        first, last = (moment.date() for moment in between)
        opened: dict[UUID | None, int] = {}
        for each in hours.spans(first - _DAY, last + 2 * _DAY):
            bits = bits_of(window, [(each.start, each.end)])
            if one.id not in far or each.studio == there.studio:
                opened[each.studio] = opened.get(each.studio, 0) | bits
        taken = _taken(one, window, accounts, own, 1)
        if one.home is not None and one.kind == "room":
            taken |= _taken(known.resources[one.home], window, accounts, own, WHOLE)
        for begin, end in there.away.get(one.id, ()):
            taken |= window.between(slot_at(begin), slot_from(end))
        place = there.studio if one.kind == "photographer" else None
        if _leaves_one(one, Times(open=opened, taken=taken), place, grid, span, window):
            raise LeavesGap(
                "It would leave a time beside it that is too short to be booked.", field="start"
            )


def _around(taking: Taking, gap: int) -> Window:
    first, end = slot_at(taking.starts_at) - gap // SLOT, slot_from(taking.ends_at) + gap // SLOT
    return Window(first, end - first)


def _cells(taking: Taking, window: Window) -> list[KeyRange]:
    wider = replace(taking, starts_at=moment_of(window.first), ends_at=moment_of(window.end))
    return [KeyRange(keys[0], keys[-1] + "~") for keys in (wider.cells, wider.studio_cells) if keys]


async def _own(reads: Reads, besides: UUID | None) -> Counter[str]:
    if besides is None:
        return Counter()
    found = (await takings_of(reads.database.pool, [besides]))[besides]
    return Counter({line.key: line.quantity for line in cell_lines(found)})


def _taken(
    one: Resource,
    window: Window,
    accounts: Mapping[str, AccountState],
    own: Counter[str],
    least: int,
) -> int:
    """Where so much of it is taken."""
    mine = [key for key in accounts if UUID(key.split("/", 2)[1]) == one.id]
    found = 0
    for key in mine:
        if accounts[key].balance + accounts[key].held - own[key] >= least:
            found |= window.between(*cell_slots(one, key))
    return found


def _leaves_one(
    one: Resource,
    times: Times,
    place: UUID | None,
    grid: Grid,
    span: tuple[datetime, datetime],
    window: Window,
) -> bool:
    """Whether it could begin there but for the gap; what is taken is for the ledger to refuse."""
    who = Bookable(id=one.id, kind=one.kind, before=one.buffer_before, after=one.buffer_after)
    minutes = (span[1] - span[0]) // timedelta(minutes=1)
    at = 1 << slot_at(span[0]) - window.first
    plain = starts_of(who, times, place, minutes, Grid(), window)
    return bool(plain & at) and not starts_of(who, times, place, minutes, grid, window) & at
