"""A part of an order from a wallet that is asked by message: counted when its answer comes."""

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import PaymentUnderWay
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from tests.db.flows.buying import a_customer, confirm, end_hold, state_now, sweep_all
from tests.db.flows.messaging.conftest import Shop
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.settlement.part_paying import by_card, due, kept, reserved_for, work


async def test_a_wallet_pays_a_part_and_a_card_the_rest(shop: Shop) -> None:
    stage = shop.stage
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, 200)
    reserved = await reserved_for(stage, buyer)
    begun = await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 200)
    assert begun.status == "pending"
    with pytest.raises(PaymentUnderWay):
        await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 1)
    assert await shop.carry() == [("pay", "done"), ("paid", "done")]
    assert (await balance_of(stage, wallet), await due(stage, reserved)) == (0, 300)
    await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved))
    assert (await state_now(stage, reserved))[0] == "paid"


async def test_a_part_comes_back_by_message_when_the_order_ends(shop: Shop) -> None:
    stage = shop.stage
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, 200)
    reserved = await reserved_for(stage, buyer)
    await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 200)
    await shop.carry()
    await end_hold(stage, reserved)
    await sweep_all(stage)
    await work(stage)
    assert await state_now(stage, reserved) == ("cancelled", "expired", "begun")
    assert [outcome for _, outcome in await shop.carry()] == ["done", "done"]
    assert await state_now(stage, reserved) == ("cancelled", "expired", "done")
    assert (await balance_of(stage, wallet), await kept(stage, reserved)) == (200, 0)


async def test_a_part_that_the_wallet_lacks_leaves_the_order(shop: Shop) -> None:
    stage = shop.stage
    buyer = a_customer()
    await new_wallet(stage, buyer, 100)
    reserved = await reserved_for(stage, buyer)
    await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 200)
    assert await shop.carry() == [("pay", "done"), ("refused", "done")]
    assert await state_now(stage, reserved) == ("pending", None, "none")
