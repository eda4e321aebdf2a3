"""Settling by message: new, then paid or cancelled for a reason; cancelled before and after."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import CannotBuy, TooManyHolds
from holdfast.flows.ending.cancel import Cancelled, cancel
from holdfast.flows.payments.give_back import refund_part
from holdfast.flows.settlement.together import Together
from holdfast.kit import new_id
from holdfast.views.statements import statement_page
from holdfast.wallets import Wallet, WalletBook
from tests.db.flows.buying import a_customer, cart_of, new_goods, stock_of
from tests.db.flows.coupons import coupon_account, new_coupon
from tests.db.flows.messaging.conftest import Shop
from tests.db.flows.purses import balance_of, buy, new_wallet
from tests.db.flows.stage import Stage, events_of, jobs_due

FREE, HELD, USED = (1, 0), (0, 1), (0, 0)


async def statement(stage: Stage, wallet: Wallet) -> list[tuple[str, int]]:
    """Newest first."""
    account = await stage.reader.account(wallet.key)
    page = await statement_page(stage.database, account, stage.reader.partitions, 10, None)
    return [(one.kind, one.change) for one in page.movements]


async def test_goods_and_coupon_are_held_until_the_wallet_has_paid(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 5)
    wallet, coupon = await new_wallet(stage, buyer, 2000), await new_coupon(stage, buyer)
    order = await shop.order(buyer, goods, quantity=2, coupon=coupon)
    assert (order.status, order.total, order.payment_id) == ("pending", 900, None)
    assert order.hold_id is not None
    assert await stock_of(stage, goods) == (3, 2)
    assert await coupon_account(stage, coupon) == HELD
    assert await balance_of(stage, wallet) == 2000
    assert await shop.carry() == [("pay", "done"), ("paid", "done")]
    paid, payment = await shop.look(order), await shop.payment(order)
    assert (paid.status, paid.payment_id) == ("paid", payment.id)
    assert (payment.provider, payment.status, payment.hold_id) == ("wallet", "succeeded", None)
    assert await stock_of(stage, goods) == (3, 0)
    assert await coupon_account(stage, coupon) == USED
    assert await balance_of(stage, wallet) == 1100
    assert await shop.charged(order) == 900
    assert await statement(stage, wallet) == [("purchase", -900), ("top-up", 2000)]
    assert await events_of(stage, order.id) == ["order.payment.wanted", "order.paid"]
    assert await events_of(stage, payment.id) == ["wallet.charge.paid"]
    assert await jobs_due(stage) == []


async def test_an_order_without_goods(shop: Shop) -> None:
    buyer = a_customer()
    wallet = await new_wallet(shop.stage, buyer, 100)
    order = await shop.order_without_goods(buyer, 60)
    assert (order.status, order.description) == ("pending", "A lesson")
    (pay,) = await shop.posted()
    assert shop.opened(pay).description == "A lesson"
    assert await shop.read(pay) == "done"
    assert await shop.carry() == [("paid", "done")]
    assert (await shop.look(order)).status == "paid"
    assert await balance_of(shop.stage, wallet) == 40
    again = await shop.order_without_goods(buyer, 60)
    assert await shop.carry() == [("pay", "done"), ("refused", "done")]
    off = await shop.look(again)
    assert (off.status, off.reason) == ("cancelled", "insufficient-funds")


@pytest.mark.parametrize(("amount", "reason"), [(None, "no-wallet"), (899, "insufficient-funds")])
async def test_what_cannot_be_paid_is_cancelled_with_the_reason(
    shop: Shop, amount: int | None, reason: str
) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 5)
    coupon = await new_coupon(stage, buyer)
    if amount is not None:
        await new_wallet(stage, buyer, amount)
    order = await shop.order(buyer, goods, quantity=2, coupon=coupon)
    assert await shop.read(await shop.letter()) == "done"
    refused = await shop.letter()
    assert shop.opened(refused).missing == 900 - (amount or 0)
    assert await shop.read(refused) == "done"
    off = await shop.look(order)
    assert (off.status, off.reason, off.refund) == ("cancelled", reason, "none")
    assert (await shop.payment(order)).status == "failed"
    assert await stock_of(stage, goods) == (5, 0)
    assert await coupon_account(stage, coupon) == FREE
    assert await events_of(stage, order.id) == ["order.payment.wanted", "order.cancelled"]
    assert await shop.charge_state(order) == "refused"
    again = await shop.order(buyer, goods, coupon=coupon)
    assert again.status == "pending"


async def test_what_is_short_or_cannot_be_used_is_refused_at_once(shop: Shop) -> None:
    stage = shop.stage
    buyer, few = a_customer(), await new_goods(stage, 1)
    theirs = await new_coupon(stage, a_customer())
    with pytest.raises(CannotBuy) as told:
        await shop.order(buyer, few, quantity=2, coupon=theirs)
    assert list(told.value.extra) == ["shortages", "coupon"]  # of points only the wallet knows
    coupon = await new_coupon(stage, buyer)
    await shop.order(buyer, few, coupon=coupon)
    more = await new_goods(stage, 1)
    with pytest.raises(CannotBuy) as told:
        await shop.order(buyer, more, coupon=coupon)
    held: Any = told.value.extra["coupon"]
    assert held["reason"] == "held"


async def test_what_costs_nothing_is_paid_at_once(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 1)
    coupon = await new_coupon(stage, buyer, value=100)
    order = await shop.order(buyer, goods, coupon=coupon)
    assert (order.status, order.total) == ("paid", 0)
    assert await shop.posted() == []
    assert (await cancel(stage, Caller(buyer), order_id=order.id)).refund == "done"
    assert await stock_of(stage, goods) == (1, 0)


async def test_who_holds_too_much_already_waits(shop: Shop) -> None:
    """While the wallets' service is away nobody can hold the whole shop."""
    parts = replace(shop.stage, caps=HoldCaps(2, 100))
    buyer, goods = a_customer(), await new_goods(shop.stage, 9)
    await new_wallet(shop.stage, buyer, 5000)
    for _ in range(2):
        await buy(parts, buyer, cart_of(goods))
    with pytest.raises(TooManyHolds):
        await buy(parts, buyer, cart_of(goods))
    await shop.carry()
    await buy(parts, buyer, cart_of(goods))


