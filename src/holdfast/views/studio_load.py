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

__all__ = ["MOST_LOADED", "Load", "load_by", "load_in", "people_and_places"]

MOST_LOADED: Final = 200
_MOST_KEPT: Final = 2000
_DAY: Final = timedelta(days=1)
_TAKEN: Final = """
SELECT s.place::integer - 1, h.resource_id, h.hour, sum(h.minutes)::bigint
FROM unnest($2::date[], $3::date[]) WITH ORDINALITY AS s (first, last, place)
JOIN booking_hours h ON h.day BETWEEN s.first AND s.last
WHERE h.resource_id = ANY($1::uuid[]) GROUP BY 1, 2, 3
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
_ByHour: TypeAlias = dict[int, int]
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
    taken = await _taken(pool, known, [span])
    some = [one for one in known if one.status == "active" or taken[one.id][0]][:MOST_LOADED]
    opened = await _opened(pool, some, [span])
    found = [Load(one, taken[one.id][0], opened[one.id][0]) for one in some]
    return [one for one in found if one.taken or one.open]


async def load_by(
    pool: asyncpg.Pool, some: Sequence[Resource], spans: Sequence[Span]
) -> list[list[Load]]:
    """Of each resource, in each of the spans."""
    taken, opened = await _taken(pool, some, spans), await _opened(pool, some, spans)
    return [
        [Load(one, *both) for both in zip(taken[one.id], opened[one.id], strict=True)]
        for one in some
    ]


def people_and_places(loads: Sequence[Load]) -> list[Load]:
    """Those whose load is the studio's: kits lie idle most of the time, and what is archived, or is
    a studio that has rooms, counts where somebody had it."""
    some = [one for one in loads if one.taken or (one.open and one.resource.is_active)]
    roomy = {one.resource.studio_id for one in some if one.resource.kind == "room"}
    return [
        one
        for one in some
        if one.resource.kind != "equipment" and (one.taken or one.resource.id not in roomy)
    ]


async def _taken(
    pool: asyncpg.Pool, some: Sequence[Resource], spans: Sequence[Span]
) -> dict[UUID, list[_ByHour]]:
    found: dict[UUID, list[_ByHour]] = {one.id: [{} for _ in spans] for one in some}
    firsts, lasts = [one.first for one in spans], [one.last for one in spans]
    for place, resource, hour, minutes in await pool.fetch(_TAKEN, list(found), firsts, lasts):
        found[resource][place][hour] = minutes
    return found


async def _opened(
    pool: asyncpg.Pool, some: Sequence[Resource], spans: Sequence[Span]
) -> dict[UUID, list[_ByHour]]:
    known = {one.id: one for one in some}
    homes = {one.home for one in some if one.home is not None}
    known |= await load_resources(pool, [one for one in homes if one not in known])
    ids = [*known]
    start = datetime.combine(min(one.first for one in spans), time(), UTC) - _DAY
    end = datetime.combine(max(one.last for one in spans), time(), UTC) + 2 * _DAY
    blocks = await blocks_between(pool, ids, start, end)
    made: dict[UUID, list[tuple[date, str]]] = {one: [] for one in ids}
    for resource, day, data in await pool.fetch(_SCHEDULES, ids, end):
        made[resource].append((day, data))
    found: dict[UUID, list[_ByHour]] = {}
    for one in some:
        home = None if one.home is None else known.get(one.home)
        bound = home is not None and home.is_active
        laid = [*blocks[one.id], *(blocks[home.id] if home is not None and bound else ())]
        away = _by_day(laid, spans)
        theirs = made[home.id] if home is not None and bound else []
        found[one.id] = []
        for span in spans:
            told = await _open_in(made[one.id], theirs, away, span)
            seats = {hour: minutes * one.capacity for hour, minutes in told.items() if minutes}
            found[one.id].append(seats)
            await asyncio.sleep(0)  # buyers use the same loop
    return found


async def _open_in(
    own: Sequence[tuple[date, str]],
    studio: Sequence[tuple[date, str]],
    away: Mapping[date, Sequence[Block]],
    span: Span,
) -> Counter[int]:
    told: Counter[int] = Counter()
    for said, first, last in _versions(own, studio, span):
        told.update(_whole(said, first, last))
        for day in _days(first, last - _DAY):
            if day in away:
                told.subtract(_whole(said, day, day + _DAY))
                told.update(_open_hours(said, day, day + _DAY, away[day]))
                await asyncio.sleep(0)
    return told


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


def _by_day(laid: Sequence[Block], spans: Sequence[Span]) -> dict[date, list[Block]]:
    """Of each day of the spans on which something is blocked, by any clock, what that is."""
    first, last = min(one.first for one in spans), max(one.last for one in spans)
    found: dict[date, list[Block]] = {}
    for one in laid:
        begin, end = one.starts_at.date() - _DAY, one.ends_at.date() + _DAY
        for day in _days(max(begin, first), min(end, last)):
            found.setdefault(day, []).append(one)
    return found


def _days(first: date, last: date) -> Iterator[date]:
    return (first + number * _DAY for number in range((last - first).days + 1))


def _versions(
    own: Sequence[tuple[date, str]], studio: Sequence[tuple[date, str]], span: Span
) -> Iterator[tuple[_Said, date, date]]:
    """The schedules with the days on which they counted: the first, and the one after the last."""
    days = _days(span.first, span.last)
    for said, those in groupby(days, lambda day: (_counted(own, day), _counted(studio, day))):
        some = list(those)
        if said != (None, None):
            yield said, some[0], some[-1] + _DAY


def _counted(made: Sequence[tuple[date, str]], day: date) -> str | None:
    """The schedule of that day; before the first, the first."""
    texts = [text for since, text in made if since <= day]
    return texts[-1] if texts else next((text for _, text in made), None)
