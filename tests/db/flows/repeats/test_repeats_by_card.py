"""A kept card pays a repeat order whose owner agreed to that: once for each day; and what it does
not pay waits with its link."""

from datetime import timedelta

import pytest

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.repeats.cards import take_card_off
from holdfast.flows.repeats.charging import charge_repeat
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.repeats.keeping import ChangeWanted, change_repeat
from holdfast.flows.settlement.pay_links import open_pay_link, pay_link_token
from holdfast.flows.shop_parts import ShopParts
from holdfast.payments import Declined
from tests.db.flows.buying import a_customer, stock_of
from tests.db.flows.repeats.charging import (
    agreed,
    by_card,
    charge,
    paid_there,
)
from tests.db.flows.repeats.repeating import (
    asked,
    end_unpaid,
    look,
    now_of,
    ordered,
    repeated_goods,
    steps_of,
)
from tests.db.flows.stage import Stage, events_of, select
from tests.support.banks import Bank


async def test_the_card_that_its_owner_agreed_to_is_charged_on_its_day(
    shop: ShopParts, bank: Bank
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    assert bank.asked_to_keep()
    assert one.card is not None
    assert (one.pay_by, one.card.provider) == ("card", bank.name)
    assert (one.card.brand, one.card.last_digits) == bank.shown
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    assert bank.charges() == [], "placing charges nothing"
    payment = await charge(shop, placed)
    (charged,) = bank.charges()
    assert (charged.taken, charged.status, charged.card) == (450, "succeeded", one.card.id)
    assert charged.key == str(payment)
    order = await shop.orders.known(placed)
    assert (order.is_paid, order.payment_id) == (True, payment)
    assert await stock_of(shop, goods) == (7, 0)
    assert "repeat.ordered" not in await events_of(shop, placed), "nobody is asked to pay"
    assert await select(shop, "SELECT id FROM pay_links WHERE order_id = $1", placed) == []


async def test_who_does_not_agree_gets_a_link_though_the_card_is_kept(
    shop: ShopParts, bank: Bank
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    placed = await asked(shop, buyer, goods)
    await paid_there(shop, bank, buyer, placed, charge_later=False)
    await follow_repeat(shop, placed.order_id, NOBODY)
    order = await shop.orders.known(placed.order_id)
    assert order.repeat is not None
    one = await now_of(shop, order.repeat.id)
    assert (one.pay_by, one.card) == ("link", None)
    await look(shop, one.due_on)
    (again,) = await ordered(shop, one)
    assert await agreed(shop, again) == []
    assert "repeat.ordered" in await events_of(shop, again)


@pytest.mark.parametrize("why", ["authentication", "declined", "later", "gone"])
async def test_what_the_card_does_not_pay_waits_with_its_link_and_its_owner_is_told_why(
    shop: ShopParts, bank: Bank, why: Declined
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    assert one.card is not None
    bank.refuse(one.card.id, why)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await charge(shop, placed)
    await follow_repeat(shop, placed, NOBODY)
    order = await shop.orders.known(placed)
    assert order.is_pending, "it is not off"
    assert await stock_of(shop, goods) == (7, 1)
    last = (await steps_of(shop, one))[-1]
    assert (last.what, last.order_id, last.reason) == ("declined", placed, why)
    ((told,),) = await select(
        shop, "SELECT data ->> 'why' FROM events WHERE type = 'repeat.ordered' AND subject = $1",
        str(placed),
    )  # fmt: skip
    assert told == why
    ((link,),) = await select(shop, "SELECT id FROM pay_links WHERE order_id = $1", placed)
    opened = await open_pay_link(shop, pay_link_token(shop, link))
    assert (opened.state, opened.under_way) == ("open", False)
    after = await now_of(shop, one)
    assert (after.is_active, after.pay_by) == (True, "link" if why == "gone" else "card")


async def test_three_days_that_the_card_did_not_pay_and_nobody_else_pause_it(
    shop: ShopParts, bank: Bank, stage: Stage
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    stage.altered.update({"sealed", "hold-end"})
    assert one.card is not None
    bank.refuse(one.card.id, "declined")
    for turn in range(3):
        one = await now_of(shop, one)
        assert one.is_active, turn
        await look(shop, one.due_on)
        placed = (await ordered(shop, one))[-1]
        await charge(shop, placed)
        await end_unpaid(shop, placed)
    one = await now_of(shop, one)
    assert (one.status, one.reason) == ("paused", "unpaid")


async def test_an_order_that_its_owner_took_back_is_not_charged(
    shop: ShopParts, bank: Bank
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    (job,) = await agreed(shop, placed)
    await cancel(shop, Caller(buyer), order_id=placed)
    await charge_repeat(shop, job, NOBODY)
    assert bank.charges() == []
    assert await shop.payments.get(job.payment_id) is None


async def test_a_card_that_is_taken_off_pays_no_more_and_they_go_on_by_link(
    shop: ShopParts, bank: Bank
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    assert one.card is not None
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await take_card_off(shop, Caller(buyer), one.card.id)
    after = await now_of(shop, one)
    assert (after.pay_by, after.card, after.is_active) == ("link", None, True)
    (job,) = await agreed(shop, placed)
    await charge_repeat(shop, job, NOBODY)
    assert bank.charges() == []
    assert [(step.what, step.reason) for step in (await steps_of(shop, one))[-2:]] == [
        ("changed", "card"), ("declined", "other"),
    ]  # fmt: skip
    assert "repeat.ordered" in await events_of(shop, placed)


async def test_a_later_order_that_is_paid_with_consent_lets_its_card_pay_from_then_on(
    shop: ShopParts, bank: Bank
) -> None:
    goods, buyer = await repeated_goods(shop, 9), a_customer()
    one = await by_card(shop, bank, buyer, goods)
    one = await change_repeat(shop, Caller(buyer), one.id, ChangeWanted(pay_by="link"))
    assert one.card is None
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    order = await shop.orders.known(placed)
    reserved = Placed(placed, order.number, order.reservation_id)
    await paid_there(shop, bank, buyer, reserved, charge_later=True)
    for _ in range(2):
        await follow_repeat(shop, placed, NOBODY)
    after = await now_of(shop, one)
    assert after.card is not None and after.pay_by == "card"
    assert after.rev == (await now_of(shop, one)).rev
    assert after.due_on > one.due_on - timedelta(days=1)
