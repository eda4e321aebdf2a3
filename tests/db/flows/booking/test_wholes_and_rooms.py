"""Who has the whole of a studio has it with every room; who has a room keeps others from the whole,
and from no other room. Never both at one time, whatever is done at the same moment."""

import asyncio
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from holdfast.booking import ResourceTerms
from holdfast.booking.bookings import takings_of
from holdfast.booking.services import Grid
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.answering import agree
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.holding import move_booking
from holdfast.flows.booking.planning import Wanted, plan
from holdfast.flows.booking.resources import save_resource
from holdfast.flows.booking.unavailable import LeavesGap
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.kit import new_id, shop_now
from holdfast.views.booking.conflicts import find_conflicts
from holdfast.waiting import InLine, join_line, places_of
from tests.db.flows.booking.making import a_taking, book, booking_now
from tests.db.flows.booking.rooms import a_service, at_hour, hold, made, open_from
from tests.db.flows.booking.series import STAFF
from tests.db.flows.buying import a_customer, a_guest
from tests.db.flows.purses import new_wallet
from tests.db.flows.stage import Stage
from tests.support.time_auditor import faults_of_time

CLIENTS = 32
WHOLE, ROOM = a_service("studio"), a_service("room")


async def a_studio(
    stage: Stage, rooms: int = 3, buffers: int = 0, cell: int = 15
) -> tuple[UUID, list[UUID]]:
    """Open all day, as its rooms are."""
    studio = await made(stage, "studio", open_from(0, 24), cell_minutes=cell)
    found = [
        await made(stage, "room", open_from(0, 24), studio_id=studio, buffer_after=buffers)
        for _ in range(rooms)
    ]
    return studio, found


def _taken(refusal: TimeTaken) -> list[dict[str, object]]:
    found: list[dict[str, object]] = refusal.extra["taken"]  # type: ignore[assignment]
    return found


async def tried(making: object) -> Placed | TimeTaken:
    try:
        return await making  # type: ignore[misc,no-any-return]  # a coroutine of any kind
    except TimeTaken as refusal:
        return refusal


async def test_the_whole_is_had_with_every_room_and_a_room_beside_other_rooms(
    stage: Stage,
) -> None:
    studio, (first, second, third) = await a_studio(stage)
    whole = await hold(stage, WHOLE, (studio,), at_hour(10))
    for room in (first, second, third):
        with pytest.raises(TimeTaken) as told:
            await hold(stage, ROOM, (room,), at_hour(10))
        (taken,) = _taken(told.value)
        assert (taken["resourceId"], taken["held"]) == (str(room), True)
    assert isinstance(whole, Placed)

    await hold(stage, ROOM, (first,), at_hour(12))
    with pytest.raises(TimeTaken) as told:
        await hold(stage, WHOLE, (studio,), at_hour(11), minutes=120)
    assert [one["resourceId"] for one in _taken(told.value)] == [str(studio)]
    await hold(stage, ROOM, (second,), at_hour(12))
    await hold(stage, WHOLE, (studio,), at_hour(13))
    assert await faults_of_time(stage.database.url) == []


async def test_what_is_cancelled_moved_or_made_longer_counts_as_it_is(stage: Stage) -> None:
    studio, (first, second, _) = await a_studio(stage)
    client = a_customer()
    await new_wallet(stage, client, 10**6)
    whole = await hold(stage, WHOLE, (studio,), at_hour(10), client)
    await pay_from_wallet(stage, Caller(client), whole.reservation_id)
    assert whole.booking_id is not None
    moved = Wanted(at_hour(14), 60, ((studio,),))
    await move_booking(stage, Caller(client), whole.booking_id, WHOLE, moved)
    room = await hold(stage, ROOM, (first,), at_hour(10), client)
    await pay_from_wallet(stage, Caller(client), room.reservation_id)
    assert room.booking_id is not None
    with pytest.raises(TimeTaken):  # another room, at the time of the whole
        later = Wanted(at_hour(14), 60, ((second,),))
        await move_booking(stage, Caller(client), room.booking_id, ROOM, later)
    next_to_it = Wanted(at_hour(13), 60, ((second,),))
    await move_booking(stage, Caller(client), room.booking_id, ROOM, next_to_it)
    with pytest.raises(TimeTaken):
        longer = Adjustment("They stay", ends_at=at_hour(15))
        await adjust_booking(stage, STAFF, room.booking_id, longer)
    await cancel_booking(stage, Caller(client), whole.booking_id)
    await adjust_booking(stage, STAFF, room.booking_id, longer)
    with pytest.raises(TimeTaken):
        await hold(stage, WHOLE, (studio,), at_hour(14))
    await hold(stage, WHOLE, (studio,), at_hour(15))
    assert await faults_of_time(stage.database.url) == []