# --- cancelled before it is known whether the wallet has paid ------------------------------------


async def test_cancelled_before_the_wallet_was_asked_takes_nothing(shop: Shop) -> None:
    """The letters come in order: taken and given back."""
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 1)
    wallet = await new_wallet(stage, buyer, 500)
    order = await shop.order(buyer, goods)
    answer = await cancel(stage, Caller(buyer), order_id=order.id)
    assert answer == Cancelled(order.id, "buyer", "none")
    assert await stock_of(stage, goods) == (1, 0)
    await shop.carry()
    assert await balance_of(stage, wallet) == 500
    off = await shop.look(order)
    assert (off.status, off.reason, off.refund) == ("cancelled", "buyer", "done")
    assert (await shop.payment(order)).status == "refunded"
    assert (await shop.charge_state(order), await shop.charged(order)) == ("refunded", 0)


async def test_a_refund_that_overtakes_its_payment_calls_it_off(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 1)
    wallet = await new_wallet(stage, buyer, 500)
    order = await shop.order(buyer, goods)
    await cancel(stage, Caller(buyer), order_id=order.id)
    pay, refund = await shop.posted()
    assert await shop.read(refund) == "late"
    assert await shop.read(pay) == "late"
    assert await shop.carry() == [("refused", "done")]
    assert await statement(stage, wallet) == [("top-up", 500)]
    off = await shop.look(order)
    assert (off.status, off.reason, off.refund) == ("cancelled", "buyer", "none")
    assert (await shop.payment(order)).status == "failed"
    assert await shop.charge_state(order) == "called-off"


async def test_cancelled_while_the_word_of_the_payment_is_on_its_way(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 1)
    wallet = await new_wallet(stage, buyer, 500)
    order = await shop.order(buyer, goods)
    await shop.read(await shop.letter())
    await cancel(stage, Caller(buyer), order_id=order.id)
    told = await shop.carry()
    assert sorted(told) == [
        ("paid", "late"), ("refund", "done"), ("refund", "repeated"), ("refunded", "done"),
    ]  # fmt: skip
    assert await balance_of(stage, wallet) == 500
    assert (await shop.look(order)).refund == "done"


async def test_the_money_is_back_before_it_is_known_that_it_was_taken(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 1)
    wallet = await new_wallet(stage, buyer, 500)
    order = await shop.order(buyer, goods)
    await cancel(stage, Caller(buyer), order_id=order.id)
    for letter in await shop.posted():
        await shop.read(letter)
    paid, refunded = await shop.posted()
    assert await shop.read(refunded) == "done"
    assert await shop.read(paid) == "repeated"
    assert await shop.carry() == []
    assert await balance_of(stage, wallet) == 500
    off = await shop.look(order)
    assert (off.refund, off.payment_id) == ("done", (await shop.payment(order)).id)


