"""What is due of a booking after its own order is paid by hours and by certificates for a service:
a rest, all of it, what a dearer or longer time costs more; and it goes back the way it came."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, Policy, Step, booking_of
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.booking.unpaid import stand_unpaid
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.paying import ways_of
from holdfast.flows.payments.sources import Source, SourceRefused
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.booking.making import a_booking, a_taking, book, booking_now
from tests.db.flows.buying import a_customer, confirm, order_now, pay_for
from tests.db.flows.packages.having import a_manager, bought, has, pay
from tests.db.flows.packages.test_sessions_beside_goods import minutes, voucher
from tests.db.flows.stage import Stage

HALF = Policy(steps=(Step(10_000_000, 50),))
FREE = Policy(steps=())


async def asked(
    stage: Stage,
    client: Principal,
    deposit: int,
    *,
    price: int = 9000,
    policy: Policy = FREE,
    service: UUID | None = None,
) -> Placed:
    """An hour of which a deposit is to be paid."""
    new = a_booking(a_taking(), price=price, policy=policy)
    new = replace(new, prepaid=deposit, service_id=service or new.service_id)
    return await place(stage, Caller(client), Amount(deposit, "EUR", "Portrait", new))


async def deposited(stage: Stage, client: Principal, placed: Placed) -> Booking:
    await confirm(stage, client, placed, await pay_for(stage, client, placed))
    return await booking_now(stage, placed)


async def rest_paid(stage: Stage, client: Principal, booking: Booking, *sources: Source) -> Placed:
    rest = await order_rest(stage, Caller(client), booking.id)
    await pay(stage, client, rest, *sources)
    await settle_dues(stage, [rest.order_id])
    return rest


async def as_it_is(stage: Stage, booking: Booking) -> Booking:
    now = await booking_of(stage.database.pool, booking.id)
    assert now is not None
    return now


async def test_a_rest_is_paid_by_the_minutes_that_it_is_worth_and_they_come_back(
    stage: Stage,
) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    booking = await deposited(stage, client, await asked(stage, client, 3000, policy=HALF))
    rest = await order_rest(stage, Caller(client), booking.id)
    order, due, ways = await ways_of(stage, client, rest.reservation_id)
    assert (order.id, due, [(way.amount, way.left) for way in ways]) == (
        rest.order_id, 6000, [(6000, 600)]
    )  # fmt: skip
    await rest_paid(stage, client, booking, Source("hours", mine))
    assert await has(stage, mine) == 560
    booking = await as_it_is(stage, booking)
    assert (booking.prepaid, booking.price) == (9000, 9000)
    done = await cancel_booking(stage, Caller(client), booking.id)
    assert (done.penalty, done.refund) == (4500, 4500)
    assert await has(stage, mine) == 590  # all of it of what was paid last: 4500 of 6000


@pytest.mark.parametrize(("price", "deposit"), [(9000, 2700), (8999, 2700), (8999, 1), (100, 98)])
async def test_deposit_and_rest_by_hours_are_the_minutes_of_the_session(
    stage: Stage, price: int, deposit: int
) -> None:
    client = a_customer()
    few, many = await bought(stage, client, minutes(3), minutes(600))
    placed = await asked(stage, client, deposit, price=price)
    await pay(stage, client, placed, Source("hours", few), Source("hours", many))
    booking = await booking_now(stage, placed)
    await rest_paid(stage, client, booking, Source("hours", many))
    assert await has(stage, few) + await has(stage, many) == 603 - 60
    await cancel_booking(stage, Caller(client), booking.id)
    assert await has(stage, few) + await has(stage, many) == 603


async def test_a_booking_to_be_paid_later_is_paid_whole_by_hours(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await asked(stage, client, 0)
    await stand_unpaid(stage, Caller(a_manager()), await booking_now(stage, placed))
    booking = await booking_now(stage, placed)
    assert (booking.status, booking.prepaid) == ("confirmed", 0)
    await rest_paid(stage, client, booking, Source("hours", mine))
    assert await has(stage, mine) == 540
    assert (await as_it_is(stage, booking)).prepaid == 9000
    await cancel_booking(stage, Caller(client), booking.id)
    assert await has(stage, mine) == 600


async def test_a_certificate_for_a_service_pays_the_rest_of_that_service(stage: Stage) -> None:
    client, service = a_customer(), new_id()
    own, others = await bought(stage, client, voucher(7000, service), voucher(7000, new_id()))
    booking = await deposited(stage, client, await asked(stage, client, 3000, service=service))
    with pytest.raises(SourceRefused, match="other services"):
        await rest_paid(stage, client, booking, Source("certificate", others))
    await rest_paid(stage, client, booking, Source("certificate", own))
    assert (await has(stage, own), await has(stage, others)) == (1000, 7000)
    await cancel_booking(stage, Caller(client), booking.id)
    assert await has(stage, own) == 7000


@pytest.mark.parametrize(("long", "price", "more"), [(90, 13_500, 30), (60, 10_000, 6)])
async def test_a_longer_or_dearer_time_is_paid_by_minutes_of_that_time(
    stage: Stage, long: int, price: int, more: int
) -> None:
    client, resource = a_customer(), new_id()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await book(stage, client, a_taking(resource), policy=FREE)
    await pay(stage, client, placed, Source("hours", mine))
    booking = await booking_now(stage, placed)
    plan = a_booking(a_taking(resource, 30, long), price=price)
    moved = await move_to(stage, Caller(client), booking, plan, pay=True)
    assert moved is not None
    assert moved.order_id is not None
    due = Placed(moved.order_id, "", moved.reservation_id, booking_id=booking.id)
    await pay(stage, client, due, Source("hours", mine))
    await settle_dues(stage, [due.order_id])
    booking = await as_it_is(stage, booking)
    assert (booking.starts_at, booking.price, booking.prepaid) == (
        plan.when.starts_at, price, price
    )  # fmt: skip
    assert await has(stage, mine) == 600 - 60 - more
    # Back at the old price, as many minutes are back.
    back = a_booking(a_taking(resource, 600), price=9000)
    await move_to(stage, Caller(client), booking, back)
    assert await has(stage, mine) == 540
    await cancel_booking(stage, Caller(client), booking.id)
    assert await has(stage, mine) == 600


async def test_what_came_back_may_be_paid_again(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await book(stage, client, a_taking(), policy=FREE)
    await pay(stage, client, placed, Source("hours", mine))
    booking = await booking_now(stage, placed)
    for price in (6000, 9000):
        await adjust_booking(stage, Caller(a_manager()), booking.id, Adjustment("so", price=price))
    assert await has(stage, mine) == 560
    await rest_paid(stage, client, booking, Source("hours", mine))
    assert await has(stage, mine) == 540


async def test_a_rest_by_hours_of_a_booking_that_is_off_goes_back(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    booking = await deposited(stage, client, await asked(stage, client, 3000))
    rest = await order_rest(stage, Caller(client), booking.id)
    await pay(stage, client, rest, Source("hours", mine))
    assert await has(stage, mine) == 560
    await cancel_booking(stage, Caller(client), booking.id)
    await settle_dues(stage, [rest.order_id])
    assert (await order_now(stage, rest)).is_cancelled
    assert await has(stage, mine) == 600
