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
from tests.db.flows.conftest import World, cart_of

FREE, HELD, USED = (1, 0), (0, 1), (0, 0)


def again(reserved: Placed, order: Order) -> Placed:
    """The same order by the reservation it has now."""
    return Placed(order.id, order.number, order.reservation_id, reserved.ends_at)


async def test_goods_stay_held_by_one_who_takes_the_last_one_to_another_price(world: World) -> None:
    buyer, stranger = world.customer(), world.buyer()
    goods = await world.goods(1, price=1000)
    ten, half = await world.coupon(buyer), await world.coupon(buyer, value=50)
    reserved = await world.reserve(buyer, goods, coupon=ten)
    for coupon, total in ((half, 500), (None, 1000), (ten, 900)):
        rivals = [world.reserve(stranger, goods) for _ in range(4)]
        found = await asyncio.gather(
            change_coupon(world.platform, Caller(buyer), reserved.order_id, coupon),
            *rivals,
            return_exceptions=True,
        )
        assert found[0] is None
        assert all(isinstance(one, InsufficientStock) for one in found[1:])
        order = await world.order(reserved)
        assert (order.total, order.discount, order.coupon_id) == (total, 1000 - total, coupon)
        items = (await load_items(world.platform.database.pool, [order.id]))[order.id]
        assert [item.discount for item in items] == [1000 - total]
        assert await world.stock(goods) == (0, 1)
        hold = await world.platform.reader.hold(order.reservation_id)
        assert hold is not None
        assert hold.expires_at == reserved.ends_at
        assert await world.coupon_account(ten) == (HELD if coupon == ten else FREE)
        assert await world.coupon_account(half) == (HELD if coupon == half else FREE)
    now = again(reserved, order)
    await world.confirm(buyer, now, await world.pay(buyer, now))
    assert [charge.amount for charge in world.provider.charges.values()] == [900]
    assert await world.coupon_account(ten) == USED
    told = await order_timeline(world.platform.database.pool, await world.order(reserved))
    assert [one.what for one in told] == [
        "held", "changed", "changed", "changed", "paid", "captured",
    ]  # fmt: skip


