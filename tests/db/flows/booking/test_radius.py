"""How far a photographer goes binds every place they work at: a studio beyond it is neither offered
with them nor booked, but in the hours of theirs that name it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from holdfast.booking import ResourceTerms
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.nearness import TooFar
from holdfast.flows.booking.planning import StudioClosed, Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.booking.services import make_service
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.kit import Problem, new_id
from holdfast.kit.positions import Position
from holdfast.people import Principal
from holdfast.views.booking.availability import Availability
from holdfast.views.booking.finding import Query, SlotReads
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import Stage

STAFF = Caller(Principal("user:0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12", "user", frozenset({"admin"})))
ALWAYS = WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, 1440)
OTHERWISE = WeeklyRule((2, 3, 4, 5, 6, 7), 0, 1440)
HOME = {"latitude": 52.52, "longitude": 13.4}


def service(*kinds: str) -> Service:
    return Service(
        id=new_id(),
        name="Portrait",
        currency="EUR",
        lengths=Lengths(minutes=(60,)),
        grid=Grid(step=60),
        price=Price(amount=9_000),
        needs=tuple(Need(role=kind, kind=kind) for kind in kinds),  # type: ignore[arg-type]  # words of the list
    )


def day_of(weekday: int) -> date:
    """One in the next fortnight, by the day of the week (1: Monday)."""
    on = datetime.now(UTC).date() + timedelta(days=3)
    return on + timedelta(days=(weekday - on.isoweekday()) % 7)


def at(hour: int, weekday: int = 2) -> datetime:
    return datetime.combine(day_of(weekday), time(hour), UTC)


async def made(stage: Stage, *rules: WeeklyRule, **terms: Any) -> UUID:
    one = await make_resource(stage, STAFF, ResourceTerms(zone="UTC", **terms))
    await set_schedule(stage, STAFF, one, Schedule("UTC", rules or (ALWAYS,)), 0)
    return one


class House:
    """A studio at Anna's door, and one in Potsdam, 25 km away; she goes ten."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        availability = Availability(stage.database, stage.reader.partitions)
        self.reads = SlotReads(stage.database, availability)

    async def open(self, *rules: WeeklyRule) -> None:
        self.here = await made(self.stage, kind="studio", name="Here", **HOME)
        self.potsdam = await made(
            self.stage, kind="studio", name="Potsdam", latitude=52.40, longitude=13.06
        )
        self.room = await made(self.stage, kind="room", name="Red", studio_id=self.potsdam)
        hours = (WeeklyRule((1,), 0, 1440, studio=self.potsdam), *rules)
        self.anna = await made(
            self.stage, *hours, kind="photographer", name="Anna", travel_radius_km=10, **HOME
        )
        self.service = await make_service(
            self.stage.database, STAFF, service("photographer", "studio")
        )

    async def offered(self, studio: UUID, weekday: int) -> int:
        query = Query(service=self.service.id, resources=frozenset({self.anna, studio}), most=1)
        start = at(0, weekday)
        found = await self.reads.times(self.service, query, start, start + timedelta(days=1), 100)
        return len(found)

    async def hold(self, where: UUID, start: datetime, of: Service | None = None) -> Placed:
        wanted = Wanted(start, 60, ((self.anna, where),))
        return await hold_booking(self.stage, Caller(a_guest()), of or self.service, wanted)


async def test_a_studio_beyond_their_radius_is_not_offered_with_them(stage: Stage) -> None:
    house = House(stage)
    await house.open(OTHERWISE)
    assert await house.offered(house.here, 2) == 24
    assert await house.offered(house.potsdam, 2) == 0
    assert isinstance(await house.hold(house.here, at(10)), Placed)
    with pytest.raises(TooFar, match="Anna"):
        await house.hold(house.potsdam, at(14))
    room = service("photographer", "room")
    with pytest.raises(TooFar, match="Anna"):  # it is where its studio is
        await house.hold(house.room, at(14), room)


async def test_hours_of_theirs_that_name_a_studio_hold_there_however_far_it_is(
    stage: Stage,
) -> None:
    house = House(stage)
    await house.open(WeeklyRule((2,), 0, 1440))
    assert await house.offered(house.potsdam, 1) == 24
    assert await house.offered(house.here, 1) == 0
    assert isinstance(await house.hold(house.potsdam, at(10, 1)), Placed)
    with pytest.raises(StudioClosed):  # nobody goes anywhere that day
        await house.hold(house.potsdam, at(10, 3))


async def test_why_names_the_radius(stage: Stage) -> None:
    house = House(stage)
    await house.open(OTHERWISE)
    query = Query(
        service=house.service.id, resources=frozenset({house.anna, house.potsdam}), most=1
    )
    why = await house.reads.why(house.service, query, day_of(2))
    assert {one.resource: one.reason for one in why.hindered if one.resource} == {
        house.anna: "beyond-radius",
        house.potsdam: "free",
    }
    assert not (await house.reads.why(house.service, query, day_of(1))).hindered


async def test_in_a_studio_it_does_not_matter_how_far_the_client_lives(stage: Stage) -> None:
    house = House(stage)
    await house.open(OTHERWISE)
    far = Position(52.1, 13.4)
    wanted = Wanted(at(10), 60, ((house.anna, house.here),), near=far)
    placed = await hold_booking(stage, Caller(a_guest()), house.service, wanted)
    assert isinstance(placed, Placed)
    visit = service("photographer")
    at_home = Wanted(at(14), 60, ((house.anna,),), near=far)
    with pytest.raises(Problem) as refused:
        await hold_booking(stage, Caller(a_guest()), visit, at_home)
    assert isinstance(refused.value, TooFar)
