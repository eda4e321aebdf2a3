"""Reading along at the end of the event log: nothing is passed, whatever commits late."""

import asyncpg
import pytest

from holdfast.db.engine import Database, connect
from holdfast.kit import new_id
from holdfast.views.live_orders import OrderTail, order_source
from tests.db.event_log import readable
from tests.support.market import eventually

ORDER = """
INSERT INTO orders (id, number, owner, total, currency) VALUES ($1, $2, $3, 100, 'EUR')
"""
EVENT = "INSERT INTO events (type, subject, data) VALUES ($1, $2, '{}')"


async def place(connection: asyncpg.Connection, owner: str, type_: str = "order.reserved") -> str:
    """An order with its event, in the transaction that is open, or one of their own."""
    order = new_id()
    async with connection.transaction():
        await connection.execute(ORDER, order, str(order), owner)
        await connection.execute(EVENT, type_, str(order))
    return str(order)


async def told(tail: OrderTail, owners: list[str] | None = None) -> list[str]:
    return [update.order_id for _, update in await tail.read(owners)]


@pytest.fixture
async def database(database_url: str) -> Database:
    opened = Database(database_url)
    await opened.start()
    return opened


async def test_what_commits_late_is_told_and_nothing_twice(database: Database) -> None:
    late, quick = await connect(database.url), await connect(database.url)
    try:
        tail = OrderTail(database)
        assert await told(tail) == []
        async with late.transaction():
            first = await place(late, "user:a")
            second = await place(quick, "user:a")
            assert await told(tail) == []
            assert tail.waits is True
        await readable(database)
        assert sorted(await told(tail)) == sorted([first, second])

        async def waits_no_more() -> bool:
            assert await told(tail) == []
            return not tail.waits

        await eventually(waits_no_more, 60, "no transaction of the whole server is under way")
    finally:
        await late.close()
        await quick.close()
        await database.close()


async def test_only_wanted_owners_and_events_of_orders_are_told(database: Database) -> None:
    connection = await connect(database.url)
    try:
        tail = OrderTail(database)
        await tail.read()
        mine = await place(connection, "user:me")
        await place(connection, "user:you")
        await place(connection, "user:me", "coupon.issued")
        await readable(database)
        assert await told(tail, ["user:me", "user:nobody"]) == [mine]
        assert await told(tail, []) == []
    finally:
        await connection.close()
        await database.close()


async def test_who_begins_again_is_told_of_the_last_seconds(database: Database) -> None:
    connection = await connect(database.url)
    try:
        order = await place(connection, "user:me")
        old = await place(connection, "user:me")
        for subject, minutes in ((old, -1), (order, 1)):  # the last seconds begin in a minute
            await connection.execute(
                "UPDATE events SET at = now() + make_interval(mins => $2) WHERE subject = $1",
                subject,
                minutes,
            )
        await readable(database)
        tail = OrderTail(database)
        assert await told(tail) == [order]
        tail.leave()
        assert await told(tail) == [order]
    finally:
        await connection.close()
        await database.close()


async def test_a_snapshot_has_the_newest_orders_of_each_owner(database: Database) -> None:
    connection = await connect(database.url)
    try:
        mine = [await place(connection, "user:me") for _ in range(25)]
        (theirs,) = [await place(connection, "user:you")]
        found = await order_source(database).recent(["user:me", "user:you", "user:nobody"])
        assert [one.order_id for one in found["user:me"]] == mine[:4:-1]
        assert [one.order_id for one in found["user:you"]] == [theirs]
        assert set(found) == {"user:me", "user:you"}
        (one,) = found["user:you"]
        assert (one.status, one.phase, one.refund, one.version) == ("pending", "NEW", "none", 0)
    finally:
        await connection.close()
        await database.close()
