"""Who is to serve a booking, as they stand: rows, opening hours, and the versions of the schedules
behind those, of the studios that bind them as well.

The versions are read before the schedules are: whatever changes afterwards, the command that
expects those versions is refused.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking import (
    Block,
    OpenHours,
    Resource,
    blocks_over,
    hours_of,
    load_resources,
    schedule_key,
    schedules_of,
)
from holdfast.booking.schedule import Schedule
from holdfast.flows.booking.studio import Studio
from holdfast.flows.settlement.settler import Settler

__all__ = ["Standing", "read_standing"]

_DAY: Final = timedelta(days=1)


class Standing(Struct, frozen=True):
    """Of each, and of the studio that each is in, by its id."""

    resources: Mapping[UUID, Resource]
    hours: Mapping[UUID, OpenHours]
    versions: Mapping[UUID, int]


class _Read(Struct, frozen=True):
    resources: dict[UUID, Resource]
    schedules: dict[UUID, Schedule]
    versions: dict[UUID, int]
    blocks: dict[UUID, Sequence[Block]]

    def beside(self, other: "_Read") -> "_Read":
        return _Read(
            self.resources | other.resources,
            self.schedules | other.schedules,
            self.versions | other.versions,
            self.blocks | other.blocks,
        )


async def read_standing(
    settler: Settler | Studio, who: Sequence[UUID], start: datetime, end: datetime
) -> Standing:
    """Of these; of blocks those that lie near the time between."""
    read = await _read(settler, list(dict.fromkeys(who)), start - _DAY, end + _DAY)
    homes = dict.fromkeys(one.home for one in read.resources.values() if one.home is not None)
    others = [one for one in homes if one not in read.versions]
    if others:
        read = read.beside(await _read(settler, others, start - _DAY, end + _DAY))
    hours = {
        one: hours_of(read.resources, read.schedules, read.blocks, one) for one in read.resources
    }
    return Standing(read.resources, hours, read.versions)


async def _read(
    settler: Settler | Studio, ids: Sequence[UUID], start: datetime, end: datetime
) -> _Read:
    database = settler.database
    accounts = await asyncio.gather(*(settler.reader.account(schedule_key(one)) for one in ids))
    resources, schedules, blocks = await asyncio.gather(
        database.gathered(load_resources).many(ids),
        database.gathered(schedules_of).many(ids),
        database.gathered(blocks_over).many((one, start, end) for one in ids),
    )
    return _Read(
        dict(resources),
        {one: made.schedule for one, made in schedules.items()},
        {one: account.version for one, account in zip(ids, accounts, strict=True)},
        {one: some for (one, _, _), some in blocks.items()},
    )
