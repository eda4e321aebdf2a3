"""A replica is read while it keeps up, and the database itself while it does not."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from holdfast.db.engine import Database
from holdfast.db.replica import LateReads, Replica
from tests.db.ledger.scene import until
from tests.support.postgres import execute
from tests.support.standby import Standby

_COUNT = "SELECT count(*) FROM leases"
_ANOTHER = """
INSERT INTO leases (name, holder, fence, until, pid, connected_at)
SELECT gen_random_uuid(), gen_random_uuid(), 1, now(), 1, now()
"""


class Watched:
    """A database with its replica, looked at when a test says so."""

    def __init__(self, database: Database, replica: Replica, at_most: float) -> None:
        self.database = database
        self.replica = replica
        self.late = LateReads(database, replica, at_most)

    async def count(self) -> int:
        found: int = await self.late.read(lambda one: one.pool.fetchval(_COUNT))
        return found

    async def keeps_up(self) -> bool:
        await self.replica.look()
        return self.late.choose() is self.replica.database


@pytest_asyncio.fixture
async def watched(database_url: str, standby: Standby) -> AsyncIterator[Watched]:
    database = Database(database_url)
    await database.start()
    replica = Replica(database, standby.copy_of(database_url))
    one = Watched(database, replica, at_most=60)
    await until(one.keeps_up, "the replica keeps up")
    yield one
    await replica.stop()
    await database.close()


async def test_what_was_committed_is_read_from_the_replica(watched: Watched) -> None:
    await execute(watched.database.url, _ANOTHER)

    async def there() -> bool:
        return await watched.count() == 1

    before = watched.late.reads["database"]
    await until(there, "it is there")
    assert watched.late.reads["database"] == before
    assert watched.late.reads["replica"] > 0
    assert watched.replica.lag < 60


async def test_a_replica_that_shows_nothing_new_is_late_however_much_it_has(
    watched: Watched, standby: Standby
) -> None:
    standby.pause()
    try:
        await execute(watched.database.url, _ANOTHER)
        await watched.replica.look()
        assert await watched.count() == 0  # as late as it may be
        late = LateReads(watched.database, watched.replica, at_most=watched.replica.lag / 2)
        assert late.choose() is watched.database
        for _ in range(3):
            seen = watched.replica.lag
            await watched.replica.look()
            assert watched.replica.lag >= seen
    finally:
        standby.go_on()
    await until(watched.keeps_up, "it goes on")


async def test_while_the_replica_is_away_the_database_is_read(
    watched: Watched, standby: Standby
) -> None:
    await execute(watched.database.url, _ANOTHER)
    assert watched.late.choose() is watched.replica.database
    standby.stop()
    try:
        assert await watched.count() == 1
        assert watched.late.choose() is watched.database
    finally:
        standby.start()
    await until(watched.keeps_up, "it is read again")
    assert await watched.count() == 1


async def test_what_a_replay_puts_an_end_to_is_read_from_the_database(watched: Watched) -> None:
    await execute(watched.database.url, _ANOTHER)
    await until(watched.keeps_up, "the replica has the row")
    asked = []

    async def slow(database: Database) -> int:
        asked.append(database)
        if database is watched.database:
            return int(await database.pool.fetchval(_COUNT))
        reading = asyncio.create_task(
            database.pool.fetchval("SELECT count(*) FROM leases, pg_sleep(50)")
        )

        async def reads() -> bool:
            alike = "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(50)' AND state = $1"
            return bool(await database.pool.fetch(alike, "active"))

        await until(reads, "it is read there")
        await execute(watched.database.url, "DELETE FROM leases", "VACUUM leases")
        return int(await reading)

    assert await watched.late.read(slow) == 0
    assert asked == [watched.replica.database, watched.database]
    assert watched.late.choose() is watched.replica.database


async def test_what_takes_writes_itself_is_no_replica(watched: Watched) -> None:
    alone = Replica(watched.database, watched.database.url)
    await alone.start()

    async def told() -> bool:
        return alone.trouble is not None

    await until(told, "it was looked at")
    late = LateReads(watched.database, alone)
    assert late.choose() is watched.database
    await alone.stop()
