"""A part of an order from a wallet that is asked by message: counted when its answer comes."""

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import PaymentUnderWay
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from tests.db.flows.messaging.conftest import Shop
from tests.db.flows.settlement.part_paying import by_card, due, kept, reserved_for, work


async def test_a_wallet_pays_a_part_and_a_card_the_rest(shop: Shop) -> None:
    world = shop.world
    buyer = world.customer()
    wallet = await world.wallet(buyer, 200)
    reserved = await reserved_for(world, buyer)
    begun = await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 200)
    assert begun.status == "pending"
    with pytest.raises(PaymentUnderWay):
        await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 1)
    assert await shop.carry() == [("pay", "done"), ("paid", "done")]
    assert (await world.balance(wallet), await due(world, reserved)) == (0, 300)
    await world.confirm(buyer, reserved, await by_card(world, buyer, reserved))
    assert (await world.state(reserved))[0] == "paid"


async def test_a_part_comes_back_by_message_when_the_order_ends(shop: Shop) -> None:
    world = shop.world
    buyer = world.customer()
    wallet = await world.wallet(buyer, 200)
    reserved = await reserved_for(world, buyer)
    await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 200)
    await shop.carry()
    await world.end_hold(reserved)
    await world.sweep()
    await work(world)
    assert await world.state(reserved) == ("cancelled", "expired", "begun")
    assert [outcome for _, outcome in await shop.carry()] == ["done", "done"]
    assert await world.state(reserved) == ("cancelled", "expired", "done")
    assert (await world.balance(wallet), await kept(world, reserved)) == (200, 0)


async def test_a_part_that_the_wallet_lacks_leaves_the_order(shop: Shop) -> None:
    world = shop.world
    buyer = world.customer()
    await world.wallet(buyer, 100)
    reserved = await reserved_for(world, buyer)
    await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 200)
    assert await shop.carry() == [("pay", "done"), ("refused", "done")]
    assert await world.state(reserved) == ("pending", None, "none")
