"""Cancelling: the units come back once, the money goes back once, whoever else is at it."""

import asyncio

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import OrderCompletedAlready, OrderNotFound
from holdfast.flows.ending.cancel import Cancelled, cancel
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.settlement.confirm import Confirmed
from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settled
from holdfast.kit import Problem, new_id
from holdfast.people import Principal, user_owner
from tests.db.flows.buying import (
    a_guest,
    confirm,
    end_hold,
    new_goods,
    pay_for,
    payment_now,
    payment_status,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of, jobs_due, select


async def test_a_reservation_that_is_cancelled_frees_its_units_once(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 3), a_guest()
    reserved = await reserve(stage, buyer, goods, quantity=2)
    answers = await asyncio.gather(
        *(cancel(stage, Caller(buyer), order_id=reserved.order_id) for _ in range(5)),
        *(cancel(stage, Caller(buyer), reservation_id=reserved.reservation_id) for _ in range(5)),
    )
    assert set(answers) == {Cancelled(reserved.order_id, "buyer", "none")}
    assert await stock_of(stage, goods) == (3, 0)
    assert await events_of(stage, reserved.order_id) == ["order.reserved", "order.cancelled"]


async def test_a_paid_order_that_is_cancelled_gives_units_and_money_back_once(
    stage: Stage,
) -> None:
    one, other, buyer = await new_goods(stage, 3), await new_goods(stage, 3), a_guest()
    reserved = await reserve(stage, buyer, one, other)
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    answers = await asyncio.gather(
        *(cancel(stage, Caller(buyer), order_id=reserved.order_id) for _ in range(5))
    )
    assert set(answers) == {Cancelled(reserved.order_id, "refunded", "begun")}
    assert await stock_of(stage, one) == (3, 0)
    assert await stock_of(stage, other) == (3, 0)
    assert await jobs_due(stage) == ["refund"]
    await refund(stage, payment.payment_id)
    await refund(stage, payment.payment_id)
    assert stage.provider.refunded == {f"refund/{payment.payment_id}": 1000}
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
    assert (await payment_now(stage, payment)).status == "refunded"


async def test_two_lines_of_one_variant_both_come_back(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    reserved = await reserve(stage, buyer, goods, goods, quantity=2)
    assert await stock_of(stage, goods) == (1, 4)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert (await cancel(stage, Caller(buyer), order_id=reserved.order_id)).refund == "begun"
    assert await stock_of(stage, goods) == (5, 0)


async def test_nobody_cancels_anothers_order_except_staff(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 3), a_guest()
    reserved = await reserve(stage, buyer, goods)
    for stranger in (a_guest(), Principal(user_owner(new_id()), "user", frozenset({"seller"}))):
        with pytest.raises(OrderNotFound):
            await cancel(stage, Caller(stranger), order_id=reserved.order_id)
        with pytest.raises(OrderNotFound):
            await cancel(stage, Caller(stranger), reservation_id=reserved.reservation_id)
    manager = Principal(user_owner(new_id()), "user", frozenset({"manager"}))
    assert (await cancel(stage, Caller(manager), order_id=reserved.order_id)).reason == "staff"
    rows = await select(
        stage,
        "SELECT actor FROM ledger_entries WHERE hold = $1 AND operation = 'release'",
        reserved.reservation_id,
    )
    assert rows == [(manager.id,)]


async def test_what_was_delivered_is_not_cancelled(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 3), a_guest()
    reserved = await reserve(stage, buyer, goods)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await stage.database.pool.execute(
        "UPDATE orders SET status = 'completed' WHERE id = $1", reserved.order_id
    )
    with pytest.raises(OrderCompletedAlready):
        await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    assert await stock_of(stage, goods) == (2, 0)


async def test_cancel_and_create_race_and_the_order_has_one_end(stage: Stage) -> None:
    """Money and goods agree whoever wins; the loser is told how it stands, never a fault."""
    for _ in range(15):
        goods, buyer = await new_goods(stage, 1), a_guest()
        reserved = await reserve(stage, buyer, goods)
        payment = await pay_for(stage, buyer, reserved)
        confirmed, cancelled = await asyncio.gather(
            confirm(stage, buyer, reserved, payment),
            cancel(stage, Caller(buyer), order_id=reserved.order_id),
            return_exceptions=True,
        )
        assert isinstance(cancelled, Cancelled), repr(cancelled)
        assert isinstance(confirmed, Confirmed | Problem), repr(confirmed)
        # Cancelled either before or after it was paid: the unit is back, and the money goes back.
        assert await stock_of(stage, goods) == (1, 0)
        await settle(stage, await payment_now(stage, payment))
        status, _, refunded = await state_now(stage, reserved)
        assert (status, refunded) == ("cancelled", "begun")
        assert (await payment_now(stage, payment)).status == "refunding"


async def test_a_settle_with_an_old_view_of_a_payment_finds_its_end(stage: Stage) -> None:
    """The worker read the payment, then the buyer created and cancelled, then the worker acts."""
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    begun = await pay_for(stage, buyer, reserved)
    as_read = await payment_now(stage, begun)
    await confirm(stage, buyer, reserved, begun)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    assert await settle(stage, as_read) == Settled("refunding", before=True)
    await refund(stage, begun.payment_id)
    assert await settle(stage, as_read) == Settled("refunding", before=True)
    assert len(stage.provider.refunded) == 1


async def test_cancel_and_expiry_race_and_the_units_come_back_once(stage: Stage) -> None:
    for _ in range(15):
        goods, buyer = await new_goods(stage, 1), a_guest()
        reserved = await reserve(stage, buyer, goods)
        await end_hold(stage, reserved)
        cancelled, _ = await asyncio.gather(
            cancel(stage, Caller(buyer), order_id=reserved.order_id), sweep_all(stage)
        )
        assert cancelled.reason in ("buyer", "expired")
        assert await stock_of(stage, goods) == (1, 0)
        assert (await state_now(stage, reserved))[:2] == ("cancelled", cancelled.reason)
        assert await events_of(stage, reserved.order_id) == ["order.reserved", "order.cancelled"]


async def test_two_processes_at_the_same_orders_agree(stage: Stage) -> None:
    """Two shops, two ledger lanes, one database: every pair of steps, many times."""
    second = await stage.spare()
    stage.altered.update({"job"})
    for _ in range(10):
        goods, buyer = await new_goods(stage, 1), a_guest()
        reserved = await reserve(stage, buyer, goods)
        payment = await payment_now(stage, await pay_for(stage, buyer, reserved))
        outcomes = await asyncio.gather(
            settle(stage, payment),
            settle(second, payment),
            cancel(stage, Caller(buyer), order_id=reserved.order_id),
            cancel(second, Caller(buyer), order_id=reserved.order_id),
            return_exceptions=True,
        )
        assert not [one for one in outcomes if isinstance(one, BaseException)], outcomes
        assert await stock_of(stage, goods) == (1, 0)
        assert (await payment_status(stage, payment.id)) == "refunding"
        assert (await jobs_due(stage)).count("refund") == 1
        await stage.database.pool.execute("DELETE FROM jobs")
