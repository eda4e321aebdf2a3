"""Best sellers kept from events are those that a count of all orders finds, at any minute."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.insights.best_sellers import SALES_TYPES, advance, count_units
from holdfast.flows.staff.orders import refund
from holdfast.insights import MOST_DAYS
from holdfast.kit import new_id
from holdfast.views.best_sellers import best_sellers
from tests.db.event_log import readable
from tests.db.flows.buying import (
    Goods,
    a_customer,
    a_guest,
    confirm,
    end_hold,
    new_goods,
    pay_for,
    reserve,
    sweep_all,
)
from tests.db.flows.insights.sales_history import (
    History,
    catch_up,
    consumer,
    kept,
)
from tests.db.flows.stage import Stage, select
from tests.support.length import LONG

STAFF = process("user:staff")
HISTORIES = 200 if LONG else 40
PARTS = 10 if LONG else 2
TABLES = ("orders", "order_items", "events", "event_cursors", "sales_minutes", "best_sellers")


# --- random histories ---------------------------------------------------------------------------


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, pool_size=2)
    await opened.start()
    yield opened
    await opened.close()


@pytest.mark.parametrize("part", range(PARTS))
async def test_any_history_is_counted_as_a_full_count_does(database: Database, part: int) -> None:
    for seed in range(part, HISTORIES, PARTS):
        chance = random.Random(seed)
        start = datetime(2031, 3, 30, tzinfo=UTC) + timedelta(seconds=chance.randint(0, 90_000))
        for table in TABLES:
            await database.pool.execute(f"DELETE FROM {table}")
        await database.pool.execute(
            "UPDATE best_sellers_as_of SET minute = date_trunc('minute', $1::timestamptz)", start
        )
        products = [new_id() for _ in range(chance.randint(1, 4))]
        history = History(database, chance, start, products)
        try:
            for _ in range(chance.randint(10, 30)):
                await history.happen()
                if chance.random() < 0.4:
                    history.move_clock()
                await history.follow()
                if chance.random() < 0.05:
                    await history.settle()
            await history.settle()
        except BaseException as error:
            error.add_note(f"history {seed}")
            raise


# --- the real thing -----------------------------------------------------------------------------


@pytest.fixture
async def stage(stage: Stage) -> Stage:
    """Its windows stand at the minute, however long ago the database was made that it copies."""
    await catch_up(stage.database)
    return stage


async def bought(stage: Stage, *goods: Goods, quantity: int = 1) -> tuple[object, UUID]:
    buyer = a_guest()
    reserved = await reserve(stage, buyer, *goods, quantity=quantity)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return buyer, reserved.order_id


async def sellers(stage: Stage, days: int = 3, limit: int = 5) -> list[tuple[UUID, int]]:
    await catch_up(stage.database)
    found = await best_sellers(stage.database.pool, days, limit)
    return list(found.units.items())


async def test_what_is_paid_counts_and_what_is_refunded_does_not(stage: Stage) -> None:
    loved, liked = await new_goods(stage, 50), await new_goods(stage, 50)
    assert await sellers(stage) == []
    await bought(stage, liked, quantity=2)
    buyer = a_guest()
    refunded = await reserve(stage, buyer, loved, liked, quantity=3)
    await confirm(stage, buyer, refunded, await pay_for(stage, buyer, refunded))
    await bought(stage, loved, quantity=4)
    await reserve(stage, buyer, liked, quantity=9)  # not paid
    assert await sellers(stage) == [(loved.product_id, 7), (liked.product_id, 5)]
    await cancel(stage, Caller(buyer), order_id=refunded.order_id)
    assert await sellers(stage) == [(loved.product_id, 4), (liked.product_id, 2)]


async def test_units_that_are_cancelled_alone_do_not_count_and_the_rest_goes_once(
    stage: Stage,
) -> None:
    loved, liked = await new_goods(stage, 50), await new_goods(stage, 50)
    buyer = a_customer()
    reserved = await reserve(stage, buyer, loved, liked, quantity=3)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    _, other = await bought(stage, liked, quantity=5)
    await cancel_units(stage, Caller(buyer), reserved.order_id, {0: 2})
    await refund(stage, STAFF, other, {0: 1}, "scratched")
    assert await sellers(stage) == [(liked.product_id, 7), (loved.product_id, 1)]
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    assert await sellers(stage) == [(liked.product_id, 4)]


async def test_an_order_that_ran_out_counts_once_a_late_payment_rescues_it(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    reserved = await reserve(stage, buyer, goods, quantity=2)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    assert await sellers(stage) == []
    await confirm(stage, buyer, reserved, payment)
    assert await sellers(stage) == [(goods.product_id, 2)]
    await cancel(stage, Caller(buyer), order_id=reserved.order_id)
    assert await sellers(stage) == []
    assert await select(stage, "SELECT FROM sales_minutes") == []


async def test_of_as_many_units_the_lesser_id_comes_first(stage: Stage) -> None:
    goods = [await new_goods(stage, 5) for _ in range(4)]
    for one in reversed(goods):
        await bought(stage, one)
    ids = sorted(one.product_id for one in goods)
    assert [one for one, _ in await sellers(stage, limit=3)] == ids[:3]


async def test_what_is_no_longer_on_sale_leaves_its_place_to_the_next(stage: Stage) -> None:
    goods = [await new_goods(stage, 9) for _ in range(4)]
    for units, one in enumerate(goods, 1):
        await bought(stage, one, quantity=units)
    await stage.database.pool.execute(
        "UPDATE products SET status = 'archived' WHERE id = ANY($1::uuid[])",
        [goods[3].product_id, goods[1].product_id],
    )
    assert await sellers(stage, limit=2) == [(goods[2].product_id, 3), (goods[0].product_id, 1)]


async def test_the_minute_is_the_order_s_and_not_the_event_s(stage: Stage) -> None:
    """The last sale of a minute is told in the next; it leaves its window with its own minute."""
    goods = await new_goods(stage, 9)
    _, order_id = await bought(stage, goods)
    paid = datetime(2031, 3, 30, 0, 59, 59, 999_000, tzinfo=UTC)
    pool = stage.database.pool
    await pool.execute("UPDATE orders SET paid_at = $2 WHERE id = $1", order_id, paid)
    await pool.execute("UPDATE best_sellers_as_of SET minute = '2031-03-30T00:00Z'")
    full = timedelta(days=1) - timedelta(minutes=1)
    for moment, days in (
        (paid, {*range(1, MOST_DAYS + 1)}),
        (paid + full, {*range(1, MOST_DAYS + 1)}),
        (paid + full + timedelta(milliseconds=1), {*range(2, MOST_DAYS + 1)}),
        (paid + full + timedelta(days=28), {*range(29, MOST_DAYS + 1)}),
        (paid + full + timedelta(days=29), {MOST_DAYS}),
        (paid + full + timedelta(days=29, milliseconds=1), set()),
    ):
        # The minute is full one minute later.
        await catch_up(stage.database, moment + timedelta(minutes=1))
        assert {day for day, _ in await kept(stage.database)} == days
    assert await select(stage, "SELECT FROM sales_minutes") == []


async def test_a_busy_shop_lets_a_full_minute_in_at_once(stage: Stage) -> None:
    goods, database = await new_goods(stage, 9), stage.database
    await database.pool.execute(
        "UPDATE best_sellers_as_of SET minute = minute - interval '5 minutes'"
    )
    await bought(stage, goods, quantity=3)
    await readable(database)
    assert await consumer(quiet=0).step(database) is False
    assert await kept(database) == {}
    assert await select(stage, "SELECT units FROM sales_minutes") == [(3,)]
    (paid,) = await database.pool.fetchrow("SELECT paid_at FROM orders")
    await catch_up(database, paid)
    assert await kept(database) == {}
    await catch_up(database, paid + timedelta(minutes=1))
    assert set((await kept(database)).values()) == {3}
    assert len(await kept(database)) == MOST_DAYS


async def test_a_batch_that_fails_is_not_counted_and_then_counted_once(stage: Stage) -> None:
    goods = await new_goods(stage, 9)
    await bought(stage, goods)

    async def failing(connection: AsyncConnection, events: Sequence[Event]) -> None:
        await count_units(connection, events)
        raise ConnectionError("after the effect")

    broken = Consumer("best-sellers", SALES_TYPES, failing)
    await readable(stage.database)
    for _ in range(2):
        with pytest.raises(ConnectionError):
            await broken.step(stage.database)
    assert await sellers(stage) == [(goods.product_id, 1)]


async def test_two_readers_and_two_timers_at_once_count_once(stage: Stage) -> None:
    goods = await new_goods(stage, 60)
    database = stage.database
    for _ in range(12):
        await bought(stage, goods)

    async def read() -> None:
        one = consumer(span=5)
        while (await one.position(database)).id == 0 or await one.step(database):
            await one.step(database)

    async def move() -> None:
        for _ in range(10):
            async with database.transaction() as connection:
                await advance(connection)

    await asyncio.gather(read(), move(), read(), move())
    assert await sellers(stage) == [(goods.product_id, 12)]
