"""What is paid of a booking after its own order: the rest of a deposit, and what a dearer time
costs more, which is held meanwhile; and what goes back of all of it."""

import asyncio

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, Policy, Step, Taking
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import BookingMove, move_to
from holdfast.flows.booking.paying_due import NothingDue, order_rest
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import CancelByBooking
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.selling.sessions import kept_of_booking
from holdfast.flows.staff.suspects import judge, refuse_order
from holdfast.kit import new_id
from holdfast.people import Principal
from holdfast.shop import change_settings
from tests.db.flows.booking.making import (
    a_booking,
    a_taking,
    book,
    booked,
    booking_now,
    cells_now,
)
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.booking.test_line import standing, wait
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    confirm,
    end_hold,
    order_now,
    pay_for,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of, select

FREE, HELD, TAKEN = {(0, 0)}, {(0, 1)}, {(1, 0)}
HALF = Policy(steps=(Step(10_000_000, 50),))
HELD_WHATEVER_IT_IS = {
    "on": True, "hold_from": 50, "refuse_from": 100,
    "rules": [{"kind": "first-order", "points": 60, "amount": 1, "currency": "EUR"}],
}  # fmt: skip


async def deposited(stage: Stage, client: Principal, *takings: Taking, policy: Policy) -> Booking:
    """Of 9000 3000 are paid."""
    new = replace(a_booking(*takings, policy=policy), prepaid=3000)
    placed = await place(stage, Caller(client), Amount(3000, "EUR", "Portrait", new))
    await confirm(stage, client, placed, await pay_for(stage, client, placed))
    return await booking_now(stage, placed)


async def paid(stage: Stage, client: Principal, due: Placed) -> None:
    await confirm(stage, client, due, await pay_for(stage, client, due))
    await settle_dues(stage, [due.order_id])


async def refunds(stage: Stage) -> int:
    rows = await select(
        stage, "SELECT coalesce(sum((data->>'amount')::bigint), 0)::bigint FROM events"
        " WHERE type = 'order.refund.begun'"
    )  # fmt: skip
    return int(str(rows[0][0]))


async def test_the_rest_is_paid_later_and_goes_back_with_the_rest(stage: Stage) -> None:
    client, taking = a_guest(), a_taking()
    booking = await deposited(stage, client, taking, policy=HALF)
    with pytest.raises(BookingEnded):
        held = await book(stage, client, a_taking())
        assert held.booking_id is not None
        await order_rest(stage, Caller(client), held.booking_id)
    asked = await asyncio.gather(*(order_rest(stage, Caller(client), booking.id) for _ in range(3)))
    assert len({one.order_id for one in asked}) == 1
    rest = asked[0]
    await paid(stage, client, rest)
    await settle_dues(stage, [rest.order_id])
    booking = await booking_now(stage, rest)
    assert (booking.status, booking.price, booking.prepaid) == ("confirmed", 9000, 9000)
    with pytest.raises(NothingDue):
        await order_rest(stage, Caller(client), booking.id)
    with pytest.raises(CancelByBooking):  # the booking says what comes back
        await cancel(stage, Caller(client), order_id=rest.order_id)
    # A lower price takes of what was paid last; half of it is kept at the end.
    done = await adjust_booking(
        stage, Caller(a_manager()), booking.id, Adjustment("short", price=8000)
    )
    assert (done.refund, await refunds(stage)) == (1000, 1000)
    gone = await cancel_booking(stage, Caller(client), booking.id)
    assert (gone.penalty, gone.refund, await refunds(stage)) == (4000, 4000, 5000)
    assert await cells_now(stage, taking) == FREE
    assert (await events_of(stage, booking.id))[-1] == "booking.cancelled"
    assert "booking.paid" in await events_of(stage, booking.id)


async def test_a_rest_that_is_paid_when_the_booking_is_off_goes_back(stage: Stage) -> None:
    client = a_guest()
    booking = await deposited(stage, client, a_taking(), policy=Policy())
    rest = await order_rest(stage, Caller(client), booking.id)
    payment = await pay_for(stage, client, rest)
    done, _ = await asyncio.gather(
        cancel_booking(stage, Caller(client), booking.id),
        confirm(stage, client, rest, payment),
        return_exceptions=True,
    )
    assert not isinstance(done, BaseException)
    await settle_dues(stage, [rest.order_id])
    assert (await order_now(stage, rest)).is_cancelled
    assert await refunds(stage) == 9000


