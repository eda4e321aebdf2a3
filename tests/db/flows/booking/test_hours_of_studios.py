"""A room is open only while its studio is: what closes the studio closes its rooms, what is booked
in them by then is shown to a person, and nothing thought out before is booked after."""

from datetime import timedelta

import pytest

from holdfast.booking import ResourceTerms
from holdfast.booking.bookings import takings_of
from holdfast.flows.booking.blocks import lay_block, lift_block
from holdfast.flows.booking.planning import StudioClosed, Wanted, plan
from holdfast.flows.booking.resources import keep_status, save_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.time_taken import ScheduleChanged
from holdfast.flows.commit.caller import Caller
from holdfast.views.booking.conflicts import find_conflicts
from tests.db.flows.booking.rooms import a_service, at_hour, hold, made, open_from
from tests.db.flows.booking.series import STAFF
from tests.db.flows.buying import a_customer, a_guest
from tests.db.flows.stage import Stage

ROOM = a_service("room")


async def test_a_room_is_booked_while_its_studio_is_open(stage: Stage) -> None:
    studio = await made(stage, "studio", open_from(10, 18))
    room = await made(stage, "room", open_from(0, 24), studio_id=studio)
    kit = await made(stage, "equipment", open_from(0, 24), studio_id=studio)
    travelling = await made(stage, "equipment", open_from(0, 24))
    with pytest.raises(StudioClosed) as told:
        await hold(stage, ROOM, (room,), at_hour(8))
    assert told.value.extra["closed"][0]["resourceId"] == str(room)  # type: ignore[index]
    await hold(stage, ROOM, (room,), at_hour(10))
    kits = a_service("equipment")
    with pytest.raises(StudioClosed):
        await hold(stage, kits, (kit,), at_hour(8))
    await hold(stage, kits, (travelling,), at_hour(8))


async def test_a_room_without_hours_of_its_own_has_its_studios(stage: Stage) -> None:
    studio = await made(stage, "studio", open_from(10, 18))
    room = await made(stage, "room", studio_id=studio)
    await hold(stage, ROOM, (room,), at_hour(10))
    with pytest.raises(StudioClosed):
        await hold(stage, ROOM, (room,), at_hour(18))


async def test_a_studio_without_hours_binds_no_room_nor_one_in_the_archive(stage: Stage) -> None:
    plain = await made(stage, "studio")
    room = await made(stage, "room", open_from(9, 18), studio_id=plain)
    await hold(stage, ROOM, (room,), at_hour(9))
    closed = await made(stage, "studio", open_from(10, 11))
    other = await made(stage, "room", open_from(9, 18), studio_id=closed)
    await keep_status(stage, STAFF, closed, "archived", 1)
    await hold(stage, ROOM, (other,), at_hour(12))
    assert await find_conflicts(stage.database.pool, closed) == []


async def test_a_block_over_the_studio_lies_over_its_rooms(stage: Stage) -> None:
    studio = await made(stage, "studio", open_from(9, 18))
    room = await made(stage, "room", open_from(9, 18), studio_id=studio)
    soft = await lay_block(stage, STAFF, studio, at_hour(9), at_hour(12), soft=True)
    with pytest.raises(StudioClosed) as told:
        await hold(stage, ROOM, (room,), at_hour(10))
    assert told.value.extra["soft"] is True
    await hold(stage, ROOM, (room,), at_hour(10), STAFF.principal, over="A friend of the house")
    await lift_block(stage, STAFF, studio, soft)

    kept = await hold(stage, ROOM, (room,), at_hour(14))
    pool = stage.database.pool
    assert await find_conflicts(pool, room) == []
    block = await lay_block(stage, STAFF, studio, at_hour(13), at_hour(15), note="Repairs")
    (found,) = await find_conflicts(pool, room)
    assert (found.kind, found.booking_id, found.note) == ("block", kept.booking_id, "Repairs")
    assert await find_conflicts(pool, studio) == [found]  # its page shows it, too
    await lift_block(stage, STAFF, studio, block)
    assert await find_conflicts(pool, room) == []


async def test_other_hours_of_the_studio_make_conflicts_of_what_its_rooms_are_booked_for(
    stage: Stage,
) -> None:
    studio = await made(stage, "studio", open_from(9, 18))
    room = await made(stage, "room", open_from(9, 18), studio_id=studio)
    late = await hold(stage, ROOM, (room,), at_hour(16))
    await hold(stage, ROOM, (room,), at_hour(9))
    pool = stage.database.pool
    assert await find_conflicts(pool, room) == []
    await set_schedule(stage, STAFF, studio, open_from(9, 16), 2)
    (found,) = await find_conflicts(pool, room)
    assert (found.kind, found.booking_id, found.resource_id) == ("closed", late.booking_id, room)
    assert await find_conflicts(pool, studio) == [found]
    await set_schedule(stage, STAFF, studio, open_from(9, 17), 3)
    assert await find_conflicts(pool, room) == []


async def test_a_room_that_comes_to_another_studio_is_bound_by_that_one(stage: Stage) -> None:
    first = await made(stage, "studio", open_from(9, 18))
    second = await made(stage, "studio", open_from(9, 12))
    room = await made(stage, "room", open_from(9, 18), studio_id=first)
    late = await hold(stage, ROOM, (room,), at_hour(16))
    terms = ResourceTerms(kind="room", name="Moved", zone="UTC", studio_id=second)
    await save_resource(stage, STAFF, room, terms, 1)
    with pytest.raises(StudioClosed):
        await hold(stage, ROOM, (room,), at_hour(13))
    (found,) = await find_conflicts(stage.database.pool, room)
    assert (found.kind, found.booking_id) == ("closed", late.booking_id)


async def test_what_was_planned_before_the_studio_changed_is_not_booked_after(
    stage: Stage,
) -> None:
    studio = await made(stage, "studio", open_from(9, 18))
    room = await made(stage, "room", open_from(9, 18), studio_id=studio)
    kit = await made(stage, "equipment", open_from(9, 18), studio_id=studio)
    both = a_service("room", "equipment")
    wanted = Wanted(at_hour(10), 60, ((room, kit),))
    new = await plan(stage, both, wanted, (room, kit))
    await set_schedule(stage, STAFF, studio, open_from(12, 18), 2)
    with pytest.raises(ScheduleChanged):
        await place(stage, Caller(a_guest()), Amount(9000, "EUR", "Portrait", new))
    placed = await hold(stage, both, (room, kit), at_hour(12), a_customer())
    assert placed.booking_id is not None
    kept = (await takings_of(stage.database.pool, [placed.booking_id]))[placed.booking_id]
    assert [(one.studio_id, one.studio_version) for one in kept] == [(studio, 3)] * 2
    assert all(one.ends_at - one.starts_at == timedelta(hours=1) for one in kept)
