"""Leases: one holder at a time by the database's clock, and a paused one's write is refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import repeat

import asyncpg
import pytest

from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database, connect
from holdfast.db.lease import Lease, LeaseLost, give_up, guard, renew, take
from holdfast.kit import new_id
from tests.db.event_log import readable
from tests.support.market import eventually
from tests.support.patience import PATIENCE
from tests.support.postgres import execute

ONE, OTHER = new_id(), new_id()
LONG, OVER = 3600.0, 0.0


@pytest.fixture
async def connections(
    database_url: str,
) -> AsyncIterator[tuple[asyncpg.Connection, asyncpg.Connection]]:
    one, other = await connect(database_url, "one"), await connect(database_url, "other")
    yield one, other
    one.terminate()
    other.terminate()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(url, pool_size=2)
    await database.start()
    yield database
    await database.close()


async def test_what_is_held_is_nobody_elses_until_it_is_over_given_up_or_its_holder_gone(
    connections: tuple[asyncpg.Connection, asyncpg.Connection], database_url: str
) -> None:
    one, other = connections
    assert await take(one, ["a", "b"], ONE, LONG) == [Lease("a", 1), Lease("b", 1)]
    assert await take(other, ["b", "c"], OTHER, LONG) == [Lease("c", 1)]
    assert await renew(one, ["a", "b", "c"], ONE, LONG) == {"a", "b"}

    # Over by the database's clock: the connection lives, its holder may be stopped.
    await renew(one, ["a"], ONE, OVER)
    assert await take(other, ["a"], OTHER, LONG) == [Lease("a", 2)]
    assert await renew(one, ["a"], ONE, LONG) == set()

    await give_up(one, ["b"], ONE)
    assert await take(other, ["b"], OTHER, LONG) == [Lease("b", 2)]
    await give_up(one, ["b"], ONE)  # not its to give
    assert await take(one, ["b"], ONE, LONG) == []

    # Killed: at once, however long it was to be.
    await execute(
        database_url,
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
        " WHERE application_name = 'other'",
    )
    assert await take(one, ["a", "b", "c"], ONE, LONG) == [
        Lease("a", 3), Lease("b", 3), Lease("c", 2)
    ]  # fmt: skip


async def test_of_many_who_take_at_once_one_has_it(database_url: str) -> None:
    all_of_them = [await connect(database_url, "taker") for _ in range(16)]
    for turn in range(20):
        names = [f"a{turn}", f"b{turn}"]
        for fence in (1, 2):  # made, and taken over from who gave them up
            holders = [new_id() for _ in all_of_them]
            taking = (take(*it, LONG) for it in zip(all_of_them, repeat(names), holders))
            got = await asyncio.gather(*taking)
            taken = [lease for each in got for lease in each]
            assert sorted(taken, key=str) == [Lease(name, fence) for name in names]
            for holder in holders:
                await give_up(all_of_them[0], names, holder)
    for one in all_of_them:
        one.terminate()


async def test_a_write_of_a_holder_that_was_paused_is_refused(
    connections: tuple[asyncpg.Connection, asyncpg.Connection], database_url: str
) -> None:
    one, other = connections
    (mine,) = await take(one, ["a"], ONE, OVER)
    waiting = other.get_server_pid()

    async def waits() -> bool:
        asked = "SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'"
        return await one.fetchrow(asked, waiting) is not None

    async with opened(database_url) as database:
        async with database.transaction() as writing:
            await guard(writing, mine)  # nobody has taken it over yet
            taking = asyncio.create_task(take(other, ["a"], OTHER, LONG))
            await eventually(waits, PATIENCE, "who takes it over waits for this write")
            await renew(one, ["a"], ONE, OVER)  # and the holder itself may renew it
        assert await taking == [Lease("a", 2)]
        with pytest.raises(LeaseLost):
            async with database.transaction() as writing:
                await guard(writing, mine)


async def test_the_cursor_of_a_paused_consumer_stays_where_who_took_over_left_it(
    connections: tuple[asyncpg.Connection, asyncpg.Connection], database_url: str
) -> None:
    one, other = connections
    async with opened(database_url) as database:
        (mine,) = await take(one, ["a"], ONE, OVER)
        handled = 0

        async def handle(_: object) -> None:
            nonlocal handled
            handled += 1
            await take(other, ["a"], OTHER, LONG)  # while it is paused here

        consumer = Consumer("slow", ["thing.happened"], handle, effect="outside")
        await execute(
            database_url,
            "INSERT INTO events (type, subject, data) VALUES ('thing.happened', 'x', '{}')",
        )
        await readable(database)
        before = await consumer.position(database)
        with pytest.raises(LeaseLost):
            await consumer.step(database, None, mine)
        assert handled == 1
        assert await consumer.position(database) == before
