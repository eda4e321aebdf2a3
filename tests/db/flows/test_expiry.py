"""Expiry: many at once, from two processes, while buyers go on; nothing twice, nothing lost."""

import asyncio

from holdfast.flows.expire import sweep
from holdfast.ledger import Accepted, Command, Hold, Line
from tests.db.flows.conftest import World


async def end_all(world: World) -> None:
    await world.platform.database.pool.execute(
        "UPDATE ledger_holds SET expires_at = clock_timestamp() WHERE state = 'held'"
    )


async def test_two_sweepers_and_buyers_at_once(world: World) -> None:
    goods = [await world.goods(300) for _ in range(4)]
    other = await world.spare()
    for _ in range(4):
        await asyncio.gather(*(world.reserve(world.buyer(), goods[n % 4]) for n in range(100)))
    await end_all(world)
    swept = asyncio.gather(sweep(world.platform, world.partitions), sweep(other, world.partitions))
    bought = await asyncio.gather(*(world.reserve(world.buyer(), goods[n % 4]) for n in range(80)))
    assert len({one.reservation_id for one in bought}) == 80
    assert sum(one.expired for one in await swept) >= 400
    while (await sweep(world.platform, world.partitions)).expired:
        pass
    assert [await world.stock(one) for one in goods] == [(280, 20)] * 4
    rows = await world.rows("SELECT status, reason, count(*) FROM orders GROUP BY 1, 2 ORDER BY 1")
    assert rows == [("cancelled", "expired", 400), ("pending", None, 80)]
    rows = await world.rows("SELECT count(*) FROM events WHERE type = 'order.cancelled'")
    assert rows == [(400,)]


async def test_a_sweep_tells_when_the_next_is_due(world: World) -> None:
    assert (await sweep(world.platform, world.partitions)).next_due is None
    await world.reserve(world.buyer(), await world.goods(1))
    swept = await sweep(world.platform, world.partitions)
    assert swept.expired == 0
    assert swept.next_due is not None
    assert 500 < swept.next_due <= 600


async def test_a_hold_without_an_order_expires_too(world: World) -> None:
    goods = await world.goods(2)
    key = f"stock/{goods.variant_id}"
    hold = Hold(goods.product_id, (Line(key, 2),), 60.0)
    assert isinstance(await world.platform.ledger.commit(Command((hold,))), Accepted)
    await end_all(world)
    assert await world.sweep() == 1
    assert await world.stock(goods) == (2, 0)


async def test_units_go_back_even_if_the_order_is_off_already(world: World) -> None:
    goods = await world.goods(1)
    reserved = await world.reserve(world.buyer(), goods)
    await world.platform.database.pool.execute(
        "UPDATE orders SET status = 'cancelled', reason = 'buyer' WHERE id = $1", reserved.order_id
    )
    await end_all(world)
    assert await world.sweep() == 1
    assert await world.stock(goods) == (1, 0)
    assert await world.events(reserved.order_id) == ["order.reserved"]
