"""Units under way between locations are on sale nowhere, and each arrives, is lost or goes back
once."""

import asyncio

import pytest

from holdfast.catalog import stock_key
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.inventory.locations import change_location
from holdfast.flows.inventory.parts import set_parts
from holdfast.flows.inventory.stock import MadeOfOthers
from holdfast.flows.inventory.transfer import SameLocation
from holdfast.flows.inventory.transit import (
    MoreThanSent,
    TransferEnded,
    arrive,
    call_back,
    change_arrival,
    known_transfer,
    send,
)
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import Problem, new_id
from holdfast.locations import Location, LocationNotFound
from holdfast.returns import written_off_key
from holdfast.transfers import Arrival, Transfer, TransferNotFound, transit_key
from holdfast.views.agreement import audit_shop
from tests.db.flows.buying import Goods, a_customer, new_goods, reserve
from tests.db.flows.inventory.places import counted, opened, stock_in
from tests.db.flows.stage import Stage
from tests.db.flows.waiting.lining import STAFF, a_line, attempt, places


async def sent_off(stage: Stage, goods: Goods, quantity: int, *where: object) -> Transfer:
    source, target = where
    asked = Transfer(
        id=new_id(),
        variant_id=goods.variant_id,
        source_id=source,  # type: ignore[arg-type]
        target_id=target,  # type: ignore[arg-type]
        quantity=quantity,
        reason="spring sale",
    )
    return await send(stage, STAFF, asked)


async def arrives(stage: Stage, one: Transfer, came: int, lost: int = 0) -> Transfer:
    return await arrive(stage, STAFF, one.id, Arrival(came, lost, "broken"), GoodsLine(stage))


async def under_way(stage: Stage, one: Transfer) -> int:
    return (await stage.reader.account(transit_key(one.id))).balance


async def test_under_way_they_are_on_sale_nowhere_and_arrive_in_parts(stage: Stage) -> None:
    where = await opened(stage, "FR")
    goods = await new_goods(stage, 5)
    await reserve(stage, a_customer(), goods)
    one = await sent_off(stage, goods, 4, *where)
    assert await counted(stage, goods, where) == [(0, 1), (0, 0)]
    assert (await stage.stocks.of(stock_key(goods.variant_id))).balance == 0
    with pytest.raises(InsufficientStock):
        await reserve(stage, a_customer(), goods)
    with pytest.raises(InsufficientStock):
        await sent_off(stage, goods, 1, *where)
    line = await a_line(stage, goods, 1)
    now = await arrives(stage, one, 2)
    assert (now.status, now.came, now.under_way) == ("under-way", 2, 2)
    assert await places(stage, line) == [0], "who waits is served first"
    assert await counted(stage, goods, where) == [(0, 1), (1, 1)]
    with pytest.raises(MoreThanSent):
        await arrives(stage, one, 2, 1)
    done = await arrives(stage, one, 1, 1)
    assert (done.status, done.came, done.lost, await under_way(stage, one)) == ("arrived", 3, 1, 0)
    assert (await stage.reader.account(written_off_key(goods.variant_id))).balance == 1
    for late in (arrives(stage, one, 1), call_back(stage, STAFF, one.id, "r", GoodsLine(stage))):
        with pytest.raises(TransferEnded):
            await late
    with pytest.raises(TransferEnded):
        await change_arrival(stage, STAFF, one.id, None)
    lost = await arrives(stage, await sent_off(stage, goods, 2, where[1], where[0]), 0, 2)
    assert lost.status == "lost"


async def test_arrivals_and_a_call_back_race_with_buyers(stage: Stage) -> None:
    """Whatever the order, each unit is in one place; and never more are sold than lie there."""
    where = await opened(stage, "FR")
    goods = await new_goods(stage, 12)
    one = await sent_off(stage, goods, 10, *where)

    async def tried(step: object) -> Transfer | Problem:
        try:
            return await step  # type: ignore[misc, no-any-return]
        except Problem as refusal:
            return refusal

    steps = [tried(arrives(stage, one, 2, 1)) for _ in range(4)]
    back = tried(call_back(stage, STAFF, one.id, "turned round", GoodsLine(stage)))
    did, bought = await asyncio.gather(
        asyncio.gather(*steps[:2], back, *steps[2:]),
        asyncio.gather(*(attempt(stage, goods) for _ in range(16))),
    )
    assert {type(each) for each in did} <= {Transfer, TransferEnded, MoreThanSent}
    now = await known_transfer(stage, one.id)
    assert (now.status, await under_way(stage, one)) == ("cancelled", 0)
    sold = sum(isinstance(each, Placed) for each in bought)
    lies = await counted(stage, goods, where)
    assert sum(free for free, _ in lies) + sold + now.lost == 12
    assert sum(held for _, held in lies) == sold
    report = await audit_shop(stage.database.pool)
    assert report.clean, report


async def test_what_is_refused(stage: Stage) -> None:
    where = await opened(stage, "FR")
    goods, bundle = await new_goods(stage, 3), await new_goods(stage, 0)
    with pytest.raises(SameLocation):
        await sent_off(stage, goods, 1, where[0], where[0])
    with pytest.raises(LocationNotFound):
        await sent_off(stage, goods, 1, where[0], new_id())
    with pytest.raises(TransferNotFound):
        await known_transfer(stage, new_id())
    await set_parts(stage, STAFF, bundle.variant_id, {goods.variant_id: 2})
    with pytest.raises(MadeOfOthers):
        await sent_off(stage, bundle, 1, *where)
    one = await sent_off(stage, goods, 2, *where)
    await stock_in(stage, goods, where[1], 1)
    await change_location(stage, STAFF, where[1], Location(where[1], "Paris", active=False))
    with pytest.raises(LocationClosed):
        await arrives(stage, one, 2)
    with pytest.raises(LocationClosed):
        await sent_off(stage, goods, 1, *where)
    back = await call_back(stage, STAFF, one.id, "it is closed", GoodsLine(stage))
    assert (back.status, back.came) == ("cancelled", 0)
    assert await counted(stage, goods, where) == [(3, 0), (1, 0)]
