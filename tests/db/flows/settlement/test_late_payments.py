"""Money that comes too late, twice, or for what is off: the goods if they are free, else it
goes back. Never both, never neither."""

import asyncio

import pytest

from holdfast.catalog import stock_key
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import OrderCancelledAlready, ReservationExpired
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.settle import settle
from holdfast.flows.settlement.settler import Settled
from holdfast.kit import Problem
from holdfast.ledger import Accepted, Command, Expire, Withdraw
from tests.db.flows.conftest import World

PAID_LATE = ["order.reserved", "order.cancelled", "order.paid"]


async def test_a_late_payment_is_rescued_while_units_are_free(world: World) -> None:
    goods, buyer = await world.goods(2), world.buyer()
    reserved = await world.reserve(buyer, goods, quantity=2)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    assert await world.sweep() == 1
    assert await world.state(reserved) == ("cancelled", "expired", "none")
    assert await world.stock(goods) == (2, 0)
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"
    assert await world.stock(goods) == (0, 0)
    order = await world.order(reserved)
    assert (order.status, order.reason, order.cancelled_at) == ("paid", None, None)
    assert order.rescue_hold_id is not None
    assert await world.events(reserved.order_id) == PAID_LATE
    # Again by the worker, and again by the buyer: nothing more happens.
    assert await arrived(ForOrders(world.platform), payment.payment_id) == Settled(
        "paid", rescued=True, before=True
    )
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"
    assert await world.stock(goods) == (0, 0)


