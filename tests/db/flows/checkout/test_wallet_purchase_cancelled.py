"""A purchase from a wallet, cancelled: everything comes back once."""

import asyncio

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import (
    BalanceTooLarge,
    OrderNotFound,
)
from holdfast.flows.ending.cancel import Cancelled, cancel
from holdfast.flows.wallets.wallets import top_up
from holdfast.kit import new_id
from holdfast.ledger import MAX_BALANCE
from tests.db.flows.buying import a_customer, new_goods, payment_status, refundable_of, stock_of
from tests.db.flows.checkout.wallet_buying import bought
from tests.db.flows.coupons import coupon_account, end_coupon, new_coupon
from tests.db.flows.purses import balance_of, new_wallet, treasury_of
from tests.db.flows.stage import Stage, events_of, jobs_due, select

FREE, USED = (1, 0), (0, 0)


async def test_cancelling_brings_everything_back_once(stage: Stage) -> None:
    buyer, goods, second = a_customer(), await new_goods(stage, 5), await stage.spare()
    wallet, coupon = await new_wallet(stage, buyer, 2000), await new_coupon(stage, buyer)
    order = await bought(stage, buyer, goods, quantity=4, coupon_id=coupon)
    assert await balance_of(stage, wallet) == 200
    answers = await asyncio.gather(
        *(cancel(parts, Caller(buyer), order_id=order.id) for parts in (stage, second) * 4)
    )
    assert set(answers) == {Cancelled(order.id, "refunded", "done")}
    assert await balance_of(stage, wallet) == 2000
    assert await stock_of(stage, goods) == (5, 0)
    assert await coupon_account(stage, coupon) == FREE
    assert order.payment_id is not None
    assert await refundable_of(stage, order.payment_id) == 0
    assert await payment_status(stage, order.payment_id) == "refunded"
    assert await events_of(stage, order.id) == [
        "order.paid",
        "order.cancelled",
        "order.refund.done",
    ]
    assert await jobs_due(stage) == []
    rows = await select(stage, "SELECT status, reason, refund FROM orders WHERE id = $1", order.id)
    assert rows == [("cancelled", "refunded", "done")]


async def test_a_coupon_whose_time_is_over_does_not_come_back(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    await new_wallet(stage, buyer, 2000)
    coupon = await new_coupon(stage, buyer)
    order = await bought(stage, buyer, goods, coupon_id=coupon)
    await end_coupon(stage, coupon)
    await cancel(stage, Caller(buyer), order_id=order.id)
    assert await coupon_account(stage, coupon) == USED


async def test_buying_and_cancelling_again_and_again(stage: Stage) -> None:
    """One coupon, one unit, money for one: all of it goes round."""
    buyer, goods = a_customer(), await new_goods(stage, 1)
    wallet, coupon = await new_wallet(stage, buyer, 450), await new_coupon(stage, buyer)
    for _ in range(4):
        order = await bought(stage, buyer, goods, coupon_id=coupon)
        assert await balance_of(stage, wallet) == 0
        await cancel(stage, Caller(buyer), order_id=order.id)
        assert await balance_of(stage, wallet) == 450


async def test_money_that_does_not_fit_back_is_refused(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    wallet = await new_wallet(stage, buyer, MAX_BALANCE)
    order = await bought(stage, buyer, goods)
    await top_up(treasury_of(stage), Caller(buyer), wallet.id, 500)
    with pytest.raises(BalanceTooLarge):
        await cancel(stage, Caller(buyer), order_id=order.id)
    assert await stock_of(stage, goods) == (0, 0)


async def test_nobody_cancels_anothers_purchase(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    await new_wallet(stage, buyer, 500)
    order = await bought(stage, buyer, goods)
    with pytest.raises(OrderNotFound):
        await cancel(stage, Caller(a_customer()), order_id=order.id)
    with pytest.raises(OrderNotFound):
        await cancel(stage, Caller(buyer), order_id=order.id, reservation_id=new_id())
