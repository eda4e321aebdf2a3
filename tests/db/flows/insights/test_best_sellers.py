"""Best sellers kept from events are those that a count of all orders finds, at any minute."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from holdfast.db.reading import Event
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.insights.best_sellers import SALES_TYPES, advance, count_units
from holdfast.insights import MOST_DAYS
from holdfast.kit import new_id
from holdfast.views.best_sellers import best_sellers
from tests.db.event_log import drain, readable
from tests.db.flows.conftest import Goods, World

Counts = dict[tuple[int, UUID], int]

HISTORIES = 200
TABLES = ("orders", "order_items", "events", "event_cursors", "sales_minutes", "best_sellers")

# Said another way than by the code: moments, not minutes, and no event.
FULL_COUNT = """
SELECT d, i.product_id, sum(i.quantity)::bigint
FROM generate_series(1, 30) AS d
JOIN orders o ON o.status IN ('paid', 'completed')
    AND o.paid_at >= $1::timestamptz + interval '1 minute' - d * interval '24 hours'
    AND o.paid_at < $1::timestamptz + interval '1 minute'
JOIN order_items i ON i.order_id = o.id
GROUP BY d, i.product_id
"""


def consumer(now: datetime | None = None, *, span: int = 5000, quiet: int = 100) -> Consumer:
    async def handle(connection: AsyncConnection, events: Sequence[Event]) -> None:
        await count_units(connection, events, now, quiet)

    return Consumer("best-sellers", SALES_TYPES, handle, span=span)


async def catch_up(
    database: Database, now: datetime | None = None, stride: timedelta = timedelta(days=3)
) -> datetime:
    """Read every event and move on to now; the minute that this is as of."""
    await drain(consumer(now), database)
    behind = True
    while behind:
        async with database.transaction() as connection:
            behind = await advance(connection, now, stride)
    minute: datetime = await database.pool.fetchval("SELECT minute FROM best_sellers_as_of")
    return minute


async def kept(database: Database) -> Counts:
    rows = await database.pool.fetch("SELECT days, product_id, units FROM best_sellers")
    return {(days, product): units for days, product, units in rows}


async def counted(database: Database, minute: datetime) -> Counts:
    rows = await database.pool.fetch(FULL_COUNT, minute)
    return {(days, product): units for days, product, units in rows}


# --- random histories ---------------------------------------------------------------------------


@dataclass
class Placed:
    """An order of a history. ``untold``: the event of its payment is written later, as when two
    processes' transactions end in another order than they began."""

    id: UUID
    status: str = "pending"
    reason: str | None = None
    untold: bool = False


