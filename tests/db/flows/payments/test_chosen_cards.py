"""An order is paid with a card that its buyer keeps and chose, without the provider's page: once,
by its owner alone; and where the card is declined, the order waits to be paid otherwise."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.commit.refusals import AlreadyPaid, OrderCancelledAlready, PaymentUnderWay
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.cards import cards_of
from holdfast.flows.payments.receipts import receipt_with
from holdfast.flows.payments.resolve import resolve
from holdfast.flows.payments.sources import Source
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.settlement import pay as paying
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.mixing import pay_mixed
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.shop_parts import ShopParts
from holdfast.payments import CardNotFound, CardsNotKept, Declined
from tests.db.flows.buying import a_customer, new_goods, reserve, stock_of
from tests.db.flows.payments.keeping import a_card, typed
from tests.db.flows.purses import new_wallet
from tests.db.flows.repeats.charging import charging, settle_payment
from tests.db.flows.repeats.repeating import asked, now_of, repeated_goods, steps_of
from tests.db.flows.stage import Stage, events_of, select
from tests.support.banks import OfYooKassa
from tests.support.yookassa import YooKassaServer


@pytest.fixture
def bank() -> Iterator[OfYooKassa]:
    with YooKassaServer.running() as running:
        yield OfYooKassa(running)


@pytest.fixture
async def shop(stage: Stage, bank: OfYooKassa) -> AsyncIterator[ShopParts]:
    async with charging(stage, bank) as parts:
        yield parts


async def test_it_pays_at_once_and_once_for_one_key(shop: ShopParts, bank: OfYooKassa) -> None:
    buyer = a_customer()
    card = await a_card(shop, bank, buyer)
    goods = await new_goods(shop, 3)
    placed = await reserve(shop, buyer, goods)
    caller = Caller(buyer, key=Key(f"pay|{buyer.id}|once", b"the same"))
    begun = [
        await begin_payment(shop, caller, placed.reservation_id, "yookassa", card_id=card)
        for _ in range(2)
    ]
    assert begun[0] == begun[1]
    assert (begun[0].status, begun[0].next_action) == ("succeeded", None)
    await settle_payment(shop, begun[0].payment_id)
    (charged,) = bank.charges()
    assert (charged.card, charged.taken, charged.key) == (card, 500, str(begun[0].payment_id))
    order = await shop.orders.known(placed.order_id)
    assert (order.is_paid, order.payment_id) == (True, begun[0].payment_id)
    assert await stock_of(shop, goods) == (2, 0)


async def test_an_answer_that_is_lost_is_heard_again(shop: ShopParts, bank: OfYooKassa) -> None:
    buyer = a_customer()
    card = await a_card(shop, bank, buyer)
    placed = await reserve(shop, buyer, await new_goods(shop, 1))
    bank.server.answer_lost = 2
    begun = await begin_payment(
        shop, Caller(buyer), placed.reservation_id, "yookassa", card_id=card
    )
    assert begun.status == "pending"
    with pytest.raises(PaymentUnderWay):
        await begin_payment(shop, Caller(buyer), placed.reservation_id, "yookassa", card_id=card)
    await resolve(ForOrders(shop), begun.payment_id)
    assert len(bank.charges()) == 1
    assert (await shop.orders.known(placed.order_id)).is_paid


@pytest.mark.parametrize("why", ["declined", "later", "authentication", "gone"])
async def test_one_that_is_declined_leaves_the_goods_held_and_another_pays(
    shop: ShopParts, bank: OfYooKassa, why: Declined
) -> None:
    buyer = a_customer()
    card = await a_card(shop, bank, buyer)
    bank.refuse(card, why)
    goods = await new_goods(shop, 1)
    placed = await reserve(shop, buyer, goods)
    begun = await begin_payment(
        shop, Caller(buyer), placed.reservation_id, "yookassa", card_id=card
    )
    assert begun.status == "failed"
    assert (await shop.orders.known(placed.order_id)).is_pending
    assert await stock_of(shop, goods) == (0, 1)
    kept = [one.card.id for one in await cards_of(shop, buyer.id)]
    assert kept == ([] if why == "gone" else [card]), "one that was revoked is forgotten"
    await typed(shop, bank, buyer, placed, save=False)
    assert (await shop.orders.known(placed.order_id)).is_paid


async def test_it_is_its_owners_alone_and_chosen_where_no_page_offers_it(
    shop: ShopParts, bank: OfYooKassa
) -> None:
    owner, other = a_customer(), a_customer()
    card = await a_card(shop, bank, owner)
    placed = await reserve(shop, other, await new_goods(shop, 1))
    for wanted in (card, "nobodys"):
        with pytest.raises(CardNotFound):
            await begin_payment(
                shop, Caller(other), placed.reservation_id, "yookassa", card_id=wanted
            )
    with pytest.raises(CardsNotKept) as refused:
        await begin_payment(shop, Caller(other), placed.reservation_id, "scripted", card_id=card)
    assert refused.value.field == "cardId"
    assert await shop.payments.of_order(placed.order_id) == []
    assert bank.charges() == []


async def test_two_at_once_take_its_price_once(
    shop: ShopParts, bank: OfYooKassa, stage: Stage
) -> None:
    buyer = a_customer()
    card = await a_card(shop, bank, buyer)
    placed = await reserve(shop, buyer, await new_goods(shop, 1))
    caller = Caller(buyer, key=Key(f"pay|{buyer.id}|two", b"the same"))
    bank.server.slow = 0.05
    async with charging(await stage.spare(), bank) as second:
        both = [
            begin_payment(parts, caller, placed.reservation_id, "yookassa", card_id=card)
            for parts in (shop, second) * 3
        ]
        await asyncio.gather(*both, return_exceptions=True)
    assert len(bank.charges()) == 1


@pytest.mark.parametrize("mixed", [False, True])
async def test_two_tabs_at_one_moment_charge_it_once(
    shop: ShopParts, bank: OfYooKassa, stage: Stage, mixed: bool
) -> None:
    """Each has a key of its own, and read the order before the other began."""
    buyer = a_customer()
    card = await a_card(shop, bank, buyer)
    placed = await reserve(shop, buyer, await new_goods(shop, 1))
    async with charging(await stage.spare(), bank) as second:

        async def tab(parts: ShopParts, at: int) -> PaymentBegun:
            caller = Caller(buyer, key=Key(f"pay|{buyer.id}|tab {at}", b"its own"))
            held = placed.reservation_id
            if mixed:
                return await pay_mixed(parts, caller, held, [], "yookassa", card_id=card)
            return await begin_payment(parts, caller, held, "yookassa", card_id=card)

        both = [tab(parts, at) for at, parts in enumerate((shop, second) * 3)]
        said = await asyncio.gather(*both, return_exceptions=True)
    (begun,) = [one for one in said if isinstance(one, PaymentBegun)]
    assert {type(one) for one in said if one is not begun} <= {PaymentUnderWay, AlreadyPaid}
    await settle_payment(shop, begun.payment_id)
    (charged,) = bank.charges()
    assert bank.given_back(charged.reference) == 0
    assert len(await shop.payments.of_order(placed.order_id)) == 1
    assert (await shop.orders.known(placed.order_id)).payment_id == begun.payment_id


async def test_an_order_that_is_cancelled_meanwhile_is_charged_nothing(
    shop: ShopParts, bank: OfYooKassa, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = a_customer()
    card = await a_card(shop, bank, buyer)
    placed = await reserve(shop, buyer, await new_goods(shop, 1))

    async def cancelled_meanwhile(*args: Any) -> Any:
        monkeypatch.undo()
        await cancel(shop, Caller(buyer), order_id=placed.order_id)
        return await receipt_with(*args)

    monkeypatch.setattr(paying, "receipt_with", cancelled_meanwhile)
    with pytest.raises(OrderCancelledAlready):
        await begin_payment(shop, Caller(buyer), placed.reservation_id, "yookassa", card_id=card)
    assert bank.charges() == []


async def test_it_pays_what_a_wallet_does_not(shop: ShopParts, bank: OfYooKassa) -> None:
    buyer = a_customer()
    card = await a_card(shop, bank, buyer)
    await new_wallet(shop, buyer, 200)
    placed = await reserve(shop, buyer, await new_goods(shop, 1))
    begun = await pay_mixed(
        shop, Caller(buyer), placed.reservation_id, [Source("wallet")], "yookassa", card_id=card
    )
    await settle_payment(shop, begun.payment_id)
    (charged,) = bank.charges()
    assert (charged.card, charged.taken) == (card, 300)
    assert (await shop.orders.known(placed.order_id)).is_paid


async def test_the_first_order_of_a_repeat_order_agrees_with_it_too(
    shop: ShopParts, bank: OfYooKassa
) -> None:
    """And one that is declined there is its buyer's to see to: they get no mail with a link."""
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    card = await a_card(shop, bank, buyer)
    placed = await asked(shop, buyer, goods)
    bank.refuse(card, "later")
    for status in ("failed", "succeeded"):
        begun = await begin_payment(
            shop, Caller(buyer), placed.reservation_id, "yookassa", card_id=card, charge_later=True
        )
        assert begun.status == status
        await settle_payment(shop, begun.payment_id)
        await follow_repeat(shop, placed.order_id, NOBODY)
        assert "repeat.ordered" not in await events_of(shop, placed.order_id)
        bank.relent()
    ((found,),) = await select(
        shop, "SELECT id FROM repeat_orders WHERE order_id = $1", placed.order_id
    )
    one = await now_of(shop, found)
    assert one.card is not None
    assert (one.pay_by, one.card.id) == ("card", card)
    assert "declined" not in [step.what for step in await steps_of(shop, one)]
    agreed = await select(shop, "SELECT unattended FROM kept_cards WHERE card = $1", card)
    assert agreed == [(True,)]
