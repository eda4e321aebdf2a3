"""The money of an order that was paid in parts: back of the last first, never more than each has;
and parts that staff take and hand back."""

import asyncio

import pytest

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.give_back import RefundTooLarge, refund_part
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.orders import mark_paid, mark_refunded
from holdfast.payments import MANUAL
from holdfast.people import Principal
from tests.db.flows.conftest import World
from tests.db.flows.settlement.part_paying import TOTAL, by_card, due, kept, reserved_for, work

STAFF = Caller(Principal("user:staff", "user", frozenset({"admin"})))


async def paid_in_three(world: World, buyer: Principal) -> Placed:
    """120 from a wallet that is empty then, 180 and 200 by card."""
    await world.wallet(buyer, 120)
    reserved = await reserved_for(world, buyer)
    await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id, 120)
    for amount in (180, None):
        await world.confirm(buyer, reserved, await by_card(world, buyer, reserved, amount))
    assert (await world.state(reserved))[0] == "paid"
    return reserved


async def give(world: World, reserved: Placed, amount: int, shop: ShopParts | None = None) -> int:
    """Staff give back so much; what is left."""
    order = await world.order(reserved)
    paid = paid_with(order, await world.platform.payments.of_order(order.id))
    return await refund_part(shop or world.platform, order, paid, amount, process("user:staff"))


async def test_a_refund_takes_of_the_last_part_first(world: World) -> None:
    buyer = world.customer()
    reserved = await paid_in_three(world, buyer)
    wallet = await world.wallet(buyer)
    assert await give(world, reserved, 50) == 450
    assert await give(world, reserved, 350) == 100
    await work(world)
    assert sorted(world.provider.refunded.values()) == [50, 150, 180]
    assert await world.balance(wallet) == 20
    with pytest.raises(RefundTooLarge) as told:
        await give(world, reserved, 101)
    assert told.value.extra == {"refundable": 100}
    assert await world.state(reserved) == ("paid", None, "none")
    assert await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    await work(world)
    assert await world.state(reserved) == ("cancelled", "refunded", "done")
    assert (await world.balance(wallet), await kept(world, reserved)) == (120, 0)
    assert sum(world.provider.refunded.values()) == 380


async def test_refunds_at_once_never_exceed_what_was_paid(world: World) -> None:
    buyer, other = world.customer(), await world.spare()
    reserved = await paid_in_three(world, buyer)
    answers = await asyncio.gather(
        *(give(world, reserved, 150, shop) for shop in (world.platform, other) * 3),
        return_exceptions=True,
    )
    kinds = sorted(type(one).__name__ for one in answers)
    assert kinds == ["RefundTooLarge"] * 3 + ["int"] * 3, answers
    await work(world)
    assert await kept(world, reserved) == TOTAL - 3 * 150


async def test_a_refund_and_the_cancel_at_once(world: World) -> None:
    for _ in range(3):
        buyer = world.customer()
        reserved = await paid_in_three(world, buyer)
        wallet = await world.wallet(buyer)
        await asyncio.gather(
            give(world, reserved, 300),
            cancel(world.platform, Caller(buyer), order_id=reserved.order_id),
            return_exceptions=True,
        )
        before = sum(world.provider.refunded.values())
        await work(world)
        assert await world.state(reserved) == ("cancelled", "refunded", "done")
        assert sum(world.provider.refunded.values()) - before == 380
        assert (await world.balance(wallet), await kept(world, reserved)) == (120, 0)


async def test_a_part_whose_refund_is_refused_is_handed_over_by_staff(world: World) -> None:
    buyer = world.customer()
    reserved = await paid_in_three(world, buyer)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    world.provider.refuses_refunds = True
    await work(world)
    assert await world.state(reserved) == ("cancelled", "refunded", "failed")
    await mark_refunded(world.platform, STAFF, reserved.order_id)
    assert await world.state(reserved) == ("cancelled", "refunded", "failed")  # the other part
    await mark_refunded(world.platform, STAFF, reserved.order_id)
    assert await world.state(reserved) == ("cancelled", "refunded", "done")


async def test_staff_take_a_part_and_then_the_rest(world: World) -> None:
    buyer = world.buyer()
    reserved = await reserved_for(world, buyer)
    begun = await begin_payment(
        world.platform, Caller(buyer, "test-pay"), reserved.reservation_id, MANUAL, amount=200
    )
    await mark_paid(world.platform, STAFF, reserved.order_id)
    assert await world.payment_status(begun.payment_id) == "credited"
    assert (await world.state(reserved), await due(world, reserved)) == (
        ("pending", None, "none"),
        300,
    )
    await mark_paid(world.platform, STAFF, reserved.order_id)  # cash that nobody announced
    assert (await world.state(reserved), await due(world, reserved)) == (("paid", None, "none"), 0)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    for _ in range(2):
        await mark_refunded(world.platform, STAFF, reserved.order_id)
    assert await world.state(reserved) == ("cancelled", "refunded", "done")
