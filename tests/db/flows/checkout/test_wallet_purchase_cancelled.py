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
from tests.db.flows.checkout.wallet_buying import bought
from tests.db.flows.conftest import World

FREE, USED = (1, 0), (0, 0)


async def test_cancelling_brings_everything_back_once(world: World) -> None:
    buyer, goods, second = world.customer(), await world.goods(5), await world.spare()
    wallet, coupon = await world.wallet(buyer, 2000), await world.coupon(buyer)
    order = await bought(world, buyer, goods, quantity=4, coupon_id=coupon)
    assert await world.balance(wallet) == 200
    answers = await asyncio.gather(
        *(
            cancel(platform, Caller(buyer), order_id=order.id)
            for platform in (world.platform, second) * 4
        )
    )
    assert set(answers) == {Cancelled(order.id, "refunded", "done")}
    assert await world.balance(wallet) == 2000
    assert await world.stock(goods) == (5, 0)
    assert await world.coupon_account(coupon) == FREE
    assert order.payment_id is not None
    assert await world.refundable(order.payment_id) == 0
    assert await world.payment_status(order.payment_id) == "refunded"
    assert await world.events(order.id) == ["order.paid", "order.cancelled", "order.refund.done"]
    assert await world.jobs() == []
    rows = await world.rows("SELECT status, reason, refund FROM orders WHERE id = $1", order.id)
    assert rows == [("cancelled", "refunded", "done")]


async def test_a_coupon_whose_time_is_over_does_not_come_back(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    await world.wallet(buyer, 2000)
    coupon = await world.coupon(buyer)
    order = await bought(world, buyer, goods, coupon_id=coupon)
    await world.end_coupon(coupon)
    await cancel(world.platform, Caller(buyer), order_id=order.id)
    assert await world.coupon_account(coupon) == USED


async def test_buying_and_cancelling_again_and_again(world: World) -> None:
    """One coupon, one unit, money for one: all of it goes round."""
    buyer, goods = world.customer(), await world.goods(1)
    wallet, coupon = await world.wallet(buyer, 450), await world.coupon(buyer)
    for _ in range(4):
        order = await bought(world, buyer, goods, coupon_id=coupon)
        assert await world.balance(wallet) == 0
        await cancel(world.platform, Caller(buyer), order_id=order.id)
        assert await world.balance(wallet) == 450


async def test_money_that_does_not_fit_back_is_refused(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    wallet = await world.wallet(buyer, MAX_BALANCE)
    order = await bought(world, buyer, goods)
    await top_up(world.treasury, Caller(buyer), wallet.id, 500)
    with pytest.raises(BalanceTooLarge):
        await cancel(world.platform, Caller(buyer), order_id=order.id)
    assert await world.stock(goods) == (0, 0)


async def test_nobody_cancels_anothers_purchase(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    await world.wallet(buyer, 500)
    order = await bought(world, buyer, goods)
    with pytest.raises(OrderNotFound):
        await cancel(world.platform, Caller(world.customer()), order_id=order.id)
    with pytest.raises(OrderNotFound):
        await cancel(world.platform, Caller(buyer), order_id=order.id, reservation_id=new_id())
