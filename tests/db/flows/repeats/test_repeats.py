"""A repeat order stands once its first order is paid, is ordered on each of its days once, and says
why when it is not."""

import asyncio
import dataclasses
import time
from datetime import timedelta

import pytest
from msgspec.structs import replace

from holdfast.catalog import ProductDraft, VariantDraft
from holdfast.flows.checkout.bounds import HoldCaps
from holdfast.flows.checkout.change_delivery import Delivered, change_delivery
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.commit.caller import Caller
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.flows.repeats.beginning import mark_product
from holdfast.flows.repeats.keeping import (
    ChangeWanted,
    change_repeat,
    resume_repeat,
)
from holdfast.flows.settlement.pay_links import open_pay_link, pay_link_token
from holdfast.repeats import (
    next_after,
)
from holdfast.shipping import Address
from holdfast.worker import Worker
from tests.db.flows.buying import a_customer, stock_of
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.repeats.repeating import (
    asked,
    end_unpaid,
    look,
    now_of,
    ordered,
    pay,
    repeated_goods,
    repeating,
    settles,
    steps_of,
)
from tests.db.flows.stage import Stage, events_of, select
from tests.support.patience import PATIENCE

DAM = Address(
    country="NL", name="An Buyer", street="Dam 1", city="Amsterdam", postal_code="1012 JS"
)


async def test_it_stands_once_its_first_order_is_paid_which_costs_less(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 5), a_customer()
    placed = await asked(stage, buyer, goods, quantity=2)
    order = await stage.orders.known(placed.order_id)
    assert (order.total, order.discount) == (900, 100), "two at 5.00, less 10 per cent"
    assert order.repeat is not None
    one = await now_of(stage, order.repeat.id)
    assert (one.status, one.next_on) == ("asked", None)
    await pay(stage, placed.order_id)
    one = await now_of(stage, one)
    assert one.status == "active"
    assert [(line.variant_id, line.quantity) for line in one.lines] == [(goods.variant_id, 2)]
    assert one.due_on - one.begun_on == timedelta(weeks=4)
    assert [step.what for step in await steps_of(stage, one)] == ["begun"]


async def test_one_whose_first_order_is_not_paid_orders_nothing(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 5), a_customer()
    placed = await asked(stage, buyer, goods)
    order = await stage.orders.known(placed.order_id)
    assert order.repeat is not None
    stage.altered.add("sealed")
    await end_unpaid(stage, placed.order_id)
    one = await now_of(stage, order.repeat.id)
    assert one.is_asked
    await look(stage, order.created_at.date() + timedelta(days=400))
    assert await ordered(stage, one) == []
    assert await stock_of(stage, goods) == (5, 0)


