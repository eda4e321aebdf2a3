"""Times that can be booked, as they are answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from holdfast.booking.services import Service, Visit, cost_of
from holdfast.booking.slots import Bookable, Combination, head_of_slot, tail_of_slot
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
        "resources": {str(one.id): _resource(one) for one in told.named.values()},
        "nextFrom": iso(next_from),
    }


class _Met(NamedTuple):
    level: str | None
    ids: list[str]
    tail: str
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
        local, begin, end, shown, turned = _clocks(start, self._minutes, one.zone)
        head = head_of_slot(self._service.id, start, self._minutes)
        prices: dict[str | None, tuple[int, int]] = {}
        combinations = []
        for some in one.combinations:
            level, ids, tail, _ = self._who.get(id(some)) or self._met(some)
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
            "visitor": visitor and _clocks(start, self._minutes, visitor)[3],
            "price": combinations[0]["price"],
            "combinations": combinations,
        }

    def _met(self, some: Combination) -> _Met:
        """What is told of them whenever they serve; they stay known, so that no others are taken
        for them."""
        self.named.update((one.id, one) for one in some)
        tail = tail_of_slot([one.id for one in some]) + self._end
        met = self._who[id(some)] = _Met(_level(some), [str(one.id) for one in some], tail, some)
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
def _clocks(start: datetime, minutes: int, name: str) -> tuple[datetime, str, str, str, bool]:
    """The start by the zone's clock; start and end as answers have them; the first as text; and
    whether the clock is changed in between."""
    local = start.astimezone(zone(name))
    end = start + timedelta(minutes=minutes)
    turned = end.astimezone(local.tzinfo).utcoffset() != local.utcoffset()
    return local, iso(start) or "", iso(end) or "", local.isoformat(timespec="minutes"), turned


def _level(some: Combination) -> str | None:
    """Of the photographer among them."""
    return next((one.level for one in some if one.kind == "photographer"), None)


def _resource(one: Bookable) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind,
        "level": one.level,
        "before": one.before,
        "after": one.after,
    }