async def test_a_payment_after_the_end_is_rescued_before_anybody_swept(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"
    assert await world.sweep() == 0
    assert await world.stock(goods) == (0, 0)
    assert await world.state(reserved) == ("paid", None, "none")


async def test_a_late_payment_goes_back_when_the_goods_are_gone(world: World) -> None:
    goods, buyer, rival = await world.goods(1), world.buyer(), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    bought = await world.reserve(rival, goods)
    await world.confirm(rival, bought, await world.pay(rival, bought))
    with pytest.raises(ReservationExpired) as told:
        await world.confirm(buyer, reserved, payment)
    assert told.value.extra["refund"] == "begun"
    assert await world.state(reserved) == ("cancelled", "expired", "begun")
    assert (await world.payment(payment)).status == "refunding"
    assert await world.jobs() == ["refund"]
    await refund(world.platform, payment.payment_id)
    assert await world.state(reserved) == ("cancelled", "expired", "done")
    assert world.provider.refunded == {f"refund/{payment.payment_id}": 500}
    assert await world.events(reserved.order_id) == [
        "order.reserved",
        "order.cancelled",
        "order.refund.begun",
        "order.refund.done",
    ]
    with pytest.raises(ReservationExpired):  # asking again is told the same, and pays nothing
        await world.confirm(buyer, reserved, payment)
    assert len(world.provider.refunded) == 1


async def test_a_cart_that_cannot_be_rescued_whole_expires_and_goes_back_in_one_step(
    world: World,
) -> None:
    """Its hold is due but not swept; one of its goods was counted away meanwhile."""
    goods, buyer = await world.goods(2), world.buyer()
    reserved = await world.reserve(buyer, goods, quantity=2)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    key = stock_key(goods.variant_id)
    gone = Command((Expire(reserved.reservation_id), Withdraw(key, 1, note="broken")))
    assert isinstance(await world.platform.ledger.commit(gone), Accepted)
    with pytest.raises(ReservationExpired):
        await world.confirm(buyer, reserved, payment)
    assert await world.state(reserved) == ("cancelled", "expired", "begun")
    assert await world.stock(goods) == (1, 0)


async def test_a_refunded_try_leaves_an_order_that_a_later_payment_rescues(world: World) -> None:
    goods, buyer, rival = await world.goods(1), world.buyer(), world.buyer()
    reserved = await world.reserve(buyer, goods)
    first, second = await world.pay(buyer, reserved), await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    bought = await world.reserve(rival, goods)
    with pytest.raises(ReservationExpired):
        await world.confirm(buyer, reserved, first)
    await cancel(world.platform, Caller(rival), order_id=bought.order_id)
    assert (await world.confirm(buyer, reserved, second)).status == "paid"
    await refund(world.platform, first.payment_id)
    order = await world.order(reserved)
    assert (order.status, order.refund, order.payment_id) == ("paid", "none", second.payment_id)
    assert (await world.payment(first)).status == "refunded"
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    assert await world.stock(goods) == (1, 0)
    assert (await world.payment(second)).status == "refunding"


async def test_another_payment_of_a_refunded_order_goes_back_without_touching_its_refund(
    world: World,
) -> None:
    goods, buyer = await world.goods(3), world.buyer()
    reserved = await world.reserve(buyer, goods)
    first, second = await world.pay(buyer, reserved), await world.pay(buyer, reserved)
    await world.confirm(buyer, reserved, first)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    with pytest.raises(OrderCancelledAlready):
        await world.confirm(buyer, reserved, second)
    await refund(world.platform, second.payment_id)
    assert await world.state(reserved) == ("cancelled", "refunded", "begun")
    await refund(world.platform, first.payment_id)
    assert await world.state(reserved) == ("cancelled", "refunded", "done")
    assert sorted(world.provider.refunded) == sorted(
        f"refund/{one.payment_id}" for one in (first, second)
    )
    assert await world.stock(goods) == (3, 0)


async def test_a_rescue_takes_both_of_two_lines_of_one_variant(world: World) -> None:
    goods, buyer = await world.goods(5), world.buyer()
    reserved = await world.reserve(buyer, goods, goods, quantity=2)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    assert await world.sweep() == 1
    assert await world.stock(goods) == (5, 0)
    assert (await world.confirm(buyer, reserved, payment)).status == "paid"
    assert await world.stock(goods) == (1, 0)


async def test_a_payment_that_goes_back_rescues_nothing_for_who_read_it_before(
    world: World,
) -> None:
    """The worker read it as succeeded; then it had to go back, and then the unit came free."""
    goods, buyer, rival = await world.goods(1), world.buyer(), world.buyer()
    reserved = await world.reserve(buyer, goods)
    as_read = await world.payment(await world.pay(buyer, reserved))
    assert as_read.status == "succeeded"
    await world.end_hold(reserved)
    await world.sweep()
    bought = await world.reserve(rival, goods)
    assert await settle(world.platform, as_read) == Settled("refunding")
    await cancel(world.platform, Caller(rival), order_id=bought.order_id)
    assert await settle(world.platform, as_read) == Settled("refunding", before=True)
    assert await world.state(reserved) == ("cancelled", "expired", "begun")
    assert await world.stock(goods) == (1, 0)


async def test_a_rescue_takes_all_of_a_cart_or_nothing(world: World) -> None:
    one, other = await world.goods(1), await world.goods(1)
    buyer, rival = world.buyer(), world.buyer()
    reserved = await world.reserve(buyer, one, other)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    await world.reserve(rival, other)
    with pytest.raises(ReservationExpired):
        await world.confirm(buyer, reserved, payment)
    assert await world.stock(one) == (1, 0)
    assert (await world.payment(payment)).status == "refunding"


async def test_a_payment_after_the_buyers_own_cancel_goes_back(world: World) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(5), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await cancel(world.platform, Caller(buyer), order_id=reserved.order_id)
    world.provider.decide(reserved.reservation_id, "succeeded")
    assert await arrived(ForOrders(world.platform), payment.payment_id) == Settled("refunding")
    assert await arrived(ForOrders(world.platform), payment.payment_id) == Settled(
        "refunding", before=True
    )
    await refund(world.platform, payment.payment_id)
    assert await world.state(reserved) == ("cancelled", "buyer", "done")
    assert await world.stock(goods) == (5, 0)
    assert len(world.provider.refunded) == 1


async def test_of_two_payments_one_pays_and_the_other_goes_back(world: World) -> None:
    goods, buyer = await world.goods(5), world.buyer()
    reserved = await world.reserve(buyer, goods)
    first, second = await world.pay(buyer, reserved), await world.pay(buyer, reserved)
    seen = [await world.payment(one) for one in (first, second)]
    settled = await asyncio.gather(*(settle(world.platform, one) for one in seen))
    assert sorted(one.end for one in settled) == ["paid", "refunding"]
    order = await world.order(reserved)
    kept, lost = (first, second) if order.payment_id == first.payment_id else (second, first)
    assert (order.status, order.refund) == ("paid", "none")
    assert (await world.payment(kept)).status == "succeeded"
    assert (await world.payment(lost)).status == "refunding"
    await refund(world.platform, lost.payment_id)
    assert await world.state(reserved) == ("paid", None, "none")  # the order itself stands
    assert (await world.payment(lost)).status == "refunded"
    assert await world.stock(goods) == (4, 0)
    assert (await world.confirm(buyer, reserved, kept)).status == "paid"
    with pytest.raises(Problem) as told:
        await world.confirm(buyer, reserved, lost)
    assert told.value.code == "already-paid"
    assert told.value.extra["refund"] == "begun"


async def test_two_late_payments_of_one_order_take_the_units_once(world: World) -> None:
    goods, buyer = await world.goods(5), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payments = [await world.pay(buyer, reserved) for _ in range(3)]
    seen = [await world.payment(one) for one in payments]
    await world.end_hold(reserved)
    settled = await asyncio.gather(
        world.sweep(),
        *(settle(world.platform, one) for one in seen),
    )
    ends = sorted(one.end for one in settled[1:] if isinstance(one, Settled))
    assert ends == ["paid", "refunding", "refunding"]
    assert await world.stock(goods) == (4, 0)
    assert await world.jobs() == ["refund", "refund"]


async def test_a_late_payment_and_a_rival_race_for_the_last_unit(world: World) -> None:
    for _ in range(10):
        goods, buyer, rival = await world.goods(1), world.buyer(), world.buyer()
        reserved = await world.reserve(buyer, goods)
        payment = await world.pay(buyer, reserved)
        await world.end_hold(reserved)
        await world.sweep()
        confirmed, bought = await asyncio.gather(
            world.confirm(buyer, reserved, payment),
            world.reserve(rival, goods),
            return_exceptions=True,
        )
        won = [not isinstance(one, BaseException) for one in (confirmed, bought)]
        assert sorted(won) == [False, True]
        assert await world.stock(goods) == ((0, 0) if won[0] else (0, 1))
        assert (await world.payment(payment)).status == ("succeeded" if won[0] else "refunding")


async def test_a_yes_after_a_no_gives_the_money_back(world: World) -> None:
    """Providers are not supposed to; what counts is where the money is."""
    goods, buyer = await world.goods(1), world.buyer()
    world.provider.begins = "failed"
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    assert await world.state(reserved) == ("cancelled", "unpaid", "none")
    world.provider.decide(reserved.reservation_id, "succeeded")
    assert await arrived(ForOrders(world.platform), payment.payment_id) == Settled("refunding")
    assert await world.state(reserved) == ("cancelled", "unpaid", "begun")
    assert await world.payment_status(payment.payment_id) == "refunding"
    assert await world.stock(goods) == (1, 0)
