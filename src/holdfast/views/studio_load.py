"""How much of the time that resources are open is taken, by the hour of their own clocks.

What is taken is kept from events, buffers included; when they were open is thought out from the
schedule that counted on each day, and its studio's, less what was blocked."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.booking import (
    Block,
    OpenHours,
    Resource,
    blocks_between,
    list_resources,
    load_resources,
)
from holdfast.booking.schedule import Schedule
from holdfast.insights import by_hour
from holdfast.kit.zones import zone
from holdfast.views.statistics import Span

__all__ = ["MOST_LOADED", "Load", "load_in", "people_and_places"]

MOST_LOADED: Final = 200
_MOST_KEPT: Final = 2000
_DAY: Final = timedelta(days=1)
_TAKEN: Final = """
SELECT resource_id, hour, sum(minutes)::bigint FROM booking_hours
WHERE resource_id = ANY($1::uuid[]) AND day BETWEEN $2 AND $3 GROUP BY 1, 2
"""
# Of each day the last; before the first of all, the first counts.
_SCHEDULES: Final = """
SELECT DISTINCT ON (resource_id, (made_at AT TIME ZONE 'UTC')::date)
       resource_id, (made_at AT TIME ZONE 'UTC')::date, data::text
FROM schedules WHERE resource_id = ANY($1::uuid[]) AND made_at < $2
ORDER BY resource_id, (made_at AT TIME ZONE 'UTC')::date, version DESC
"""
_Said: TypeAlias = tuple[str | None, str | None]
"""Its own schedule and its studio's, as they are stored."""
_schedule: Final = msgspec.json.Decoder(Schedule).decode


class Load(Struct, frozen=True):
    """Minutes by hour of the day, times the seats of the resource."""

    resource: Resource
    taken: Mapping[int, int]
    open: Mapping[int, int]

    @property
    def hours(self) -> list[int]:
        """In which it was open or taken."""
        return sorted(self.taken.keys() | self.open.keys())


async def load_in(pool: asyncpg.Pool, span: Span, studio: UUID | None) -> list[Load]:
    """Of the first :data:`MOST_LOADED` resources that were open or booked; of a studio alone, if
    that is asked for."""
    known = [
        one
        for one in await list_resources(pool)
        if studio is None or studio in (one.id, one.studio_id)
    ]
    taken: dict[UUID, dict[int, int]] = {one.id: {} for one in known}
    for resource, hour, minutes in await pool.fetch(_TAKEN, list(taken), span.first, span.last):
        taken[resource][hour] = minutes
    some = [one for one in known if one.status == "active" or taken[one.id]][:MOST_LOADED]
    opened = await _opened(pool, some, span)
    found = [Load(one, taken[one.id], opened[one.id]) for one in some]
    return [one for one in found if one.taken or one.open]


def people_and_places(loads: Sequence[Load]) -> list[Load]:
    """Those whose load is the studio's: kits lie idle most of the time, and a studio that has rooms
    counts where somebody had it whole."""
    roomy = {one.resource.studio_id for one in loads if one.resource.kind == "room"}
    return [
        one
        for one in loads
        if one.resource.kind != "equipment" and (one.taken or one.resource.id not in roomy)
    ]


async def _opened(
    pool: asyncpg.Pool, some: Sequence[Resource], span: Span
) -> dict[UUID, dict[int, int]]:
    known = {one.id: one for one in some}
    homes = {one.home for one in some if one.home is not None}
    known |= await load_resources(pool, [one for one in homes if one not in known])
    ids = [*known]
    start = datetime.combine(span.first, time(), UTC) - _DAY
    end = datetime.combine(span.last, time(), UTC) + 2 * _DAY
    blocks = await blocks_between(pool, ids, start, end)
    made: dict[UUID, list[tuple[date, str]]] = {one: [] for one in ids}
    for resource, day, data in await pool.fetch(_SCHEDULES, ids, end):
        made[resource].append((day, data))
    found = {}
    for one in some:
        told: Counter[int] = Counter()
        home = None if one.home is None else known.get(one.home)
        bound = home is not None and home.is_active
        away = [*blocks[one.id], *(blocks[home.id] if home is not None and bound else ())]
        theirs = made[home.id] if home is not None and bound else []
        for said, first, last in _versions(made[one.id], theirs, span):
            told.update(_whole(said, first, last))
            for day in _touched(away, first, last):
                told.subtract(_whole(said, day, day + _DAY))
                told.update(_open_hours(said, day, day + _DAY, away))
        found[one.id] = {hour: minutes * one.capacity for hour, minutes in told.items() if minutes}
        await asyncio.sleep(0)  # buyers use the same loop
    return found


@lru_cache(maxsize=_MOST_KEPT)
def _whole(said: _Said, first: date, last: date) -> Mapping[int, int]:
    """Without blocks: many have the same hours, and the same days are asked for again."""
    return _open_hours(said, first, last, ())


def _open_hours(said: _Said, first: date, last: date, away: Sequence[Block]) -> Counter[int]:
    """From the first day until before the last."""
    told: Counter[int] = Counter()
    own, studio = (None if text is None else _schedule(text) for text in said)
    counts = own or studio
    assert counts is not None  # one of them is said
    clock = zone(counts.zone)
    for hours in OpenHours(own, studio, away).spans(first, last):
        for _, hour, minutes in by_hour(hours.start, hours.end, clock):
            told[hour] += minutes
    return told


def _touched(away: Sequence[Block], first: date, last: date) -> Iterator[date]:
    """Days on which something is blocked, by any clock."""
    days = {
        begin + number * _DAY
        for one in away
        for begin in (max(one.starts_at.date() - _DAY, first),)
        for number in range((min(one.ends_at.date() + 2 * _DAY, last) - begin).days)
    }
    return iter(sorted(days))


def _versions(
    own: Sequence[tuple[date, str]], studio: Sequence[tuple[date, str]], span: Span
) -> Iterator[tuple[_Said, date, date]]:
    """The schedules with the days on which they counted: the first, and the one after the last."""
    days = (span.first + number * _DAY for number in range(span.length))
    for said, those in groupby(days, lambda day: (_counted(own, day), _counted(studio, day))):
        some = list(those)
        if said != (None, None):
            yield said, some[0], some[-1] + _DAY


def _counted(made: Sequence[tuple[date, str]], day: date) -> str | None:
    """The schedule of that day; before the first, the first."""
    texts = [text for since, text in made if since <= day]
    return texts[-1] if texts else next((text for _, text in made), None)
