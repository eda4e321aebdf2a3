"""A booking to be paid later stands, even if whoever made it died before saying so."""

from msgspec.structs import replace

from holdfast.booking.bookings import Booking, StandBooking, booking_of
from holdfast.flows.booking.for_client import ForWhom, hold_for_client, on_behalf
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.unpaid import stand_by_job
from tests.db.flows.booking.series import SERVICE, STAFF, a_room, at
from tests.db.flows.stage import Stage, select


async def the_booking(stage: Stage) -> Booking:
    ((booking_id,),) = await select(stage, "SELECT id FROM bookings")
    booking = await booking_of(stage.database.pool, booking_id)
    assert booking is not None
    return booking


async def jobs_left(stage: Stage) -> list[str]:
    rows = await select(stage, "SELECT queue FROM jobs WHERE queue = $1", StandBooking.NAME)
    return [str(row[0]) for row in rows]


async def test_it_stands_by_its_job_if_its_process_died_once_it_was_held(stage: Stage) -> None:
    room = await a_room(stage, "North")
    behalf = replace(await on_behalf(stage, STAFF, ForWhom()), stands=True)
    wanted = Wanted(at(2), 60, ((room,),), later=True)
    await hold_booking(stage, STAFF, SERVICE, wanted, behalf=behalf)  # and nothing more
    held = await the_booking(stage)
    assert held.is_held
    assert await jobs_left(stage) == [StandBooking.NAME]
    for _ in range(2):  # safe to repeat
        await stand_by_job(stage, StandBooking(held.id), "")
        assert (await the_booking(stage)).is_confirmed


async def test_the_job_comes_with_each_that_is_paid_later_and_with_no_other(stage: Stage) -> None:
    room = await a_room(stage, "North")
    await hold_for_client(stage, STAFF, SERVICE, Wanted(at(2), 60, ((room,),)), ForWhom())
    held = await the_booking(stage)
    assert await jobs_left(stage) == []
    await stand_by_job(stage, StandBooking(held.id), "")
    assert (await the_booking(stage)).is_held, "its price is to be paid first"
    wanted = Wanted(at(3), 60, ((room,),), later=True)
    placed = await hold_for_client(stage, STAFF, SERVICE, wanted, ForWhom())
    assert placed.booking_id is not None
    stands = await booking_of(stage.database.pool, placed.booking_id)
    assert stands is not None
    assert stands.is_confirmed
    assert await jobs_left(stage) == [StandBooking.NAME]
