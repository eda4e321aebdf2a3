"""Any history of orders, refunds and payouts comes to what a plain model of it says, to the unit:
all that buyers paid is with them again, with a seller, on its way to one, or the shop's."""

import random
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from holdfast.flows.ending.refunded_units import UnitsNotThere
from holdfast.flows.payments.give_back import NothingPaid, RefundTooLarge
from holdfast.flows.selling.coming import coming_of
from holdfast.flows.selling.payouts import (
    NothingToPayOut,
    PayoutSettled,
    fail_payout,
    pay_payout,
    propose_payout,
)
from holdfast.flows.selling.sharing import expected_of
from holdfast.flows.staff.orders import refund
from holdfast.sellers import Holder, list_payouts
from holdfast.views.seller_statement import seller_page
from tests.db.flows.buying import Goods, refundable_of
from tests.db.flows.selling.model import Line, Sale
from tests.db.flows.selling.selling import (
    STAFF,
    a_rule,
    a_seller,
    balance,
    bought,
    complete,
    goods_of,
    set_up,
    work,
)
from tests.db.flows.stage import Stage, select
from tests.support.length import LONG

STEPS = 150 if LONG else 25


@dataclass
class Market:
    stage: Stage
    sellers: list[UUID]
    goods: dict[Goods, tuple[UUID | None, int, int]]
    sales: dict[UUID, Sale] = field(default_factory=dict)


async def a_market(stage: Stage) -> Market:
    await set_up(
        stage,
        payout_hold_days=0,
        tax_rates=[{"name": "Tax", "rate": 7_300}],
        shipping_methods=[{"id": "post", "name": "Post", "price": 599, "currency": "EUR"}],
    )
    sellers = [await a_seller(stage) for _ in range(2)]
    goods: dict[Goods, tuple[UUID | None, int, int]] = {}
    for seller, rate, fixed in ((sellers[0], 12_345, 3), (sellers[1], 50_000, 0)):
        await a_rule(stage, rate, fixed, seller=seller)
        for price in (333, 17):
            goods[await goods_of(stage, seller, price, 10_000)] = (seller, rate, fixed)
    goods[await goods_of(stage, None, 451, 10_000)] = (None, 0, 0)
    return Market(stage, sellers, goods)


@pytest.mark.parametrize("seed", range(10) if LONG else [0])
async def test_any_history_comes_to_what_the_model_says(stage: Stage, seed: int) -> None:
    chance, market = random.Random(seed), await a_market(stage)
    for _ in range(STEPS):
        does = chance.choice([_buy, _complete, _units, _units, _sum, _payout, _settle])
        await does(market, chance)
        if chance.random() < 0.3:
            await work(stage, times=2)
    await work(stage)
    await _all_agrees(market)
    coming = await _expected(market)
    for order_id in market.sales:
        if not market.sales[order_id].done:
            await complete(stage, order_id)
            market.sales[order_id].done = True
    await work(stage)
    await _all_agrees(market)
    assert coming == await _booked(market, coming)


async def _expected(market: Market) -> dict[UUID, tuple[int, int]]:
    """What orders that go on would bring each seller, who is told the sum of it."""
    rows = await select(
        market.stage,
        "SELECT s.id, s.order_id, s.seller_id FROM suborders s JOIN orders o ON o.id = s.order_id"
        " WHERE o.status = 'paid'",
    )
    assert rows
    found = await expected_of(market.stage, {row[0]: row[1] for row in rows})
    for seller in market.sellers:
        theirs = [found[row[0]] for row in rows if row[2] == seller]
        coming = (await coming_of(market.stage, seller)).get("EUR", 0)
        assert coming == sum(one.gross - one.commission for one in theirs)
    return {one: (share.gross, share.commission) for one, share in found.items()}