async def test_two_changes_at_once_are_one_after_the_other(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    coupons = [await world.coupon(buyer, value=value) for value in (10, 20, 30)]
    reserved = await world.reserve(buyer, goods)
    await asyncio.gather(
        *(change_coupon(world.platform, Caller(buyer), reserved.order_id, one) for one in coupons)
    )
    order = await world.order(reserved)
    assert order.coupon_id in coupons
    assert order.total == 500 - 50 * (coupons.index(order.coupon_id) + 1)
    accounts = [await world.coupon_account(one) for one in coupons]
    assert accounts.count(HELD) == 1
    assert await world.stock(goods) == (0, 1)


async def test_a_repeated_change_is_answered_as_before(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods)
    key = scoped_key("coupon", buyer.id, "k", b"one")
    await change_coupon(world.platform, Caller(buyer, key=key), reserved.order_id, coupon)
    held = (await world.order(reserved)).reservation_id
    await change_coupon(world.platform, Caller(buyer, key=key), reserved.order_id, coupon)
    assert (await world.order(reserved)).reservation_id == held
    other = scoped_key("coupon", buyer.id, "k", b"other")
    with pytest.raises(IdempotencyKeyReused):
        await change_coupon(world.platform, Caller(buyer, key=other), reserved.order_id, None)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    await change_coupon(world.platform, Caller(buyer, key=key), reserved.order_id, coupon)


async def test_every_way_an_order_does_not_change(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(9)
    coupon, other = await world.coupon(buyer), await world.coupon(buyer)

    async def refused(reserved: Placed, kind: type[Exception]) -> None:
        with pytest.raises(kind):
            await change_coupon(world.platform, Caller(buyer), reserved.order_id, coupon)
        with pytest.raises(kind):
            await savings_for_order(world.platform, buyer, reserved.order_id)

    reserved = await world.reserve(buyer, goods)
    with pytest.raises(OrderNotFound):
        await change_coupon(world.platform, Caller(world.customer()), reserved.order_id, None)
    with pytest.raises(CouponNotUsable):
        await change_coupon(world.platform, Caller(buyer), reserved.order_id, new_id())
    elsewhere = await world.reserve(buyer, goods, coupon=other)
    with pytest.raises(CouponNotUsable) as told:
        await change_coupon(world.platform, Caller(buyer), reserved.order_id, other)
    assert told.value.extra["coupon"] == {"couponId": str(other), "reason": "held"}
    assert await world.stock(goods) == (7, 2)
    await cancel(world.platform, Caller(buyer), order_id=elsewhere.order_id)
    await refused(elsewhere, OrderCancelledAlready)
    world.provider.begins = "pending"
    payment = await world.pay(buyer, reserved)
    await refused(reserved, PaymentUnderWay)
    world.provider.decide(reserved.reservation_id, "succeeded")
    await world.confirm(buyer, reserved, payment)
    await refused(reserved, AlreadyPaid)
    late = await world.reserve(buyer, goods)
    await world.end_hold(late)
    await refused(late, ReservationExpired)
    await world.sweep()
    await refused(late, ReservationExpired)


async def test_a_payment_begun_before_a_change_goes_back_and_the_order_stays(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1)
    coupon = await world.coupon(buyer)
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    # As if it had been begun in the moment in which the change looked.
    await world.rows("UPDATE payments SET status = 'failed' WHERE id = $1", payment.payment_id)
    await change_coupon(world.platform, Caller(buyer), reserved.order_id, coupon)
    with pytest.raises(OrderChangedMeanwhile):
        await confirm_order(
            world.platform, Caller(buyer), reserved.reservation_id, payment.payment_id
        )
    await refund(world.platform, payment.payment_id)
    assert await world.payment_status(payment.payment_id) == "refunded"
    assert await world.state(reserved) == ("pending", None, "none")
    assert await world.stock(goods) == (0, 1)
    now = again(reserved, await world.order(reserved))
    await world.confirm(buyer, now, await world.pay(buyer, now))
    assert (await world.state(reserved))[0] == "paid"


async def test_the_best_coupon_is_the_one_that_takes_off_most(world: World) -> None:
    buyer = world.customer()
    goods, other = await world.goods(5, price=1000), await world.goods(5, price=1)
    ten = await world.coupon(buyer)
    fixed = await world.coupon(buyer, rule="fixed", value=150, currency="EUR")
    scoped = await world.coupon(buyer, value=90, scope=frozenset({other.product_id}))
    dear = await world.coupon(buyer, value=90, minimum=5000, currency="EUR")
    offered = await savings_for_cart(world.platform, buyer, cart_of(goods))
    assert [(one.coupon.id, one.off) for one in offered.savings[:2]] == [(fixed, 150), (ten, 100)]
    assert {one.coupon.id: one.trouble and one.trouble.reason for one in offered.savings[2:]} == {
        scoped: "scope", dear: "minimum",
    }  # fmt: skip
    assert offered.best == fixed
    twice = await savings_for_cart(world.platform, buyer, cart_of(goods, quantity=2))
    assert twice.best == ten
    reserved = await world.reserve(buyer, goods, coupon=fixed)
    mine = await savings_for_order(world.platform, buyer, reserved.order_id)
    assert (mine.chosen, mine.best, mine.subtotal) == (fixed, fixed, 1000)
    elsewhere = await savings_for_cart(world.platform, buyer, cart_of(goods))
    assert elsewhere.best == ten  # the other is held for the order
    instead = await savings_for_cart(
        world.platform, buyer, cart_of(goods), instead_of=reserved.order_id
    )
    assert (instead.best, instead.chosen) == (fixed, None)
    assert (await savings_for_cart(world.platform, world.buyer(), cart_of(goods))).savings == ()


async def test_a_reservation_is_paid_from_a_wallet(world: World) -> None:
    buyer, goods = world.customer(), await world.goods(1, price=1000)
    coupon = await world.coupon(buyer)
    wallet = await world.wallet(buyer, 899)
    reserved = await world.reserve(buyer, goods, coupon=coupon)
    with pytest.raises(CannotBuy) as told:
        await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id)
    assert told.value.extra["points"]["missing"] == 1  # type: ignore[index]
    assert await world.state(reserved) == ("pending", None, "none")
    assert await world.stock(goods) == (0, 1)
    await world.wallet(buyer, 1)
    key = scoped_key("pay", buyer.id, "k", b"")
    begun = await pay_from_wallet(world.platform, Caller(buyer, key=key), reserved.reservation_id)
    assert begun.status == "succeeded"
    assert (
        await pay_from_wallet(world.platform, Caller(buyer, key=key), reserved.reservation_id)
        == begun
    )
    assert (await world.confirm(buyer, reserved, begun)).status == "paid"
    assert await world.balance(wallet) == 0
    assert await world.coupon_account(coupon) == USED
    with pytest.raises(AlreadyPaid):
        await pay_from_wallet(world.platform, Caller(buyer), reserved.reservation_id)
    with pytest.raises(ReservationNotFound):
        await pay_from_wallet(world.platform, Caller(world.customer()), reserved.reservation_id)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    assert await world.balance(wallet) == 900
    assert await world.stock(goods) == (1, 0)