@dataclass
class History:
    """A shop whose orders' rows and events are written as the flows write them, at its own time."""

    database: Database
    chance: random.Random
    now: datetime
    products: list[UUID]
    orders: list[Placed] = field(default_factory=list)

    async def order(self) -> None:
        placed = Placed(new_id())
        self.orders.append(placed)
        async with self.database.pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "INSERT INTO orders (id, number, owner, hold_id, total, currency)"
                " VALUES ($1, $2, 'guest', $3, 0, 'EUR')",
                placed.id, placed.id.hex, new_id(),
            )  # fmt: skip
            for line in range(self.chance.randint(1, 3)):
                await connection.execute(
                    "INSERT INTO order_items (order_id, line, product_id, variant_id, product_name,"
                    " options, quantity, price) VALUES ($1, $2, $3, $4, '', '{}', $5, 0)",
                    placed.id, line, self.chance.choice(self.products), new_id(),
                    self.chance.randint(1, 3),
                )  # fmt: skip

    async def pay(self, one: Placed) -> None:
        """In time or, if it had expired, late: rescued."""
        one.untold = self.chance.random() < 0.2
        await self._move(one, "paid", None, None if one.untold else "order.paid", paid=True)

    async def expire(self, one: Placed) -> None:
        await self._move(one, "cancelled", "expired", "order.cancelled")

    async def drop(self, one: Placed) -> None:
        await self._move(one, "cancelled", "buyer", "order.cancelled")

    async def complete(self, one: Placed) -> None:
        await self._move(one, "completed", None, None)

    async def refund(self, one: Placed) -> None:
        await self._move(one, "cancelled", "refunded", "order.cancelled")

    async def tell(self, one: Placed) -> None:
        await self._event("order.paid", one)
        one.untold = False

    async def _move(
        self, one: Placed, status: str, reason: str | None, event: str | None, *, paid: bool = False
    ) -> None:
        one.status, one.reason = status, reason
        await self.database.pool.execute(
            "UPDATE orders SET status = $2, reason = $3, paid_at = coalesce($4, paid_at)"
            " WHERE id = $1",
            one.id, status, reason, self.now if paid else None,
        )  # fmt: skip
        if event is not None:
            await self._event(event, one)

    async def _event(self, kind: str, one: Placed) -> None:
        # Written a little after the order was: perhaps in the next minute.
        await self.database.pool.execute(
            "INSERT INTO events (type, subject, data, at)"
            " VALUES ($1, $2, jsonb_build_object('reason', $3::text), $4)",
            kind, str(one.id), one.reason, self.now + timedelta(seconds=self.chance.random() * 20),
        )  # fmt: skip

    async def happen(self) -> None:
        """Whatever comes next."""
        deeds: list[tuple[Placed | None, Callable[..., Awaitable[None]]]] = [(None, self.order)]
        for one in self.orders:
            if one.untold:
                deeds.append((one, self.tell))
            if one.status == "pending":
                deeds += [(one, self.pay), (one, self.pay), (one, self.expire), (one, self.drop)]
            elif one.status == "paid":
                deeds += [(one, self.refund), (one, self.complete)]
            elif one.reason == "expired":
                deeds.append((one, self.pay))
        if len(self.orders) < 3:
            await self.order()
            return
        chosen, deed = self.chance.choice(deeds)
        await (deed() if chosen is None else deed(chosen))

    def move_clock(self) -> None:
        """On by anything from seconds to weeks; at times it is put back a little."""
        unit = self.chance.choices(
            [timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)],
            [4, 4, 2, 1],
        )[0]
        many = self.chance.choice([1, 2, 7, 23, 24, 30])
        self.now += many * unit
        if self.chance.random() < 0.1:
            self.now -= timedelta(seconds=self.chance.randint(1, 600))

    async def follow(self) -> None:
        """The consumer reads some, or the timer moves on; or neither comes to it."""
        if self.chance.random() < 0.5:
            span, quiet = self.chance.randint(1, 4), self.chance.choice([0, 1, 100])
            await consumer(self.now, span=span, quiet=quiet).step(self.database)
        if self.chance.random() < 0.3:
            async with self.database.transaction() as connection:
                await advance(connection, self.now, self.stride())

    def stride(self) -> timedelta:
        return timedelta(minutes=self.chance.choice([600, 1440, 5000, 60_000]))

    async def settle(self) -> None:
        """Nothing more is under way: now both counts must be the same."""
        for one in self.orders:
            if one.untold:
                await self.tell(one)
        minute = await catch_up(self.database, self.now, self.stride())
        assert await kept(self.database) == await counted(self.database, minute)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, pool_size=2)
    await opened.start()
    yield opened
    await opened.close()


@pytest.mark.parametrize("part", range(10))
async def test_any_history_is_counted_as_a_full_count_does(database: Database, part: int) -> None:
    for seed in range(part, HISTORIES, 10):
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


async def bought(world: World, *goods: Goods, quantity: int = 1) -> tuple[object, UUID]:
    buyer = world.buyer()
    reserved = await world.reserve(buyer, *goods, quantity=quantity)
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    return buyer, reserved.order_id


async def sellers(world: World, days: int = 3, limit: int = 5) -> list[tuple[UUID, int]]:
    await catch_up(world.platform.database)
    found = await best_sellers(world.platform.database.pool, days, limit)
    return list(found.units.items())


async def test_what_is_paid_counts_and_what_is_refunded_does_not(world: World) -> None:
    loved, liked = await world.goods(50), await world.goods(50)
    assert await sellers(world) == []
    await bought(world, liked, quantity=2)
    buyer = world.buyer()
    refunded = await world.reserve(buyer, loved, liked, quantity=3)
    await world.confirm(buyer, refunded, await world.pay(buyer, refunded))
    await bought(world, loved, quantity=4)
    await world.reserve(buyer, liked, quantity=9)  # not paid
    assert await sellers(world) == [(loved.product_id, 7), (liked.product_id, 5)]
    await cancel(world.platform, buyer, order_id=refunded.order_id)
    assert await sellers(world) == [(loved.product_id, 4), (liked.product_id, 2)]


