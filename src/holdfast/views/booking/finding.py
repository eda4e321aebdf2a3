"""Finding a time for a service: the pure search over the availability of this process."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking import Place
from holdfast.booking.bookings import Taking
from holdfast.booking.schedule import at_local
from holdfast.booking.services import Service, ServiceNotFound, load_services, services_stamp
from holdfast.booking.slots import (
    DAY_SLOTS,
    SLOT,
    Asked,
    Bookable,
    Pool,
    Times,
    Warmth,
    Window,
    as_if_unbooked,
    candidates_of,
    first_together,
    grid_bits,
    heat,
    moment_of,
    places_of,
    search,
    slot_at,
    slot_from,
    starts_offered,
    together,
    why_none,
)
from holdfast.db.engine import Database
from holdfast.kit.clock import shop_now
from holdfast.kit.lately import Lately
from holdfast.kit.zones import clocks_apart, zone
from holdfast.views.booking.asking import Offered, Query, Why, asked_of
from holdfast.views.booking.availability import Availability
from holdfast.views.booking.kept_answers import KeptAnswers

__all__ = ["MAX_DAYS", "Offered", "Query", "SlotReads", "Why", "asked_of"]

MAX_DAYS: Final = 62
MOST_FITS: Final = 500
"""Questions whose candidates are remembered."""
MOST_TAKEN: Final = 50
"""Of a day on which none is free."""
NEXT_DAYS: Final = 31
"""Searched at a time for the next ones."""


class SlotReads:
    """Reads times. One of a process."""

    def __init__(self, database: Database, availability: Availability) -> None:
        self.availability = availability
        self.answers = KeptAnswers()
        self._database = database
        self._stamp = ""
        self._services: dict[UUID, Service] = {}
        self._fits_of: Collection[Bookable] = ()
        self._fits: dict[tuple[object, ...], list[list[Bookable]]] = {}
        self._lately: Lately[dict[UUID, Service]] = Lately(self._load)

    async def service(self, service_id: UUID) -> Service:
        """One that can be booked. Raises :class:`ServiceNotFound`."""
        found = await self.known(service_id)
        if not found.active:
            raise ServiceNotFound("There is no such service.")
        return found

    async def known(self, service_id: UUID) -> Service:
        """One that is there, in the archive or not. Raises :class:`ServiceNotFound`."""
        found = (await self._lately.now()).get(service_id)
        if found is None:  # it may have been made a moment ago
            self.forget()
            found = (await self._lately.now()).get(service_id)
        if found is None:
            raise ServiceNotFound("There is no such service.")
        return found

    async def stamp(self, service: Service) -> tuple[int, int, int]:
        """As long as it is the same, so are the service's times: what is known of whose time is
        free, the five minutes it is, the service's revision."""
        await self.availability.resources()
        return self.availability.changes, slot_at(shop_now()), service.revision

    def forget(self) -> None:
        """A service was made or changed: read them anew."""
        self._lately.forget()

    async def _load(self) -> dict[UUID, Service]:
        pool = self._database.pool
        stamp = await services_stamp(pool)
        if stamp != self._stamp:
            self._services = {one.id: one for one in await load_services(pool)}
            self._stamp = stamp
        return self._services

    # --- the questions ----------------------------------------------------------------------

    async def times(
        self,
        service: Service,
        query: Query,
        start: datetime,
        end: datetime,
        limit: int,
        *,
        clock: str | None = None,
    ) -> list[Offered]:
        """The times that begin from then until then, the first ``limit`` of them; ``clock``: only
        where that zone's is the clock."""
        asked = asked_of(service, query)
        pool, wanted = await self._pool(asked, start, end, query.own)
        there = [one for one in search(asked, pool, wanted) if clock in (None, one.zone)]
        found = first_together(asked, pool, there, limit)
        first = pool.window.first
        return [Offered(moment_of(first + at), name, some) for at, name, some in found]

    async def next(
        self,
        service: Service,
        query: Query,
        start: datetime,
        count: int,
        *,
        nearest_to: str | None = None,
    ) -> list[Offered]:
        """The first ones from then on, as far as anybody can be booked ahead. ``nearest_to``: where
        the clock is least far from that zone's, unless nothing is to be had there."""
        asked = asked_of(service, query)
        if nearest_to is not None:
            here = await self.zone_of(asked, nearest_to)
            return await self._next(service, query, start, count, here) or await self._next(
                service, query, start, count
            )
        return await self._next(service, query, start, count)

    async def _next(
        self,
        service: Service,
        query: Query,
        start: datetime,
        count: int,
        clock: str | None = None,
    ) -> list[Offered]:
        asked = asked_of(service, query)
        fit = await self.fit(asked)
        ahead = min(max((one.horizon_days for one in some), default=0) for some in fit)
        end = shop_now() + timedelta(days=ahead)
        found: list[Offered] = []
        while start < end and len(found) < count:
            until = min(start + timedelta(days=NEXT_DAYS), end)
            left = count - len(found)
            found += await self.times(service, query, start, until, left, clock=clock)
            start = until
        return found

    async def in_place_of(
        self, service: Service, role: str, query: Query, start: datetime, limit: int
    ) -> list[Bookable]:
        """Who could take a role at that time, the first choice first, whoever serves the others."""
        asked = asked_of(service, query)
        alone = replace(asked, needs=tuple(one for one in asked.needs if one.role == role))
        if not alone.needs:
            return []
        alone = replace(alone, most=limit)
        pool, wanted = await self._pool(alone, start, start + timedelta(minutes=SLOT))
        found = together(alone, pool, search(alone, pool, wanted))
        some = {one.id: one for those in found.values() for (one,) in those}
        return list(some.values())[:limit]

    async def heat(
        self,
        service: Service,
        query: Query,
        first: date,
        last: date,
        visitor: str | None = None,
    ) -> list[tuple[date, Warmth]]:
        """Of each day from the first until before the last, how much of it is left."""
        asked = asked_of(service, query)
        clock = zone(await self.zone_of(asked, visitor))
        days = [first + timedelta(days=number) for number in range((last - first).days)]
        edges = [at_local(clock, day, 0) for day in (*days, last)]
        pool, _ = await self._pool(asked, edges[0], edges[-1], query.own)
        window = pool.window
        bits = [window.between(slot_from(begin), slot_from(end)) for begin, end in pairwise(edges)]
        return list(zip(days, heat(asked, pool, bits), strict=True))

    async def why(
        self,
        service: Service,
        query: Query,
        day: date,
        visitor: str | None = None,
        clock_of: str | None = None,
    ) -> Why:
        """Why no time is offered on that day, by the studio's clock, or by that of a zone."""
        asked = asked_of(service, query)
        clock = zone(clock_of or await self.zone_of(asked, visitor))
        start, end = at_local(clock, day, 0), at_local(clock, day + timedelta(days=1), 0)
        pool, wanted = await self._pool(asked, start, end, query.own)
        here = self.availability
        hindered = why_none(asked, pool, wanted)
        ids = {one.resource for one in hindered if one.resource is not None}
        closed = {
            one.resource: reason
            for one in hindered
            if one.resource is not None
            and one.reason in ("closed", "too-short")
            and (reason := here.why_closed(one.resource, day, asked.minutes)) is not None
        }
        free = 0 if hindered else starts_offered(asked, pool, wanted)
        ids |= {one.studio for one in pool.resources if one.id in ids and one.studio is not None}
        named = {one.id: one for one in pool.resources if one.id in ids}
        taken = _taken(asked, pool, wanted) if hindered else ()
        return Why(day, free.bit_count(), hindered, closed, named, taken)

    async def who_serves(
        self, service: Service, query: Query
    ) -> tuple[list[UUID], frozenset[Place]]:
        """Whoever is fit for a role of it, and the places where all can be together."""
        asked = asked_of(service, query)
        fit = await self.fit(asked)
        some = {one.id: None for those in fit for one in those}
        if asked.is_visit and asked.near is not None:
            return list(some), frozenset([asked.near])
        return list(some), frozenset(places_of(asked, fit))

    async def zone_of(self, asked: Asked, visitor: str | None = None) -> str:
        """Whose clock counts: that of the place, or of who comes first; where there are several,
        the one that is least far from the visitor's. Raises :class:`UnknownZone` of theirs."""
        fit = await self.fit(asked)
        by_place = sorted(
            zip(asked.needs, fit, strict=True),
            key=lambda one: one[0].kind not in ("studio", "room"),
        )
        zones = next(([one.zone for one in some] for _, some in by_place if some), ["UTC"])
        if visitor is None:
            return zones[0]
        now = shop_now()
        return min(dict.fromkeys(zones), key=lambda one: clocks_apart(one, visitor, now))

    async def zone_at(self, service: Service, query: Query, start: datetime) -> str:
        """Whose clock counts for a time: that of who could serve it, if anybody can."""
        found = await self.times(service, query, start, start + timedelta(minutes=SLOT), 1)
        return found[0].zone if found else await self.zone_of(asked_of(service, query))

    # --- where they look --------------------------------------------------------------------

    async def fit(self, asked: Asked) -> list[list[Bookable]]:
        """Of each role who is fit for it; kept while the resources stay as they are."""
        resources = await self.availability.resources()
        if self._fits_of is not resources or len(self._fits) > MOST_FITS:
            self._fits_of, self._fits = resources, {}
        key = asked.needs, asked.people, asked.near, asked.only
        found = self._fits.get(key)
        if found is None:
            found = self._fits[key] = candidates_of(asked, resources)
        return found

    async def _pool(
        self, asked: Asked, start: datetime, end: datetime, own: Sequence[Taking] = ()
    ) -> tuple[Pool, int]:
        """The time of whoever could serve a role, and the bits of the starts between."""
        here = self.availability
        fit = await self.fit(asked)
        some = {one.id: one for some in fit for one in some}.values()
        window = _window(asked, some, start, end)
        await here.ready(some, window, visit=asked.is_visit)
        times = _remembered(lambda one, seats: here.times(one, seats, window, own))
        pool = Pool(
            window=window,
            resources=self._fits_of,
            fit=fit,
            times=times,
            grid=cache(lambda name: grid_bits(asked.grid, zone(name), window)),
            offered=_offered(shop_now()),
            way=here.ways.slots,
            beyond=here.ways.beyond,
            load=lambda one, part: _load(times(one, 1), window, part),
        )
        return pool, window.between(slot_from(start), slot_from(end))


