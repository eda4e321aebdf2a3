"""A booking is held with its order, confirmed with its payment, and its time is free again with
whatever ends it."""

import asyncio
from typing import cast

import pytest

from holdfast.booking import schedule_key
from holdfast.flows.checkout.time_taken import ScheduleChanged, TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import CancelByBooking, ReservationExpired
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.staff.orders import mark_paid, mark_unpaid
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Deposit
from holdfast.people import Principal, user_owner
from tests.db.flows.booking.making import a_taking, book, booking_now, cells_now
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    confirm,
    end_hold,
    pay_for,
    state_now,
    sweep_all,
)
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.stage import Stage, events_of, jobs_due

FREE, HELD, TAKEN = {(0, 0)}, {(0, 1)}, {(1, 0)}


async def test_it_is_held_then_confirmed_by_its_payment(stage: Stage) -> None:
    client, takings = a_guest(), [a_taking(), a_taking(minutes=90), a_taking(cell=30)]
    held = await book(stage, client, *takings)
    assert held.booking_id is not None
    assert await cells_now(stage, *takings) == HELD
    booking = await booking_now(stage, held)
    assert (booking.status, booking.number, booking.user_id) == ("held", held.number, client.id)
    assert (booking.order_id, booking.price) == (held.order_id, 9000)
    paid = await confirm(stage, client, held, await pay_for(stage, client, held))
    assert paid.status == "paid"
    assert await cells_now(stage, *takings) == TAKEN
    booking = await booking_now(stage, held)
    assert (booking.status, booking.confirmed_at is not None) == ("confirmed", True)
    assert await events_of(stage, held.booking_id) == ["booking.held", "booking.confirmed"]


async def test_a_time_is_had_once_and_the_loser_is_told_what_is_taken(stage: Stage) -> None:
    room, one, other = new_id(), a_taking(), a_taking()
    await book(stage, a_guest(), one, a_taking(room, 0, 60))
    with pytest.raises(TimeTaken) as told:  # shifted by half an hour, with another photographer
        await book(stage, a_guest(), other, a_taking(room, 30, 60))
    (taken,) = cast("list[dict[str, object]]", told.value.extra["taken"])
    assert (taken["resourceId"], taken["held"]) == (str(room), True)
    assert await cells_now(stage, other) == FREE  # all or nothing
    await book(stage, a_guest(), other, a_taking(room, 60, 60))  # after it


async def test_seats_of_a_class_are_taken_up_to_its_capacity(stage: Stage) -> None:
    class_ = new_id()
    for seats in (3, 4):
        await book(stage, a_guest(), a_taking(class_, capacity=8, seats=seats))
    with pytest.raises(TimeTaken):
        await book(stage, a_guest(), a_taking(class_, capacity=8, seats=2))
    await book(stage, a_guest(), a_taking(class_, capacity=8, seats=1))


async def test_what_ends_it_unpaid_frees_its_time(stage: Stage) -> None:
    resource, client = new_id(), a_guest()
    manager = Principal(user_owner(new_id()), "user", frozenset({"manager"}))
    ends = {"client": client, "staff": manager, "expired": None, "unpaid": manager}
    for reason, who in ends.items():
        held = await book(stage, client, a_taking(resource))
        if reason == "unpaid":
            await begin_payment(stage, Caller(client), held.reservation_id, "manual")
            await mark_unpaid(stage, Caller(manager), held.order_id, "did not come")
        elif who is None:
            await end_hold(stage, held)
            assert await sweep_all(stage) == 1
        else:
            await cancel(stage, Caller(who), order_id=held.order_id)
        booking = await booking_now(stage, held)
        assert (booking.status, booking.reason) == ("cancelled", reason)
        assert booking.ended_at is not None
        assert await cells_now(stage, a_taking(resource)) == FREE


async def test_money_that_comes_late_takes_the_time_again_or_goes_back(stage: Stage) -> None:
    resource, client = new_id(), a_guest()
    held = await book(stage, client, a_taking(resource))
    payment = await pay_for(stage, client, held)
    await end_hold(stage, held)
    await sweep_all(stage)
    assert (await confirm(stage, client, held, payment)).status == "paid"
    booking = await booking_now(stage, held)
    assert (booking.status, booking.reason, booking.ended_at) == ("confirmed", None, None)
    assert await cells_now(stage, a_taking(resource)) == TAKEN
    # Somebody else has it by then.
    late = await book(stage, client, a_taking(resource, 60))
    payment = await pay_for(stage, client, late)
    await end_hold(stage, late)
    await sweep_all(stage)
    await book(stage, a_guest(), a_taking(resource, 75))
    with pytest.raises(ReservationExpired):
        await confirm(stage, client, late, payment)
    assert await state_now(stage, late) == ("cancelled", "expired", "begun")
    assert (await booking_now(stage, late)).status == "cancelled"


async def test_a_schedule_that_changed_refuses_what_was_thought_out_before(stage: Stage) -> None:
    resource, client = new_id(), a_guest()
    held = await book(stage, client, a_taking(resource))
    payment = await pay_for(stage, client, held)
    await end_hold(stage, held)
    await sweep_all(stage)
    stage.altered.add("account-of")  # of a resource that is none
    change = Command((Deposit(schedule_key(resource), 1),))
    assert isinstance(await stage.ledger.commit(change), Accepted)
    with pytest.raises(ScheduleChanged):
        await book(stage, client, a_taking(resource))
    # Nobody knows whether it is open then by now: the money goes back.
    with pytest.raises(ReservationExpired):
        await confirm(stage, client, held, payment)
    assert await cells_now(stage, a_taking(resource)) == FREE
    await book(stage, client, a_taking(resource, version=1))


async def test_a_wallet_or_staff_confirm_it(stage: Stage) -> None:
    client, one, other = a_customer(), a_taking(), a_taking()
    manager = Principal(user_owner(new_id()), "user", frozenset({"manager"}))
    wallet = await new_wallet(stage, client, 10_000)
    held = await book(stage, client, one)
    await pay_from_wallet(stage, Caller(client), held.reservation_id)
    assert (await booking_now(stage, held)).is_confirmed
    assert await balance_of(stage, wallet) == 1000
    held = await book(stage, client, other)
    await mark_paid(stage, Caller(manager), held.order_id)
    assert (await booking_now(stage, held)).is_confirmed
    assert await cells_now(stage, one, other) == TAKEN


async def test_a_paid_one_is_not_cancelled_by_its_order_except_by_staff(stage: Stage) -> None:
    client, taking = a_guest(), a_taking()
    manager = Principal(user_owner(new_id()), "user", frozenset({"manager"}))
    held = await book(stage, client, taking)
    await confirm(stage, client, held, await pay_for(stage, client, held))
    with pytest.raises(CancelByBooking):
        await cancel(stage, Caller(client), order_id=held.order_id)
    answers = await asyncio.gather(
        *(cancel_by_staff(stage, Caller(manager), held.order_id, "ill") for _ in range(3)),
        return_exceptions=True,
    )
    assert "begun" in [getattr(one, "refund", "") for one in answers]
    booking = await booking_now(stage, held)
    assert (booking.status, booking.reason, booking.note_of_end) == ("cancelled", "staff", "ill")
    assert await cells_now(stage, taking) == FREE
    assert await jobs_due(stage) == ["refund"]
