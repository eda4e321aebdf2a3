"""Where those who travel are booked to be, read into what a process knows of them."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from holdfast.booking import Place
from holdfast.booking.bookings import stays_of
from holdfast.booking.slots import moment_of, slot_at, slot_from
from holdfast.views.booking.known import Known
from holdfast.views.booking.taken import chunk_window

__all__ = ["read_stays"]


async def read_stays(pool: asyncpg.Pool, missing: Sequence[tuple[Known, int]]) -> None:
    """These chunks of these, but not of whom one hears meanwhile: that may be older."""
    windows = {chunk: chunk_window(chunk) for _, chunk in missing}
    first, last = windows[min(windows)].first, windows[max(windows)].end
    heard = [known.stays_heard for known, _ in missing]
    fresh: dict[tuple[UUID, int], list[tuple[int, int, Place]]] = {
        (known.resource.id, chunk): [] for known, chunk in missing
    }
    ids = list({known.resource.id for known, _ in missing})
    for stay in await stays_of(pool, ids, moment_of(first), moment_of(last)):
        begin, end = slot_at(stay.starts_at), slot_from(stay.ends_at)
        for chunk, window in windows.items():
            if window.between(begin, end) and (stay.resource, chunk) in fresh:
                fresh[stay.resource, chunk].append((begin, end, stay.place))
    for (known, chunk), before in zip(missing, heard, strict=True):
        if known.stays_heard == before:
            known.stays[chunk] = fresh[known.resource.id, chunk]
