"""What is taken, let go and given back in parts: each receipt comes to its money to the unit, and
of no line goes more back than was paid for it."""

import random
from collections.abc import AsyncIterator

import pytest

from holdfast.db.jobs import reader_of
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.flows.fulfilment.capturing import take_for_parcels
from holdfast.flows.payments.give_back import RefundTooLarge
from holdfast.flows.payments.receipt_parts import learn_receipt
from holdfast.flows.staff.orders import refund, retry_refund
from holdfast.payments import LearnReceipt
from tests.db.flows.buying import cart_of, confirm, new_goods, order_now
from tests.db.flows.coupons import new_coupon
from tests.db.flows.settlement.receipting import RULES, STAFF, Till, lines_of, till_of
from tests.db.flows.stage import Stage, select
from tests.support.length import LONG

POST = {"id": "post", "name": "Post", "price": 299, "currency": "RUB"}
_ASKS = LearnReceipt.NAME
_NAMED = "UPDATE order_items SET product_name = product_name || line WHERE order_id = $1"


@pytest.fixture
async def till(stage: Stage) -> AsyncIterator[Till]:
    async with till_of(stage, two_stage=True) as opened:
        await opened.rules(RULES, capture_on="shipment", shipping_methods=[POST])
        yield opened


async def test_what_goes_back_before_anything_was_taken_is_not_on_what_is_taken(
    till: Till,
) -> None:
    buyer = await till.a_buyer()
    goods = [await new_goods(till.stage, 3, price, "RUB") for price in (1000, 333)]
    placed = await till.reserved(buyer, *cart_of(*goods, quantity=3))
    await till.stage.database.pool.execute(_NAMED, placed.order_id)
    begun = await till.begun(buyer, placed)
    name = await till.name_of(begun)
    till.yookassa.visit(name, "pay")
    await confirm(till.stage, buyer, placed, begun)
    await refund(till.stage, STAFF, placed.order_id, {1: 2}, "out of stock")
    await till.runs_refunds()
    assert till.yookassa.book.refunds == {}, "nothing was taken"
    await take_for_parcels(till.stage, begun.payment_id, "r")
    assert till.yookassa.book.payment(name)["status"] == "waiting_for_capture", "nothing has left"
    await till.rules(RULES, capture_on="payment")
    for _ in range(2):
        await take_for_parcels(till.stage, begun.payment_id, "r")
    assert till.yookassa.book.payment(name)["amount"]["value"] == "36.32"
    assert till.charged(name) == {"Goods0": 3000, "Goods1": 333, "Доставка": 299}
    await refund(till.stage, STAFF, placed.order_id, {1: 1}, "broken")
    await till.runs_refunds()
    assert till.given_back(name) == {"Goods1": 333}


async def test_what_the_provider_refuses_is_still_left_of_its_lines(till: Till) -> None:
    buyer = await till.a_buyer()
    placed = await till.reserved(buyer, *cart_of(await new_goods(till.stage, 1, 1000, "RUB")))
    await till.rules(RULES, capture_on="payment")
    begun = await till.begun(buyer, placed)
    name = await till.name_of(begun)
    till.yookassa.visit(name, "pay")
    await confirm(till.stage, buyer, placed, begun)
    till.yookassa.book.refuses_refunds = "insufficient_funds"
    await refund(till.stage, STAFF, placed.order_id, 1200, "sorry")
    await till.runs_refunds()
    till.yookassa.book.refuses_refunds = ""
    await refund(till.stage, STAFF, placed.order_id, 1250, "sorry")
    await till.runs_refunds()
    assert sum(till.given_back(name).values()) == 1250


async def test_the_receipt_of_a_refund_that_is_tried_again_is_found_by_its_new_key(
    till: Till,
) -> None:
    buyer = await till.a_buyer()
    placed = await till.reserved(buyer, *cart_of(await new_goods(till.stage, 1, 1000, "RUB")))
    await till.rules(RULES, capture_on="payment")
    begun = await till.begun(buyer, placed)
    till.yookassa.visit(await till.name_of(begun), "pay")
    await confirm(till.stage, buyer, placed, begun)
    await refund(till.stage, STAFF, placed.order_id, 299, "sorry")
    await till.runs_refunds()
    till.yookassa.book.refuses_refunds = "insufficient_funds"
    await cancel_by_staff(till.stage, STAFF, placed.order_id, "not wanted")
    await till.runs_refunds()
    for again in ("insufficient_funds", ""):
        till.yookassa.book.refuses_refunds = again
        await retry_refund(till.stage, STAFF, placed.order_id)
        (job,) = await till.refund_jobs()
        await till.runs(job)
    assert job.attempt is not None
    key = f"refund/{begun.payment_id}/{job.attempt}"
    kept = "SELECT key, registration FROM receipts WHERE payment_id = $1 ORDER BY id DESC LIMIT 1"
    assert await select(till.stage, kept, begun.payment_id) == [(key, "pending")]
    await learn_receipt(till.stage, LearnReceipt(begun.payment_id, key))
    assert await select(till.stage, kept, begun.payment_id) == [(key, "succeeded")]