@pytest.mark.parametrize("as_fraud", [False, True])
async def test_what_was_paid_later_goes_back_when_staff_cancel_or_refuse_the_first_order(
    stage: Stage, as_fraud: bool
) -> None:
    client, taking, manager = a_customer(), a_taking(), Caller(a_manager())
    booking = await deposited(stage, client, taking, policy=HALF)
    if as_fraud:
        async with stage.database.transaction() as connection:
            await change_settings(connection, {"fraud": HELD_WHATEVER_IT_IS})
        stage.shop.forget()
        await judge(stage, booking.order_id, process("assess-order"))
    part = await order_rest(stage, Caller(client), booking.id)
    await paid(stage, client, part)
    await adjust_booking(stage, manager, booking.id, Adjustment("dearer", price=10_000))
    waiting = await order_rest(stage, Caller(client), booking.id)
    if as_fraud:
        await refuse_order(stage, manager, booking.order_id, "Stolen card")
    else:
        await cancel_by_staff(stage, manager, booking.order_id, "Ill")
    assert (await booking_now(stage, part)).is_cancelled
    assert await refunds(stage) == 9000
    assert (await kept_of_booking(stage, booking.id)).kept == 0
    assert (await order_now(stage, waiting)).is_cancelled
    assert await cells_now(stage, taking) == FREE
    ((told,),) = await select(
        stage, "SELECT data->>'refund' FROM events WHERE type = 'booking.cancelled'"
        " AND subject = $1", str(booking.id),
    )  # fmt: skip
    assert told == "9000"


async def dearer(
    stage: Stage, client: Principal, booking: Booking, *takings: Taking, price: int = 12_000
) -> BookingMove | None:
    plan = a_booking(*takings, price=price)
    key = scoped_key("move", client.id, str(plan.id), b"{}")
    return await move_to(stage, Caller(client, "", key), booking, plan, pay=True)


def ordered(done: BookingMove | None) -> Placed:
    assert done is not None
    assert done.order_id is not None
    return Placed(done.order_id, "", done.reservation_id, booking_id=done.booking_id)


async def test_a_dearer_time_is_held_until_the_difference_is_paid(stage: Stage) -> None:
    client, resource = a_guest(), new_id()
    placed = await booked(stage, client, a_taking(resource))
    booking = await booking_now(stage, placed)
    wanted = a_taking(resource, 30, 90)
    due = ordered(await dearer(stage, client, booking, wanted))
    assert (await order_now(stage, due)).total == 3000
    assert await cells_now(stage, a_taking(resource)) == TAKEN
    assert await cells_now(stage, a_taking(resource, 60, 60)) == HELD
    with pytest.raises(TimeTaken):
        await book(stage, a_guest(), a_taking(resource, 90))
    assert (await booking_now(stage, placed)).starts_at == booking.starts_at
    await paid(stage, client, due)
    booking = await booking_now(stage, placed)
    assert (booking.price, booking.prepaid, booking.client_moves) == (12_000, 12_000, 1)
    assert booking.starts_at == wanted.starts_at
    assert await cells_now(stage, a_taking(resource, 0, 30)) == FREE
    assert await cells_now(stage, wanted) == TAKEN
    # Not paid, it stays.
    other = a_taking(resource, 600)
    first = ordered(await dearer(stage, client, booking, other, price=15_000))
    await end_hold(stage, first)
    stage.altered.add("hold-end")  # its request has a key, and was told another
    await sweep_all(stage)
    assert await cells_now(stage, a_taking(resource, 600)) == FREE
    assert (await booking_now(stage, placed)).starts_at == wanted.starts_at


