"""Who waits for a time first has it first: held by the very command that frees it, so that nobody
comes between; then the next."""

import asyncio
from collections.abc import Awaitable
from uuid import UUID

import msgspec
import pytest

from holdfast.booking import schedule_key
from holdfast.booking.bookings import NewBooking, Taking
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.booking.waiting_in_line import leave_line, look_after_line
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import Problem, new_id, shop_now
from holdfast.ledger import Command, Deposit
from holdfast.people import Principal
from holdfast.waiting import InLine, NotInLine, TooManyInLine, join_line, places_of
from tests.db.flows.booking.making import (
    a_booking,
    a_taking,
    book,
    booked,
    booking_now,
    cells_now,
    span_of,
)
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    confirm,
    end_hold,
    order_now,
    pay_for,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of
from tests.support.length import LONG
from tests.support.time_auditor import faults_of_time

FREE, HELD = {(0, 0)}, {(0, 1)}
BUYERS = 64


async def wait(parts: ShopParts, who: Principal, *some: Taking) -> InLine:
    """For one of these, each with a plan of its own."""
    plans: list[NewBooking] = [a_booking(one) for one in some]
    place = InLine(
        new_id(),
        who.id,
        new_id(),
        "Portrait",
        min(one.starts_at for one in some),
        max(one.ends_at for one in some),
        1,
        [one.resource_id for one in some],
        msgspec.json.encode(plans).decode(),
        "waiting",
        None,
        shop_now(),
    )
    async with parts.database.transaction() as connection:
        await join_line(connection, place)
    return place


async def standing(parts: ShopParts, who: Principal) -> list[tuple[str, int]]:
    found = await places_of(parts.database.pool, who.id, shop_now())
    return [(place.status, number) for place, number in found]


async def offer_of(parts: ShopParts, who: Principal) -> Placed:
    """The order that holds what they were offered."""
    ((place, _),) = await places_of(parts.database.pool, who.id, shop_now())
    assert place.order_id is not None
    order = await parts.orders.get(place.order_id)
    assert order is not None
    assert order.owner == who.id
    return Placed(order.id, order.number, order.hold_id, None, order.booking_id)


async def tried(one: Awaitable[Placed]) -> Placed | Problem:
    try:
        return await one
    except Problem as refusal:
        return refusal


async def test_of_64_buyers_who_race_while_a_time_comes_free_only_the_first_in_line_has_it(
    stage: Stage,
) -> None:
    other = await stage.spare()

    async def buy(resource: UUID, number: int) -> Placed | Problem:
        parts = (stage, other)[number % 2]
        return await tried(book(parts, a_guest(), a_taking(resource, 15 * (number % 3), 60)))

    for _ in range(20 if LONG else 3):
        resource, owner, first, second = new_id(), a_guest(), a_customer(), a_customer()
        held = await booked(stage, owner, a_taking(resource))
        for who in (first, second):
            await wait(stage, who, a_taking(resource))
        assert await standing(stage, first) == [("waiting", 1)]
        assert await standing(stage, second) == [("waiting", 2)]
        assert held.booking_id is not None
        *found, _ = await asyncio.gather(
            *(buy(resource, number) for number in range(BUYERS)),
            cancel_booking(other, Caller(owner), held.booking_id),
        )
        assert all(isinstance(one, TimeTaken) for one in found), found
        assert await cells_now(stage, a_taking(resource)) == HELD
        assert await standing(stage, first) == [("offered", 1)]
        assert await standing(stage, second) == [("waiting", 1)]
    assert await faults_of_time(stage.database.url) == []