def _taken(asked: Asked, pool: Pool, wanted: int) -> Sequence[Offered]:
    """Where none is free, what would be offered if nothing were booked: others have each."""
    asked, empty = as_if_unbooked(asked, pool)
    found = first_together(asked, empty, search(asked, empty, wanted), MOST_TAKEN)
    return [Offered(moment_of(pool.window.first + at), name, some) for at, name, some in found]


def _remembered(read: Callable[[Bookable, int], Times]) -> Callable[[Bookable, int], Times]:
    """Put together once for each who is looked at."""
    known: dict[tuple[UUID, int], Times] = {}

    def times(one: Bookable, seats: int) -> Times:
        found = known.get((one.id, seats))
        if found is None:
            found = known[one.id, seats] = read(one, seats)
        return found

    return times


def _load(times: Times, window: Window, part: Window) -> int:
    """How many five minutes of the part are taken."""
    return (times.taken & window.between(part.first, part.end)).bit_count()


def _window(asked: Asked, some: Collection[Bookable], start: datetime, end: datetime) -> Window:
    """With room around for sessions, buffers and gaps that reach beyond."""
    before = max((one.before for one in some), default=0)
    after = max((one.after for one in some), default=0)
    first = slot_from(start) - (before + asked.grid.gap) // SLOT - DAY_SLOTS
    last = slot_from(end) + (asked.minutes + after + asked.grid.gap) // SLOT + DAY_SLOTS
    return Window(first, last - first)


def _offered(now: datetime) -> Callable[[Bookable], tuple[int, int]]:
    """Not before the lead time, not beyond the horizon."""

    @cache
    def between(lead: int, horizon_days: int) -> tuple[int, int]:
        first = slot_from(now + timedelta(minutes=lead))
        return first, slot_at(now) + horizon_days * DAY_SLOTS

    return lambda one: between(one.lead, one.horizon_days)
