"""What a client's move costs by its policy: of the price, charged with the difference, kept when it
is cancelled."""

import pytest
from msgspec.structs import replace

from holdfast.booking.bookings import MoveFee, Policy, Step
from holdfast.flows.booking.cancelling import cancel_booking, cancellation_of
from holdfast.flows.booking.moving import BookingMove, CostsMore, fee_of_move, move_to
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.booking.making import a_booking, a_taking, booked, booking_now, in_minutes
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.booking.test_dues import deposited
from tests.db.flows.buying import a_guest, confirm, order_now, pay_for
from tests.db.flows.stage import Stage, select

TENTH = Policy(move_minutes=0, move_fee=MoveFee(48 * 60, percent=10), moves=9)
FLAT = Policy(steps=(), move_minutes=0, move_fee=MoveFee(48 * 60, amount=1500), moves=9)
SOON, LATER = 24 * 60, 72 * 60


async def move(
    stage: Stage,
    who: Principal,
    placed: Placed,
    to: int,
    price: int = 9000,
    *,
    pay: bool = False,
    fee: int | None = None,
) -> BookingMove | None:
    booking = await booking_now(stage, placed)
    resource = new_id()
    plan = a_booking(a_taking(resource, in_minutes(to)), price=price, policy=booking.policy)
    return await move_to(stage, Caller(who), booking, plan, pay=pay, fee=fee)


async def a_paid_one(stage: Stage, who: Principal, begins: int, policy: Policy) -> Placed:
    return await booked(stage, who, a_taking(new_id(), in_minutes(begins)), policy=policy)


async def test_a_move_is_free_until_its_hours_and_costs_then(stage: Stage) -> None:
    client = a_guest()
    early = await a_paid_one(stage, client, LATER, TENTH)
    assert fee_of_move(await booking_now(stage, early)) == 0
    assert await move(stage, client, early, LATER + 60) is not None
    assert (await booking_now(stage, early)).price == 9000

    late = await a_paid_one(stage, client, SOON, TENTH)
    assert fee_of_move(await booking_now(stage, late)) == 900
    with pytest.raises(CostsMore) as told:
        await move(stage, client, late, SOON + 60)
    assert told.value.extra["difference"] == 900
    # What was shown was less: nothing is done, paid or not.
    with pytest.raises(CostsMore):
        await move(stage, client, late, SOON + 60, pay=True, fee=0)
    # Staff waive it by moving the booking themselves.
    assert await move(stage, a_manager(), late, SOON + 120) is not None
    booking = await booking_now(stage, late)
    assert (booking.price, booking.prepaid, booking.move_fees) == (9000, 9000, 0)


async def test_a_move_that_was_free_is_told_again_though_it_would_cost_by_now(stage: Stage) -> None:
    """Its answer was lost, and the time that the booking has since is near."""
    client = a_guest()
    placed = await a_paid_one(stage, client, LATER, TENTH)
    plan = a_booking(a_taking(new_id(), in_minutes(SOON)), policy=TENTH)
    asked = Caller(client, "", scoped_key("move", client.id, "one", b"{}"))
    told = [
        await move_to(stage, asked, await booking_now(stage, placed), plan, pay=True)
        for _ in range(2)
    ]
    assert told[0] == told[1] is not None
    booking = await booking_now(stage, placed)
    assert (booking.moves, booking.move_fees) == (1, 0)


async def test_the_fee_is_paid_with_the_difference_and_kept(stage: Stage) -> None:
    client = a_guest()
    placed = await a_paid_one(stage, client, SOON, FLAT)
    done = await move(stage, client, placed, SOON + 60, 9500, pay=True, fee=1500)
    assert done is not None and done.order_id is not None
    due = Placed(done.order_id, "", done.reservation_id)
    assert (await order_now(stage, due)).total == 2000
    await confirm(stage, client, due, await pay_for(stage, client, due))
    await settle_dues(stage, [done.order_id])
    booking = await booking_now(stage, placed)
    assert (booking.price, booking.prepaid, booking.move_fees) == (11_000, 11_000, 1500)

    # A cheaper time returns the difference less the next fee; percentages never count fees.
    done = await move(stage, client, placed, SOON + 180, 7000)
    assert done is not None
    assert (done.price, done.refund) == (10_000, 1000)
    booking = await booking_now(stage, placed)
    assert (booking.price, booking.prepaid, booking.move_fees) == (10_000, 10_000, 3000)

    told = await select(
        stage, "SELECT (data->>'moveFee')::int FROM events WHERE type = 'booking.moved'"
        " AND subject = $1 ORDER BY id", str(booking.id),
    )  # fmt: skip
    assert [one[0] for one in told] == [1500, 1500], "each says what it cost alone"

    for cause, kept in (("client", 3000), ("weather", 3000), ("studio", 0)):
        found = await cancellation_of(stage, a_manager(), booking.id, cause)  # type: ignore[arg-type]
        assert (found.penalty, found.refund) == (kept, 10_000 - kept), cause
    off = await cancel_booking(stage, Caller(client), booking.id)
    assert (off.penalty, off.refund) == (3000, 7000)


async def test_steps_are_of_the_price_without_what_moves_cost(stage: Stage) -> None:
    client = a_guest()
    half = replace(TENTH, steps=(Step(30 * 24 * 60, 50),))
    placed = await a_paid_one(stage, client, SOON, half)
    done = await move(stage, client, placed, SOON + 60, 8000)
    assert done is not None and (done.price, done.refund) == (8900, 100)
    booking = await booking_now(stage, placed)
    found = await cancellation_of(stage, client, booking.id)
    assert (found.percent, found.penalty, found.refund) == (50, 4000 + 900, 4000)


async def test_of_a_deposit_the_fee_is_paid_and_the_rest_stays_due(stage: Stage) -> None:
    client = a_guest()
    taking = a_taking(new_id(), in_minutes(SOON))
    booking = await deposited(stage, client, taking, policy=TENTH)
    other = a_taking(new_id(), in_minutes(SOON + 60))
    plan = replace(a_booking(other, policy=TENTH), prepaid=3000)
    with pytest.raises(CostsMore) as told:
        await move_to(stage, Caller(client), booking, plan)
    assert told.value.extra["difference"] == 900
