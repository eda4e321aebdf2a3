"""What is to be published: when each service could be had by schedules and blocks alone, whatever
is booked, in the next 60 days."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

from holdfast.booking import Resource, blocks_between, list_resources, schedules_of, zone
from holdfast.booking.published import MOST_PUBLISHED, PUBLISHED_DAYS, PublishedSlot
from holdfast.booking.schedule import expand
from holdfast.booking.services import Need, Service, load_services, services_stamp
from holdfast.booking.slots import (
    DAY_SLOTS,
    Asked,
    Bookable,
    Found,
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
from holdfast.views.booking.known import Known

__all__ = ["publishing_stamp", "to_publish"]

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


async def to_publish(
    database: Database,
) -> AsyncIterator[tuple[UUID, Sequence[PublishedSlot]]]:
    """Of each service that can be booked; of its shortest length. Bounded by
    :data:`MOST_PUBLISHED`."""
    services = [one for one in await load_services(database.pool) if one.active]
    known = await _known(database)
    now = shop_now()
    first = slot_from(now)
    window = Window(first - DAY_SLOTS, (PUBLISHED_DAYS + 2) * DAY_SLOTS)
    wanted = window.between(first, first + PUBLISHED_DAYS * DAY_SLOTS)
    opened = cache(lambda one: _opened(known[one], window))
    for service in services:
        found = _slots(service, known, window, wanted, opened)
        yield service.id, found[: MOST_PUBLISHED // len(services)]
        await asyncio.sleep(0)  # between two services whoever waits has a turn


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
            [block.span for block in blocks[one.id]],
        )
        for one in resources
    }


def _opened(known: Known, window: Window) -> Times:
    """Its time with nothing taken."""
    if known.schedule is None:
        return Times(open={})
    first, last = moment_of(window.first).date(), moment_of(window.end).date()
    found: dict[UUID | None, int] = {}
    for span in expand(known.schedule, first - _DAY, last + 2 * _DAY, blocks=known.blocks):
        bits = bits_of(window, [(span.start, span.end)])
        found[span.studio] = found.get(span.studio, 0) | bits
    return Times(open={place: bits for place, bits in found.items() if bits})


def _slots(
    service: Service,
    known: Mapping[UUID, Known],
    window: Window,
    wanted: int,
    opened: Callable[[UUID], Times],
) -> list[PublishedSlot]:
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
    where = _where(asked.needs, search(asked, pool, wanted))
    length = timedelta(minutes=asked.minutes)
    slots = [
        _slot(service, one, moment_of(window.first + at), length, studios)
        for one, starts in where.items()
        for at, studios in starts.items()
    ]
    return sorted(slots, key=lambda slot: (slot.start, slot.lead))


def _where(
    needs: Sequence[Need], found: Sequence[Found]
) -> dict[Bookable, dict[int, set[UUID | None]]]:
    """Of each who leads, by start (as a bit's number), at which places."""
    kinds = {need.kind for need in needs}
    lead = next(kind for kind in _LEADS if kind in kinds)
    where: dict[Bookable, dict[int, set[UUID | None]]] = {}
    for place in found:
        for need, some in zip(needs, place.roles, strict=True):
            if need.kind != lead:
                continue
            for one, bits in some:
                starts = where.setdefault(one, {})
                for at in places(bits & place.bits):
                    starts.setdefault(at, set()).add(place.place or one.place)
    return where


def _slot(
    service: Service,
    lead: Bookable,
    start: datetime,
    length: timedelta,
    studios: set[UUID | None],
) -> PublishedSlot:
    photographer = lead.id if lead.kind == "photographer" else None
    studio = next(iter(studios)) if len(studios) == 1 else None
    return PublishedSlot(service.id, lead.id, start, start + length, photographer, studio)
