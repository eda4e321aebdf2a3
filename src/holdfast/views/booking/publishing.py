"""What is to be published: when each service could be had by schedules and blocks alone, whatever
is booked, in the next 60 days."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking import Resource, blocks_between, list_resources, schedules_of
from holdfast.booking.published import MOST_PUBLISHED, PUBLISHED_DAYS, PublishedSlot
from holdfast.booking.services import Service, load_services, services_stamp
from holdfast.booking.slots import (
    DAY_SLOTS,
    Asked,
    Bookable,
    Pool,
    Times,
    Window,
    bits_of,
    candidates_of,
    grid_bits,
    moment_of,
    places,
    search,
    slot_from,
)
from holdfast.db.engine import Database
from holdfast.kit import shop_now
from holdfast.kit.zones import zone
from holdfast.views.booking.known import Known, hours_by

__all__ = ["DayOfSlots", "publishing_stamp", "to_publish"]

_DAY: Final = timedelta(days=1)
_LEADS: Final = ("photographer", "room", "studio", "equipment")
"""Whose time a slot is: the first of these kinds that the service needs."""
_CHANGED: Final = f"""
SELECT (SELECT count(*) || '/' || coalesce(sum(revision), 0) FROM resources)
    || ' ' || (SELECT count(*) || '/' || coalesce(sum(version), 0) FROM schedules)
    || ' ' || (SELECT count(*) || '/' || coalesce(sum(hashtextextended(id::text, 0)::numeric), 0)
               FROM blocks WHERE ended_at IS NULL AND ends_at > now()
               AND starts_at < now() + interval '{PUBLISHED_DAYS + 1} days')
"""


async def publishing_stamp(database: Database) -> str:
    """Another one after each change of what is to be published, and each day."""
    pool = database.pool
    changed = await pool.fetchval(_CHANGED)
    return f"{shop_now():%Y%m%d} {await services_stamp(pool)} {changed}"


class DayOfSlots(Struct, frozen=True):
    """All that is to be published of a service from then until before then."""

    service: UUID
    begin: datetime
    end: datetime
    slots: Sequence[PublishedSlot]


async def to_publish(database: Database) -> AsyncIterator[DayOfSlots]:
    """Of each service that can be booked, day by day, the last one first: what can be booked for
    longest has the lowest numbers. Of its shortest length. Bounded by :data:`MOST_PUBLISHED`, which
    leaves out what is farthest."""
    services = [one for one in await load_services(database.pool) if one.active]
    known = await _known(database)
    first = slot_from(shop_now())
    window = Window(first - DAY_SLOTS, (PUBLISHED_DAYS + 2) * DAY_SLOTS)
    opened = cache(lambda one: _opened(known, one, window))
    for service in services:
        left = MOST_PUBLISHED // len(services)
        leads = _leads(service, known, window, opened)
        begin, last, days = first, first + PUBLISHED_DAYS * DAY_SLOTS, []
        while begin < last:
            end = min(begin - begin % DAY_SLOTS + DAY_SLOTS, last)  # a day of UTC
            slots = _slots(service, leads, window, begin, end)[:left]
            left -= len(slots)
            days.append(DayOfSlots(service.id, moment_of(begin), moment_of(end), slots))
            begin = end
            await asyncio.sleep(0)  # between two days whoever waits has a turn
        for day in reversed(days):
            yield day


async def _known(database: Database) -> Mapping[UUID, Known]:
    pool, now = database.pool, shop_now()
    resources: Sequence[Resource] = await list_resources(pool, status="active")
    ids = [one.id for one in resources]
    schedules = await schedules_of(pool, ids)
    blocks = await blocks_between(pool, ids, now - 2 * _DAY, now + (PUBLISHED_DAYS + 2) * _DAY)
    return {
        one.id: Known(
            one,
            schedules[one.id].schedule if one.id in schedules else None,
            0,
            blocks[one.id],
        )
        for one in resources
    }


def _opened(known: Mapping[UUID, Known], one: UUID, window: Window) -> Times:
    """Its time with nothing taken."""
    home = known[one].resource.home
    hours = hours_by(known[one], None if home is None else known.get(home))
    first, last = moment_of(window.first).date(), moment_of(window.end).date()
    found: dict[UUID | None, int] = {}
    for span in hours.spans(first - _DAY, last + 2 * _DAY):
        bits = bits_of(window, [(span.start, span.end)])
        found[span.studio] = found.get(span.studio, 0) | bits
    return Times(open={place: bits for place, bits in found.items() if bits})


class _Lead(Struct, frozen=True):
    """Whose time it is: the bits of its starts, and those of them that only one place has."""

    one: Bookable
    bits: int
    at: Sequence[tuple[UUID | None, int]]

    def place(self, start: int) -> UUID | None:
        """Where that start is, if it can be at one place alone."""
        return next((place for place, bits in self.at if bits >> start & 1), None)


def _leads(
    service: Service,
    known: Mapping[UUID, Known],
    window: Window,
    opened: Callable[[UUID], Times],
) -> list[_Lead]:
    asked = Asked(
        needs=service.needs, grid=service.grid, minutes=service.lengths.allowed()[0], people=1
    )
    resources = [one.bookable for one in known.values()]
    pool = Pool(
        window=window,
        resources=resources,
        fit=candidates_of(asked, resources),
        times=lambda one, _: opened(one.id),
        grid=cache(lambda name: grid_bits(asked.grid, zone(name), window)),
        offered=lambda _: (window.first, window.end),
        load=lambda *_: 0,
    )
    kinds = {need.kind for need in service.needs}
    lead = next(kind for kind in _LEADS if kind in kinds)
    found: dict[UUID, list[tuple[UUID | None, int]]] = {}
    for place in search(asked, pool, window.all):
        for need, some in zip(asked.needs, place.roles, strict=True):
            for one, bits in some if need.kind == lead else ():
                here = place.place or one.place
                found.setdefault(one.id, []).append((here, bits & place.bits))
    return [_lead(known[one].bookable, at) for one, at in found.items()]


def _lead(one: Bookable, at: Sequence[tuple[UUID | None, int]]) -> _Lead:
    by_place: dict[UUID | None, int] = {}
    for place, bits in at:
        by_place[place] = by_place.get(place, 0) | bits
    union = several = 0
    for bits in by_place.values():
        several |= union & bits
        union |= bits
    alone = [(place, bits & ~several) for place, bits in by_place.items()]
    return _Lead(one, union, [(place, bits) for place, bits in alone if place and bits])


def _slots(
    service: Service, leads: Sequence[_Lead], window: Window, begin: int, end: int
) -> list[PublishedSlot]:
    """Those that begin from one slot up to another, in order of time."""
    inside = window.between(begin, end)
    length = timedelta(minutes=service.lengths.allowed()[0])
    slots = []
    for lead in leads:
        photographer = lead.one.id if lead.one.kind == "photographer" else None
        for at in places(lead.bits & inside):
            start = moment_of(window.first + at)
            slots.append(
                PublishedSlot(
                    service.id, lead.one.id, start, start + length, photographer, lead.place(at)
                )
            )
    return sorted(slots, key=lambda slot: (slot.start, slot.lead))
