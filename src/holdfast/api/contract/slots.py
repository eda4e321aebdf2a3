"""Times that can be booked, as they are asked for and answered."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import InvalidRequest
from holdfast.booking.bookings import Taking
from holdfast.booking.schedule import at_local
from holdfast.booking.services import Service, Visit, whole_length
from holdfast.booking.slots import FIRST_YEAR, LAST_YEAR
from holdfast.kit.clock import shop_now
from holdfast.kit.positions import Position
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.views.booking.finding import MAX_DAYS, Query

__all__ = [
    "HeatBody", "ResourceShown", "SlotsBody", "TimeBody", "day_of", "ids_asked", "moment_asked",
    "month_of", "near_shown", "position_of", "query_of", "span_of", "start_asked",
]  # fmt: skip

MAX_RESOURCES: Final = 50
_WALL: Final = "%Y-%m-%dT%H:%M"


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
    today: str = Field(description="The day that it is there", examples=["2026-12-31"])
    days: list[DayHeat]


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


def near_shown(place: Position | None) -> str | None:
    """As it is asked for; null: nobody said."""
    return None if place is None else f"{place.latitude},{place.longitude}"


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
    if moment.tzinfo:
        return moment.astimezone(UTC)
    seconds = timedelta(seconds=moment.second, microseconds=moment.microsecond)
    return at_local(zone(studio), moment.date(), 60 * moment.hour + moment.minute) + seconds


def start_asked(moment: datetime, studio: str, field: str) -> datetime:
    """When something is to begin: as :func:`moment_asked`, but a time that the clock skips is none
    at which anybody can come."""
    found = moment_asked(moment, studio, field)
    if not moment.tzinfo and f"{found.astimezone(zone(studio)):{_WALL}}" != f"{moment:{_WALL}}":
        detail = say("The clocks go forward then: there is no such time on that day.")
        raise InvalidRequest(detail, field=field)
    return found


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
    freed: Sequence[Taking] = (),
) -> Query:
    """``freed``: what a booking takes that is to be moved. Raises :class:`InvalidRequest` for what
    the service is not offered for."""
    own = service.first if isinstance(service, Visit) else service
    lengths = own.lengths.allowed()
    if length is not None and length not in lengths:
        known = ", ".join(map(str, lengths))
        raise InvalidRequest(say("Use one of: {values}.", values=known), field="length")
    if people > service.people:
        raise InvalidRequest(say("Use {bound} or less.", bound=service.people), field="people")
    return Query(
        service=service.id,
        minutes=whole_length(service, length),
        people=people,
        near=position_of(near),
        resources=ids_asked(resources),
        most=most,
        own=tuple(freed),
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
