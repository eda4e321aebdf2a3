"""A photographer cannot be at two places too soon after one another: not offered, not held, not
moved there, and of two that come too near at the same moment one is refused."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from msgspec import structs

from holdfast.booking import ResourceTerms, Travelling
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.booking.slots import slot_at
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.booker import BookingMove
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.holding import hold_booking, move_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.booking.services import make_service
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.kit import Problem, new_id
from holdfast.kit.positions import Position
from holdfast.people import Principal
from holdfast.views.booking.availability import Availability
from holdfast.views.booking.finding import Query, SlotReads
from tests.db.flows.buying import a_customer, a_guest
from tests.db.flows.purses import new_wallet
from tests.db.flows.stage import Stage
from tests.support.time_auditor import faults_of_time

STAFF = Caller(Principal("user:0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12", "user", frozenset({"admin"})))
ALWAYS = Schedule("UTC", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 0, 1440),))
SERVICE = Service(
    id=new_id(),
    name="Portrait",
    currency="EUR",
    lengths=Lengths(minutes=(60,)),
    grid=Grid(step=15),
    price=Price(amount=9_000),
    needs=(
        Need(role="photographer", kind="photographer"),
        Need(role="studio", kind="studio"),
    ),
)
VISIT = Service(
    id=new_id(),
    name="At home",
    currency="EUR",
    lengths=Lengths(minutes=(60,)),
    grid=Grid(step=15),
    price=Price(amount=9_000),
    needs=(Need(role="photographer", kind="photographer"),),
)
HOME = Position(52.4, 13.4)  # where South is, 25 km from North: 70 minutes on the way


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    on = datetime.now(UTC).date() + timedelta(days=day)
    return datetime.combine(on, time(hour, minute), UTC)


async def made(stage: Stage, **terms: Any) -> UUID:
    one = await make_resource(stage, STAFF, ResourceTerms(zone="UTC", **terms))
    await set_schedule(stage, STAFF, one, ALWAYS, 0)
    return one


async def house(stage: Stage) -> tuple[UUID, UUID, UUID]:
    """Anna, and two studios 25 km apart: an hour and ten minutes on the way."""
    anna = await made(stage, kind="photographer", name="Anna")
    north = await made(stage, kind="studio", name="North", latitude=52.6248, longitude=13.4)
    south = await made(stage, kind="studio", name="South", latitude=52.4, longitude=13.4)
    return anna, north, south


async def hold(parts: Any, start: datetime, *who: UUID, caller: Caller | None = None) -> Placed:
    wanted = Wanted(start, 60, (who,))
    return await hold_booking(parts, caller or Caller(a_guest()), SERVICE, wanted)


async def visit(
    parts: Any, start: datetime, who: UUID, near: Position, caller: Caller | None = None
) -> Placed:
    wanted = Wanted(start, 60, ((who,),), near=near)
    return await hold_booking(parts, caller or Caller(a_guest()), VISIT, wanted)


async def tried(one: Awaitable[Placed]) -> Placed | Problem:
    try:
        return await one
    except Problem as refusal:
        return refusal


async def tried_move(
    stage: Stage, caller: Caller, booking_id: UUID, wanted: Wanted
) -> BookingMove | Problem:
    try:
        return await move_booking(stage, caller, booking_id, VISIT, wanted)
    except Problem as refusal:
        return refusal


async def test_the_way_between_two_places_is_kept_free_and_within_one_is_none(
    stage: Stage,
) -> None:
    anna, north, south = await house(stage)
    client = Caller(a_guest())
    first = await hold(stage, at(10), anna, north, caller=client)
    for start in (at(11), at(12), at(8, 45)):
        refused = await tried(hold(stage, start, anna, south))
        assert isinstance(refused, TimeTaken), start
        assert [one["name"] for one in refused.extra["taken"]] == ["Anna"]  # type: ignore[attr-defined]  # what a problem tells has no types
    kept = await hold(stage, at(11), anna, north)  # in one place at once
    assert isinstance(kept, Placed)
    late = await hold(stage, at(13, 15), anna, south)  # 12:00, and 70 minutes
    assert isinstance(late, Placed)
    # Midnight is no border.
    await hold(stage, at(23), anna, south)
    over = await tried(hold(stage, at(0, day=4), anna, north))
    assert isinstance(over, TimeTaken)
    await hold(stage, at(1, 15, day=4), anna, north)
    # What is given up is in nobody's way, and a booking is not in its own.
    assert first.booking_id is not None
    wanted = Wanted(at(8, 30), 60, ((anna, south),))
    await move_booking(stage, client, first.booking_id, SERVICE, wanted)
    await cancel_booking(stage, client, first.booking_id)
    assert isinstance(await hold(stage, at(9, 45), anna, north), Placed)
    assert await faults_of_time(stage.database.url) == []


async def test_of_two_that_come_too_near_at_the_same_moment_one_is_refused(stage: Stage) -> None:
    anna, north, south = await house(stage)
    other = await stage.spare()
    for day in range(4, 14):
        found = await asyncio.gather(
            *(
                tried(hold((stage, other)[number % 2], start, anna, where))
                for number, (start, where) in enumerate(
                    ((at(10, day=day), north), (at(11, day=day), south)) * 4
                )
            )
        )
        won = [one for one in found if isinstance(one, Placed)]
        assert len(won) == 1, found
        assert all(isinstance(one, Placed | TimeTaken) for one in found), found


async def test_the_way_to_and_from_a_clients_own_place_is_kept_free(stage: Stage) -> None:
    anna, north, south = await house(stage)
    client, mover = Caller(a_guest()), Caller(a_guest())
    first = await visit(stage, at(10), anna, HOME, client)
    for start in (at(11), at(12), at(8, 45)):
        refused = await tried(hold(stage, start, anna, north))
        assert isinstance(refused, TimeTaken), start
        assert [one["name"] for one in refused.extra["taken"]] == ["Anna"]  # type: ignore[attr-defined]  # what a problem tells has no types
    # From another client's place, and from the studio next door, it is a way as well.
    far = Position(52.6248, 13.4)
    assert isinstance(await tried(visit(stage, at(12), anna, far)), TimeTaken)
    assert isinstance(await tried(hold(stage, at(11), anna, south)), TimeTaken)
    # Two sessions at one place are not apart.
    same = await visit(stage, at(11), anna, HOME, mover)
    late = await hold(stage, at(13, 15), anna, north)  # 12:00, and 70 minutes
    assert isinstance(late, Placed)
    # A move takes the place along, or to another that is said.
    assert same.booking_id is not None and first.booking_id is not None
    wanted = Wanted(at(14, 30), 60, ((anna,),))
    late_for_home = await tried_move(stage, mover, same.booking_id, wanted)
    assert isinstance(late_for_home, TimeTaken)  # 14:15, and 70 minutes
    moved = await tried_move(stage, mover, same.booking_id, structs.replace(wanted, near=far))
    assert isinstance(moved, BookingMove)  # ten minutes to set off and arrive
    later = Wanted(at(14, 45), 60, ((anna,),))
    assert isinstance(await tried_move(stage, mover, same.booking_id, later), BookingMove)
    assert await faults_of_time(stage.database.url) == []


async def test_of_two_at_clients_own_places_that_come_too_near_one_is_refused(
    stage: Stage,
) -> None:
    anna, north, _ = await house(stage)
    other = await stage.spare()
    for day in range(4, 14):
        found = await asyncio.gather(
            *(
                tried(
                    visit((stage, other)[number % 2], at(11, day=day), anna, HOME)
                    if number % 3
                    else hold((stage, other)[number % 2], at(10, day=day), anna, north)
                )
                for number in range(9)
            )
        )
        won = [one for one in found if isinstance(one, Placed)]
        assert len(won) == 1, found
        assert all(isinstance(one, Placed | TimeTaken) for one in found), found
    assert await faults_of_time(stage.database.url) == []


async def test_a_search_offers_no_time_from_which_a_client_cannot_be_reached(
    stage: Stage,
) -> None:
    anna, north, _ = await house(stage)
    availability = Availability(stage.database, stage.reader.partitions)
    reads = SlotReads(stage.database, availability)
    service = await make_service(stage.database, STAFF, VISIT)
    near = Query(service=service.id, near=HOME, resources=frozenset({anna}))
    in_north = await make_service(stage.database, STAFF, SERVICE)
    there = Query(service=in_north.id, resources=frozenset({anna, north}))
    await hold(stage, at(10), anna, north)

    async def offered(of: Service, query: Query) -> set[str]:
        found = await reads.times(of, query, at(8), at(14), 100)
        return {f"{one.start:%H:%M}" for one in found}

    times = await offered(service, near)
    assert not {"08:00", "09:00", "11:00", "12:00"} & times
    assert "12:15" in times
    # Somebody who does not say where they are is served wherever she is.
    assert "11:00" in await offered(service, structs.replace(near, near=None))
    await visit(stage, at(13, day=3), anna, HOME)
    availability.doubt()
    assert not {"11:30", "12:00"} & await offered(in_north, there)


async def test_why_names_the_way_to_a_clients_own_place(stage: Stage) -> None:
    anna, north, _ = await house(stage)
    day = at(10).date()
    short = Schedule("UTC", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 9 * 60, 12 * 60),))
    await set_schedule(stage, STAFF, anna, short, 2)
    reads = SlotReads(stage.database, Availability(stage.database, stage.reader.partitions))
    service = await make_service(stage.database, STAFF, VISIT)
    await hold(stage, at(10), anna, north)
    why = await reads.why(
        service, Query(service=service.id, near=HOME, resources=frozenset({anna})), day
    )
    assert [one.reason for one in why.hindered] == ["travel"]


async def test_a_session_is_not_lengthened_into_the_way_to_the_next_place(stage: Stage) -> None:
    anna, north, _ = await house(stage)
    client = Caller(a_customer())
    await new_wallet(stage, client.principal, 10**6)
    first = await visit(stage, at(10), anna, HOME, client)
    await pay_from_wallet(stage, client, first.reservation_id)
    await hold(stage, at(12, 15), anna, north)  # 11:00, and 70 minutes
    assert first.booking_id is not None
    longer = Adjustment("they asked", ends_at=at(11, 15))
    refused = None
    try:
        await adjust_booking(stage, STAFF, first.booking_id, longer)
    except Problem as one:
        refused = one
    assert isinstance(refused, TimeTaken)
    await adjust_booking(
        stage, STAFF, first.booking_id, Adjustment("they left", ends_at=at(10, 45))
    )
    await adjust_booking(stage, STAFF, first.booking_id, Adjustment("back", ends_at=at(11)))
    assert await faults_of_time(stage.database.url) == []


async def test_a_search_offers_no_time_that_cannot_be_reached(stage: Stage) -> None:
    anna, north, south = await house(stage)
    availability = Availability(stage.database)
    reads = SlotReads(stage.database, availability)
    service = await make_service(stage.database, STAFF, SERVICE)
    query = Query(service=service.id, resources=frozenset({south}))

    async def offered() -> list[str]:
        found = await reads.times(service, query, at(8), at(14), 100)
        return [f"{one.start:%H:%M}" for one in found]

    assert "11:00" in await offered()
    placed = await hold(stage, at(10), anna, north)
    booking = await stage.reader.account(f"stay/{anna}/{at(10):%Y%m%d}")
    availability.hear(booking)
    for slot in (at(10), at(10, 15), at(10, 30), at(10, 45)):
        availability.hear(await stage.reader.account(f"cell/{anna}/{slot:%Y%m%dT%H%M}"))
    now = await offered()
    assert now[-1] == "13:45"
    assert not {"08:00", "09:00", "11:00", "12:00"} & set(now)
    assert "12:15" in now
    assert slot_at(at(12, 10)) - slot_at(at(11)) == availability.ways.slots(north, south)
    assert isinstance(placed, Placed)


async def test_who_asks_while_another_reads_where_they_are_is_offered_the_same_times(
    stage: Stage,
) -> None:
    anna, north, south = await house(stage)
    service = await make_service(stage.database, STAFF, SERVICE)
    await hold(stage, at(10), anna, north)
    reads = SlotReads(stage.database, Availability(stage.database, stage.reader.partitions))
    query = Query(service=service.id, resources=frozenset({south}))
    both = [reads.times(service, query, at(8), at(14), 100) for _ in range(2)]
    first, second = await asyncio.gather(*both)
    assert at(11) not in {one.start for one in first}
    assert second == first


async def test_a_table_of_places_is_believed_over_the_distance(stage: Stage) -> None:
    anna, north, south = await house(stage)
    quick: Any = replace(stage, travelling=Travelling(minutes={(north, south): 0}))
    await hold(quick, at(10), anna, north)
    assert isinstance(await hold(quick, at(11), anna, south), Placed)
