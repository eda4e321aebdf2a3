"""A dearer time that waits for its difference is where its booking is to go: whoever it takes is
not booked too near to it meanwhile, and once it has ended kept from nowhere."""

import asyncio
from datetime import datetime
from uuid import UUID

from msgspec import structs

from holdfast.booking.bookings import booking_of
from holdfast.booking.services import Lengths, Price
from holdfast.flows.booking.booker import BookingMove
from holdfast.flows.booking.holding import hold_booking, move_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.services import make_service
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.kit import Problem
from holdfast.views.booking.availability import Availability
from holdfast.views.booking.finding import Query, SlotReads
from tests.db.flows.booking.test_ways import (
    HOME,
    SERVICE,
    STAFF,
    VISIT,
    at,
    hold,
    house,
    tried,
)
from tests.db.flows.buying import a_customer, confirm, end_hold, pay_for, sweep_all
from tests.db.flows.purses import new_wallet
from tests.db.flows.stage import Stage
from tests.support.time_auditor import faults_of_time

LONGER = structs.replace(
    VISIT, lengths=Lengths(minutes=(60, 120)), price=Price(amount=9_000, rule="hourly")
)


async def dearer(stage: Stage, client: Caller, anna: UUID) -> tuple[UUID, BookingMove]:
    """An hour at home at ten is paid for; two hours at four wait for their difference."""
    wanted = Wanted(at(10), 60, ((anna,),), near=HOME)
    first = await hold_booking(stage, client, LONGER, wanted)
    await pay_from_wallet(stage, client, first.reservation_id)
    assert first.booking_id is not None
    to = Wanted(at(16), 120, ((anna,),))
    return first.booking_id, await move_booking(
        stage, client, first.booking_id, LONGER, to, pay=True
    )


async def test_a_dearer_time_is_kept_reachable_while_it_waits_for_its_difference(
    stage: Stage,
) -> None:
    anna, north, _ = await house(stage)
    client = Caller(a_customer())
    await new_wallet(stage, client.principal, 10**6)
    booking_id, due = await dearer(stage, client, anna)
    assert due.order_id is not None and due.reservation_id is not None
    for start in (at(14, 30), at(18)):  # 15:30, and 70 minutes
        assert isinstance(await tried(hold(stage, start, anna, north)), TimeTaken)
    # Nor is she offered there; and it is not in its own way.
    availability = Availability(stage.database, stage.reader.partitions)
    reads = SlotReads(stage.database, availability)
    in_north = await make_service(stage.database, STAFF, SERVICE)
    there = Query(service=in_north.id, resources=frozenset({anna, north}))
    found = await reads.times(in_north, there, at(12), at(20), 100)
    times = {f"{one.start:%H:%M}" for one in found}
    assert {"13:45", "19:15"} <= times and not {"14:30", "18:00"} & times
    again = Wanted(at(16, 15), 120, ((anna,),))
    due = await move_booking(stage, client, booking_id, LONGER, again, pay=True)
    assert due.order_id is not None and due.reservation_id is not None
    # What is given up is in nobody's way, and what is paid moves.
    await hold(stage, at(13, 45), anna, north)
    await pay_from_wallet(stage, client, due.reservation_id)
    await settle_dues(stage, [due.order_id])
    booking = await booking_of(stage.database.pool, booking_id)
    assert booking is not None and booking.starts_at == at(16, 15)


async def test_what_is_not_paid_any_more_keeps_nobody_away(stage: Stage) -> None:
    """Its difference is paid when its hold had run out and somebody has booked her elsewhere, too
    far away: the booking stays where it is, and the money goes back."""
    anna, north, _ = await house(stage)
    client = Caller(a_customer())
    await new_wallet(stage, client.principal, 10**6)
    booking_id, due = await dearer(stage, client, anna)
    assert due.order_id is not None
    order = await stage.orders.get(due.order_id)
    assert order is not None
    late = await pay_for(stage, client.principal, Placed(order.id, order.number, order.hold_id))
    await end_hold(stage, Placed(order.id, order.number, order.hold_id))
    await sweep_all(stage)
    await hold(stage, at(14, 30), anna, north)
    await confirm(stage, client.principal, Placed(order.id, order.number, order.hold_id), late)
    await settle_dues(stage, [due.order_id])
    booking = await booking_of(stage.database.pool, booking_id)
    assert booking is not None
    assert (booking.starts_at, booking.price, booking.prepaid) == (at(10), 9_000, 9_000)
    assert await faults_of_time(stage.database.url) == []


async def test_of_a_dearer_time_and_a_booking_too_near_at_the_same_moment_one_is_refused(
    stage: Stage,
) -> None:
    anna, north, _ = await house(stage)
    other = await stage.spare()
    client = Caller(a_customer())
    await new_wallet(stage, client.principal, 10**6)
    for day in range(4, 10):
        first = await hold_booking(
            stage, client, LONGER, Wanted(at(10, day=day), 60, ((anna,),), near=HOME)
        )
        await pay_from_wallet(stage, client, first.reservation_id)
        assert first.booking_id is not None

        async def go(booking_id: UUID, start: datetime) -> BookingMove | Problem:
            try:
                to = Wanted(start, 120, ((anna,),))
                return await move_booking(stage, client, booking_id, LONGER, to, pay=True)
            except Problem as refusal:
                return refusal

        moved, booked = await asyncio.gather(
            go(first.booking_id, at(16, day=day)),
            tried(hold(other, at(14, 30, day=day), anna, north)),
        )
        assert isinstance(moved, BookingMove) != isinstance(booked, Placed), (moved, booked)
