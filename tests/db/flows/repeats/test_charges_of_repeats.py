"""A charge of a kept card is a payment as any other: made once, though its answer is lost or two
are at it, taken when the shop takes money, and given back."""

import asyncio

import pytest

from holdfast.catalog import ProductDraft, VariantDraft
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.flows.payments.holding import take_held
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.payments.resolve import resolve
from holdfast.flows.repeats.charging import charge_repeat
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.shop_parts import ShopParts
from holdfast.payments.providers.stripe import StripeProvider
from tests.db.flows.buying import a_customer, stock_of
from tests.db.flows.repeats.charging import (
    agreed,
    by_card,
    charge,
    charges,
    charging,
    settle_payment,
)
from tests.db.flows.repeats.repeating import (
    look,
    now_of,
    ordered,
    repeated_goods,
    settles,
    steps_of,
)
from tests.db.flows.settlement.test_closed_meanwhile import still_open
from tests.db.flows.stage import Stage, last_refund_job, select
from tests.support.stripe import StripeServer


async def test_a_charge_whose_answer_is_lost_is_learned_and_not_made_again(
    shop: ShopParts, stripe: StripeServer
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, stripe, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    stripe.answer_lost = 2  # it is asked twice at once
    await charge_repeat(shop, job, NOBODY)
    payment = await shop.payments.get(job.payment_id)
    assert payment is not None and (payment.is_pending, payment.reference) == (True, None)
    await charge_repeat(shop, job, NOBODY)  # the job comes twice
    await resolve(ForOrders(shop), job.payment_id)
    assert len(charges(stripe)) == 1
    assert (await shop.orders.known(placed)).is_paid


async def test_a_decline_whose_answer_is_lost_is_learned_too(
    shop: ShopParts, stripe: StripeServer
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, stripe, buyer, goods)
    assert one.card is not None
    stripe.book.cards.refuse[one.card.id] = "authentication_required"
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    stripe.answer_lost = 2
    await charge_repeat(shop, job, NOBODY)
    stripe.book.cards.refuse.clear()  # and the card is well again meanwhile
    await resolve(ForOrders(shop), job.payment_id)
    await follow_repeat(shop, placed, NOBODY)
    assert [each["status"] for each in charges(stripe)] == ["requires_payment_method"]
    assert (await steps_of(shop, one))[-1].reason == "authentication"


async def test_two_workers_at_once_charge_one_day_once(
    shop: ShopParts, stripe: StripeServer, stage: Stage
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, stripe, buyer, goods)
    async with charging(await stage.spare(), stripe) as other:
        await asyncio.gather(*(look(parts, one.due_on) for parts in (shop, other) * 2))
        (placed,) = await ordered(shop, one)
        (job,) = await agreed(shop, placed)
        stripe.slow = 0.05
        both = [charge_repeat(parts, job, NOBODY) for parts in (shop, other) * 3]
        await asyncio.gather(*both, return_exceptions=True)
    await resolve(ForOrders(shop), job.payment_id)
    await settle_payment(shop, job.payment_id)
    assert len(charges(stripe)) == 1
    assert (await shop.orders.known(placed)).is_paid


async def test_a_provider_that_is_away_is_asked_again_and_after_hours_the_link_is_sent(
    shop: ShopParts, stripe: StripeServer, stage: Stage
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, stripe, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    await shop.database.pool.execute(
        "INSERT INTO payment_outages (provider, detail, tries, began_at, tried_at)"
        " VALUES ('stripe', 'no answer', 99, now() - interval '1 hour', now())"
    )
    async with charging(await stage.spare(), stripe) as other:
        with pytest.raises(ProviderAway):
            await charge_repeat(other, job, NOBODY)
    assert await shop.payments.get(job.payment_id) is None, "nothing is begun there"
    await shop.database.pool.execute(
        "UPDATE orders SET created_at = created_at - interval '7 hours' WHERE id = $1", placed
    )
    async with charging(await stage.spare(), stripe) as other:
        await charge_repeat(other, job, NOBODY)
    assert (await steps_of(shop, one))[-1].reason == "unanswered"
    await shop.database.pool.execute("DELETE FROM payment_outages")
    assert charges(stripe) == []


async def test_what_a_card_paid_goes_back_to_it(
    shop: ShopParts, stripe: StripeServer, stage: Stage
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, stripe, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    payment = await charge(shop, placed)
    await cancel(shop, Caller(buyer), order_id=placed)
    (intent,) = charges(stripe)
    for _ in range(2):  # the job comes twice
        await refund(shop, (await last_refund_job(stage)).payment_id)
    assert stripe.book.given_back(intent["id"]) == 450
    after = await shop.payments.get(payment)
    assert after is not None and after.is_refunded
    assert await stock_of(shop, goods) == (8, 0)


async def test_where_money_is_taken_when_it_is_sent_the_card_is_charged_then(
    shop: ShopParts, stripe: StripeServer
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, stripe, buyer, goods)
    await settles(shop, capture_on="shipment")
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    await charge_repeat(shop, job, NOBODY)
    await resolve(ForOrders(shop), job.payment_id)
    (intent,) = charges(stripe)
    assert (intent["status"], intent["amount_received"]) == ("requires_capture", 0)
    assert (await shop.orders.known(placed)).is_paid
    await take_held(shop, shop.database, job.payment_id, None, "")
    assert (intent["status"], intent["amount_received"]) == ("succeeded", 450)
    provider = shop.providers["stripe"]
    assert isinstance(provider, StripeProvider)
    assert await provider.fee(intent["id"]) == 450 * 15 // 1000 + 25
    used = await provider.card(intent["id"])
    assert used is not None and used.fingerprint == "fingerprint"
    assert await provider.payment_of(intent["id"]) == job.payment_id


async def test_what_is_too_little_to_charge_takes_no_card_off(
    shop: ShopParts, stripe: StripeServer
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, stripe, buyer, goods)
    ((handle,),) = await select(shop, "SELECT handle FROM products WHERE id = $1", goods.product_id)
    cheap = ProductDraft(handle, "Goods", (VariantDraft({}, 20, stock=9),))
    await put_drafts(shop.database, shop.ledger, [cheap], DraftTerms("EUR"))
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await charge(shop, placed)
    assert charges(stripe) == []
    assert (await steps_of(shop, one))[-1].reason == "other"
    after = await now_of(shop, one)
    assert after.card == one.card


async def test_one_taken_back_while_its_answer_is_lost_is_refunded_and_keeps_the_account(
    shop: ShopParts, stripe: StripeServer, stage: Stage
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, stripe, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    stripe.answer_lost = 2
    await charge_repeat(shop, job, NOBODY)
    await cancel(shop, Caller(buyer), order_id=placed)
    assert await still_open(stage, buyer, placed) == ["payment-open"]
    await resolve(ForOrders(shop), job.payment_id)
    assert await still_open(stage, buyer, placed) == ["refund-open"]
    await refund(shop, (await last_refund_job(stage)).payment_id)
    (intent,) = charges(stripe)
    assert stripe.book.given_back(intent["id"]) == 450
    assert await still_open(stage, buyer, placed) == []