async def test_a_booking_of_the_studio_and_rooms_of_it_is_one(stage: Stage) -> None:
    studio, (first, second, third) = await a_studio(stage)
    both, rooms = a_service("studio", "room"), a_service("room", "room")
    await hold(stage, both, (studio, first), at_hour(10))
    with pytest.raises(TimeTaken):
        await hold(stage, ROOM, (second,), at_hour(10))
    placed = await hold(stage, rooms, (first, second), at_hour(12))
    await hold(stage, ROOM, (third,), at_hour(12))
    with pytest.raises(TimeTaken):
        await hold(stage, WHOLE, (studio,), at_hour(12))
    await cancel_booking(stage, STAFF, (await booking_now(stage, placed)).id)
    with pytest.raises(TimeTaken):  # the third is booked
        await hold(stage, WHOLE, (studio,), at_hour(12))
    assert await faults_of_time(stage.database.url) == []


async def test_a_request_of_two_rooms_or_of_a_studio_and_a_room_of_it_is_agreed_to(
    stage: Stage,
) -> None:
    studio, (first, second, third) = await a_studio(stage)
    rooms, both = a_service("room", "room"), a_service("studio", "room")
    for service, who, hour in ((rooms, (first, second), 10), (both, (studio, first), 12)):
        asked = await hold(stage, replace(service, request_hours=24), who, at_hour(hour))
        assert asked.booking_id is not None
        done = await agree(stage, STAFF, asked.booking_id)
        assert (done.status, (await booking_now(stage, asked)).status) == ("held", "held")
        with pytest.raises(TimeTaken):
            await hold(stage, WHOLE, (studio,), at_hour(hour))
    await hold(stage, ROOM, (third,), at_hour(10))
    assert await faults_of_time(stage.database.url) == []


async def test_a_rooms_buffer_and_a_studios_longer_cells_keep_the_whole_away(
    stage: Stage,
) -> None:
    studio, (first, second) = await a_studio(stage, 2, buffers=30, cell=60)
    await hold(stage, ROOM, (first,), at_hour(10))
    with pytest.raises(TimeTaken):
        await hold(stage, WHOLE, (studio,), at_hour(11))
    await hold(stage, ROOM, (second,), at_hour(11))
    await hold(stage, WHOLE, (studio,), at_hour(13))
    assert await faults_of_time(stage.database.url) == []


async def test_a_room_that_comes_later_is_of_the_whole_as_well(stage: Stage) -> None:
    studio, _ = await a_studio(stage, 1)
    await hold(stage, WHOLE, (studio,), at_hour(10))
    late = await made(stage, "room", open_from(0, 24), studio_id=studio)
    with pytest.raises(TimeTaken):
        await hold(stage, ROOM, (late,), at_hour(10))
    await hold(stage, ROOM, (late,), at_hour(11))


async def test_what_was_booked_before_the_room_came_is_met_by_nothing_new(stage: Stage) -> None:
    """A room that stood by itself, and a studio let by the seat: neither says by its cells that it
    is of the other. Planning looks, and where both stand already a person is told."""
    studio, (first,) = await a_studio(stage, 1)
    alone = await made(stage, "room", open_from(0, 24))
    before = await hold(stage, ROOM, (alone,), at_hour(10))
    meets = await hold(stage, ROOM, (alone,), at_hour(12))
    whole = await hold(stage, WHOLE, (studio,), at_hour(12))
    assert await find_conflicts(stage.database.pool, studio) == []
    terms = ResourceTerms(kind="room", name="Came", zone="UTC", studio_id=studio)
    await save_resource(stage, STAFF, alone, terms, 1)
    with pytest.raises(TimeTaken):
        await hold(stage, WHOLE, (studio,), at_hour(10))
    await hold(stage, ROOM, (first,), at_hour(10))
    (found,) = await find_conflicts(stage.database.pool, studio)
    assert (found.kind, found.booking_id) == ("whole", meets.booking_id)
    assert found.note == (await booking_now(stage, whole)).number
    assert before.booking_id != found.booking_id


