"""The wire cuts where it says: the tests of doubt at COMMIT rest on it."""

import asyncio

import asyncpg
import pytest

from tests.support.postgres import execute, fetch
from tests.support.wire import Moment, Wire

LOST = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError)


async def _insert(connection: asyncpg.Connection) -> None:
    async with connection.transaction():
        await connection.execute("INSERT INTO notes VALUES (1)")


@pytest.mark.parametrize(("moment", "kept"), [(Moment.BEFORE_COMMIT, 0), (Moment.AFTER_COMMIT, 1)])
async def test_cut_around_commit(wire: Wire, database_url: str, moment: Moment, kept: int) -> None:
    await execute(database_url, "CREATE TABLE notes (number int)")
    connection = await asyncpg.connect(wire.url)
    wire.cut(moment)
    with pytest.raises(LOST):
        await _insert(connection)
    wire.wait_cut()
    assert len(await fetch(database_url, "SELECT * FROM notes")) == kept


async def test_at_commit_the_client_is_in_doubt(wire: Wire, database_url: str) -> None:
    await execute(database_url, "CREATE TABLE notes (number int)")
    connection = await asyncpg.connect(wire.url)
    wire.cut(Moment.AT_COMMIT)
    with pytest.raises(LOST):
        await _insert(connection)
    wire.wait_cut()


async def test_only_the_named_application_is_cut(wire: Wire, database_url: str) -> None:
    await execute(database_url, "CREATE TABLE notes (number int)")
    other = await asyncpg.connect(wire.url, server_settings={"application_name": "other"})
    lane = await asyncpg.connect(wire.url, server_settings={"application_name": "lane"})
    wire.cut(Moment.AFTER_COMMIT, application="lane", skip=1)
    await _insert(other)
    await _insert(lane)
    with pytest.raises(LOST):
        await _insert(lane)
    await other.close()
    assert len(await fetch(database_url, "SELECT * FROM notes")) == 3


async def test_a_commit_can_be_held_back(wire: Wire, database_url: str) -> None:
    await execute(database_url, "CREATE TABLE notes (number int)")
    connection = await asyncpg.connect(wire.url)
    wire.hold_commits()
    work = asyncio.create_task(_insert(connection))
    await asyncio.to_thread(wire.wait_held)
    assert await fetch(database_url, "SELECT * FROM notes") == []
    wire.let_go()
    await work
    assert len(await fetch(database_url, "SELECT * FROM notes")) == 1
    await connection.close()


async def test_a_database_that_is_away(wire: Wire) -> None:
    connection = await asyncpg.connect(wire.url)
    wire.refuse()
    wire.cut_all()
    with pytest.raises(LOST):
        await connection.fetch("SELECT 1")
    with pytest.raises(LOST):
        await asyncpg.connect(wire.url)
    wire.refuse(False)
    back = await asyncpg.connect(wire.url)
    assert await back.fetchval("SELECT 1") == 1
    await back.close()
