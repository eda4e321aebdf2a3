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
from tests.db.flows.buying import a_customer, a_guest, confirm, order_now, payment_status, state_now
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.settlement.part_paying import TOTAL, by_card, due, kept, reserved_for, work
from tests.db.flows.stage import Stage

STAFF = Caller(Principal("user:staff", "user", frozenset({"admin"})))


async def paid_in_three(stage: Stage, buyer: Principal) -> Placed:
    """120 from a wallet that is empty then, 180 and 200 by card."""
    await new_wallet(stage, buyer, 120)
    reserved = await reserved_for(stage, buyer)
    await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id, 120)
    for amount in (180, None):
        await confirm(stage, buyer, reserved, await by_card(stage, buyer, reserved, amount))
    assert (await state_now(stage, reserved))[0] == "paid"
    return reserved


async def give(stage: Stage, reserved: Placed, amount: int, shop: ShopParts | None = None) -> int:
    """Staff give back so much; what is left."""
    order = await order_now(stage, reserved)
    paid = paid_with(order, await stage.payments.of_order(order.id))
    return await refund_part(
        shop or stage, order, paid, amount, process("user:staff"), by_staff=True
    )


async def test_a_refund_takes_of_the_last_part_first(stage: Stage) -> None:
    buyer = a_customer()
    reserved = await paid_in_three(stage, buyer)
    wallet = await new_wallet(stage, buyer)
    assert await give(stage, reserved, 50) == 450
    assert await give(stage, reserved, 350) == 100
    await work(stage)
    assert sorted(stage.provider.refunded.values()) == [50, 150, 180]
    assert await balance_of(stage, wallet) == 20
    with pytest.raises(RefundTooLarge) as told:
        await give(stage, reserved, 101)
    assert told.value.extra == {"refundable": 100}
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    await work(stage)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
    assert (await balance_of(stage, wallet), await kept(stage, reserved)) == (120, 0)
    assert sum(stage.provider.refunded.values()) == 380


async def test_refunds_at_once_never_exceed_what_was_paid(stage: Stage) -> None:
    buyer, other = a_customer(), await stage.spare()
    reserved = await paid_in_three(stage, buyer)
    answers = await asyncio.gather(
        *(give(stage, reserved, 150, shop) for shop in (stage, other) * 3),
        return_exceptions=True,
    )
    kinds = sorted(type(one).__name__ for one in answers)
    assert kinds == ["RefundTooLarge"] * 3 + ["int"] * 3, answers
    await work(stage)
    assert await kept(stage, reserved) == TOTAL - 3 * 150


async def test_a_refund_and_the_cancel_at_once(stage: Stage) -> None:
    for _ in range(3):
        buyer = a_customer()
        reserved = await paid_in_three(stage, buyer)
        wallet = await new_wallet(stage, buyer)
        await asyncio.gather(
            give(stage, reserved, 300),
            cancel(stage, Caller(buyer), order_id=reserved.order_id),
            return_exceptions=True,
        )
        before = sum(stage.provider.refunded.values())
        await work(stage)
        assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
        assert sum(stage.provider.refunded.values()) - before == 380
        assert (await balance_of(stage, wallet), await kept(stage, reserved)) == (120, 0)


async def test_a_part_whose_refund_is_refused_is_handed_over_by_staff(stage: Stage) -> None:
    buyer = a_customer()
    reserved = await paid_in_three(stage, buyer)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    stage.provider.refuses_refunds = True
    await work(stage)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "failed")
    await mark_refunded(stage, STAFF, reserved.order_id)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "failed")  # the other part
    await mark_refunded(stage, STAFF, reserved.order_id)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")


async def test_staff_take_a_part_and_then_the_rest(stage: Stage) -> None:
    buyer = a_guest()
    reserved = await reserved_for(stage, buyer)
    begun = await begin_payment(
        stage, Caller(buyer, "test-pay"), reserved.reservation_id, MANUAL, amount=200
    )
    await mark_paid(stage, STAFF, reserved.order_id)
    assert await payment_status(stage, begun.payment_id) == "credited"
    assert (await state_now(stage, reserved), await due(stage, reserved)) == (
        ("pending", None, "none"),
        300,
    )
    await mark_paid(stage, STAFF, reserved.order_id)  # cash that nobody announced
    assert (await state_now(stage, reserved), await due(stage, reserved)) == (
        ("paid", None, "none"),
        0,
    )
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    for _ in range(2):
        await mark_refunded(stage, STAFF, reserved.order_id)
    assert await state_now(stage, reserved) == ("cancelled", "refunded", "done")