async def test_a_whole_that_was_booked_before_wholes_were_keeps_its_rooms(stage: Stage) -> None:
    studio, (first, _, _) = await a_studio(stage)
    span = {"starts_at": at_hour(10), "ends_at": at_hour(11)}
    plain = replace(a_taking(studio, version=2), **span)  # one of one, as it was
    await book(stage, a_guest(), plain)
    with pytest.raises(TimeTaken):
        await hold(stage, ROOM, (first,), plain.starts_at)
    with pytest.raises(TimeTaken):
        await hold(stage, WHOLE, (studio,), plain.starts_at)


async def test_of_wholes_and_rooms_wanted_at_once_never_both_are_had(stage: Stage) -> None:
    studio, rooms = await a_studio(stage, 4)
    other = await stage.spare()
    for hour in range(8, 11):
        found = await asyncio.gather(
            *(
                tried(
                    hold(
                        (stage, other)[number // 2 % 2],
                        (WHOLE, ROOM)[number % 2],
                        (studio,) if number % 2 == 0 else (rooms[number // 2 % 4],),
                        at_hour(hour),
                    )
                )
                for number in range(CLIENTS)
            )
        )
        won = [one for one in found if isinstance(one, Placed)]
        ids = [one.booking_id for one in won if one.booking_id is not None]
        had = await takings_of(stage.database.pool, ids)
        who = [one.resource_id for some in had.values() for one in some]
        assert who == [studio] or (set(who) == set(rooms) and len(who) == 4)
    assert await faults_of_time(stage.database.url) == []


@pytest.mark.parametrize("whole_first", [True, False])
async def test_who_waits_for_a_part_is_offered_what_the_whole_gives_back_and_so_the_other_way(
    stage: Stage, whole_first: bool
) -> None:
    studio, (first, _, _) = await a_studio(stage)
    had, waited = ((WHOLE, (studio,)), (ROOM, (first,)))[:: 1 if whole_first else -1]
    client, waiter = a_customer(), a_customer()
    held = await hold(stage, *had, at_hour(10), client)
    new = await plan(stage, waited[0], Wanted(at_hour(10), 60, (waited[1],)), waited[1])
    plans = msgspec.json.encode([new]).decode()
    place = InLine(
        new_id(), waiter.id, new_id(), "Portrait", at_hour(10), at_hour(11), 1,
        [*waited[1]], plans, "waiting", None, shop_now(),
    )  # fmt: skip
    async with stage.database.transaction() as connection:
        await join_line(connection, place)
    assert held.booking_id is not None
    await cancel_booking(stage, Caller(client), held.booking_id)
    ((found, _),) = await places_of(stage.database.pool, waiter.id, shop_now())
    assert found.status == "offered"
    with pytest.raises(TimeTaken):
        await hold(stage, *had, at_hour(10), client)
    assert await faults_of_time(stage.database.url) == []


async def test_a_studio_that_is_let_by_the_day_is_not_had_on_the_day_of_a_room(
    stage: Stage,
) -> None:
    studio, (first, second) = await a_studio(stage, 2, cell=1440)
    await hold(stage, ROOM, (first,), at_hour(10))
    with pytest.raises(TimeTaken):
        await hold(stage, WHOLE, (studio,), at_hour(15))
    await hold(stage, WHOLE, (studio,), at_hour(15, 3))
    with pytest.raises(TimeTaken):
        await hold(stage, ROOM, (second,), at_hour(9, 3))
    await hold(stage, ROOM, (second,), at_hour(9, 4))
    assert await faults_of_time(stage.database.url) == []


async def test_the_whole_and_a_room_leave_no_gap_too_short_to_sell_beside_one_another(
    stage: Stage,
) -> None:
    studio, (first, _, _) = await a_studio(stage)
    room = replace(ROOM, grid=Grid(step=15, gap=60))
    whole = replace(WHOLE, grid=Grid(step=15, gap=60))
    await hold(stage, WHOLE, (studio,), at_hour(10))
    half_past = at_hour(11) + timedelta(minutes=30)
    with pytest.raises(LeavesGap):
        await hold(stage, room, (first,), half_past)
    await hold(stage, room, (first,), at_hour(12))
    with pytest.raises(LeavesGap):
        await hold(stage, whole, (studio,), at_hour(13) + timedelta(minutes=30))
    await hold(stage, whole, (studio,), at_hour(14))
