"""Times that can be booked, as they are asked for and answered."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import InvalidRequest
from holdfast.booking import Position, zone
from holdfast.booking.schedule import Closed
from holdfast.booking.services import Service, deposit_of, price_of
from holdfast.booking.slots import Bookable, Combination, Hindered, slot_id
from holdfast.kit.clock import iso, shop_now
from holdfast.kit.sentences import Sentence, in_language, say
from holdfast.views.booking.finding import MAX_DAYS, Offered, Query, Why

__all__ = [
    "HeatBody", "SlotsBody", "WhyBody", "day_of", "hindrances", "ids_asked", "moment_asked",
    "month_of", "position_of", "query_of", "slots_json", "span_of",
]  # fmt: skip

MAX_RESOURCES: Final = 50
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2199


class CombinationBody(Answer):
    slot_id: str = Field(description="What it is booked by; the same whoever asks, and when")
    resources: list[UUID] = Field(description="In the order of the service's `needs`")
    price: int
    due_now: int = Field(description="What is paid to book: the deposit, or all of it")


class TimeBody(Answer):
    start: Instant
    end: Instant
    zone: str = Field(description="The studio's")
    local: str = Field(description="The start by the studio's clock")
    visitor: str | None = Field(description="The start by the clock of the `zone` that was asked")
    price: int = Field(description="Of the first combination")
    combinations: list[CombinationBody] = Field(description="The first choice first")


class ResourceShown(Answer):
    name: str
    kind: Literal["photographer", "studio", "room", "equipment"]
    level: str | None
    before: int = Field(description="Minutes that it is taken before the start")
    after: int = Field(description="Minutes that it is taken after the end")


class SlotsBody(Answer):
    """Amounts are in minor units of `currency`."""

    service_id: UUID
    minutes: int
    people: int
    currency: str
    times: list[TimeBody]
    resources: dict[str, ResourceShown] = Field(description="By id, those that `times` name")
    next_from: Instant | None = Field(description="There are more from then on; else null")
    server_time: Instant


class DayHeat(Answer):
    day: str
    free: int = Field(description="Starts that are offered")
    possible: int = Field(description="Starts that would be if nothing were booked")
    level: int = Field(description="0: nothing to be had, to 4: all of it free", ge=0, le=4)


class HeatBody(Answer):
    zone: str = Field(description="Whose days they are")
    days: list[DayHeat]


class Hindrance(Answer):
    role: str = Field(description="Empty: about all of them together")
    resource_id: UUID | None
    resource: str | None = Field(description="Its name, for staff")
    reason: str
    detail: str
    note: str | None = Field(description="What the schedule says of it, for staff")


class WhyBody(Answer):
    offered: bool
    zone: str
    reasons: list[Hindrance]


# --- what is asked ------------------------------------------------------------------------------


def ids_asked(text: str | None) -> frozenset[UUID]:
    """Ids with commas between them. Raises :class:`InvalidRequest`."""
    if not text:
        return frozenset()
    some = text.split(",", MAX_RESOURCES)
    if len(some) > MAX_RESOURCES:
        raise InvalidRequest(say("Give at most {bound}.", bound=MAX_RESOURCES), field="resources")
    try:
        return frozenset(map(UUID, some))
    except ValueError:
        detail = say("This is not an id of this shop: an id is a UUID.")
        raise InvalidRequest(detail, field="resources") from None


def position_of(text: str | None) -> Position | None:
    """Latitude and longitude with a comma between. Raises :class:`InvalidRequest`."""
    if not text:
        return None
    parts = text.split(",")
    try:
        north, east = map(float, parts)
    except ValueError:
        north = east = float("nan")
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        detail = say("Write latitude and longitude in degrees, as in 55.75,37.62.")
        raise InvalidRequest(detail, field="near")
    return Position(north, east)


def moment_asked(moment: datetime, studio: str, field: str) -> datetime:
    """In UTC; without a zone it is by the studio's clock. Raises :class:`InvalidRequest`."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        bounds = say("Use a year from {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR)
        raise InvalidRequest(bounds, field=field)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone(studio))
    return aware.astimezone(UTC)


def span_of(begin: datetime | None, end: datetime | None, studio: str) -> tuple[datetime, datetime]:
    """From now for a week, where nothing else is said. Raises :class:`InvalidRequest`."""
    first = shop_now() if begin is None else moment_asked(begin, studio, "from")
    last = first + timedelta(days=7) if end is None else moment_asked(end, studio, "to")
    if last <= first:
        raise InvalidRequest(say("The end must be later than the start."), field="to")
    if last - first > timedelta(days=MAX_DAYS):
        raise InvalidRequest(say("Ask for at most {most} days.", most=MAX_DAYS), field="to")
    return first, last


def query_of(
    service: Service,
    length: int | None,
    people: int,
    near: str | None,
    resources: str | None,
    most: int,
) -> Query:
    """Raises :class:`InvalidRequest` for what the service is not offered for."""
    lengths = service.lengths.allowed()
    if length is not None and length not in lengths:
        known = ", ".join(map(str, lengths))
        raise InvalidRequest(say("Use one of: {values}.", values=known), field="length")
    if people > service.people:
        raise InvalidRequest(say("Use {bound} or less.", bound=service.people), field="people")
    return Query(
        service=service.id,
        minutes=length,
        people=people,
        near=position_of(near),
        resources=ids_asked(resources),
        most=most,
    )


def month_of(text: str) -> tuple[date, date]:
    """The first days of that month and of the next. Raises :class:`InvalidRequest`."""
    first = day_of(f"{text}-01", "month")
    return first, (first + timedelta(days=31)).replace(day=1)


