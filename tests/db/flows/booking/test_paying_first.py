"""What is paid first of a booking whose service asks for a deposit: its client chooses, and may
change their mind until something is paid."""

import asyncio
from typing import Final

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import NewBooking, Pay, Policy, Step
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.paying_due import NothingDue, order_rest
from holdfast.flows.booking.paying_first import NothingToChoose, as_wanted, pay_first
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import PaymentUnderWay, ReservationExpired
from holdfast.flows.payments.sources import Source
from holdfast.flows.settlement.confirm import Confirmed
from holdfast.kit import Problem
from holdfast.packages import Item
from holdfast.people import Principal
from tests.db.flows.booking.making import a_booking, a_taking, booking_now, cells_now
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    confirm,
    end_hold,
    order_now,
    pay_for,
    payment_status,
    sweep_all,
)
from tests.db.flows.packages.having import bought, has, pay
from tests.db.flows.settlement.part_paying import by_card
from tests.db.flows.stage import Stage, events_of

FREE, HELD, TAKEN = {(0, 0)}, {(0, 1)}, {(1, 0)}
CHANGES: Final[tuple[tuple[Pay, int], ...]] = (("all", 9000), ("deposit", 3000), ("all", 9000))
HALF = Policy(steps=(Step(10_000_000, 50),))


def with_deposit(*, price: int = 9000, start: int = 0, policy: Policy = HALF) -> NewBooking:
    """As a service has it that asks for 3000 of its price."""
    new = a_booking(a_taking(start=start), price=price, policy=policy)
    return replace(new, prepaid=3000, deposit=3000)


async def held_for(stage: Stage, client: Principal, new: NewBooking) -> Placed:
    return await place(stage, Caller(client), Amount(new.prepaid, "EUR", "Portrait", new))


async def choose(stage: Stage, client: Principal, held: Placed, pay: Pay) -> Placed:
    assert held.booking_id is not None
    return await pay_first(stage, Caller(client), held.booking_id, pay)


async def now(stage: Stage, held: Placed) -> tuple[int, int, int | None]:
    """Of the price, what is paid first; what the order asks for; the deposit."""
    booking = await booking_now(stage, held)
    return booking.prepaid, (await order_now(stage, held)).total, booking.deposit


async def test_a_client_pays_all_at_once_or_the_deposit(stage: Stage) -> None:
    client, new = a_guest(), with_deposit()
    assert as_wanted(new, None) == as_wanted(new, "deposit") == new
    held = await held_for(stage, client, as_wanted(new, "all"))
    assert await now(stage, held) == (9000, 9000, 3000)
    await confirm(stage, client, held, await pay_for(stage, client, held))
    booking = await booking_now(stage, held)
    assert (booking.status, booking.price, booking.prepaid) == ("confirmed", 9000, 9000)
    with pytest.raises(NothingDue):
        await order_rest(stage, Caller(client), booking.id)
    # Half of the price is kept of what was paid whole, not the whole deposit.
    gone = await cancel_booking(stage, Caller(client), booking.id)
    assert (gone.penalty, gone.refund) == (4500, 4500)
    assert await cells_now(stage, *new.takings) == FREE


async def test_they_change_their_mind_until_something_is_paid(stage: Stage) -> None:
    client, new = a_guest(), with_deposit()
    held = await held_for(stage, client, new)
    ends_at = held.ends_at
    seen = {held.reservation_id}
    again = held
    for pays, total in CHANGES:
        again = await choose(stage, client, held, pays)
        assert await now(stage, held) == (total, total, 3000)
        hold = await stage.reader.hold(again.reservation_id)
        assert hold is not None and hold.expires_at == ends_at
        assert again.reservation_id not in seen
        seen.add(again.reservation_id)
        assert await choose(stage, client, held, pays) == again  # it is so already
        assert await cells_now(stage, *new.takings) == HELD
    begun = await pay_for(stage, client, again)
    with pytest.raises(PaymentUnderWay):
        await choose(stage, client, held, "deposit")
    await confirm(stage, client, again, begun)
    with pytest.raises(BookingEnded):
        await choose(stage, client, held, "deposit")
    booking = await booking_now(stage, held)
    assert (booking.prepaid, await cells_now(stage, *new.takings)) == (9000, TAKEN)
    assert await events_of(stage, booking.id) == ["booking.held", "booking.confirmed"]


