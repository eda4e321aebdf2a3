"""Another coupon for an order that is not paid: held anew in one command, never longer, never lost
to anybody; and the same order paid from a wallet instead."""

import asyncio

import pytest

from holdfast.flows.checkout.change_coupon import change_coupon
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.redemption import CouponNotUsable
from holdfast.flows.checkout.savings import savings_for_cart, savings_for_order
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    CannotBuy,
    IdempotencyKeyReused,
    InsufficientStock,
    OrderCancelledAlready,
    OrderChangedMeanwhile,
    OrderNotFound,
    PaymentUnderWay,
    ReservationExpired,
    ReservationNotFound,
)
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.kit import new_id
from holdfast.orders import Order, load_items
from holdfast.views.timelines import order_timeline
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    cart_of,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    payment_status,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.coupons import coupon_account, new_coupon
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.stage import Stage, select

FREE, HELD, USED = (1, 0), (0, 1), (0, 0)


def again(reserved: Placed, order: Order) -> Placed:
    """The same order by the reservation it has now."""
    return Placed(order.id, order.number, order.reservation_id, reserved.ends_at)


async def test_goods_stay_held_by_one_who_takes_the_last_one_to_another_price(stage: Stage) -> None:
    buyer, stranger = a_customer(), a_guest()
    goods = await new_goods(stage, 1, price=1000)
    ten, half = await new_coupon(stage, buyer), await new_coupon(stage, buyer, value=50)
    reserved = await reserve(stage, buyer, goods, coupon=ten)
    for coupon, total in ((half, 500), (None, 1000), (ten, 900)):
        rivals = [reserve(stage, stranger, goods) for _ in range(4)]
        found = await asyncio.gather(
            change_coupon(stage, Caller(buyer), reserved.order_id, coupon),
            *rivals,
            return_exceptions=True,
        )
        assert found[0] is None
        assert all(isinstance(one, InsufficientStock) for one in found[1:])
        order = await order_now(stage, reserved)
        assert (order.total, order.discount, order.coupon_id) == (total, 1000 - total, coupon)
        items = (await load_items(stage.database.pool, [order.id]))[order.id]
        assert [item.discount for item in items] == [1000 - total]
        assert await stock_of(stage, goods) == (0, 1)
        hold = await stage.reader.hold(order.reservation_id)
        assert hold is not None
        assert hold.expires_at == reserved.ends_at
        assert await coupon_account(stage, ten) == (HELD if coupon == ten else FREE)
        assert await coupon_account(stage, half) == (HELD if coupon == half else FREE)
    now = again(reserved, order)
    await confirm(stage, buyer, now, await pay_for(stage, buyer, now))
    assert [charge.amount for charge in stage.provider.charges.values()] == [900]
    assert await coupon_account(stage, ten) == USED
    told = await order_timeline(stage.database.pool, await order_now(stage, reserved))
    assert [one.what for one in told] == [
        "held", "changed", "changed", "changed", "paid", "captured",
    ]  # fmt: skip


