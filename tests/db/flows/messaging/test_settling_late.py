"""Settling by message when the order ended meanwhile: rescued, refunded, or off as it was."""

import pytest

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import TooManyHolds
from holdfast.flows.ending.cancel import cancel
from holdfast.orders import seat_key
from tests.db.flows.buying import (
    a_customer,
    confirm,
    new_goods,
    pay_for,
    reserve,
    stock_of,
    sweep_all,
)
from tests.db.flows.coupons import coupon_account, new_coupon
from tests.db.flows.messaging.conftest import Shop
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.stage import events_of

USED = (0, 0)  # what is free and what is held of a coupon


async def test_an_answer_after_the_end_rescues_the_order(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 2)
    coupon = await new_coupon(stage, buyer)
    await new_wallet(stage, buyer, 500)
    order = await shop.order(buyer, goods, coupon=coupon)
    await shop.end(order)
    off = await shop.look(order)
    assert (off.status, off.reason) == ("cancelled", "expired")
    assert await stock_of(stage, goods) == (2, 0)
    assert await shop.carry() == [("pay", "done"), ("paid", "late")]
    paid = await shop.look(order)
    assert (paid.status, paid.reason) == ("paid", None)
    assert await stock_of(stage, goods) == (1, 0)
    assert await coupon_account(stage, coupon) == USED


async def test_an_answer_after_the_end_is_refunded_when_the_goods_are_gone(shop: Shop) -> None:
    stage = shop.stage
    buyer, other, goods = a_customer(), a_customer(), await new_goods(stage, 1)
    wallet = await new_wallet(stage, buyer, 500)
    order = await shop.order(buyer, goods)
    await shop.end(order)
    await reserve(stage, other, goods)
    assert await shop.carry() == [
        ("pay", "done"), ("paid", "late"), ("refund", "done"), ("refunded", "done"),
    ]  # fmt: skip
    off = await shop.look(order)
    assert (off.status, off.reason, off.refund) == ("cancelled", "expired", "done")
    assert await balance_of(stage, wallet) == 500


async def test_a_refusal_after_the_end_changes_no_reason(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 1)
    order = await shop.order(buyer, goods)
    await shop.end(order)
    assert await shop.carry() == [("pay", "done"), ("refused", "late")]
    assert (await shop.look(order)).reason == "expired"
    assert (await shop.payment(order)).status == "failed"


async def test_an_order_without_goods_ends_with_its_seat(shop: Shop) -> None:
    stage = shop.stage
    buyer = a_customer()
    await new_wallet(stage, buyer, 60)
    order = await shop.order_without_goods(buyer, 60)
    hold = await stage.reader.hold(order.reservation_id)
    assert hold is not None
    assert hold.keys == (seat_key(buyer.id),)
    assert (hold.expires_at - order.created_at).total_seconds() == pytest.approx(600, abs=60)
    assert await sweep_all(stage) == 0
    await shop.end(order)
    assert await sweep_all(stage) == 0
    off = await shop.look(order)
    assert (off.status, off.reason) == ("cancelled", "expired")
    assert await events_of(stage, order.id) == ["order.payment.wanted", "order.cancelled"]
    assert await shop.carry() == [("pay", "done"), ("paid", "late")]
    assert (await shop.look(order)).status == "paid"
    seat = await stage.reader.account(seat_key(buyer.id))
    assert (seat.balance, seat.held) == (0, 0)


async def test_seats_are_bounded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.flows.commit.lines.SEATS", 2)
    buyer = a_customer()
    orders = [await shop.order_without_goods(buyer, 60) for _ in range(2)]
    with pytest.raises(TooManyHolds):
        await shop.order_without_goods(buyer, 60)
    await shop.order_without_goods(a_customer(), 60)
    await cancel(shop.stage, Caller(buyer), order_id=orders[0].id)
    await shop.order_without_goods(buyer, 60)


async def test_cancelling_an_order_without_goods(shop: Shop) -> None:
    stage = shop.stage
    buyer = a_customer()
    wallet = await new_wallet(stage, buyer, 60)
    order = await shop.order_without_goods(buyer, 60)
    await cancel(stage, Caller(buyer), order_id=order.id)
    assert await sweep_all(stage) == 0
    await shop.carry()
    off = await shop.look(order)
    assert (off.status, off.reason, off.refund) == ("cancelled", "buyer", "done")
    assert await balance_of(stage, wallet) == 60


async def test_paid_by_a_provider_meanwhile_the_wallet_has_its_money_back(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 1)
    wallet = await new_wallet(stage, buyer, 500)
    order = await shop.order(buyer, goods)
    assert order.hold_id is not None
    reserved = Placed(order.id, order.number, order.hold_id)
    begun = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, begun)
    assert [what for what, _ in await shop.carry()] == ["pay", "paid", "refund", "refunded"]
    paid = await shop.look(order)
    assert (paid.status, paid.payment_id, paid.refund) == ("paid", begun.payment_id, "none")
    assert await balance_of(stage, wallet) == 500
