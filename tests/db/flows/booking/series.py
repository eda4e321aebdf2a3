"""Series as they are asked for, of people and rooms that are open all the time."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from holdfast.booking import ResourceTerms, schedule_of
from holdfast.booking.bookings import Booking
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.booking.series import Recurrence
from holdfast.booking.services import Deposit, Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.booking.series.planning import SeriesWanted, SessionWanted
from holdfast.flows.booking.series.settling import bookings_in
from holdfast.flows.commit.caller import Caller
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.stage import Stage

__all__ = ["ALWAYS", "SERVICE", "STAFF", "a_room", "at", "other_hours", "states", "wanted"]

STAFF: Final = Caller(
    Principal("user:0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12", "user", frozenset({"admin"}))
)
ALWAYS: Final = Schedule("UTC", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, 1440),))
SERVICE: Final = Service(
    id=new_id(),
    name="Yoga",
    currency="EUR",
    lengths=Lengths(minutes=(60, 1440)),
    grid=Grid(step=15),
    price=Price(amount=9_000),
    deposit=Deposit(rule="percent", value=50),
    needs=(Need(role="studio", kind="studio"),),
)


def at(day: int, hour: int = 10) -> datetime:
    """So many days from today."""
    on = datetime.now(UTC).date() + timedelta(days=day)
    return datetime.combine(on, time(hour), UTC)


async def a_room(stage: Stage, name: str, **more: Any) -> UUID:
    terms = ResourceTerms(kind="studio", name=name, zone="UTC", **more)
    one = await make_resource(stage, STAFF, terms)
    await set_schedule(stage, STAFF, one, ALWAYS, 0)
    return one


async def other_hours(stage: Stage, room: UUID) -> None:
    """It closes an hour before midnight from now on."""
    before = await schedule_of(stage.database.pool, room)
    assert before is not None
    closes = Schedule("UTC", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, 1380),))
    await set_schedule(stage, STAFF, room, closes, before.version)


def wanted(rooms: list[UUID], starts: list[datetime], minutes: int = 60, **more: Any) -> Any:
    """At these times, in the first of the rooms that is free."""
    candidates = tuple((one,) for one in rooms)
    sessions = tuple(SessionWanted(one, Wanted(one, minutes, candidates)) for one in starts)
    rule = Recurrence(unit="day", count=len(starts))
    asked = SeriesWanted(SERVICE, rule, "UTC", starts[0].isoformat(), minutes, sessions)
    return asked if not more else type(asked)(**{**_fields(asked), **more})


def _fields(asked: SeriesWanted) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in asked.__struct_fields__}


async def states(parts: ShopParts, series_id: UUID) -> list[str]:
    found: list[Booking] = await bookings_in(parts, series_id)
    return [one.status for one in found]
