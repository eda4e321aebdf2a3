"""A session that hours paid for is not made longer by its client for fewer minutes than it would
take: where the price does not say what a length costs, the move is refused and nothing is changed.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, MoveFee, NewBooking, Policy
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.longer import TooFewHours
from holdfast.flows.booking.moving import CostsMore, move_to
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.booking.unpaid import stand_unpaid
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.sources import Source
from holdfast.people import Principal
from tests.db.flows.booking.making import a_booking, a_taking, booking_now, cells_now, in_minutes
from tests.db.flows.buying import a_customer, confirm, pay_for
from tests.db.flows.packages.having import a_manager, bought, has, pay
from tests.db.flows.packages.test_certificates_of_services import a_certificate, a_service
from tests.db.flows.packages.test_certificates_of_services import held as held_of
from tests.db.flows.packages.test_sessions_beside_goods import minutes
from tests.db.flows.packages.test_visits_by_hours import PORTRAIT, a_visit
from tests.db.flows.stage import Stage
from tests.support.length import LONG

STAFF = Caller(a_manager())
FLAT = 9000
OFTEN = Policy(steps=(), moves=99, move_minutes=0)
ROUNDS = 20 if LONG else 5


async def held(
    stage: Stage, client: Principal, long: int = 60, *, deposit: int = FLAT, policy: Policy = OFTEN
) -> Placed:
    """At a price that is the same however long it is."""
    new = a_booking(a_taking(start=in_minutes(9000), minutes=long), price=FLAT, policy=policy)
    new = replace(new, prepaid=deposit)
    return await place(stage, Caller(client), Amount(deposit, "EUR", "Portrait", new))


def to(long: int, price: int = FLAT, deposit: int | None = None) -> NewBooking:
    new = a_booking(a_taking(start=in_minutes(12_000), minutes=long), price=price)
    return replace(new, prepaid=price if deposit is None else deposit)


async def refused(stage: Stage, client: Principal, placed: Placed, plan: NewBooking) -> TooFewHours:
    """And it is as it was, whether its client would pay or not."""
    before = await booking_now(stage, placed)
    for pay_more in (False, True):
        with pytest.raises(TooFewHours) as refusal:
            await move_to(stage, Caller(client), before, plan, pay=pay_more)
    assert await booking_now(stage, placed) == before
    assert await cells_now(stage, *plan.takings) == {(0, 0)}
    assert refusal.value.field == "length"
    return refusal.value


async def moved(stage: Stage, by: Caller, placed: Placed, plan: NewBooking) -> Booking:
    done = await move_to(stage, by, await booking_now(stage, placed), plan)
    assert done is not None and done.order_id is None
    return await booking_now(stage, placed)


async def test_an_hour_that_is_paid_by_hours_does_not_become_two_at_the_same_price(
    stage: Stage,
) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await held(stage, client)
    await pay(stage, client, placed, Source("hours", mine))
    assert (await refused(stage, client, placed, to(120))).extra == {"missing": 60}
    assert await has(stage, mine) == 540
    # As long as before it moves, and staff may give more.
    await moved(stage, Caller(client), placed, to(60))
    assert (await moved(stage, STAFF, placed, to(120))).price == FLAT
    assert await has(stage, mine) == 540


async def test_as_long_as_hours_paid_for_it_is_made_again(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await held(stage, client, 120)
    await pay(stage, client, placed, Source("hours", mine))
    await moved(stage, Caller(client), placed, to(60))
    await moved(stage, Caller(client), placed, to(120))
    assert (await refused(stage, client, placed, to(135))).extra == {"missing": 15}
    assert await has(stage, mine) == 480


async def test_what_is_paid_by_card_is_as_long_as_its_price_allows(stage: Stage) -> None:
    client = a_customer()
    placed = await held(stage, client)
    await confirm(stage, client, placed, await pay_for(stage, client, placed))
    assert (await moved(stage, Caller(client), placed, to(120))).price == FLAT


async def test_a_part_that_hours_paid_binds_as_the_whole_does(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await held(stage, client)
    begun = await pay(stage, client, placed, Source("hours", mine, 3000), provider="scripted")
    await confirm(stage, client, placed, begun)
    assert (await refused(stage, client, placed, to(120))).extra == {"missing": 20}


async def test_a_fee_for_moving_pays_for_no_minutes(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    policy = replace(OFTEN, move_fee=MoveFee(1_000_000, percent=100))
    placed = await held(stage, client, policy=policy)
    await pay(stage, client, placed, Source("hours", mine))
    await refused(stage, client, placed, to(120))


async def test_a_longer_time_whose_price_says_so_is_paid_for_by_its_minutes(stage: Stage) -> None:
    """It is dearer by what the minutes are worth: that is due, as ever."""
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await held(stage, client, deposit=2700)
    await pay(stage, client, placed, Source("hours", mine))
    assert await has(stage, mine) == 582
    await moved(stage, Caller(client), placed, to(120, 2 * FLAT, 2700))
    with pytest.raises(CostsMore):
        plan = to(120, 2 * FLAT, 5400)
        await move_to(stage, Caller(client), await booking_now(stage, placed), plan)


async def test_a_certificate_of_an_hour_is_not_for_two(stage: Stage) -> None:
    client = a_customer()
    service = await a_service(stage)
    (mine,) = await bought(stage, client, a_certificate(service))
    placed = await held_of(stage, client, service, policy=OFTEN)
    await pay(stage, client, placed, Source("sessions", mine))
    plan = replace(to(120), service_id=service.id)
    assert (await refused(stage, client, placed, plan)).extra == {"missing": 60}
    await moved(stage, Caller(client), placed, to(60))


async def test_of_a_visit_the_services_are_longer_that_hours_paid(stage: Stage) -> None:
    """The portrait of an hour became two at its price; beside it the family costs as before."""
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600, PORTRAIT))
    visit = replace(a_visit(), policy=OFTEN)
    placed = await place(stage, Caller(client), Amount(visit.price, "EUR", "Portrait", visit))
    begun = await pay(stage, client, placed, Source("hours", mine), provider="scripted")
    await confirm(stage, client, placed, begun)
    assert (await refused(stage, client, placed, a_visit(120, start=600))).extra == {"missing": 60}


async def rest_of(stage: Stage, client: Principal) -> tuple[Placed, Placed]:
    """An hour whose deposit is paid by card, and its rest."""
    placed = await held(stage, client, deposit=1000)
    await confirm(stage, client, placed, await pay_for(stage, client, placed))
    assert placed.booking_id is not None
    return placed, await order_rest(stage, Caller(client), placed.booking_id)


async def test_a_rest_that_hours_paid_binds_before_it_counts(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed, rest = await rest_of(stage, client)
    await pay(stage, client, rest, Source("hours", mine))
    plan = to(120, deposit=1000)
    await refused(stage, client, placed, plan)
    await settle_dues(stage, [rest.order_id])
    await refused(stage, client, placed, plan)


async def test_a_longer_time_and_a_rest_paid_by_hours_at_once_are_paid_by_the_longer_ones_minutes(
    stage: Stage,
) -> None:
    other = await stage.spare()
    for number in range(ROUNDS):
        client = a_customer()
        (mine,) = await bought(stage, client, minutes(600))
        placed, rest = await rest_of(stage, client)
        both = [longer(stage, client, placed), pay(other, client, rest, Source("hours", mine))]
        await asyncio.gather(*(both if number % 2 else reversed(both)))
        await settle_dues(stage, [rest.order_id])
        booking = await booking_now(stage, placed)
        assert booking.prepaid == FLAT
        # 8000 of 9000: of an hour 54 minutes, of two 107.
        lasts = (booking.ends_at - booking.starts_at) // timedelta(minutes=1)
        assert (lasts, 600 - await has(stage, mine)) in [(60, 54), (120, 107)]


async def longer(stage: Stage, client: Principal, placed: Placed) -> None:
    """If it may be."""
    with suppress(TooFewHours):
        done = None
        while done is None:
            now = await booking_now(stage, placed)
            done = await move_to(stage, Caller(client), now, to(120, deposit=1000))


async def test_a_longer_time_that_waits_for_its_fee_is_not_had_by_a_rest_of_the_shorter_one(
    stage: Stage,
) -> None:
    """Both are paid before either counts: the fee goes back, and the booking stays as long."""
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    policy = replace(OFTEN, move_fee=MoveFee(1_000_000, percent=10))
    placed = await held(stage, client, deposit=1000, policy=policy)
    await confirm(stage, client, placed, await pay_for(stage, client, placed))
    assert placed.booking_id is not None
    rest = await order_rest(stage, Caller(client), placed.booking_id)
    before = await booking_now(stage, placed)
    move = await move_to(stage, Caller(client), before, to(120, deposit=1000), pay=True)
    assert move is not None and move.order_id is not None
    due = Placed(move.order_id, "", move.reservation_id, booking_id=placed.booking_id)
    await pay(stage, client, rest, Source("hours", mine))
    await confirm(stage, client, due, await pay_for(stage, client, due))
    await settle_dues(stage, [due.order_id])
    await settle_dues(stage, [rest.order_id])
    booking = await booking_now(stage, placed)
    assert (booking.starts_at, booking.price, booking.prepaid) == (before.starts_at, FLAT, FLAT)
    assert await cells_now(stage, *to(120).takings) == {(0, 0)}


async def test_a_longer_time_of_what_is_paid_later_takes_its_own_minutes(stage: Stage) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await held(stage, client, deposit=0)
    await stand_unpaid(stage, STAFF, await booking_now(stage, placed))
    await moved(stage, Caller(client), placed, to(120, deposit=0))
    assert placed.booking_id is not None
    rest = await order_rest(stage, Caller(client), placed.booking_id)
    await pay(stage, client, rest, Source("hours", mine))
    assert await has(stage, mine) == 480


async def test_what_staff_made_shorter_costs_what_it_did_where_it_is_as_long_again(
    stage: Stage,
) -> None:
    client = a_customer()
    (mine,) = await bought(stage, client, minutes(600))
    placed = await held(stage, client, 120)
    await pay(stage, client, placed, Source("hours", mine))
    booking = await booking_now(stage, placed)
    half = Adjustment("half as long", booking.starts_at + (booking.ends_at - booking.starts_at) / 2)
    await adjust_booking(stage, STAFF, booking.id, replace(half, price=FLAT // 2))
    assert await has(stage, mine) == 540
    with pytest.raises(CostsMore) as told:
        await moved(stage, Caller(client), placed, to(120))
    assert told.value.extra["difference"] == FLAT - FLAT // 2