async def test_two_changes_at_once_are_one_after_the_other(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupons = [await new_coupon(stage, buyer, value=value) for value in (10, 20, 30)]
    reserved = await reserve(stage, buyer, goods)
    await asyncio.gather(
        *(change_coupon(stage, Caller(buyer), reserved.order_id, one) for one in coupons)
    )
    order = await order_now(stage, reserved)
    assert order.coupon_id in coupons
    assert order.total == 500 - 50 * (coupons.index(order.coupon_id) + 1)
    accounts = [await coupon_account(stage, one) for one in coupons]
    assert accounts.count(HELD) == 1
    assert await stock_of(stage, goods) == (0, 1)


async def test_a_repeated_change_is_answered_as_before(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods)
    key = scoped_key("coupon", buyer.id, "k", b"one")
    await change_coupon(stage, Caller(buyer, key=key), reserved.order_id, coupon)
    held = (await order_now(stage, reserved)).reservation_id
    await change_coupon(stage, Caller(buyer, key=key), reserved.order_id, coupon)
    assert (await order_now(stage, reserved)).reservation_id == held
    other = scoped_key("coupon", buyer.id, "k", b"other")
    with pytest.raises(IdempotencyKeyReused):
        await change_coupon(stage, Caller(buyer, key=other), reserved.order_id, None)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    await change_coupon(stage, Caller(buyer, key=key), reserved.order_id, coupon)


async def test_every_way_an_order_does_not_change(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 9)
    coupon, other = await new_coupon(stage, buyer), await new_coupon(stage, buyer)

    async def refused(reserved: Placed, kind: type[Exception]) -> None:
        with pytest.raises(kind):
            await change_coupon(stage, Caller(buyer), reserved.order_id, coupon)
        with pytest.raises(kind):
            await savings_for_order(stage, buyer, reserved.order_id)

    reserved = await reserve(stage, buyer, goods)
    with pytest.raises(OrderNotFound):
        await change_coupon(stage, Caller(a_customer()), reserved.order_id, None)
    with pytest.raises(CouponNotUsable):
        await change_coupon(stage, Caller(buyer), reserved.order_id, new_id())
    elsewhere = await reserve(stage, buyer, goods, coupon=other)
    with pytest.raises(CouponNotUsable) as told:
        await change_coupon(stage, Caller(buyer), reserved.order_id, other)
    assert told.value.extra["coupon"] == {"couponId": str(other), "reason": "held"}
    assert await stock_of(stage, goods) == (7, 2)
    await cancel(stage, Caller(buyer), order_id=elsewhere.order_id)
    await refused(elsewhere, OrderCancelledAlready)
    stage.provider.begins = "pending"
    payment = await pay_for(stage, buyer, reserved)
    await refused(reserved, PaymentUnderWay)
    stage.provider.decide(reserved.reservation_id, "succeeded")
    await confirm(stage, buyer, reserved, payment)
    await refused(reserved, AlreadyPaid)
    late = await reserve(stage, buyer, goods)
    await end_hold(stage, late)
    await refused(late, ReservationExpired)
    await sweep_all(stage)
    await refused(late, ReservationExpired)


async def test_a_payment_begun_before_a_change_goes_back_and_the_order_stays(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer)
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    # As if it had been begun in the moment in which the change looked.
    await select(stage, "UPDATE payments SET status = 'failed' WHERE id = $1", payment.payment_id)
    await change_coupon(stage, Caller(buyer), reserved.order_id, coupon)
    with pytest.raises(OrderChangedMeanwhile):
        await confirm_order(stage, Caller(buyer), reserved.reservation_id, payment.payment_id)
    await refund(stage, payment.payment_id)
    assert await payment_status(stage, payment.payment_id) == "refunded"
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert await stock_of(stage, goods) == (0, 1)
    now = again(reserved, await order_now(stage, reserved))
    await confirm(stage, buyer, now, await pay_for(stage, buyer, now))
    assert (await state_now(stage, reserved))[0] == "paid"


async def test_the_best_coupon_is_the_one_that_takes_off_most(stage: Stage) -> None:
    buyer = a_customer()
    goods, other = await new_goods(stage, 5, price=1000), await new_goods(stage, 5, price=1)
    ten = await new_coupon(stage, buyer)
    fixed = await new_coupon(stage, buyer, rule="fixed", value=150, currency="EUR")
    scoped = await new_coupon(stage, buyer, value=90, scope=frozenset({other.product_id}))
    dear = await new_coupon(stage, buyer, value=90, minimum=5000, currency="EUR")
    offered = await savings_for_cart(stage, buyer, cart_of(goods))
    assert [(one.coupon.id, one.off) for one in offered.savings[:2]] == [(fixed, 150), (ten, 100)]
    assert {one.coupon.id: one.trouble and one.trouble.reason for one in offered.savings[2:]} == {
        scoped: "scope", dear: "minimum",
    }  # fmt: skip
    assert offered.best == fixed
    twice = await savings_for_cart(stage, buyer, cart_of(goods, quantity=2))
    assert twice.best == ten
    reserved = await reserve(stage, buyer, goods, coupon=fixed)
    mine = await savings_for_order(stage, buyer, reserved.order_id)
    assert (mine.chosen, mine.best, mine.subtotal) == (fixed, fixed, 1000)
    elsewhere = await savings_for_cart(stage, buyer, cart_of(goods))
    assert elsewhere.best == ten  # the other is held for the order
    instead = await savings_for_cart(stage, buyer, cart_of(goods), instead_of=reserved.order_id)
    assert (instead.best, instead.chosen) == (fixed, None)
    assert (await savings_for_cart(stage, a_guest(), cart_of(goods))).savings == ()


async def test_a_reservation_is_paid_from_a_wallet(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1, price=1000)
    coupon = await new_coupon(stage, buyer)
    wallet = await new_wallet(stage, buyer, 899)
    reserved = await reserve(stage, buyer, goods, coupon=coupon)
    with pytest.raises(CannotBuy) as told:
        await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id)
    assert told.value.extra["points"]["missing"] == 1  # type: ignore[index]
    assert await state_now(stage, reserved) == ("pending", None, "none")
    assert await stock_of(stage, goods) == (0, 1)
    await new_wallet(stage, buyer, 1)
    key = scoped_key("pay", buyer.id, "k", b"")
    begun = await pay_from_wallet(stage, Caller(buyer, key=key), reserved.reservation_id)
    assert begun.status == "succeeded"
    assert await pay_from_wallet(stage, Caller(buyer, key=key), reserved.reservation_id) == begun
    assert (await confirm(stage, buyer, reserved, begun)).status == "paid"
    assert await balance_of(stage, wallet) == 0
    assert await coupon_account(stage, coupon) == USED
    with pytest.raises(AlreadyPaid):
        await pay_from_wallet(stage, Caller(buyer), reserved.reservation_id)
    with pytest.raises(ReservationNotFound):
        await pay_from_wallet(stage, Caller(a_customer()), reserved.reservation_id)
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    assert await balance_of(stage, wallet) == 900
    assert await stock_of(stage, goods) == (1, 0)