async def test_on_its_day_it_is_ordered_once_however_many_look(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one, other = await repeating(stage, buyer, goods), await stage.spare()
    day = one.due_on
    await look(stage, day - timedelta(days=1))
    assert await ordered(stage, one) == [], "not before it"
    await asyncio.gather(*(look(parts, day) for parts in (stage, other) * 4))
    (placed,) = await ordered(stage, one)
    order = await stage.orders.known(placed)
    assert (order.status, order.owner, order.total) == ("pending", buyer.id, 450)
    assert order.repeat is not None and order.repeat.id == one.id
    assert await stock_of(stage, goods) == (7, 1), "taken as any order takes it"
    assert (await now_of(stage, one)).due_on == day + timedelta(weeks=4)
    assert "repeat.ordered" in await events_of(stage, order.id)
    assert [step.due_on for step in await steps_of(stage, one) if step.order_id] == [day]


async def test_its_link_pays_it_for_three_days(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one = await repeating(stage, buyer, goods)
    await look(stage, one.due_on)
    (placed,) = await ordered(stage, one)
    order = await stage.orders.known(placed)
    ((link_id,),) = await select(stage, "SELECT id FROM pay_links WHERE order_id = $1", placed)
    opened = await open_pay_link(stage, pay_link_token(stage, link_id))
    assert (opened.order.id, opened.state) == (placed, "open")
    assert opened.ends_at is not None
    kept = opened.ends_at - order.created_at
    assert timedelta(hours=71) < kept < timedelta(hours=73)
    await pay(stage, placed)
    assert (await now_of(stage, one)).is_active


async def test_the_prices_of_the_day_count_less_what_is_taken_off(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 9, percent=20), a_customer()
    one = await repeating(stage, buyer, goods)
    ((handle,),) = await select(
        stage, "SELECT handle FROM products WHERE id = $1", goods.product_id
    )
    dearer = ProductDraft(handle, "Goods", (VariantDraft({}, 800, stock=9),))
    await put_drafts(stage.database, stage.ledger, [dearer], DraftTerms("EUR"))
    await look(stage, one.due_on)
    (placed,) = await ordered(stage, one)
    assert (await stage.orders.known(placed)).total == 640


async def test_too_little_stock_leaves_the_day_out_and_it_goes_on_with_the_next(
    stage: Stage,
) -> None:
    goods, buyer = await repeated_goods(stage, 1), a_customer()
    one = await repeating(stage, buyer, goods)
    day = one.due_on
    await look(stage, day)
    await look(stage, day)
    assert [(step.what, step.reason, step.due_on) for step in (await steps_of(stage, one))[1:]] == [
        ("skipped", "stock", day)
    ]
    one = await now_of(stage, one)
    assert (one.status, one.due_on) == ("active", day + timedelta(weeks=4))
    assert await events_of(stage, one.id) == ["repeat.skipped"]


async def test_goods_that_are_repeated_no_more_and_a_shop_that_repeats_nothing_are_told(
    stage: Stage,
) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one = await repeating(stage, buyer, goods)
    await mark_product(stage, Caller(buyer), goods.product_id, yes=False)
    await look(stage, one.due_on)
    await settles(stage, repeats={"intervals": [], "percent": 0})
    await look(stage, (await now_of(stage, one)).due_on)
    assert [step.reason for step in (await steps_of(stage, one))[1:]] == ["gone", "off"]
    assert await stock_of(stage, goods) == (8, 0)


async def test_an_address_to_which_nothing_is_delivered_any_more_leaves_the_day_out(
    stage: Stage,
) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    courier = {
        "id": "courier", "name": "Courier", "price": 300, "currency": "EUR", "to_address": True,
        "zones": ["near"],
    }  # fmt: skip
    near = {"id": "near", "name": "Near", "places": ["NL"]}
    await settles(stage, shipping_methods=[courier], shipping_zones=[near])
    placed = await asked(stage, buyer, goods, address=DAM)
    await pay(stage, placed.order_id)
    order = await stage.orders.known(placed.order_id)
    assert order.repeat is not None
    assert order.total == 750, "less 10 per cent of the goods alone"
    one = await now_of(stage, order.repeat.id)
    assert (one.method, one.region) == ("courier", "NL")
    await look(stage, one.due_on)
    (again,) = await ordered(stage, one)
    second = await stage.orders.known(again)
    assert (second.total, second.address_text) == (750, order.address_text)
    await settles(stage, shipping_zones=[near | {"places": ["DE"]}])
    await look(stage, (await now_of(stage, one)).due_on)
    assert (await steps_of(stage, one))[-1].reason == "address"
    with pytest.raises(ShippingUnknown):
        wanted = ChangeWanted(address=replace(DAM, street="Dam 2"))
        await change_repeat(stage, Caller(buyer), one.id, wanted)
    await settles(stage, shipping_zones=[near])
    wanted = ChangeWanted(address=replace(DAM, street="Dam 2"))
    one = await change_repeat(stage, Caller(buyer), one.id, wanted)
    assert one.address_text is not None and "Dam 2" in one.address_text


async def test_orders_that_nobody_asks_for_at_the_moment_share_no_address_and_keep_the_limit(
    stage: Stage,
) -> None:
    goods, some = await repeated_goods(stage, 99), [a_customer() for _ in range(3)]
    repeated = [await repeating(stage, buyer, goods) for buyer in some]
    await settles(stage, hold_units=4)
    wanted = ChangeWanted(quantities={goods.variant_id: 5})
    await change_repeat(stage, Caller(some[2]), repeated[2].id, wanted)
    bounded = dataclasses.replace(stage, caps=HoldCaps(address=1))
    await look(bounded, repeated[0].due_on)
    assert [len(await ordered(stage, one)) for one in repeated] == [1, 1, 0]
    assert (await steps_of(stage, repeated[2]))[-1].reason == "limit"


async def test_one_that_is_priced_anew_before_it_is_paid_keeps_what_is_taken_off(
    stage: Stage,
) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    ways = [
        {"id": one, "name": one, "price": price, "currency": "EUR", "to_address": True}
        for one, price in (("courier", 300), ("post", 100))
    ]
    await settles(stage, shipping_methods=ways)
    placed = await asked(stage, buyer, goods, address=DAM)
    before = await stage.orders.known(placed.order_id)
    await change_delivery(stage, Caller(buyer), placed.order_id, Delivered(method="post"))
    after = await stage.orders.known(placed.order_id)
    assert (before.total, after.total) == (750, 550)
    assert after.repeat == before.repeat is not None


async def test_a_worker_looks_by_itself(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one = await repeating(stage, buyer, goods)
    await stage.database.pool.execute(
        "UPDATE repeat_orders SET next_on = first_on WHERE id = $1", one.id
    )
    worker = Worker(stage)
    await worker.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not await ordered(stage, one):
            assert time.monotonic() < deadline, "nothing is ordered"
            await asyncio.sleep(0.05)
    finally:
        await worker.stop()


async def test_after_a_month_away_it_is_ordered_once_and_then_in_its_turn(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one = await repeating(stage, buyer, goods, every="1w")
    back = one.due_on + timedelta(days=31)
    await look(stage, back)
    await look(stage, back)
    assert len(await ordered(stage, one)) == 1
    due = (await now_of(stage, one)).due_on
    assert due == next_after(one.begun_on, "1w", back)
    assert back < due <= back + timedelta(weeks=1)


async def test_a_wallet_pays_it_at_once_and_too_little_in_it_leaves_the_day_out(
    stage: Stage,
) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    wallet = await new_wallet(stage, buyer, 500)
    await settles(stage, wallets=True)
    one = await repeating(stage, buyer, goods)
    await change_repeat(stage, Caller(buyer), one.id, ChangeWanted(pay_by="wallet"))
    await look(stage, one.due_on)
    (placed,) = await ordered(stage, one)
    assert (await stage.orders.known(placed)).is_paid
    assert await balance_of(stage, wallet) == 50
    await look(stage, (await now_of(stage, one)).due_on)
    assert (await steps_of(stage, one))[-1].reason == "wallet"
    assert await balance_of(stage, wallet) == 50
    assert "repeat.ordered" not in await events_of(stage, placed), "nothing is to be paid"


async def test_after_three_days_that_nobody_paid_it_is_paused_until_it_goes_on(
    stage: Stage,
) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one = await repeating(stage, buyer, goods)
    stage.altered.update({"sealed", "hold-end"})
    for turn in range(3):
        assert (await now_of(stage, one)).is_active, turn
        await look(stage, (await now_of(stage, one)).due_on)
        await end_unpaid(stage, (await ordered(stage, one))[-1])
    one = await now_of(stage, one)
    assert (one.status, one.reason) == ("paused", "unpaid")
    assert "repeat.stopped" in await events_of(stage, one.id)
    before = await ordered(stage, one)
    await look(stage, one.due_on)
    assert await ordered(stage, one) == before, "nothing while it is paused"
    one = await resume_repeat(stage, Caller(buyer), one.id)
    await look(stage, one.due_on)
    await end_unpaid(stage, (await ordered(stage, one))[-1])
    assert (await now_of(stage, one)).is_active, "the count began anew"


async def test_some_days_before_it_is_told_once_what_will_be_ordered(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one = await repeating(stage, buyer, goods)
    await look(stage, one.due_on - timedelta(days=4))
    assert await events_of(stage, one.id) == []
    for _ in range(2):
        await look(stage, one.due_on - timedelta(days=3))
    assert await events_of(stage, one.id) == ["repeat.coming"]


async def test_one_that_cannot_be_read_holds_up_no_other(stage: Stage) -> None:
    goods = await repeated_goods(stage, 9)
    broken, sound = [await repeating(stage, a_customer(), goods) for _ in range(2)]
    await stage.database.pool.execute(
        "UPDATE repeat_orders SET address = '{\"country\": 7}' WHERE id = $1", broken.id
    )
    await look(stage, sound.due_on)
    assert len(await ordered(stage, sound)) == 1
    assert await ordered(stage, broken) == []