async def test_whose_time_to_take_it_passes_gives_way_to_the_next(stage: Stage) -> None:
    resource, line = new_id(), [a_customer() for _ in range(3)]
    held = await book(stage, a_guest(), a_taking(resource))
    for who in line:
        await wait(stage, who, a_taking(resource))
    await end_hold(stage, held)  # the first by expiry, the next by expiry of the offer
    assert await sweep_all(stage) == 1
    offer = await offer_of(stage, line[0])
    assert (await booking_now(stage, offer)).status == "held"
    assert await cells_now(stage, a_taking(resource)) == HELD
    await end_hold(stage, offer)
    await sweep_all(stage)
    assert (await order_now(stage, offer)).is_cancelled
    offer = await offer_of(stage, line[1])
    await cancel(stage, Caller(line[1]), order_id=offer.order_id)  # who does not want it any more
    offer = await offer_of(stage, line[2])
    await cancel(stage, Caller(line[2]), order_id=offer.order_id)
    assert await cells_now(stage, a_taking(resource)) == FREE
    ((place, _),) = await places_of(stage.database.pool, line[2].id, shop_now())
    assert await events_of(stage, place.id) == ["waiting.offered"]


async def test_a_move_frees_too_and_another_who_can_serve_it_will_do(stage: Stage) -> None:
    one, other, owner, first = new_id(), new_id(), a_guest(), a_customer()
    held = await booked(stage, owner, a_taking(one))
    await book(stage, a_guest(), a_taking(other))
    await wait(stage, first, a_taking(other), a_taking(one))
    booking = await booking_now(stage, held)
    # It moves by half an hour only: the whole of it does not come free.
    await move_to(stage, Caller(owner), booking, a_booking(a_taking(one, 30)))
    assert await standing(stage, first) == [("waiting", 1)]
    booking = await booking_now(stage, held)
    await move_to(stage, Caller(owner), booking, a_booking(a_taking(one, 120)))
    assert await standing(stage, first) == [("offered", 1)]
    assert await cells_now(stage, a_taking(one)) == HELD
    assert await faults_of_time(stage.database.url) == []


async def test_what_is_moved_before_it_is_paid_frees_its_time_for_the_first_in_line(
    stage: Stage,
) -> None:
    resource, owner, first = new_id(), a_guest(), a_customer()
    held = await book(stage, owner, a_taking(resource))
    await wait(stage, first, a_taking(resource, 0, 30))
    booking = await booking_now(stage, held)
    await move_to(stage, Caller(owner), booking, a_booking(a_taking(resource, 30)))
    assert (await booking_now(stage, held)).starts_at == span_of(30, 60)[0]
    assert await standing(stage, first) == [("offered", 1)]
    assert await cells_now(stage, a_taking(resource, 0, 90)) == HELD
    assert await faults_of_time(stage.database.url) == []


async def test_what_a_visit_is_shortened_by_is_held_for_the_first_in_line(stage: Stage) -> None:
    resource, first, second = new_id(), a_customer(), a_customer()
    held = await booked(stage, a_guest(), a_taking(resource, 0, 180))
    booking, manager = await booking_now(stage, held), Caller(a_manager())
    await wait(stage, first, a_taking(resource, 30))  # what is still taken
    await wait(stage, second, a_taking(resource, 120))
    shorter = Adjustment("The light is gone", ends_at=span_of(0, 120)[1])
    await adjust_booking(stage, manager, booking.id, shorter)
    assert await standing(stage, first) == [("waiting", 1)]
    assert await standing(stage, second) == [("offered", 1)]
    with pytest.raises(TimeTaken):
        await book(stage, a_guest(), a_taking(resource, 150))
    # By a price alone nothing comes free.
    await adjust_booking(stage, manager, booking.id, Adjustment("A gift", price=8000))
    assert await cells_now(stage, a_taking(resource, 0, 120)) == {(1, 0)}
    assert await faults_of_time(stage.database.url) == []


