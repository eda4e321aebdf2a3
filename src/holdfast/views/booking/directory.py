"""Photographers to choose from: where each is at home, from which price, and when each is free on
the day that somebody asks for."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking import Resource, list_resources
from holdfast.booking.schedule import at_local
from holdfast.booking.services import Service, base_price, load_services
from holdfast.kit.money import Money
from holdfast.kit.zones import zone
from holdfast.views.booking.asking import Offered, Query
from holdfast.views.booking.finding import SlotReads
from holdfast.views.booking.known import bookable_of
from holdfast.views.booking.profiles import bookable_with

__all__ = ["Directory", "Listed", "Sought", "photographers_sought"]


class Sought(Struct, frozen=True, kw_only=True):
    """Who somebody looks for; what is None does not matter. ``day``: they are free then, by the
    clock of where they are."""

    skill: str | None = None
    studio: UUID | None = None
    service: UUID | None = None
    day: date | None = None


class Listed(Struct, frozen=True):
    """``studio``: where they are at home. ``least``: what the cheapest service costs with them;
    None: nothing can be booked. ``free``: on the day that is asked for, the first time and of which
    service."""

    resource: Resource
    studio: Resource | None
    least: Money | None
    free: tuple[Service, Offered] | None = None


class Directory(Struct, frozen=True):
    """Whom was found, and by what one can look for any: skills, studios, services."""

    found: tuple[Listed, ...]
    skills: tuple[str, ...]
    studios: tuple[Resource, ...]
    services: tuple[Service, ...]


async def photographers_sought(pool: asyncpg.Pool, times: SlotReads, sought: Sought) -> Directory:
    """By name. Raises :class:`~holdfast.booking.services.ServiceNotFound`."""
    if sought.service is not None:
        await times.service(sought.service)
    everybody = await list_resources(pool, "photographer", "active")
    studios = {one.id: one for one in await list_resources(pool, "studio", "active")}
    services = await load_services(pool)
    serves = {one.id: bookable_with([bookable_of(one)], services) for one in everybody}
    found = []
    for one in everybody:
        theirs = [each for each in serves[one.id] if sought.service in (None, each.id)]
        if not _fits(one, theirs, sought):
            continue
        free = None if sought.day is None else await _free(times, one, theirs, sought.day)
        if sought.day is None or free is not None:
            home = None if one.studio_id is None else studios.get(one.studio_id)
            found.append(Listed(one, home, _least(one, theirs), free))
    homes = {one.studio_id for one in everybody}
    offered = {each.id: each for some in serves.values() for each in some}
    return Directory(
        tuple(found),
        tuple(sorted({tag for one in everybody for tag in one.tags})),
        tuple(one for one in studios.values() if one.id in homes),
        tuple(each for each in services if each.id in offered),
    )


def _fits(one: Resource, theirs: Sequence[Service], sought: Sought) -> bool:
    return (
        (sought.skill is None or sought.skill in one.tags)
        and (sought.studio is None or one.studio_id == sought.studio)
        and (sought.service is None or bool(theirs))
    )


async def _free(
    times: SlotReads, one: Resource, theirs: Iterable[Service], day: date
) -> tuple[Service, Offered] | None:
    """The first time of that day with them."""
    clock = zone(one.zone)
    start, end = at_local(clock, day, 0), at_local(clock, day + timedelta(days=1), 0)
    found = [
        (service, time)
        for service in theirs
        for time in await times.times(
            service,
            Query(service=service.id, resources=frozenset([one.id]), most=1),
            start,
            end,
            1,
        )
    ]
    return min(found, key=lambda each: each[1].start, default=None)


def _least(one: Resource, theirs: Sequence[Service]) -> Money | None:
    """In the currency of the first, where there are several."""
    prices = [base_price(each, each.lengths.allowed()[0], one.level) for each in theirs]
    alike = [each for each in prices if each.currency == prices[0].currency]
    return min(alike, key=lambda each: each.amount, default=None)
