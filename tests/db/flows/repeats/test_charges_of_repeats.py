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
from holdfast.payments import TellsFees
from holdfast.payments.providers.stripe import StripeProvider
from tests.db.flows.buying import a_customer, stock_of
from tests.db.flows.repeats.charging import (
    agreed,
    by_card,
    charge,
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
from tests.support.banks import BANKS, TWO_STAGE, Bank


@pytest.mark.parametrize("bank", [*BANKS, TWO_STAGE], indirect=True)
async def test_a_charge_whose_answer_is_lost_is_learned_and_not_made_again(
    shop: ShopParts, bank: Bank
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    bank.server.answer_lost = 2  # it is asked twice at once
    await charge_repeat(shop, job, NOBODY)
    payment = await shop.payments.get(job.payment_id)
    assert payment is not None and (payment.is_pending, payment.reference) == (True, None)
    await charge_repeat(shop, job, NOBODY)  # the job comes twice
    await resolve(ForOrders(shop), job.payment_id)
    assert len(bank.charges()) == 1
    assert (await shop.orders.known(placed)).is_paid


async def test_a_decline_whose_answer_is_lost_is_learned_too(shop: ShopParts, bank: Bank) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    assert one.card is not None
    bank.refuse(one.card.id, "authentication")
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    bank.server.answer_lost = 2
    await charge_repeat(shop, job, NOBODY)
    bank.relent()  # and the card is well again meanwhile
    await resolve(ForOrders(shop), job.payment_id)
    await follow_repeat(shop, placed, NOBODY)
    assert [each.status for each in bank.charges()] == ["failed"]
    assert (await steps_of(shop, one))[-1].reason == "authentication"


@pytest.mark.parametrize("bank", [*BANKS, TWO_STAGE], indirect=True)
async def test_two_workers_at_once_charge_one_day_once(
    shop: ShopParts, bank: Bank, stage: Stage
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    async with charging(await stage.spare(), bank) as other:
        await asyncio.gather(*(look(parts, one.due_on) for parts in (shop, other) * 2))
        (placed,) = await ordered(shop, one)
        (job,) = await agreed(shop, placed)
        bank.server.slow = 0.05
        both = [charge_repeat(parts, job, NOBODY) for parts in (shop, other) * 3]
        await asyncio.gather(*both, return_exceptions=True)
    await resolve(ForOrders(shop), job.payment_id)
    await settle_payment(shop, job.payment_id)
    assert len(bank.charges()) == 1
    assert (await shop.orders.known(placed)).is_paid


async def test_a_provider_that_is_away_is_asked_again_and_after_hours_the_link_is_sent(
    shop: ShopParts, bank: Bank, stage: Stage
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    await shop.database.pool.execute(
        "INSERT INTO payment_outages (provider, detail, tries, began_at, tried_at)"
        " VALUES ($1, 'no answer', 99, now() - interval '1 hour', now())",
        bank.name,
    )
    async with charging(await stage.spare(), bank) as other:
        with pytest.raises(ProviderAway):
            await charge_repeat(other, job, NOBODY)
    assert await shop.payments.get(job.payment_id) is None, "nothing is begun there"
    await shop.database.pool.execute(
        "UPDATE orders SET created_at = created_at - interval '7 hours' WHERE id = $1", placed
    )
    async with charging(await stage.spare(), bank) as other:
        await charge_repeat(other, job, NOBODY)
    assert (await steps_of(shop, one))[-1].reason == "unanswered"
    await shop.database.pool.execute("DELETE FROM payment_outages")
    assert bank.charges() == []


@pytest.mark.parametrize("bank", [*BANKS, TWO_STAGE], indirect=True)
async def test_what_a_card_paid_goes_back_to_it(shop: ShopParts, bank: Bank, stage: Stage) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    payment = await charge(shop, placed)
    await cancel(shop, Caller(buyer), order_id=placed)
    (charged,) = bank.charges()
    for _ in range(2):  # the job comes twice
        await refund(shop, (await last_refund_job(stage)).payment_id)
    assert bank.given_back(charged.reference) == 450
    after = await shop.payments.get(payment)
    assert after is not None and after.is_refunded
    assert await stock_of(shop, goods) == (8, 0)


@pytest.mark.parametrize("bank", ["stripe", TWO_STAGE], indirect=True)
async def test_where_money_is_taken_when_it_is_sent_the_card_is_charged_then(
    shop: ShopParts, bank: Bank
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    await settles(shop, capture_on="shipment")
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    await charge_repeat(shop, job, NOBODY)
    await resolve(ForOrders(shop), job.payment_id)
    (held,) = bank.charges()
    assert (held.status, held.taken) == ("authorized", 0)
    assert (await shop.orders.known(placed)).is_paid
    await take_held(shop, shop.database, job.payment_id, None, "")
    (taken,) = bank.charges()
    assert (taken.status, taken.taken) == ("succeeded", 450)
    provider: object = shop.providers[bank.name]
    assert isinstance(provider, TellsFees)
    assert await provider.fee(taken.reference) == {"stripe": 31, "yookassa": 16}[bank.name]
    if isinstance(provider, StripeProvider):
        used = await provider.card(taken.reference)
        assert used is not None and used.fingerprint == "fingerprint"
        assert await provider.payment_of(taken.reference) == job.payment_id


@pytest.mark.parametrize("bank", ["stripe"], indirect=True)
async def test_what_is_too_little_to_charge_takes_no_card_off(shop: ShopParts, bank: Bank) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    ((handle,),) = await select(shop, "SELECT handle FROM products WHERE id = $1", goods.product_id)
    cheap = ProductDraft(handle, "Goods", (VariantDraft({}, 20, stock=9),))
    await put_drafts(shop.database, shop.ledger, [cheap], DraftTerms("EUR"))
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await charge(shop, placed)
    assert bank.charges() == []
    assert (await steps_of(shop, one))[-1].reason == "other"
    after = await now_of(shop, one)
    assert after.card == one.card


async def test_one_taken_back_while_its_answer_is_lost_is_refunded_and_keeps_the_account(
    shop: ShopParts, bank: Bank, stage: Stage
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    bank.server.answer_lost = 2
    await charge_repeat(shop, job, NOBODY)
    await cancel(shop, Caller(buyer), order_id=placed)
    assert await still_open(stage, buyer, placed) == ["payment-open"]
    await resolve(ForOrders(shop), job.payment_id)
    assert await still_open(stage, buyer, placed) == ["refund-open"]
    await refund(shop, (await last_refund_job(stage)).payment_id)
    (charged,) = bank.charges()
    assert bank.given_back(charged.reference) == 450
    assert await still_open(stage, buyer, placed) == []
