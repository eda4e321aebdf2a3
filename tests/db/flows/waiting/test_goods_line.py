"""Who waits first for goods has them first, however they come free; nobody comes between."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.bulk_stock import change_stock_of_many
from holdfast.flows.inventory.stock import StockChange, change_stock
from holdfast.flows.inventory.stock_count import set_counts
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.waiting import offering
from holdfast.flows.waiting.joining import leave_units_line
from holdfast.flows.waiting.offering import GoodsLine, serve_lines
from tests.db.flows.buying import (
    Goods,
    a_customer,
    a_guest,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of, select
from tests.db.flows.waiting.lining import (
    BUYERS,
    STAFF,
    a_line,
    attempt,
    deposit,
    offer_of,
    place_of,
    places,
    standing,
    wait,
)
from tests.support.length import LONG

Way: TypeAlias = Callable[[Stage, Goods], Awaitable[None]]


async def by_restock(stage: Stage, goods: Goods) -> None:
    await deposit(stage, goods)


async def by_a_restock_that_knows_of_nobody(stage: Stage, goods: Goods) -> None:
    await deposit(stage, goods, alone=True)


async def by_a_count(stage: Stage, goods: Goods) -> None:
    free, held = await stock_of(stage, goods)
    counted = StockChange(goods.variant_id, "set", free + held + 1, "count")
    await change_stock(stage, STAFF, counted, GoodsLine(stage))


async def by_an_import(stage: Stage, goods: Goods) -> None:
    free, held = await stock_of(stage, goods)
    counts = {goods.variant_id: free + held + 1}
    await set_counts(stage.database, stage.ledger, counts, note="import", caller=STAFF)


async def by_a_change_of_many(stage: Stage, goods: Goods) -> None:
    await change_stock_of_many(
        stage, STAFF, [goods.variant_id], "deposit", 1, "many", preview=False
    )


WAYS: tuple[Way, ...] = (
    by_restock, by_a_restock_that_knows_of_nobody, by_a_count, by_an_import, by_a_change_of_many,
)  # fmt: skip


async def held_by_others(stage: Stage, goods: Goods) -> list[Callable[[], Awaitable[object]]]:
    """Four who have all there is, and how each of theirs comes back."""
    buyers = [a_guest() for _ in range(4)]
    expires, cancels, declines, returns = [await reserve(stage, one, goods) for one in buyers]
    await confirm(stage, buyers[3], returns, await pay_for(stage, buyers[3], returns))

    async def expiry() -> None:
        await end_hold(stage, expires)
        assert await sweep_all(stage) == 1

    async def declined() -> None:
        stage.provider.begins = "failed"
        await pay_for(stage, buyers[2], declines)
        assert (await state_now(stage, declines))[0] == "cancelled"

    return [
        expiry,
        lambda: cancel(stage, Caller(buyers[1]), order_id=cancels.order_id),
        lambda: cancel(stage, Caller(buyers[3]), order_id=returns.order_id),
        declined,
    ]


async def test_by_whatever_way_one_comes_free_the_next_in_line_has_it(stage: Stage) -> None:
    goods = await new_goods(stage, 4)
    back = await held_by_others(stage, goods)
    line = await a_line(stage, goods, len(back) + len(WAYS) + 1)
    assert await places(stage, line) == list(range(1, len(line) + 1))
    ways = [*back, *((lambda way=way: way(stage, goods)) for way in WAYS)]
    for served, way in enumerate(ways, 1):
        await way()
        # Whether or not somebody came by to serve the line, it is nobody else's.
        assert (await stock_of(stage, goods))[0] == 0
        assert isinstance(await attempt(stage, goods), InsufficientStock)
        await serve_lines(stage)
        left = range(1, len(line) - served + 1)
        assert await places(stage, line) == [*([0] * served), *left]
    assert await stock_of(stage, goods) == (0, len(ways))
    place = await place_of(stage, line[0])
    assert await events_of(stage, place.id) == ["waiting.units.offered"]
    assert await serve_lines(stage) == 0


async def test_a_restock_and_the_first_holds_are_one_command(stage: Stage) -> None:
    goods = await new_goods(stage, 0)
    line = await a_line(stage, goods, 3)
    await deposit(stage, goods, 2)
    moments = await select(
        stage,
        "SELECT at, string_agg(operation, ' ' ORDER BY version) FROM ledger_entries"
        " WHERE key = $1 GROUP BY at ORDER BY at DESC LIMIT 1",
        f"stock/{goods.variant_id}",
    )
    assert moments[0][1] == "deposit hold hold wait"
    assert await places(stage, line) == [0, 0, 1]
    order = await order_now(stage, await offer_of(stage, line[0]))
    assert (order.owner, order.total, order.is_pending) == (line[0].id, 500, True)
    offer = await offer_of(stage, line[0])
    await confirm(stage, line[0], offer, await pay_for(stage, line[0], offer))
    assert (await state_now(stage, offer))[0] == "paid"


async def test_more_than_a_command_serves_come_in_several_and_what_is_left_is_on_sale(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offering, "AT_ONCE", 5)
    goods = await new_goods(stage, 0)
    line = await a_line(stage, goods, 13)
    await deposit(stage, goods, 9)
    assert await places(stage, line) == [*([0] * 9), 1, 2, 3, 4]
    commands = await select(
        stage,
        "SELECT count(*) FILTER (WHERE operation = 'hold') FROM ledger_entries"
        " WHERE key = $1 AND hold IS NOT NULL GROUP BY at ORDER BY at",
        f"stock/{goods.variant_id}",
    )
    assert commands == [(5,), (4,)]
    await deposit(stage, goods, 10)
    assert await places(stage, line) == [0] * 13
    assert await stock_of(stage, goods) == (6, 13)
    await reserve(stage, a_customer(), goods)


async def test_two_restocks_and_64_buyers_race_and_nothing_is_sold_past_the_line(
    stage: Stage,
) -> None:
    other = await stage.spare()
    for _ in range(20 if LONG else 2):
        goods = await new_goods(stage, 0)
        line = await a_line(stage, goods, 10)

        def parts(number: int) -> ShopParts:
            return (stage, other)[number % 2]

        *found, _, _, _ = await asyncio.gather(
            *(attempt(parts(number), goods) for number in range(BUYERS)),
            deposit(stage, goods, 4),
            deposit(other, goods, 4),
            serve_lines(other),
        )
        await serve_lines(stage)
        assert all(isinstance(one, InsufficientStock) for one in found), found
        assert await places(stage, line) == [*([0] * 8), 1, 2]
        assert await stock_of(stage, goods) == (0, 8)


async def test_who_lets_it_lapse_or_leaves_gives_way_to_the_next(stage: Stage) -> None:
    goods = await new_goods(stage, 0)
    line = await a_line(stage, goods, 4)
    await deposit(stage, goods)
    await leave_units_line(stage, Caller(line[1]), (await place_of(stage, line[1])).id)
    offer = await offer_of(stage, line[0])
    await end_hold(stage, offer)
    await sweep_all(stage)
    assert (await order_now(stage, offer)).is_cancelled
    await serve_lines(stage)
    assert await standing(stage, line[1]) == []
    assert await standing(stage, line[2]) == [("offered", 0)]
    # Who was offered it and let it lapse may wait again: at the end.
    again = await wait(stage, line[0], goods)
    assert await standing(stage, line[0]) == [("waiting", 2), ("offered", 0)]
    await cancel(stage, Caller(line[2]), order_id=(await offer_of(stage, line[2])).order_id)
    await serve_lines(stage)
    await leave_units_line(stage, Caller(line[0]), again)
    await cancel(stage, Caller(line[3]), order_id=(await offer_of(stage, line[3])).order_id)
    assert await stock_of(stage, goods) == (1, 0), "nobody waits any more"


async def test_as_many_as_there_are_of_what_one_wants(stage: Stage) -> None:
    goods, first, second = await new_goods(stage, 0), a_customer(), a_customer()
    await wait(stage, first, goods, 3)
    await wait(stage, second, goods, 2)
    await deposit(stage, goods, 4)
    for who, units in ((first, 3), (second, 1)):
        order = await order_now(stage, await offer_of(stage, who))
        assert order.total == 500 * units
    assert await stock_of(stage, goods) == (0, 4)


async def test_a_long_line_is_served_in_order_by_every_way_and_nobody_is_skipped(
    stage: Stage,
) -> None:
    """500 in a long run: one comes free at a time, by each way in turn; every third offer lapses
    and goes to the next."""
    goods, count = await new_goods(stage, 0), 500 if LONG else 15
    line = await a_line(stage, goods, count)
    served = 0
    while served < count:
        await WAYS[served % len(WAYS)](stage, goods)
        await serve_lines(stage)
        served += 1
        if served % 3 == 0 and served < count:
            await end_hold(stage, await offer_of(stage, line[served - 1]))
            await sweep_all(stage)
            assert isinstance(await attempt(stage, goods), InsufficientStock)
            await serve_lines(stage)
            served += 1
        assert await standing(stage, line[served - 1]) == [("offered", 0)]
        if served < count:
            assert await standing(stage, line[served]) == [("waiting", 1)]
    assert (await stock_of(stage, goods))[0] == 0
