"""What staff made of a price by hand stays with the booking, wherever it is moved and by whom."""

import msgspec
import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, When
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.moving import CostsMore, fee_of_move
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.booking.making import a_taking, booked, booking_now, in_minutes
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.booking.test_move_fees import FLAT, LATER, SOON, TENTH, move
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import Stage, jobs_due


async def a_repriced_one(stage: Stage, client: Principal, price: int) -> Placed:
    """By the list it costs 9000, all of which is paid."""
    placed = await booked(stage, client, a_taking(new_id(), in_minutes(LATER)), policy=TENTH)
    assert placed.booking_id is not None
    said = Adjustment("As was agreed", price=price)
    await adjust_booking(stage, Caller(a_manager()), placed.booking_id, said)
    return placed


def money(booking: Booking) -> tuple[int, int, int]:
    return booking.price, booking.prepaid, booking.by_hand


async def test_what_is_dearer_by_hand_stays_due_at_the_studio(stage: Stage) -> None:
    client = a_guest()
    placed = await a_repriced_one(stage, client, 12_000)
    for who, to in ((a_manager(), LATER + 60), (client, LATER + 120)):
        done = await move(stage, who, placed, to)
        assert done is not None and (done.price, done.refund, done.order_id) == (12_000, 0, None)
        assert money(await booking_now(stage, placed)) == (12_000, 9000, 3000)
    assert await jobs_due(stage) == []
    # A time that the list has dearer is so by as much.
    assert await move(stage, a_manager(), placed, LATER + 180, 10_000) is not None
    assert money(await booking_now(stage, placed)) == (13_000, 9000, 3000)


async def test_what_is_cheaper_by_hand_stays_so(stage: Stage) -> None:
    client = a_guest()
    placed = await a_repriced_one(stage, client, 6000)
    assert money(await booking_now(stage, placed)) == (6000, 6000, -3000)
    done = await move(stage, client, placed, LATER + 60)
    assert done is not None and (done.price, done.refund) == (6000, 0)
    with pytest.raises(CostsMore) as told:
        await move(stage, client, placed, LATER + 120, 10_000)
    assert told.value.extra["difference"] == 1000
    done = await move(stage, a_manager(), placed, LATER + 180, 2000)
    assert done is not None and (done.price, done.refund) == (0, 6000), "never below nothing"
    assert await move(stage, a_manager(), placed, LATER + 240) is not None
    assert money(await booking_now(stage, placed)) == (6000, 0, -3000)


async def test_a_price_by_hand_below_what_moves_cost_makes_no_fee_negative(stage: Stage) -> None:
    placed = await booked(stage, a_guest(), a_taking(new_id(), in_minutes(SOON)), policy=TENTH)
    booking = replace(await booking_now(stage, placed), price=500, move_fees=1500, by_hand=-10_000)
    assert fee_of_move(booking) == 0
    then = When(booking.starts_at, booking.ends_at, booking.zone, "", "")
    assert booking.price_at(then, 9000, 700) == 1200
    assert fee_of_move(replace(booking, policy_text=msgspec.json.encode(FLAT).decode())) == 1500