# --- cancelled after payment ---------------------------------------------------------------------


async def test_cancelling_a_paid_order_brings_everything_back(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 3)
    wallet, coupon = await new_wallet(stage, buyer, 1000), await new_coupon(stage, buyer)
    order = await shop.order(buyer, goods, quantity=2, coupon=coupon)
    await shop.carry()
    answer = await cancel(stage, Caller(buyer), order_id=order.id)
    assert answer == Cancelled(order.id, "refunded", "begun")
    assert await stock_of(stage, goods) == (3, 0)
    assert await coupon_account(stage, coupon) == FREE
    assert await shop.carry() == [("refund", "done"), ("refunded", "done")]
    off = await shop.look(order)
    assert (off.status, off.reason, off.refund) == ("cancelled", "refunded", "done")
    assert (await shop.payment(order)).status == "refunded"
    assert await balance_of(stage, wallet) == 1000
    assert (await shop.charge_state(order), await shop.charged(order)) == ("refunded", 0)
    assert await cancel(stage, Caller(buyer), order_id=order.id) == Cancelled(
        order.id, "refunded", "done"
    )
    assert await shop.posted() == []


async def test_parts_go_back_and_then_the_rest_in_whatever_order(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 3)
    wallet = await new_wallet(stage, buyer, 1000)
    order = await shop.order(buyer, goods, quantity=2)
    await shop.carry()
    order, payment = await shop.look(order), await shop.payment(order)
    assert (
        await refund_part(stage, order, [payment], 300, process("user:staff"), by_staff=True) == 700
    )
    assert (
        await refund_part(stage, order, [payment], 100, process("user:staff"), by_staff=True) == 600
    )
    await cancel(stage, Caller(buyer), order_id=order.id)
    letters = await shop.posted()
    assert sorted(shop.opened(letter).amount for letter in letters) == [100, 300, 600]
    for letter in reversed(letters):
        assert await shop.charge_state(order) == "paid"
        assert await shop.read(letter) == "done"
    assert [what for what, _ in await shop.carry()] == ["refunded"] * 3
    assert await balance_of(stage, wallet) == 1000
    assert await shop.charge_state(order) == "refunded"
    assert (await shop.look(order)).refund == "done"
    assert (await shop.payment(order)).status == "refunded"


# --- many at once; and a shop that settled together before ----------------------------------------


async def test_one_wallet_pays_for_as_many_orders_as_it_can(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 40)
    wallet = await new_wallet(stage, buyer, 500 * 7)
    orders = await asyncio.gather(*(shop.order(buyer, goods) for _ in range(20)))
    while letters := await shop.posted():
        await asyncio.gather(*(shop.read(letter) for letter in letters for _ in range(2)))
    states = [(await shop.look(order)).status for order in orders]
    assert (states.count("paid"), states.count("cancelled")) == (7, 13)
    assert await balance_of(stage, wallet) == 0
    assert await stock_of(stage, goods) == (33, 0)


async def test_an_order_settled_together_is_refunded_at_once(shop: Shop) -> None:
    """The shop was started with the other strategy before."""
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 2)
    wallet = await new_wallet(stage, buyer, 1000)
    before = replace(stage, settlement=Together(WalletBook(stage.database)))
    order_id = await buy(before, buyer, cart_of(goods))
    answer = await cancel(stage, Caller(buyer), order_id=order_id)
    assert answer.refund == "done"
    assert await balance_of(stage, wallet) == 1000
    assert await shop.posted() == []


async def test_an_order_settled_by_message_is_refunded_together(shop: Shop) -> None:
    """The shop is started with the other strategy now."""
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 2)
    wallet = await new_wallet(stage, buyer, 1000)
    order = await shop.order(buyer, goods)
    await shop.carry()
    now = replace(stage, settlement=Together(WalletBook(stage.database)))
    assert (await cancel(now, Caller(buyer), order_id=order.id)).refund == "done"
    assert await balance_of(stage, wallet) == 1000
    assert await shop.charged(order) == 0


async def test_a_key_is_answered_with_the_same_order(shop: Shop) -> None:
    stage = shop.stage
    buyer, goods = a_customer(), await new_goods(stage, 9)
    await new_wallet(stage, buyer, 5000)
    key = scoped_key("buy", buyer.id, str(new_id()), b"body")
    bought = {await buy(stage, buyer, cart_of(goods), key=key) for _ in range(3)}
    await shop.carry()
    bought |= {await buy(stage, buyer, cart_of(goods), key=key)}
    assert len(bought) == 1
    assert await stock_of(stage, goods) == (8, 0)
