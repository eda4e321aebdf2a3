"""Connections that the server closed are not handed out again."""

from collections.abc import AsyncIterator

import pytest_asyncio
import sqlalchemy as sa

from holdfast.db.engine import Database
from tests.db.ledger.scene import until
from tests.support.postgres import fetch

_PID = "SELECT pg_backend_pid()"


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url, pool_size=1)
    await made.start()
    yield made
    await made.close()


async def _hang_up(database: Database, pid: int) -> None:
    await fetch(database.url, "SELECT pg_terminate_backend($1)", pid)

    async def gone() -> bool:
        alive = "SELECT FROM pg_stat_activity WHERE pid = $1"
        return not await fetch(database.url, alive, pid)

    await until(gone, "the connection's process ends")


async def test_after_the_server_hung_up_the_next_connection_is_a_new_one(
    database: Database,
) -> None:
    async with database.read() as connection:
        former = (await connection.execute(sa.text(_PID))).scalar_one()
    await _hang_up(database, former)
    async with database.transaction() as connection:
        assert (await connection.execute(sa.text(_PID))).scalar_one() != former
    async with database.read() as connection:
        again = (await connection.execute(sa.text(_PID))).scalar_one()
    async with database.read() as connection:
        assert (await connection.execute(sa.text(_PID))).scalar_one() == again
