"""Times that can be booked, as they are answered."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from holdfast.booking import DAY
from holdfast.booking.services import Service, Visit, cost_of
from holdfast.booking.slots import (
    Bookable,
    Combination,
    end_of,
    head_of_slot,
    let_by_the_day,
    tail_of_slot,
)
from holdfast.kit.clock import iso
from holdfast.kit.zones import zone
from holdfast.views.booking.finding import Offered, Query

__all__ = ["slots_json"]


def slots_json(
    service: Service,
    query: Query,
    found: Sequence[Offered],
    visitor: str | None,
    next_from: datetime | None = None,
    locale: str = "",
) -> dict[str, Any]:
    """A :class:`SlotsBody` without the server's time."""
    minutes = query.minutes or service.lengths.allowed()[0]
    told = _Told(service, minutes, query.people, visitor)
    return {
        "serviceId": service.id,
        "minutes": minutes,
        "people": query.people,
        "currency": service.currency,
        "times": [told.time(one) for one in found],
        "resources": {str(one.id): _resource(one, locale) for one in told.named.values()},
        "nextFrom": iso(next_from),
    }


class _Met(NamedTuple):
    level: str | None
    ids: list[str]
    tail: str
    let: str | None
    combination: Combination


class _Told:
    """Times of one answer: what many of them have in common is worked out once."""

    def __init__(self, service: Service, minutes: int, people: int, visitor: str | None) -> None:
        self.named: dict[UUID, Bookable] = {}
        self._service = service
        self._minutes = minutes
        self._people = people
        self._visitor = visitor
        self._end = f"~{service.chosen}" if isinstance(service, Visit) else ""
        self._prices: dict[tuple[object, ...], tuple[int, int]] = {}
        self._who: dict[int, _Met] = {}

    def time(self, one: Offered) -> dict[str, Any]:
        """A :class:`TimeBody`."""
        start = one.start
        first = one.combinations[0]
        let = (self._who.get(id(first)) or self._met(first)).let
        local, begin, end, shown, turned = _clocks(start, self._minutes, one.zone, let)
        head = head_of_slot(self._service.id, start, self._minutes)
        prices: dict[str | None, tuple[int, int]] = {}
        combinations = []
        for some in one.combinations:
            level, ids, tail, *_ = self._who.get(id(some)) or self._met(some)
            if level not in prices:
                prices[level] = self._price(level, local, turned)
            price, due = prices[level]
            combinations.append(
                {"slotId": head + tail, "resources": ids, "price": price, "dueNow": due}
            )
        visitor = self._visitor
        return {
            "start": begin,
            "end": end,
            "zone": one.zone,
            "local": shown,
            "visitor": visitor and _clocks(start, self._minutes, visitor, None)[3],
            "price": combinations[0]["price"],
            "combinations": combinations,
        }

    def _met(self, some: Combination) -> _Met:
        """What is told of them whenever they serve; they stay known, so that no others are taken
        for them."""
        self.named.update((one.id, one) for one in some)
        tail = tail_of_slot([one.id for one in some]) + self._end
        ids = [str(one.id) for one in some]
        met = _Met(_level(some), ids, tail, let_by_the_day([some]), some)
        self._who[id(some)] = met
        return met

    def _price(self, level: str | None, local: datetime, turned: bool) -> tuple[int, int]:
        key: tuple[object, ...] = (level,)
        if self._service.price.uplifts or isinstance(self._service, Visit):
            key = (level, local.isoweekday(), local.hour, local.minute)
            if turned:  # no other of the answer has minutes such as these
                key = (level, local, local.utcoffset())
        found = self._prices.get(key)
        if found is None:
            service = self._service
            price, due = cost_of(service, local, self._minutes, self._people, level)
            found = price.amount, due.amount
            self._prices[key] = found
        return found


@lru_cache(maxsize=20_000)
def _clocks(
    start: datetime, minutes: int, name: str, let: str | None
) -> tuple[datetime, str, str, str, bool]:
    """The start by the zone's clock, as the price is of it; start and end as answers have them; the
    first as text; and whether the price is of minutes in which the clock is changed."""
    local = start.astimezone(zone(name))
    end = end_of(start, minutes, let)
    text = local.isoformat(timespec="minutes")
    by_day = let is not None and not minutes % DAY
    turned = not by_day and end.astimezone(local.tzinfo).utcoffset() != local.utcoffset()
    paid = local.replace(tzinfo=None) if by_day else local
    return paid, iso(start) or "", iso(end) or "", text, turned


def _level(some: Combination) -> str | None:
    """Of the photographer among them."""
    return next((one.level for one in some if one.kind == "photographer"), None)


def _resource(one: Bookable, locale: str) -> dict[str, Any]:
    return {
        "name": one.name_in(locale),
        "kind": one.kind,
        "level": one.level,
        "before": one.before,
        "after": one.after,
    }