async def test_an_order_that_ran_out_counts_once_a_late_payment_rescues_it(world: World) -> None:
    goods, buyer = await world.goods(5), world.buyer()
    reserved = await world.reserve(buyer, goods, quantity=2)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    assert await sellers(world) == []
    await world.confirm(buyer, reserved, payment)
    assert await sellers(world) == [(goods.product_id, 2)]
    await cancel(world.platform, buyer, order_id=reserved.order_id)
    assert await sellers(world) == []
    assert await world.rows("SELECT FROM sales_minutes") == []


async def test_of_as_many_units_the_lesser_id_comes_first(world: World) -> None:
    goods = [await world.goods(5) for _ in range(4)]
    for one in reversed(goods):
        await bought(world, one)
    ids = sorted(one.product_id for one in goods)
    assert [one for one, _ in await sellers(world, limit=3)] == ids[:3]


async def test_what_is_no_longer_on_sale_leaves_its_place_to_the_next(world: World) -> None:
    goods = [await world.goods(9) for _ in range(4)]
    for units, one in enumerate(goods, 1):
        await bought(world, one, quantity=units)
    await world.platform.database.pool.execute(
        "UPDATE products SET status = 'archived' WHERE id = ANY($1::uuid[])",
        [goods[3].product_id, goods[1].product_id],
    )
    assert await sellers(world, limit=2) == [(goods[2].product_id, 3), (goods[0].product_id, 1)]


async def test_the_minute_is_the_order_s_and_not_the_event_s(world: World) -> None:
    """The last sale of a minute is told in the next; it leaves its window with its own minute."""
    goods = await world.goods(9)
    _, order_id = await bought(world, goods)
    paid = datetime(2031, 3, 30, 0, 59, 59, 999_000, tzinfo=UTC)
    pool = world.platform.database.pool
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
        await catch_up(world.platform.database, moment + timedelta(minutes=1))
        assert {day for day, _ in await kept(world.platform.database)} == days
    assert await world.rows("SELECT FROM sales_minutes") == []


async def test_a_busy_shop_lets_a_full_minute_in_at_once(world: World) -> None:
    goods, database = await world.goods(9), world.platform.database
    await database.pool.execute(
        "UPDATE best_sellers_as_of SET minute = minute - interval '5 minutes'"
    )
    await bought(world, goods, quantity=3)
    await readable(database)
    assert await consumer(quiet=0).step(database) is False
    assert await kept(database) == {}
    assert await world.rows("SELECT units FROM sales_minutes") == [(3,)]
    (paid,) = await database.pool.fetchrow("SELECT paid_at FROM orders")
    await catch_up(database, paid)
    assert await kept(database) == {}
    await catch_up(database, paid + timedelta(minutes=1))
    assert set((await kept(database)).values()) == {3}
    assert len(await kept(database)) == MOST_DAYS


async def test_a_batch_that_fails_is_not_counted_and_then_counted_once(world: World) -> None:
    goods = await world.goods(9)
    await bought(world, goods)

    async def failing(connection: AsyncConnection, events: Sequence[Event]) -> None:
        await count_units(connection, events)
        raise ConnectionError("after the effect")

    broken = Consumer("best-sellers", SALES_TYPES, failing)
    await readable(world.platform.database)
    for _ in range(2):
        with pytest.raises(ConnectionError):
            await broken.step(world.platform.database)
    assert await sellers(world) == [(goods.product_id, 1)]


async def test_two_readers_and_two_timers_at_once_count_once(world: World) -> None:
    goods = await world.goods(60)
    database = world.platform.database
    for _ in range(12):
        await bought(world, goods)

    async def read() -> None:
        one = consumer(span=5)
        while (await one.position(database)).id == 0 or await one.step(database):
            await one.step(database)

    async def move() -> None:
        for _ in range(10):
            async with database.transaction() as connection:
                await advance(connection)

    await asyncio.gather(read(), move(), read(), move())
    assert await sellers(world) == [(goods.product_id, 12)]