async def test_an_answer_that_was_lost_is_asked_for_with_the_same_receipt(till: Till) -> None:
    buyer = await till.a_buyer()
    goods = [await new_goods(till.stage, 1, price, "RUB") for price in (700, 301)]
    placed = await till.reserved(buyer, *cart_of(*goods))
    await till.rules(RULES, capture_on="payment")
    begun = await till.begun(buyer, placed)
    name = await till.name_of(begun)
    till.yookassa.visit(name, "pay")
    await confirm(till.stage, buyer, placed, begun)
    await refund(till.stage, STAFF, placed.order_id, 101, "sorry")
    (job,) = await till.refund_jobs()
    till.yookassa.busy = True
    with pytest.raises(ProviderAway):
        await till.runs(job)
    till.yookassa.busy = False
    await till.rules({**RULES, "vat": 3}, capture_on="payment")
    await till.runs(job)
    assert [lines_of(one["_receipt"]).total() for one in till.yookassa.book.refunds.values()] == [
        101
    ]
    assert sum(till.given_back(name).values()) == 101


async def test_whether_the_tax_service_has_it_is_asked_until_it_is_known(till: Till) -> None:
    buyer = await till.a_buyer()
    placed = await till.reserved(buyer, *cart_of(await new_goods(till.stage, 1, 1000, "RUB")))
    await till.rules(RULES, capture_on="payment")
    till.yookassa.book.registers = "pending"
    begun = await till.begun(buyer, placed)
    name = await till.name_of(begun)
    till.yookassa.visit(name, "pay")
    await confirm(till.stage, buyer, placed, begun)
    of_payment = LearnReceipt(begun.payment_id)
    await learn_receipt(till.stage, of_payment)
    ((later,),) = await select(till.stage, "SELECT payload FROM jobs WHERE queue = $1", _ASKS)
    assert reader_of(LearnReceipt)(later).payload == LearnReceipt(begun.payment_id, asked=1)
    till.yookassa.book.payment(name)["receipt_registration"] = "succeeded"
    for _ in range(2):
        await learn_receipt(till.stage, of_payment)
    till.yookassa.book.registers = "canceled"
    await refund(till.stage, STAFF, placed.order_id, 250, "sorry")
    await till.runs_refunds()
    asked = "SELECT key FROM receipts WHERE payment_id = $1 AND kind = 'refunded'"
    ((key,),) = await select(till.stage, asked, begun.payment_id)
    await learn_receipt(till.stage, LearnReceipt(begun.payment_id, str(key)))
    states = "SELECT kind, registration FROM receipts WHERE payment_id = $1 ORDER BY id"
    assert await select(till.stage, states, begun.payment_id) == [
        ("paid", "succeeded"), ("refunded", "canceled"),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(40 if LONG else 6))
async def test_of_random_orders_each_receipt_comes_to_its_money(till: Till, seed: int) -> None:
    chance = random.Random(seed)
    buyer = await till.a_buyer()
    prices = [chance.randrange(1, 2000) for _ in range(chance.randrange(1, 6))]
    goods = [await new_goods(till.stage, 9, price, "RUB") for price in prices]
    cart = [line for one in goods for line in cart_of(one, quantity=chance.randrange(1, 6))]
    coupon = await new_coupon(till.stage, buyer, value=chance.randrange(1, 90), currency="RUB")
    taxes = [{"name": "VAT", "rate": 22_000}] if chance.random() < 0.5 else []
    how = {"tax_rates": taxes, "tax_included": chance.random() < 0.5}
    await till.rules(RULES, **how, capture_on=chance.choice(["payment", "shipment"]))
    placed = await till.reserved(buyer, *cart, coupon_id=coupon)
    await till.stage.database.pool.execute(_NAMED, placed.order_id)
    order = await order_now(till.stage, placed)
    paid: list[str] = []
    ids = []
    due = order.total
    while due:
        part = due if len(paid) == 2 or chance.random() < 0.5 else chance.randrange(1, due + 1)
        begun = await till.begun(buyer, placed, part)
        paid.append(await till.name_of(begun))
        ids.append(begun.payment_id)
        till.yookassa.visit(paid[-1], "pay")
        await confirm(till.stage, buyer, placed, begun)
        due -= part
    taken = False
    for _ in range(chance.randrange(1, 6)):
        if not taken and chance.random() < 0.4:
            await till.rules(RULES, **how, capture_on="payment")
            for payment_id in ids:
                await take_for_parcels(till.stage, payment_id, "r")
            taken = True
        try:
            await refund(till.stage, STAFF, order.id, chance.randrange(1, order.total + 1), "sorry")
        except RefundTooLarge:
            continue
        await till.runs_refunds()
    for name in paid:
        payment = till.yookassa.book.payment(name)
        charged, back = till.charged(name), till.given_back(name)
        assert all(back[line] <= charged[line] for line in back), (charged, back)
        if payment["status"] == "succeeded":
            assert charged.total() == round(float(payment["amount"]["value"]) * 100)
            assert back.total() == round(float(payment["refunded_amount"]["value"]) * 100)
