"""Money that comes too late, twice, or for what is off: the goods if they are free, else it
goes back. Never both, never neither."""

import asyncio

import pytest

from holdfast.catalog import stock_key
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import (
    NoRefundWaits,
    OrderCancelledAlready,
    ReservationExpired,
)
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settled
from holdfast.flows.staff.orders import mark_refunded, retry_refund
from holdfast.kit import Problem
from holdfast.ledger import Accepted, Command, Expire, Withdraw
from tests.db.flows.buying import (
    a_guest,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    payment_now,
    payment_status,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of, jobs_due, last_refund_job

PAID_LATE = ["order.reserved", "order.cancelled", "order.paid"]


async def test_a_late_payment_is_rescued_while_units_are_free(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 2), a_guest()
    reserved = await reserve(stage, buyer, goods, quantity=2)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    assert await sweep_all(stage) == 1
    assert await state_now(stage, reserved) == ("cancelled", "expired", "none")
    assert await stock_of(stage, goods) == (2, 0)
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"
    assert await stock_of(stage, goods) == (0, 0)
    order = await order_now(stage, reserved)
    assert (order.status, order.reason, order.cancelled_at) == ("paid", None, None)
    assert order.rescue_hold_id is not None
    assert await events_of(stage, reserved.order_id) == PAID_LATE
    # Again by the worker, and again by the buyer: nothing more happens.
    assert await arrived(ForOrders(stage), payment.payment_id) == Settled(
        "paid", rescued=True, before=True
    )
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"
    assert await stock_of(stage, goods) == (0, 0)


async def test_a_payment_after_the_end_is_rescued_before_anybody_swept(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"
    assert await sweep_all(stage) == 0
    assert await stock_of(stage, goods) == (0, 0)
    assert await state_now(stage, reserved) == ("paid", None, "none")


async def test_what_its_buyer_gave_up_after_its_end_is_not_rescued(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 2), a_guest()
    reserved = await reserve(stage, buyer, goods, quantity=2)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    for _ in range(2):
        told = await cancel(stage, Caller(buyer), order_id=reserved.order_id)
        assert (told.reason, told.refund) == ("buyer", "none")
    assert await settle(stage, await payment_now(stage, payment)) == Settled("refunding")
    assert await state_now(stage, reserved) == ("cancelled", "buyer", "begun")
    assert await stock_of(stage, goods) == (2, 0)
    assert await jobs_due(stage) == ["refund"]


async def test_giving_up_and_a_late_payment_race_and_its_money_goes_back(stage: Stage) -> None:
    """Whichever is first: what was rescued by then is cancelled as what is paid."""
    for _ in range(10):
        goods, buyer = await new_goods(stage, 1), a_guest()
        reserved = await reserve(stage, buyer, goods)
        payment = await payment_now(stage, await pay_for(stage, buyer, reserved))
        await end_hold(stage, reserved)
        await sweep_all(stage)
        await asyncio.gather(
            settle(stage, payment), cancel(stage, Caller(buyer), order_id=reserved.order_id)
        )
        status, reason, refund = await state_now(stage, reserved)
        assert (status, refund) == ("cancelled", "begun"), reason
        assert reason in ("buyer", "refunded")
        assert await stock_of(stage, goods) == (1, 0)


async def test_a_late_payment_goes_back_when_the_goods_are_gone(stage: Stage) -> None:
    goods, buyer, rival = await new_goods(stage, 1), a_guest(), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    bought = await reserve(stage, rival, goods)
    await confirm(stage, rival, bought, await pay_for(stage, rival, bought))
    with pytest.raises(ReservationExpired) as told:
        await confirm(stage, buyer, reserved, payment)
    assert told.value.extra["refund"] == "begun"
    assert await state_now(stage, reserved) == ("cancelled", "expired", "begun")
    assert (await payment_now(stage, payment)).status == "refunding"
    assert await jobs_due(stage) == ["refund"]
    await refund(stage, payment.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "expired", "done")
    assert stage.provider.refunded == {f"refund/{payment.payment_id}": 500}
    assert await events_of(stage, reserved.order_id) == [
        "order.reserved",
        "order.cancelled",
        "order.refund.begun",
        "order.refund.done",
    ]
    with pytest.raises(ReservationExpired):  # asking again is told the same, and pays nothing
        await confirm(stage, buyer, reserved, payment)
    assert len(stage.provider.refunded) == 1


async def test_a_cart_that_cannot_be_rescued_whole_expires_and_goes_back_in_one_step(
    stage: Stage,
) -> None:
    """Its hold is due but not swept; one of its goods was counted away meanwhile."""
    goods, buyer = await new_goods(stage, 2), a_guest()
    reserved = await reserve(stage, buyer, goods, quantity=2)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    key = stock_key(goods.variant_id)
    gone = Command((Expire(reserved.reservation_id), Withdraw(key, 1, note="broken")))
    assert isinstance(await stage.ledger.commit(gone), Accepted)
    with pytest.raises(ReservationExpired):
        await confirm(stage, buyer, reserved, payment)
    assert await state_now(stage, reserved) == ("cancelled", "expired", "begun")
    assert await stock_of(stage, goods) == (1, 0)


async def test_a_refunded_try_leaves_an_order_that_a_later_payment_rescues(stage: Stage) -> None:
    goods, buyer, rival = await new_goods(stage, 1), a_guest(), a_guest()
    reserved = await reserve(stage, buyer, goods)
    first, second = await pay_for(stage, buyer, reserved), await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    bought = await reserve(stage, rival, goods)
    with pytest.raises(ReservationExpired):
        await confirm(stage, buyer, reserved, first)
    await cancel(stage, Caller(rival), order_id=bought.order_id)
    assert (await confirm(stage, buyer, reserved, second)).status == "paid"
    await refund(stage, first.payment_id)
    order = await order_now(stage, reserved)
    assert (order.status, order.refund, order.payment_id) == ("paid", "none", second.payment_id)
    assert (await payment_now(stage, first)).status == "refunded"
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    assert await stock_of(stage, goods) == (1, 0)
    assert (await payment_now(stage, second)).status == "refunding"


async def test_another_payment_of_a_refunded_order_goes_back_without_touching_its_refund(
    stage: Stage,
) -> None:
    goods, buyer = await new_goods(stage, 3), a_guest()
    reserved = await reserve(stage, buyer, goods)
    first, second = await pay_for(stage, buyer, reserved), await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, first)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    with pytest.raises(OrderCancelledAlready):
        await confirm(stage, buyer, reserved, second)
    await refund(stage, second.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "begun")
    await refund(stage, first.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
    assert sorted(stage.provider.refunded) == sorted(
        f"refund/{one.payment_id}" for one in (first, second)
    )
    assert await stock_of(stage, goods) == (3, 0)


async def test_a_rescue_takes_both_of_two_lines_of_one_variant(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    reserved = await reserve(stage, buyer, goods, goods, quantity=2)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    assert await sweep_all(stage) == 1
    assert await stock_of(stage, goods) == (5, 0)
    assert (await confirm(stage, buyer, reserved, payment)).status == "paid"
    assert await stock_of(stage, goods) == (1, 0)


async def test_a_payment_that_goes_back_rescues_nothing_for_who_read_it_before(
    stage: Stage,
) -> None:
    """The worker read it as succeeded; then it had to go back, and then the unit came free."""
    goods, buyer, rival = await new_goods(stage, 1), a_guest(), a_guest()
    reserved = await reserve(stage, buyer, goods)
    as_read = await payment_now(stage, await pay_for(stage, buyer, reserved))
    assert as_read.status == "succeeded"
    await end_hold(stage, reserved)
    await sweep_all(stage)
    bought = await reserve(stage, rival, goods)
    assert await settle(stage, as_read) == Settled("refunding")
    await cancel(stage, Caller(rival), order_id=bought.order_id)
    assert await settle(stage, as_read) == Settled("refunding", before=True)
    assert await state_now(stage, reserved) == ("cancelled", "expired", "begun")
    assert await stock_of(stage, goods) == (1, 0)


async def test_a_rescue_takes_all_of_a_cart_or_nothing(stage: Stage) -> None:
    one, other = await new_goods(stage, 1), await new_goods(stage, 1)
    buyer, rival = a_guest(), a_guest()
    reserved = await reserve(stage, buyer, one, other)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    await reserve(stage, rival, other)
    with pytest.raises(ReservationExpired):
        await confirm(stage, buyer, reserved, payment)
    assert await stock_of(stage, one) == (1, 0)
    assert (await payment_now(stage, payment)).status == "refunding"


async def test_a_payment_after_the_buyers_own_cancel_goes_back(stage: Stage) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 5), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    stage.provider.decide(reserved.reservation_id, "succeeded")
    assert await arrived(ForOrders(stage), payment.payment_id) == Settled("refunding")
    assert await arrived(ForOrders(stage), payment.payment_id) == Settled("refunding", before=True)
    await refund(stage, payment.payment_id)
    assert await state_now(stage, reserved) == ("cancelled", "buyer", "done")
    assert await stock_of(stage, goods) == (5, 0)
    assert len(stage.provider.refunded) == 1


async def test_of_two_payments_one_pays_and_the_other_goes_back(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    reserved = await reserve(stage, buyer, goods)
    first, second = await pay_for(stage, buyer, reserved), await pay_for(stage, buyer, reserved)
    seen = [await payment_now(stage, one) for one in (first, second)]
    settled = await asyncio.gather(*(settle(stage, one) for one in seen))
    assert sorted(one.end for one in settled) == ["paid", "refunding"]
    order = await order_now(stage, reserved)
    kept, lost = (first, second) if order.payment_id == first.payment_id else (second, first)
    assert (order.status, order.refund) == ("paid", "none")
    assert (await payment_now(stage, kept)).status == "succeeded"
    assert (await payment_now(stage, lost)).status == "refunding"
    await refund(stage, lost.payment_id)
    assert await state_now(stage, reserved) == ("paid", None, "none")  # the order itself stands
    assert (await payment_now(stage, lost)).status == "refunded"
    assert await stock_of(stage, goods) == (4, 0)
    assert (await confirm(stage, buyer, reserved, kept)).status == "paid"
    with pytest.raises(Problem) as told:
        await confirm(stage, buyer, reserved, lost)
    assert told.value.code == "already-paid"
    assert told.value.extra["refund"] == "begun"


async def test_staff_see_to_the_refund_of_a_second_payment_that_is_refused(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    reserved = await reserve(stage, buyer, goods)
    first, second = await pay_for(stage, buyer, reserved), await pay_for(stage, buyer, reserved)
    await settle(stage, await payment_now(stage, first))
    await settle(stage, await payment_now(stage, second))
    staff = process("user:staff")
    for step in (retry_refund, mark_refunded):
        stage.provider.refuses_refunds = True
        amount = (await payment_now(stage, second)).amount
        again = await last_refund_job(stage)
        await refund(stage, second.payment_id, amount=amount, attempt=again.attempt)
        assert (await payment_now(stage, second)).status == "refund-failed"
        with pytest.raises(NoRefundWaits):  # of another one
            await step(stage, staff, reserved.order_id, first.payment_id)
        await step(stage, staff, reserved.order_id)
    assert (await payment_now(stage, second)).status == "refunded"
    assert await state_now(stage, reserved) == ("paid", None, "none")  # the order itself stands
    with pytest.raises(NoRefundWaits):
        await retry_refund(stage, staff, reserved.order_id)


async def test_two_late_payments_of_one_order_take_the_units_once(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payments = [await pay_for(stage, buyer, reserved) for _ in range(3)]
    seen = [await payment_now(stage, one) for one in payments]
    await end_hold(stage, reserved)
    settled = await asyncio.gather(
        sweep_all(stage),
        *(settle(stage, one) for one in seen),
    )
    ends = sorted(one.end for one in settled[1:] if isinstance(one, Settled))
    assert ends == ["paid", "refunding", "refunding"]
    assert await stock_of(stage, goods) == (4, 0)
    assert await jobs_due(stage) == ["refund", "refund"]


async def test_a_late_payment_and_a_rival_race_for_the_last_unit(stage: Stage) -> None:
    for _ in range(10):
        goods, buyer, rival = await new_goods(stage, 1), a_guest(), a_guest()
        reserved = await reserve(stage, buyer, goods)
        payment = await pay_for(stage, buyer, reserved)
        await end_hold(stage, reserved)
        await sweep_all(stage)
        confirmed, bought = await asyncio.gather(
            confirm(stage, buyer, reserved, payment),
            reserve(stage, rival, goods),
            return_exceptions=True,
        )
        won = [not isinstance(one, BaseException) for one in (confirmed, bought)]
        assert sorted(won) == [False, True]
        assert await stock_of(stage, goods) == ((0, 0) if won[0] else (0, 1))
        assert (await payment_now(stage, payment)).status == (
            "succeeded" if won[0] else "refunding"
        )


async def test_a_yes_after_a_no_gives_the_money_back(stage: Stage) -> None:
    """Providers are not supposed to; what counts is where the money is."""
    goods, buyer = await new_goods(stage, 1), a_guest()
    stage.provider.begins = "failed"
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    assert await state_now(stage, reserved) == ("cancelled", "unpaid", "none")
    stage.provider.decide(reserved.reservation_id, "succeeded")
    assert await arrived(ForOrders(stage), payment.payment_id) == Settled("refunding")
    assert await state_now(stage, reserved) == ("cancelled", "unpaid", "begun")
    assert await payment_status(stage, payment.payment_id) == "refunding"
    assert await stock_of(stage, goods) == (1, 0)