async def _booked(market: Market, ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    rows = await select(
        market.stage,
        "SELECT id, gross, commission FROM suborders WHERE id = ANY($1::uuid[])",
        list(ids),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


async def _buy(market: Market, chance: random.Random) -> None:
    some = {one: chance.randint(1, 3) for one in chance.sample(list(market.goods), 3)}
    order_id = await bought(market.stage, some)
    order = await market.stage.orders.get(order_id)
    assert order is not None
    rows = await select(
        market.stage,
        "SELECT product_id, quantity, price, tax FROM order_items WHERE order_id = $1"
        " ORDER BY line",
        order_id,
    )
    of = {one.product_id: terms for one, terms in market.goods.items()}
    lines = []
    for product, quantity, price, tax in rows:
        seller, rate, fixed = of[product]
        lines.append(Line(seller, quantity, quantity * price + tax, rate, fixed))
    market.sales[order_id] = Sale(lines, order.total - sum(one.paid for one in lines))


async def _complete(market: Market, chance: random.Random) -> None:
    open_ = [one for one, sale in market.sales.items() if not sale.done]
    if open_:
        order_id = chance.choice(open_)
        await complete(market.stage, order_id)
        market.sales[order_id].done = True


async def _left(market: Market, order_id: UUID) -> int:
    order = await market.stage.orders.get(order_id)
    assert order is not None
    assert order.payment_id is not None
    return await refundable_of(market.stage, order.payment_id)


async def _units(market: Market, chance: random.Random) -> None:
    if not market.sales:
        return
    order_id = chance.choice(list(market.sales))
    sale = market.sales[order_id]
    line = chance.randrange(len(sale.lines))
    units, before = chance.randint(1, 2), await _left(market, order_id)
    with suppress(UnitsNotThere, NothingPaid, RefundTooLarge):
        await refund(market.stage, STAFF, order_id, {line: units}, "back")
        sale.lines[line].back += units
        sale.given += before - await _left(market, order_id)


async def _sum(market: Market, chance: random.Random) -> None:
    if not market.sales:
        return
    order_id = chance.choice(list(market.sales))
    amount = chance.randint(1, 200)
    with suppress(NothingPaid, RefundTooLarge):
        await refund(market.stage, STAFF, order_id, amount, "sorry")
        market.sales[order_id].given += amount


async def _payout(market: Market, chance: random.Random) -> None:
    with suppress(NothingToPayOut):
        await propose_payout(
            market.stage, STAFF, Holder("seller", chance.choice(market.sellers)), "EUR"
        )


async def _settle(market: Market, chance: random.Random) -> None:
    found = await list_payouts(market.stage.database.pool, None, None, None, 100)
    if found:
        payout = chance.choice(found)
        with suppress(PayoutSettled):
            if chance.random() < 0.5:
                await pay_payout(market.stage, STAFF, payout.id, "SEPA")
            else:
                await fail_payout(market.stage, STAFF, payout.id, "closed")


async def _all_agrees(market: Market) -> None:
    """Each seller has what the model says, and their statement comes to that line by line."""
    done = [sale.parts() for sale in market.sales.values() if sale.done]
    out = await list_payouts(market.stage.database.pool, None, None, None, 100)
    for seller in market.sellers:
        net = sum(price - fee for one in done for price, fee in [one.get(seller, (0, 0))])
        sent = sum(one.amount for one in out if one.seller_id == seller and not one.has_failed)
        earned, owed = await balance(market.stage, seller)
        assert earned - owed == net - sent
        assert earned == 0 or owed == 0
        await _statement(market.stage, seller, net - sent)


async def _statement(stage: Stage, seller: UUID, total: int) -> None:
    cursor, lines = None, []
    while True:
        page = await seller_page(stage.database, seller, "EUR", stage.reader.partitions, 7, cursor)
        lines += page.movements
        cursor = page.next_cursor
        if cursor is None:
            break
    running = 0
    for line in reversed(lines):
        running += line.change
        # What one command moves stands on lines one after another; no debt is half told.
        assert line.balance == running
    assert running == total
