"""A booking to be paid later stands, even if whoever made it died before saying so."""

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, MoveFee, Policy, StandBooking, booking_of
from holdfast.booking.services import Price
from holdfast.flows.booking.for_client import ForWhom, hold_for_client, on_behalf
from holdfast.flows.booking.holding import hold_booking, move_booking
from holdfast.flows.booking.moving import CostsMore
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.booking.unpaid import stand_by_job
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.people import Principal
from tests.db.flows.booking.series import SERVICE, STAFF, a_room, at
from tests.db.flows.buying import confirm, pay_for
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
    asked = "SELECT data ->> 'by' FROM events WHERE type = 'booking.confirmed'"
    assert await select(stage, asked) == [(STAFF.actor,)], "who booked it need not be told"


async def test_its_client_moves_it_without_paying_before_it_comes(stage: Stage) -> None:
    room = await a_room(stage, "North")
    wanted = Wanted(at(9), 60, ((room,),), later=True)
    placed = await hold_for_client(stage, STAFF, SERVICE, wanted, ForWhom())
    assert placed.booking_id is not None
    booking = await the_booking(stage)
    client = Caller(Principal(booking.user_id, "guest"))
    for price, day in ((9_000, 10), (12_000, 11)):
        service = replace(SERVICE, price=Price(amount=price))
        to = Wanted(at(day), 60, ((room,),))
        done = await move_booking(stage, client, booking.id, service, to)
        assert (done.price, done.refund, done.order_id) == (price, 0, None)
        moved = await the_booking(stage)
        assert (moved.starts_at, moved.price, moved.prepaid) == (at(day), price, 0)


async def test_what_moving_it_costs_is_paid_first_and_nothing_else(stage: Stage) -> None:
    room, fee = await a_room(stage, "North"), MoveFee(480 * 60, amount=1_500)
    service = replace(SERVICE, policy=Policy(move_minutes=0, move_fee=fee, moves=9))
    wanted = Wanted(at(9), 60, ((room,),), later=True)
    await hold_for_client(stage, STAFF, service, wanted, ForWhom())
    booking = await the_booking(stage)
    client = Caller(Principal(booking.user_id, "guest"))
    for times, day in enumerate((10, 11), start=1):
        to = Wanted(at(day), 60, ((room,),))
        with pytest.raises(CostsMore) as told:
            await move_booking(stage, client, booking.id, service, to)
        assert told.value.extra["difference"] == 1_500
        done = await move_booking(stage, client, booking.id, service, to, pay=True)
        assert done.order_id is not None
        due = Placed(done.order_id, "", done.reservation_id)
        await confirm(stage, client.principal, due, await pay_for(stage, client.principal, due))
        await settle_dues(stage, [due.order_id])
        moved = await the_booking(stage)
        assert (moved.starts_at, moved.price, moved.prepaid) == (
            at(day), 9_000 + 1_500 * times, 1_500 * times,
        )  # fmt: skip


async def test_what_was_free_is_not_moved_to_what_costs_without_paying(stage: Stage) -> None:
    room, free = await a_room(stage, "North"), replace(SERVICE, price=Price(amount=0))
    wanted = Wanted(at(9), 60, ((room,),), later=True)
    await hold_for_client(stage, STAFF, free, wanted, ForWhom())
    booking = await the_booking(stage)
    assert (booking.status, booking.price) == ("confirmed", 0)
    client = Caller(Principal(booking.user_id, "guest"))
    with pytest.raises(CostsMore):
        await move_booking(stage, client, booking.id, SERVICE, Wanted(at(10), 60, ((room,),)))