async def test_another_dearer_time_takes_the_place_of_the_first_or_leaves_it_as_it_is(
    stage: Stage,
) -> None:
    client, waiter, resource = a_guest(), a_customer(), new_id()
    placed = await booked(stage, client, a_taking(resource))
    first = ordered(
        await dearer(stage, client, await booking_now(stage, placed), a_taking(resource, 120))
    )
    await book(stage, a_guest(), a_taking(resource, 600))
    with pytest.raises(TimeTaken):
        await dearer(stage, client, await booking_now(stage, placed), a_taking(resource, 570))
    assert (await order_now(stage, first)).is_pending
    assert await cells_now(stage, a_taking(resource, 120)) == HELD
    await wait(stage, waiter, a_taking(resource, 120, 30))
    overlaps = a_taking(resource, 150)
    second = ordered(await dearer(stage, client, await booking_now(stage, placed), overlaps))
    assert (await order_now(stage, first)).is_cancelled
    assert await standing(stage, waiter) == [("offered", 1)]
    assert await cells_now(stage, overlaps) == HELD
    await paid(stage, client, second)
    assert (await booking_now(stage, placed)).starts_at == overlaps.starts_at


async def test_a_difference_paid_too_late_moves_it_if_it_is_free_or_goes_back(
    stage: Stage,
) -> None:
    client, resource = a_guest(), new_id()
    placed = await booked(stage, client, a_taking(resource))
    for taken in (False, True):
        booking = await booking_now(stage, placed)
        at = 300 if taken else 120
        plan = a_booking(a_taking(resource, at), price=booking.price + 1000)
        due = ordered(await move_to(stage, Caller(client), booking, plan, pay=True))
        payment = await pay_for(stage, client, due)
        await end_hold(stage, due)
        await sweep_all(stage)
        if taken:
            await book(stage, a_guest(), a_taking(resource, at + 30))
        await confirm(stage, client, due, payment)
        await settle_dues(stage, [due.order_id])
        now = await booking_now(stage, placed)
        assert (now.price, now.prepaid) == (10_000, 10_000)
        assert (now.starts_at == plan.when.starts_at) is not taken
    assert await refunds(stage) == 1000
    assert await cells_now(stage, a_taking(resource)) == FREE
    assert await cells_now(stage, a_taking(resource, 120)) == TAKEN


async def test_a_rest_that_is_asked_for_or_paid_meanwhile_is_no_other_booking(stage: Stage) -> None:
    client = a_guest()
    for pays_rest in (False, True):
        resource = new_id()
        booking = await deposited(stage, client, a_taking(resource), policy=Policy())
        wanted = a_taking(resource, 120)
        plan = replace(a_booking(wanted, price=12_000), prepaid=4000)
        due = ordered(await move_to(stage, Caller(client), booking, plan, pay=True))
        rest = await order_rest(stage, Caller(client), booking.id)
        if pays_rest:
            await paid(stage, client, rest)
        await paid(stage, client, due)
        now = await booking_now(stage, due)
        assert (now.starts_at, now.price) == (wanted.starts_at, 12_000)
        assert now.prepaid == 4000 + (6000 if pays_rest else 0)
        assert await cells_now(stage, a_taking(resource)) == FREE
        assert await cells_now(stage, wanted) == TAKEN
    assert await refunds(stage) == 0


async def test_a_booking_that_was_repriced_meanwhile_stays_where_it_is(stage: Stage) -> None:
    client, resource = a_guest(), new_id()
    placed = await booked(stage, client, a_taking(resource))
    booking = await booking_now(stage, placed)
    due = ordered(await dearer(stage, client, booking, a_taking(resource, 120)))
    by_hand = Adjustment("As was agreed", price=9500)
    await adjust_booking(stage, Caller(a_manager()), booking.id, by_hand)
    await paid(stage, client, due)
    now = await booking_now(stage, placed)
    assert (now.starts_at, now.price, now.prepaid) == (booking.starts_at, 9500, 9000)
    assert await refunds(stage) == 3000


async def test_a_booking_that_staff_moved_meanwhile_stays_there(stage: Stage) -> None:
    client, resource = a_guest(), new_id()
    placed = await booked(stage, client, a_taking(resource))
    booking = await booking_now(stage, placed)
    due = ordered(await dearer(stage, client, booking, a_taking(resource, 30, 90)))
    plan = a_booking(a_taking(resource, 600))
    await move_to(stage, Caller(a_manager()), await booking_now(stage, placed), plan)
    await paid(stage, client, due)
    booking = await booking_now(stage, placed)
    assert (booking.starts_at, booking.price) == (plan.when.starts_at, 9000)
    assert await refunds(stage) == 3000
    assert await cells_now(stage, a_taking(resource, 0, 120)) == FREE
