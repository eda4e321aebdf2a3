"""A paid booking that is cancelled: what its policy keeps is kept, the rest goes back the way it
came, and its time is free; whoever else is at it."""

import asyncio

import pytest

from holdfast.booking.bookings import Cause, Policy, Step
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.cancelling import (
    BookingCalledOff,
    CancellationChanged,
    OnlyStaffSay,
    TooLateToCancel,
    cancel_booking,
    cancellation_of,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.staff.orders import refund as refund_by_staff
from holdfast.kit import new_id
from holdfast.people import Principal, user_owner
from tests.db.flows.booking.making import (
    a_taking,
    book,
    booked,
    booking_now,
    cells_now,
    in_minutes,
)
from tests.db.flows.buying import a_customer, a_guest, confirm, order_now, pay_for, state_now
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.stage import Stage, events_of, jobs_due
from tests.support.length import LONG

FREE = {(0, 0)}
HALF = Policy(steps=(Step(10_000, 50),), weather=10)


def a_manager() -> Principal:
    return Principal(user_owner(new_id()), "user", frozenset({"manager"}))


async def test_in_time_all_of_it_goes_back_as_for_any_order(stage: Stage) -> None:
    client, taking = a_guest(), a_taking()
    held = await booked(stage, client, taking)
    assert held.booking_id is not None
    shown = await cancellation_of(stage, client, held.booking_id)
    assert (shown.percent, shown.paid, shown.penalty, shown.refund) == (0, 9000, 0, 9000)
    asked = Caller(client, "", scoped_key("cancel", client.id, "one", b"{}"))
    done = await cancel_booking(stage, asked, held.booking_id, expected=9000)
    assert done == BookingCalledOff(held.booking_id, 0, 9000, "EUR")
    assert await state_now(stage, held) == ("cancelled", "refunded", "begun")
    assert (await booking_now(stage, held)).reason == "client"
    assert await cells_now(stage, taking) == FREE
    assert await jobs_due(stage) == ["refund"]
    assert await cancel_booking(stage, asked, held.booking_id, expected=9000) == done
    with pytest.raises(BookingEnded):
        await cancel_booking(stage, Caller(client), held.booking_id)


async def test_late_a_part_is_kept_and_the_order_is_done(stage: Stage) -> None:
    client, taking = a_guest(), a_taking(start=in_minutes(600))
    held = await booked(stage, client, taking, policy=HALF, price=8001)
    assert held.booking_id is not None
    with pytest.raises(CancellationChanged):  # less than was shown
        await cancel_booking(stage, Caller(client), held.booking_id, expected=8001)
    answers = await asyncio.gather(
        *(cancel_booking(stage, Caller(client), held.booking_id) for _ in range(5)),
        return_exceptions=True,
    )
    assert BookingCalledOff(held.booking_id, 4000, 4001, "EUR") in answers
    assert sum(isinstance(one, BookingCalledOff) for one in answers) == 1
    assert sum(isinstance(one, BookingEnded) for one in answers) == 4
    booking, order = await booking_now(stage, held), await order_now(stage, held)
    assert (booking.status, booking.penalty, order.status) == ("cancelled", 4000, "completed")
    assert await cells_now(stage, taking) == FREE
    assert await jobs_due(stage) == ["refund"]
    events = await events_of(stage, held.order_id)
    assert events[-2:] == ["order.completed", "order.refund.begun"]


async def test_all_that_was_paid_may_be_kept(stage: Stage) -> None:
    client, taking = a_guest(), a_taking(start=in_minutes(600))
    held = await booked(stage, client, taking, policy=Policy(steps=(Step(10_000, 100),)))
    assert held.booking_id is not None
    done = await cancel_booking(stage, Caller(client), held.booking_id)
    assert (done.penalty, done.refund) == (9000, 0)
    assert (await order_now(stage, held)).status == "completed"
    assert await cells_now(stage, taking) == FREE
    assert await jobs_due(stage) == []


async def test_it_goes_back_into_the_wallet_it_came_from(stage: Stage) -> None:
    client, taking = a_customer(), a_taking(start=in_minutes(600))
    wallet = await new_wallet(stage, client, 10_000)
    held = await book(stage, client, taking, policy=HALF)
    assert held.booking_id is not None
    await pay_from_wallet(stage, Caller(client), held.reservation_id)
    done = await cancel_booking(stage, Caller(client), held.booking_id)
    assert (done.penalty, done.refund) == (4500, 4500)
    assert await balance_of(stage, wallet) == 5500


@pytest.mark.parametrize(("cause", "kept"), [("client", 4500), ("weather", 900), ("studio", 0)])
async def test_whose_fault_it_is_the_studio_says(stage: Stage, cause: Cause, kept: int) -> None:
    client, manager = a_guest(), a_manager()
    held = await booked(stage, client, a_taking(start=in_minutes(600)), policy=HALF)
    assert held.booking_id is not None
    if cause != "client":
        with pytest.raises(OnlyStaffSay):
            await cancel_booking(stage, Caller(client), held.booking_id, cause=cause)
    with pytest.raises(BookingNotFound):
        await cancel_booking(stage, Caller(a_guest()), held.booking_id)
    done = await cancel_booking(stage, Caller(manager), held.booking_id, cause=cause, why="storm")
    assert (done.penalty, done.refund) == (kept, 9000 - kept)
    booking = await booking_now(stage, held)
    assert (booking.reason, booking.note_of_end) == (cause, "storm")


async def test_one_that_waits_for_its_money_costs_nothing(stage: Stage) -> None:
    client, taking = a_guest(), a_taking(start=in_minutes(600))
    held = await book(stage, client, taking, policy=HALF)
    assert held.booking_id is not None
    assert (await cancellation_of(stage, client, held.booking_id)).penalty == 0
    assert (await cancel_booking(stage, Caller(client), held.booking_id)).refund == 0
    assert await state_now(stage, held) == ("cancelled", "buyer", "none")
    assert await cells_now(stage, taking) == FREE


@pytest.mark.parametrize("by_staff", [False, True])
async def test_a_repetition_is_told_how_one_that_was_not_paid_was_cancelled(
    stage: Stage, by_staff: bool
) -> None:
    client = a_guest()
    held = await book(stage, client, a_taking())
    assert held.booking_id is not None
    who = a_manager() if by_staff else client
    asked = Caller(who, "", scoped_key("cancel", who.id, "one", b"{}"))
    done = await cancel_booking(stage, asked, held.booking_id)
    assert await cancel_booking(stage, asked, held.booking_id) == done
    with pytest.raises(BookingEnded):
        await cancel_booking(stage, Caller(who), held.booking_id)


async def test_of_one_that_is_paid_at_this_moment_the_answer_says_what_became_of_the_money(
    stage: Stage,
) -> None:
    other = await stage.spare()
    for number in range(20 if LONG else 6):
        client = a_guest()
        held = await book(stage, client, a_taking(start=in_minutes(600)), policy=HALF)
        assert held.booking_id is not None
        payment = await pay_for(stage, client, held)
        who = a_manager() if number % 2 else client
        done, _ = await asyncio.gather(
            cancel_booking(stage, Caller(who), held.booking_id),
            confirm(other, client, held, payment),
            return_exceptions=True,
        )
        assert isinstance(done, BookingCalledOff), done
        booking = await booking_now(stage, held)
        was_paid = booking.confirmed_at is not None
        assert (done.penalty, done.refund) == ((4500, 4500) if was_paid else (0, 0))
        assert (booking.status, booking.penalty) == ("cancelled", done.penalty)


async def test_once_it_has_begun_only_the_studio_cancels_it(stage: Stage) -> None:
    client, gentle = a_guest(), Policy(steps=())
    held = await booked(stage, client, a_taking(start=in_minutes(-31)), policy=gentle)
    assert held.booking_id is not None
    for refused in (
        cancellation_of(stage, client, held.booking_id),
        cancel_booking(stage, Caller(client), held.booking_id),
    ):
        with pytest.raises(TooLateToCancel):
            await refused
    assert (await cancel_booking(stage, Caller(a_manager()), held.booking_id)).refund == 9000


async def test_staff_may_give_back_what_was_kept(stage: Stage) -> None:
    """The order machinery goes on from there: what is left can be refunded by hand."""
    client, manager = a_guest(), a_manager()
    held = await booked(stage, client, a_taking(start=in_minutes(600)), policy=HALF)
    assert held.booking_id is not None
    await cancel_booking(stage, Caller(client), held.booking_id)
    await refund_by_staff(stage, Caller(manager), held.order_id, 4500, "kindness")
    order = await order_now(stage, held)
    assert order.payment_id is not None
    assert sorted(await jobs_due(stage)) == ["refund", "refund"]
    await refund(stage, order.payment_id)