async def test_what_a_dearer_move_leaves_or_held_is_held_for_the_first_in_line(
    stage: Stage,
) -> None:
    client, resource, line = a_guest(), new_id(), [a_customer() for _ in range(4)]
    placed = await booked(stage, client, a_taking(resource))

    async def dearer(start: int) -> Placed:
        booking = await booking_now(stage, placed)
        plan = a_booking(a_taking(resource, start), price=booking.price + 1000)
        done = await move_to(stage, Caller(client), booking, plan, pay=True)
        assert done is not None
        assert done.order_id is not None
        return Placed(done.order_id, "", done.reservation_id, booking_id=done.booking_id)

    # It lapses: what it held is free, and no more.
    due = await dearer(30)
    await wait(stage, line[0], a_taking(resource, 0, 90))
    await wait(stage, line[1], a_taking(resource, 60, 30))
    await end_hold(stage, due)
    await sweep_all(stage)
    assert await standing(stage, line[0]) == [("waiting", 1)]
    assert await standing(stage, line[1]) == [("offered", 2)]
    # Its client does not want it any more.
    due = await dearer(120)
    await wait(stage, line[2], a_taking(resource, 120))
    await cancel(stage, Caller(client), order_id=due.order_id)
    assert await standing(stage, line[2]) == [("offered", 1)]
    # It is paid: where the booking was is free.
    due = await dearer(300)
    await wait(stage, line[3], a_taking(resource, 15, 30))
    await confirm(stage, client, due, await pay_for(stage, client, due))
    await settle_dues(stage, [due.order_id])
    assert (await booking_now(stage, placed)).starts_at == span_of(300, 60)[0]
    assert await standing(stage, line[3]) == [("offered", 2)]
    found = await faults_of_time(stage.database.url)  # which knows nothing of dues
    assert [one for one in found if "keeps" not in one] == []


async def test_a_dearer_move_that_is_paid_in_vain_frees_what_it_held_for_the_first_in_line(
    stage: Stage,
) -> None:
    client, resource, first = a_guest(), new_id(), a_customer()
    placed = await booked(stage, client, a_taking(resource))
    booking = await booking_now(stage, placed)
    plan = a_booking(a_taking(resource, 120), price=12_000)
    done = await move_to(stage, Caller(client), booking, plan, pay=True)
    assert done is not None
    assert done.order_id is not None
    due = Placed(done.order_id, "", done.reservation_id, booking_id=booking.id)
    await wait(stage, first, a_taking(resource, 120))
    other = a_booking(a_taking(resource, 600))
    await move_to(stage, Caller(a_manager()), await booking_now(stage, placed), other)
    await confirm(stage, client, due, await pay_for(stage, client, due))
    await settle_dues(stage, [due.order_id])
    assert (await order_now(stage, due)).is_cancelled
    assert await standing(stage, first) == [("offered", 1)]
    assert await cells_now(stage, a_taking(resource, 120)) == HELD


async def test_what_is_free_otherwise_is_offered_by_the_timer_and_one_may_leave(
    stage: Stage,
) -> None:
    resource, line = new_id(), [a_customer() for _ in range(2)]
    places = [await wait(stage, who, a_taking(resource)) for who in line]
    await leave_line(stage, Caller(line[0]), places[0].id)
    for who, place in ((line[0], places[0]), (a_guest(), places[1])):
        with pytest.raises(NotInLine):
            await leave_line(stage, Caller(who), place.id)
    assert await look_after_line(stage, shop_now()) == 1
    assert await look_after_line(stage, shop_now()) == 0
    assert await standing(stage, line[1]) == [("offered", 1)]
    with pytest.raises(NotInLine):  # it is an order by now
        await leave_line(stage, Caller(line[1]), places[1].id)
    # By other hours than it was planned for nothing is offered.
    stage.altered.add("account-of")
    late, last = new_id(), a_customer()
    held = await book(stage, a_guest(), a_taking(late))
    await wait(stage, last, a_taking(late))
    await stage.ledger.commit(Command((Deposit(schedule_key(late), 1),)))
    await end_hold(stage, held)
    await sweep_all(stage)
    assert await standing(stage, last) == [("waiting", 1)]
    assert await cells_now(stage, a_taking(late)) == FREE
    with pytest.raises(TooManyInLine):
        for number in range(30):
            await wait(stage, last, a_taking(late, 60 * number))