async def test_a_choice_that_is_sent_again_is_made_once(stage: Stage) -> None:
    client = a_guest()
    held = await held_for(stage, client, with_deposit())
    assert held.booking_id is not None
    first = Caller(client, "", scoped_key("pay-first", client.id, "one", b"all"))
    chosen = await pay_first(stage, first, held.booking_id, "all")
    assert await pay_first(stage, first, held.booking_id, "all") == chosen
    other = Caller(client, "", scoped_key("pay-first", client.id, "two", b"deposit"))
    await pay_first(stage, other, held.booking_id, "deposit")
    assert await pay_first(stage, first, held.booking_id, "all") == chosen
    assert await now(stage, held) == (3000, 3000, 3000)
    # So it is once the booking is off.
    await cancel_booking(stage, Caller(client), held.booking_id)
    assert await pay_first(stage, first, held.booking_id, "all") == chosen


async def test_where_nothing_is_to_choose_it_is_said(stage: Stage) -> None:
    client, whole = a_guest(), a_booking(a_taking())
    assert as_wanted(whole, "all") == whole
    with pytest.raises(NothingToChoose):
        as_wanted(whole, "deposit")
    for pays in ("all", "deposit"):  # staff say that it is paid when it comes
        with pytest.raises(NothingToChoose):
            as_wanted(replace(whole, prepaid=0), pays)
    held = await held_for(stage, client, whole)
    with pytest.raises(NothingToChoose):
        await choose(stage, client, held, "deposit")
    with pytest.raises(BookingNotFound):
        await choose(stage, a_guest(), held, "all")
    assert await now(stage, held) == (9000, 9000, None)


async def test_what_was_chosen_moves_with_a_booking_that_is_not_paid(stage: Stage) -> None:
    client = a_guest()
    held = await held_for(stage, client, with_deposit())
    await choose(stage, client, held, "all")
    dearer = with_deposit(price=12_000, start=120)
    await move_to(stage, Caller(client), await booking_now(stage, held), dearer)
    assert await now(stage, held) == (12_000, 12_000, 3000)
    await choose(stage, client, held, "deposit")
    assert await now(stage, held) == (3000, 3000, 3000)
    whole = a_booking(a_taking(start=240))
    await move_to(stage, Caller(client), await booking_now(stage, held), whole)
    assert await now(stage, held) == (9000, 9000, None)


async def test_what_was_paid_before_the_mind_changed_goes_back_or_counts(stage: Stage) -> None:
    """A payment and the choice at the same instant: one of the two is."""
    for _ in range(6):
        client = a_guest()
        held = await held_for(stage, client, with_deposit())

        async def paid(held: Placed = held, client: Principal = client) -> Confirmed:
            return await confirm(stage, client, held, await pay_for(stage, client, held))

        chosen, done = await asyncio.gather(
            choose(stage, client, held, "all"), paid(), return_exceptions=True
        )
        booking, order = await booking_now(stage, held), await order_now(stage, held)
        assert booking.prepaid == order.total
        if isinstance(chosen, Problem):
            assert (booking.status, booking.prepaid) == ("confirmed", 3000)
        else:
            assert (booking.status, booking.prepaid) == ("held", 9000)
            assert isinstance(done, Problem)  # nobody is told that it is paid
            for payment in await stage.payments.of_order(order.id):
                assert await payment_status(stage, payment.id) in (
                    "refunding",
                    "refunded",
                    "failed",
                )


async def test_a_hold_that_is_over_is_not_chosen_for(stage: Stage) -> None:
    client = a_guest()
    held = await held_for(stage, client, with_deposit())
    await end_hold(stage, held)
    with pytest.raises(ReservationExpired):
        await choose(stage, client, held, "all")
    await sweep_all(stage)
    with pytest.raises(BookingEnded):
        await choose(stage, client, held, "all")


async def test_all_of_it_is_paid_by_any_mix(stage: Stage) -> None:
    client = a_customer()
    held = await held_for(stage, client, with_deposit())
    held = await choose(stage, client, held, "all")
    (grant,) = await bought(stage, client, Item(kind="hours", units=30, price=5000))
    begun = await pay(stage, client, held, Source("hours", grant), provider="scripted")
    await confirm(stage, client, held, begun)
    booking = await booking_now(stage, held)
    assert (booking.status, booking.prepaid, await has(stage, grant)) == ("confirmed", 9000, 0)
    # What the card paid goes back first; of the minutes what is left of the half.
    gone = await cancel_booking(stage, Caller(client), booking.id)
    assert (gone.penalty, gone.refund) == (4500, 4500)
    assert await has(stage, grant) == 0


async def test_no_choice_once_a_part_is_paid(stage: Stage) -> None:
    client = a_customer()
    held = await held_for(stage, client, with_deposit())
    await confirm(stage, client, held, await by_card(stage, client, held, 1000))
    with pytest.raises(PaymentUnderWay):
        await choose(stage, client, held, "all")
    assert await now(stage, held) == (3000, 3000, 3000)
