"""One order that is paid from two sides at one moment: its buyer is charged once, or has the second
back."""

import asyncio
import random

import pytest

from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.refusals import PaymentUnderWay
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.purpose import payment_known
from holdfast.flows.payments.refund_at_provider import refund
from holdfast.flows.payments.resolve import arrived, resolve
from holdfast.flows.repeats.charging import charge_repeat
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.shop_parts import ShopParts
from holdfast.payments import Payment
from tests.db.flows.buying import a_customer, new_goods, reserve
from tests.db.flows.repeats.charging import agreed, by_card, charging, settle_payment
from tests.db.flows.repeats.repeating import look, ordered, repeated_goods
from tests.db.flows.stage import Stage, last_refund_job
from tests.support.banks import TWO_STAGE, Bank, OfStripe


@pytest.mark.parametrize("bank", ["yookassa", TWO_STAGE], indirect=True)
async def test_the_day_s_charge_and_its_buyer_at_the_till_charge_it_once(
    shop: ShopParts, bank: Bank, stage: Stage
) -> None:
    one = await by_card(shop, bank, buyer := a_customer(), await repeated_goods(shop, 9))
    assert one.card is not None
    card = one.card.id
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    order = await shop.orders.known(placed)
    async with charging(await stage.spare(), bank) as other:
        both = [
            charge_repeat(other, job, NOBODY),
            begin_payment(shop, Caller(buyer), order.reservation_id, bank.name, card_id=card),
        ]
        random.shuffle(both)
        said = await asyncio.gather(*both, return_exceptions=True)
    assert {type(each) for each in said} <= {type(None), PaymentBegun, PaymentUnderWay}
    (payment,) = await shop.payments.of_order(placed)
    await resolve(ForOrders(shop), payment.id)
    await settle_payment(shop, payment.id)
    await charge_repeat(shop, job, NOBODY)
    assert len(bank.charges()) == 1
    assert (await shop.orders.known(placed)).payment_id == payment.id


async def test_of_two_pages_that_are_both_paid_the_later_goes_back(
    shop: ShopParts, bank: Bank, stage: Stage
) -> None:
    """On a provider's page its buyer confirms each: neither is refused before."""
    buyer = a_customer()
    placed = await reserve(shop, buyer, await new_goods(shop, 1))
    begun = [
        await begin_payment(
            shop, Caller(buyer), placed.reservation_id, bank.name, origin="https://shop.example"
        )
        for _ in range(2)
    ]
    for one in begun:
        assert one.next_action is not None and one.next_action.redirect_url is not None
        assert bank.server.visit(one.next_action.redirect_url.rpartition("/")[2], "pay")
    await asyncio.gather(*(arrived(ForOrders(shop), one.payment_id) for one in begun))
    order = await shop.orders.known(placed.order_id)
    (twice,) = {one.payment_id for one in begun} - {order.payment_id}
    await refund(shop, (await last_refund_job(stage)).payment_id)
    for one in begun:
        assert _given_back(bank, await payment_known(shop, one.payment_id)) == (
            500 if one.payment_id == twice else 0
        )
    assert (await shop.orders.known(placed.order_id)).is_paid


def _given_back(bank: Bank, payment: Payment) -> int:
    """Stripe counts it by what its page made."""
    reference = payment.reference or ""
    if isinstance(bank, OfStripe):
        reference = bank.server.book.sessions[reference]["payment_intent"]
    return bank.given_back(reference)
