"""Parts of what was paid by hand: whoever is to have one back waits until staff have handed it
over, unless it is staff who give it."""

import asyncio

import pytest

from holdfast.booking.bookings import Policy, Step
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import NoRefundWaits
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_own_units, cancel_units
from holdfast.flows.staff.orders import mark_paid, mark_refunded, refund
from holdfast.kit import new_id
from holdfast.people import Principal
from holdfast.views.booking.money_due import HandedBack, refunds_by_hand
from holdfast.views.payment_report import Unsettled, unsettled_now
from holdfast.views.staff_home import to_do
from tests.db.flows.booking.making import a_booking, a_taking, book, booking_now, in_minutes
from tests.db.flows.buying import a_customer, a_guest, new_goods, order_now, reserve, state_now
from tests.db.flows.stage import Stage, events_of

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")
HALF = Policy(steps=(Step(10_000, 50),))


async def owed(stage: Stage) -> list[HandedBack]:
    """What staff are shown, and are told that there is something."""
    found = list(await refunds_by_hand(stage.database.pool))
    async with stage.database.read() as connection:
        counted = (await to_do(connection, (), stage.reader.partitions)).refunds_owed
    assert counted == len({one.order_id for one in found})
    return found


async def money_told(stage: Stage, order_id: object) -> list[str]:
    told = await events_of(stage, order_id)
    return [one.removeprefix("order.refund.") for one in told if "refund." in one]


async def test_what_a_late_cancellation_gives_back_waits_for_staff(stage: Stage) -> None:
    client = a_guest()
    held = await book(stage, client, a_taking(start=in_minutes(600)), policy=HALF)
    assert held.booking_id is not None
    await mark_paid(stage, STAFF, held.order_id)
    done = await cancel_booking(stage, Caller(client), held.booking_id)
    assert (done.penalty, done.refund) == (4500, 4500)
    assert await money_told(stage, held.order_id) == ["begun"], "nobody has the money yet"
    (waiting,) = await owed(stage)
    assert (waiting.order_id, waiting.amount) == (held.order_id, 4500)
    await asyncio.gather(
        *(mark_refunded(stage, STAFF, held.order_id) for _ in range(3)), return_exceptions=True
    )
    assert await money_told(stage, held.order_id) == ["begun", "done"], "once, whoever says so"
    assert await owed(stage) == []
    with pytest.raises(NoRefundWaits):
        await mark_refunded(stage, STAFF, held.order_id)


async def test_what_a_cheaper_time_gives_back_waits_for_staff(stage: Stage) -> None:
    client = a_guest()
    held = await book(stage, client, a_taking())
    await mark_paid(stage, STAFF, held.order_id)
    booking = await booking_now(stage, held)
    await move_to(stage, Caller(client), booking, a_booking(a_taking(start=300), price=7000))
    assert [one.amount for one in await owed(stage)] == [2000]
    # Staff who move it hand the money over themselves.
    booking = await booking_now(stage, held)
    await move_to(stage, STAFF, booking, a_booking(a_taking(start=600), price=6000))
    assert [one.amount for one in await owed(stage)] == [2000]
    assert await money_told(stage, held.order_id) == ["begun", "done"]


async def test_cancelled_units_are_paid_back_by_who_has_the_cash(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 9)
    seller = Caller(Principal("user:seller", "user", frozenset({"seller"})), "r-seller")
    reserved = await reserve(stage, buyer, goods, quantity=6)
    await mark_paid(stage, STAFF, reserved.order_id)
    await cancel_units(stage, Caller(buyer), reserved.order_id, {0: 1})
    own = frozenset({0})
    await cancel_own_units(stage, seller, reserved.order_id, own, {0: 2}, "broken")
    assert [one.amount for one in await owed(stage)] == [500, 1000]
    async with stage.database.read() as connection:
        assert await unsettled_now(connection) == [Unsettled("manual", "EUR", 0, 0, 2, 1500, 0, 0)]
    await cancel_units(stage, STAFF, reserved.order_id, {0: 1}, "broken, too")
    assert await money_told(stage, reserved.order_id) == ["begun", "begun", "done"]
    # The rest of it, by the seller: all that is left waits as well, beside those parts.
    await cancel_own_units(stage, seller, reserved.order_id, own, {0: 2}, "gone")
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "begun")
    whole, first, second = await owed(stage)
    assert [one.amount for one in (whole, first, second)] == [1000, 500, 1000]
    assert (second.refund_id is None, whole.refund_id) == (False, None)
    await mark_refunded(stage, STAFF, reserved.order_id, refund_id=second.refund_id)
    with pytest.raises(NoRefundWaits):
        await mark_refunded(stage, STAFF, reserved.order_id, refund_id=second.refund_id)
    with pytest.raises(NoRefundWaits):
        await mark_refunded(stage, STAFF, reserved.order_id, new_id())
    for left in (1, 0):  # all that is left first
        await mark_refunded(stage, STAFF, reserved.order_id, whole.payment_id)
        assert len(await owed(stage)) == left
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
    assert (await money_told(stage, reserved.order_id)).count("done") == 4


async def test_what_went_back_before_is_not_owed_once_more(stage: Stage) -> None:
    buyer = a_customer()
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    await mark_paid(stage, STAFF, reserved.order_id)
    await refund(stage, STAFF, reserved.order_id, 100, "a scratch")
    assert await owed(stage) == []
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    assert [(one.amount, one.refund_id) for one in await owed(stage)] == [(400, None)]
    async with stage.database.read() as connection:
        assert await unsettled_now(connection) == [Unsettled("manual", "EUR", 0, 0, 1, 400, 0, 0)]
    assert (await order_now(stage, reserved)).refund == "begun"
