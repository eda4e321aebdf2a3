"""Whose time is free is what the ledger and the schedules say, as soon as they say it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from holdfast.booking import WHOLE, cells_between
from holdfast.booking.schedule import WeeklyRule
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.booking.slots import read_slot_id, slot_id
from holdfast.db.engine import Database
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Committed, Hold, Ledger, Line, Release
from holdfast.views.booking.availability import FOLLOWED, Availability
from holdfast.views.booking.finding import Query, SlotReads
from tests.support.length import PARTITIONS
from tests.support.studio import EVERY_DAY, Someone, move_in, new_schedule, noon


class House:
    """A database with a ledger, and what offers its times: what is committed is heard."""

    def __init__(self, url: str, partitions: int) -> None:
        self.url = url
        self.database = Database(url)
        self.availability = Availability(self.database, partitions)
        self.reads = SlotReads(self.database, self.availability)
        self.ledger = Ledger(url, partitions=partitions, on_commit=self.hear)
        self.deaf = False

    def hear(self, committed: Committed) -> None:
        for account in committed.accounts:
            if not self.deaf and account.key.startswith(FOLLOWED):
                self.availability.hear(account)

    async def starts(
        self, service: Service, days: tuple[int, int], most: int = 3, people: int = 1
    ) -> dict[datetime, list[tuple[UUID, ...]]]:
        first, last = noon(days[0]) - timedelta(hours=12), noon(days[1]) - timedelta(hours=12)
        query = Query(service=service.id, most=most, people=people)
        found = await self.reads.times(service, query, first, last, 5000)
        return {
            one.start: [tuple(who.id for who in some) for some in one.combinations] for one in found
        }

    async def take(self, one: Someone, start: datetime, minutes: int, seats: int = 1) -> Hold:
        cell, capacity = one.row()["cell_minutes"], one.row()["capacity"]
        assert isinstance(cell, int)
        assert isinstance(capacity, int)
        keys = cells_between(one.id, cell, start, start + timedelta(minutes=minutes))
        hold = Hold(new_id(), tuple(Line(key, seats, capacity) for key in keys), 600.0)
        assert isinstance(await self.ledger.commit(Command((hold,))), Accepted)
        return hold


@pytest.fixture(params=PARTITIONS)
async def house(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[House]:
    made = House(database_url, request.param)
    await made.database.start()
    await made.ledger.start()
    yield made
    await made.ledger.close()
    await made.database.close()


def portrait(*needs: Need, **more: object) -> Service:
    terms = {
        "id": new_id(),
        "name": "Portrait",
        "currency": "EUR",
        "lengths": Lengths(minutes=(60,)),
        "grid": Grid(step=60),
        "price": Price(amount=9_000),
        "needs": needs or (Need(role="photographer", kind="photographer"),),
        **more,
    }
    return Service(**terms)  # type: ignore[arg-type]


async def test_a_time_goes_while_it_is_held_and_comes_back(house: House) -> None:
    anna = Someone(kind="photographer", name="Anna", more={"buffer_after": 30})
    await move_in(house.url, anna)
    service = portrait()
    free = await house.starts(service, (2, 3))
    assert [one.hour for one in free] == list(range(9, 18))
    assert set(map(tuple, free.values())) == {((anna.id,),)}
    hold = await house.take(anna, noon(2), 90)  # an hour, and half of one after it
    left = [one.hour for one in await house.starts(service, (2, 3))]
    assert left == [9, 10, 14, 15, 16, 17]  # at 11 its own half hour after would meet it
    await house.ledger.commit(Command((Release(hold.hold_id),)))
    assert await house.starts(service, (2, 3)) == free


async def test_a_schedule_that_is_changed_counts_from_the_next_question(house: House) -> None:
    anna = Someone(kind="photographer", name="Anna")
    await move_in(house.url, anna)
    service = portrait()
    await house.take(anna, noon(2), 60)
    assert len(await house.starts(service, (2, 3))) == 8
    anna.rules = (WeeklyRule(EVERY_DAY, 600, 780),)
    await new_schedule(house.url, house.ledger, anna, 2)
    assert [one.hour for one in await house.starts(service, (2, 3))] == [10, 11]
    assert house.availability.schedule_version(anna.id) == 2


async def test_what_was_not_heard_is_read_when_there_is_doubt(house: House) -> None:
    anna = Someone(kind="photographer", name="Anna")
    await move_in(house.url, anna)
    service = portrait()
    assert len(await house.starts(service, (2, 3))) == 9
    house.deaf = True
    await house.take(anna, noon(2), 60)
    assert len(await house.starts(service, (2, 3))) == 9  # it only offers; the ledger decides
    house.availability.doubt()
    assert len(await house.starts(service, (2, 3))) == 8


async def test_seats_are_sold_until_none_is_left(house: House) -> None:
    room = Someone(kind="room", name="Class", more={"capacity": 8})
    await move_in(house.url, room)
    need = Need(role="room", kind="room", seats="people")
    service = portrait(need, people=8)
    await house.take(room, noon(2), 60, seats=6)
    for people, expected in ((2, 9), (3, 8)):
        assert len(await house.starts(service, (2, 3), people=people)) == expected


async def test_three_roles_come_together_where_the_studio_is(house: House) -> None:
    here, there = new_id(), new_id()
    some = {
        "east": Someone(kind="studio", name="East", id=here),
        "west": Someone(kind="studio", name="West", id=there),
        "hall": Someone(kind="room", name="Hall", more={"studio_id": here}),
        "loft": Someone(kind="room", name="Loft", more={"studio_id": there}),
        "lens": Someone(kind="equipment", name="Lens", more={"studio_id": there}),
        "anna": Someone(
            kind="photographer", name="Anna", rules=(WeeklyRule(EVERY_DAY, 540, 720, studio=here),)
        ),
        "boris": Someone(kind="photographer", name="Boris"),
    }
    await move_in(house.url, *some.values())
    service = portrait(
        Need(role="photographer", kind="photographer"),
        Need(role="room", kind="room"),
        Need(role="lens", kind="equipment"),
    )
    at_west = (some["boris"].id, some["loft"].id, some["lens"].id)
    free = await house.starts(service, (2, 3))
    assert set(map(tuple, free.values())) == {(at_west,)}  # Anna is at East, where no lens is
    both = await house.starts(portrait(*service.needs[:2]), (2, 3))
    assert len(both[noon(2) - timedelta(hours=3)]) == 3
    assert len(both[noon(2)]) == 2  # Anna is gone by then
    start = next(iter(free))
    called = slot_id(service.id, start, 60, at_west)
    read = read_slot_id(called)
    assert (read.service, read.start, read.minutes) == (service.id, start, 60)
    assert read.resources == at_west


async def test_a_day_is_a_cell_of_what_is_let_by_the_day(house: House) -> None:
    van = Someone(
        kind="equipment",
        name="Van",
        zone="Asia/Seoul",
        rules=(WeeklyRule(EVERY_DAY, 0, 1440),),
        more={"cell_minutes": 1440},
    )
    await move_in(house.url, van)
    service = portrait(Need(role="van", kind="equipment"), lengths=Lengths(minutes=(1440,)),
                       grid=Grid(fixed=(0,)))  # fmt: skip
    before = await house.starts(service, (2, 12))
    assert len(before) == 10
    day = next(iter(before))
    key = f"cell/{van.id}/{day + timedelta(hours=9):%Y%m%d}"
    hold = Hold(new_id(), (Line(key, 1, 1),), 600.0)
    assert isinstance(await house.ledger.commit(Command((hold,))), Accepted)
    after = await house.starts(service, (2, 12))
    assert before.keys() - after.keys() == {day}


async def test_asking_while_cells_are_taken_never_ends_at_less_than_what_was_taken(
    house: House,
) -> None:
    people = [Someone(kind="photographer", name=f"P{number}") for number in range(4)]
    await move_in(house.url, *people)
    service = portrait()

    async def take(one: Someone, number: int) -> None:
        await house.take(one, noon(1 + number) - timedelta(hours=3), 9 * 60)

    taking = [take(one, number) for one in people for number in range(6)]
    asking = [house.starts(service, (1, 8)) for _ in range(12)]
    await asyncio.gather(*taking, *asking)
    left = await house.starts(service, (1, 8))
    assert {one.date() for one in left} == {noon(7).date()}
    house.availability.doubt()
    assert await house.starts(service, (1, 8)) == left
    assert house.availability.cells >= 4 * 6 * 36
    assert datetime.now(UTC) < min(left)


async def test_a_room_is_offered_while_its_studio_is_open(house: House) -> None:
    loft = Someone(kind="studio", name="Loft")
    whole_day = (WeeklyRule(EVERY_DAY, 0, 1440),)
    room = Someone(kind="room", name="Room", rules=whole_day, more={"studio_id": loft.id})
    plain = Someone(kind="room", name="Plain", rules=(), more={"studio_id": loft.id})
    await move_in(house.url, loft, room, plain)
    service = portrait(Need(role="room", kind="room"))
    both = await house.starts(service, (2, 3))
    assert [one.hour for one in both] == list(range(9, 18))
    assert {frozenset(some) for some in both.values()} == {frozenset([(room.id,), (plain.id,)])}
    loft.rules = (WeeklyRule(EVERY_DAY, 600, 780),)
    await new_schedule(house.url, house.ledger, loft, 2)
    assert [one.hour for one in await house.starts(service, (2, 3))] == [10, 11, 12]

    loft.rules = (WeeklyRule((noon(2).isoweekday() % 7 + 1,), 600, 780),)  # the day after
    await new_schedule(house.url, house.ledger, loft, 3)
    assert await house.starts(service, (2, 3)) == {}
    why = await house.reads.why(service, Query(service=service.id), noon(2).date())
    assert {(one.reason, why.closed[one.resource].why) for one in why.hindered if one.resource} == {
        ("closed", "weekday")
    }
    assert {one.by_studio for one in why.closed.values()} == {True}
    assert why.resources[loft.id].name == "Loft"


async def test_a_studio_in_the_archive_binds_no_room(house: House) -> None:
    loft = Someone(kind="studio", name="Loft", rules=(WeeklyRule(EVERY_DAY, 600, 720),))
    room = Someone(kind="room", name="Room", more={"studio_id": loft.id})
    await move_in(house.url, loft, room)
    service = portrait(Need(role="room", kind="room"))
    assert len(await house.starts(service, (2, 3))) == 2
    await house.database.pool.execute(
        "UPDATE resources SET status = 'archived' WHERE id = $1", loft.id
    )
    await new_schedule(house.url, house.ledger, loft, 2)
    assert len(await house.starts(service, (2, 3))) == 9


async def test_the_whole_of_a_studio_and_its_rooms_are_offered_beside_what_is_taken(
    house: House,
) -> None:
    loft = Someone(kind="studio", name="Loft")
    rooms = [Someone(kind="room", name=name, more={"studio_id": loft.id}) for name in "AB"]
    await move_in(house.url, loft, *rooms)
    whole = portrait(Need(role="studio", kind="studio"))
    one = portrait(Need(role="room", kind="room"))
    assert len(await house.starts(whole, (2, 3))) == len(await house.starts(one, (2, 3))) == 9

    cells = cells_between(loft.id, 15, noon(2), noon(2) + timedelta(hours=1))
    hold = Hold(new_id(), tuple(Line(key, WHOLE, WHOLE) for key in cells), 600.0)
    assert isinstance(await house.ledger.commit(Command((hold,))), Accepted)
    assert noon(2) not in await house.starts(one, (2, 3))
    why = await house.reads.why(one, Query(service=one.id), noon(2).date())
    assert why.times == 8
    await house.ledger.commit(Command((Release(hold.hold_id),)))
    assert len(await house.starts(one, (2, 3))) == 9

    room = cells_between(rooms[0].id, 15, noon(2), noon(2) + timedelta(hours=1))
    lines = (*(Line(key, 1, 1) for key in room), *(Line(key, 1, WHOLE) for key in cells))
    assert isinstance(await house.ledger.commit(Command((Hold(new_id(), lines, 600.0),))), Accepted)
    assert noon(2) not in await house.starts(whole, (2, 3))
    assert (await house.starts(one, (2, 3)))[noon(2)] == [(rooms[1].id,)]
    house.availability.doubt()
    assert noon(2) not in await house.starts(whole, (2, 3))
