"""A booking moves in one step: old and new may overlap, and nobody comes between."""

import asyncio

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Policy, Taking
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import (
    BookingMove,
    CostsMore,
    MovedTooOften,
    TooLateToMove,
    move_to,
)
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.booking.making import (
    a_booking,
    a_taking,
    book,
    booked,
    booking_now,
    cells_now,
    in_minutes,
)
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import a_guest, confirm, order_now, pay_for
from tests.db.flows.stage import Stage, events_of, jobs_due

FREE, HELD, TAKEN = {(0, 0)}, {(0, 1)}, {(1, 0)}


async def move(
    stage: Stage, who: Principal, placed: Placed, *takings: Taking, price: int = 9000
) -> BookingMove | None:
    booking = await booking_now(stage, placed)
    return await move_to(stage, Caller(who), booking, a_booking(*takings, price=price))


async def test_old_and_new_may_overlap_before_and_after_it_is_paid(stage: Stage) -> None:
    client, one, other = a_guest(), new_id(), new_id()
    held = await book(stage, client, a_taking(one, 0, 90), a_taking(other, 0, 90))
    await move(stage, client, held, a_taking(one, 30, 90), a_taking(other, 30, 90))
    assert await cells_now(stage, a_taking(one, 0, 30), a_taking(other, 0, 30)) == FREE
    assert await cells_now(stage, a_taking(one, 30, 90), a_taking(other, 30, 90)) == HELD
    order = await order_now(stage, held)
    assert order.hold_id is not None
    moved = replace(held, hold_id=order.hold_id)
    await confirm(stage, client, moved, await pay_for(stage, client, moved))
    await move(stage, client, held, a_taking(one, 0, 90))  # without the other
    assert await cells_now(stage, a_taking(one, 0, 90)) == TAKEN
    assert await cells_now(stage, a_taking(one, 90, 30), a_taking(other, 30, 90)) == FREE
    booking = await booking_now(stage, held)
    assert (booking.id, booking.status, booking.moves) == (held.booking_id, "confirmed", 2)
    events = await events_of(stage, held.booking_id)
    assert events == ["booking.held", "booking.moved", "booking.confirmed", "booking.moved"]
    # What it has now is what goes back.
    assert held.booking_id is not None
    await cancel_booking(stage, Caller(client), held.booking_id)
    assert await cells_now(stage, a_taking(one, 0, 120)) == FREE


async def test_what_somebody_else_has_is_not_moved_to(stage: Stage) -> None:
    client, resource = a_guest(), new_id()
    paid = await booked(stage, client, a_taking(resource))
    held = await book(stage, client, a_taking(resource, 60))
    await book(stage, a_guest(), a_taking(resource, 120))
    for placed in (paid, held):
        with pytest.raises(TimeTaken):
            await move(stage, client, placed, a_taking(resource, 105))
    assert await cells_now(stage, a_taking(resource)) == TAKEN
    assert await cells_now(stage, a_taking(resource, 60)) == HELD


async def test_only_one_of_many_moves_is_made_of_what_they_read(stage: Stage) -> None:
    client, resource = a_guest(), new_id()
    placed = await booked(stage, client, a_taking(resource))
    booking = await booking_now(stage, placed)
    starts = [60, 120, 180, 240, 300]
    plans = [a_booking(a_taking(resource, start)) for start in starts]
    done = await asyncio.gather(
        *(move_to(stage, Caller(client), booking, plan) for plan in plans),
        cancel_booking(stage, Caller(client), booking.id),
        return_exceptions=True,
    )
    assert sum(isinstance(one, BookingMove) for one in done) <= 1
    assert await cells_now(stage, a_taking(resource, 0, 360)) == FREE  # it was cancelled after all
    with pytest.raises(BookingEnded):
        await move(stage, client, placed, a_taking(resource, 60))


async def test_the_price_goes_down_and_money_back_but_not_up(stage: Stage) -> None:
    client, resource = a_guest(), new_id()
    placed = await booked(stage, client, a_taking(resource))
    with pytest.raises(CostsMore) as told:
        await move(stage, client, placed, a_taking(resource, 60), price=9500)
    assert told.value.extra["difference"] == 500
    done = await move(stage, client, placed, a_taking(resource, 60), price=7000)
    assert done is not None
    assert (done.price, done.refund) == (7000, 2000)
    assert await jobs_due(stage) == ["refund"]
    done = await move(stage, a_manager(), placed, a_taking(resource, 120), price=9500)
    assert done is not None  # the rest is paid at the studio
    booking = await booking_now(stage, placed)
    assert (booking.price, booking.prepaid) == (9500, 7000)
    # Before it is paid, its order simply costs something else.
    held = await book(stage, client, a_taking(resource, 300))
    await move(stage, client, held, a_taking(resource, 315), price=9900)
    assert (await order_now(stage, held)).total == 9900


async def test_how_often_and_until_when_its_policy_says_to_clients(stage: Stage) -> None:
    client, resource = a_guest(), new_id()
    placed = await booked(stage, client, a_taking(resource), policy=Policy(moves=1))
    await move(stage, client, placed, a_taking(resource, 60))
    with pytest.raises(MovedTooOften):
        await move(stage, client, placed, a_taking(resource, 120))
    assert await move(stage, a_manager(), placed, a_taking(resource, 120)) is not None
    start = in_minutes(60)
    placed = await booked(stage, client, a_taking(resource, start))
    with pytest.raises(TooLateToMove):
        await move(stage, client, placed, a_taking(resource, start + 60))
    assert await move(stage, a_manager(), placed, a_taking(resource, start + 60)) is not None