def day_of(text: str, field: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise InvalidRequest(say("Write a date as in 2026-01-31."), field=field) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        bounds = say("Use a year from {first} to {last}.", first=FIRST_YEAR, last=LAST_YEAR)
        raise InvalidRequest(bounds, field=field)
    return found


# --- what is answered ---------------------------------------------------------------------------


def slots_json(
    service: Service,
    query: Query,
    found: Sequence[Offered],
    visitor: str | None,
    next_from: datetime | None = None,
) -> dict[str, Any]:
    """A :class:`SlotsBody`."""
    minutes = query.minutes or service.lengths.allowed()[0]
    named: dict[UUID, Bookable] = {}
    return {
        "serviceId": service.id,
        "minutes": minutes,
        "people": query.people,
        "currency": service.currency,
        "times": [_time(service, query, minutes, one, visitor, named) for one in found],
        "resources": {str(one.id): _resource(one) for one in named.values()},
        "nextFrom": iso(next_from),
        "serverTime": iso(shop_now()),
    }


def _time(
    service: Service,
    query: Query,
    minutes: int,
    one: Offered,
    visitor: str | None,
    named: dict[UUID, Bookable],
) -> dict[str, Any]:
    start, local = one.start, one.start.astimezone(zone(one.zone))
    prices: dict[str | None, tuple[int, int]] = {}
    combinations = []
    for some in one.combinations:
        level = _level(some)
        if level not in prices:
            price = price_of(service, local, minutes, query.people, level)
            prices[level] = price.amount, deposit_of(service.deposit, price).amount
        named.update((who.id, who) for who in some)
        ids = [who.id for who in some]
        price_now, due = prices[level]
        combinations.append(
            {
                "slotId": slot_id(service.id, start, minutes, ids),
                "resources": ids,
                "price": price_now,
                "dueNow": due,
            }
        )
    return {
        "start": iso(start),
        "end": iso(start + timedelta(minutes=minutes)),
        "zone": one.zone,
        "local": local.isoformat(timespec="minutes"),
        "visitor": None
        if visitor is None
        else start.astimezone(zone(visitor)).isoformat(timespec="minutes"),
        "price": combinations[0]["price"],
        "combinations": combinations,
    }


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


_FOR_CLIENTS: Final[Mapping[str, Sentence]] = {
    "nobody": say("Nobody offers this now."),
    "too-far": say("Nobody offers this near enough to you."),
    "closed": say("Closed on this day."),
    "too-short": say("The opening hours of this day are too short for it."),
    "off-grid": say("It does not begin at any time of this day."),
    "lead-time": say("It is too late to book this day."),
    "horizon": say("This day cannot be booked yet."),
    "taken": say("All times of this day are taken."),
    "short-gap": say("What is left of this day is too short."),
    "free": say("There would be time."),
    "not-together": say("At no time of this day all of them are free together."),
}
_FOR_STAFF: Final[Mapping[str, Sentence]] = {
    "nobody": say("No active resource is of this kind with these tags."),
    "too-far": say("All of this kind are farther away than the service allows."),
    "closed": say("Its schedule has no hours on this day."),
    "too-short": say("Its hours of this day are shorter than the session."),
    "off-grid": say("No start of the service's grid lies in its hours."),
    "lead-time": say("Its lead time is over: it had to be booked earlier."),
    "horizon": say("The day lies beyond its horizon."),
    "taken": say("Bookings with their buffers take what was open."),
    "short-gap": say("Each start left would leave a gap that is shorter than the service allows."),
    "free": say("It has time; another role has not."),
    "not-together": say("Each role has time, but never at the same place and time."),
}
_WHY_CLOSED: Final[Mapping[str, Sentence]] = {
    "no-rules": say("It has no weekly hours yet."),
    "not-yet": say("Its weekly hours are not valid yet."),
    "over": say("Its weekly hours are no longer valid."),
    "weekday": say("It is not open on this day of the week."),
    "exception": say("An exception closes it on this day."),
    "holiday": say("It is closed on this public holiday."),
    "clocks": say("The clocks skip its hours on this day."),
    "blocked": say("Blocks lie over all its hours of this day."),
}
_PUBLIC: Final = frozenset({"holiday", "weekday"})
"""Why somebody is closed that clients may know."""


def hindrances(why: Why, locale: str, *, staff: bool) -> list[dict[str, Any]]:
    """As clients read it: each reason of a role once, nobody by name; as staff do: of everybody."""
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for one in why.hindered:
        closed = why.closed.get(one.resource) if one.resource is not None else None
        shown = _hindrance(one, closed, why.resources, locale, staff=staff)
        key = (one.resource, one.role) if staff else (one.role, shown["reason"])
        found.setdefault(key, shown)
    return list(found.values())


def _hindrance(
    one: Hindered,
    closed: Closed | None,
    resources: Mapping[UUID, Bookable],
    locale: str,
    *,
    staff: bool,
) -> dict[str, Any]:
    reason: str = one.reason
    detail = (_FOR_STAFF if staff else _FOR_CLIENTS)[reason]
    if closed is not None and (staff or closed.why in _PUBLIC):
        reason, detail = closed.why, _WHY_CLOSED[closed.why]
    who = resources.get(one.resource) if one.resource is not None and staff else None
    return {
        "role": one.role,
        "resourceId": one.resource if staff else None,
        "resource": None if who is None else who.name,
        "reason": reason,
        "detail": in_language(detail, locale),
        "note": closed.note if closed is not None and staff and closed.note else None,
    }
