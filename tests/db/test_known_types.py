"""What PostgreSQL's own types are is asked once a process."""

from typing import Any

import asyncpg
import pytest

from holdfast.db.engine import connect

OF_ITS_OWN = "SELECT $1::text[], $2::uuid[], $3::int8range"
VALUES: tuple[Any, ...] = (["a", None], [], asyncpg.Range(1, 5))


async def asked_for(url: str, *statements: str) -> list[str]:
    """What a new connection asks the server for besides these statements."""
    connection = await connect(url)
    asked: list[str] = []
    with connection.query_logger(lambda record: asked.append(record.query)):
        for statement in statements:
            assert await connection.fetchrow(statement, *VALUES) is not None
    await connection.close()
    return [one for one in asked if one not in statements]


async def test_a_second_connection_asks_nothing_of_types(database_url: str) -> None:
    await asked_for(database_url, OF_ITS_OWN)
    assert await asked_for(database_url, OF_ITS_OWN) == []


async def test_without_it_each_asks(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    asked: list[str] = []
    with connection.query_logger(lambda record: asked.append(record.query)):
        assert (await connection.fetchrow(OF_ITS_OWN, *VALUES))[0] == ["a", None]
    await connection.close()
    assert any("typeinfo_tree" in one for one in asked), "the library asks no more: leave it to it"


@pytest.mark.parametrize("number", [1, 2])
async def test_types_of_a_database_are_asked_of_it(database_url: str, number: int) -> None:
    """Both databases give the name, and perhaps the same id, to another type."""
    connection = await connect(database_url)
    await connection.execute(f"CREATE TYPE size AS (w int{4 * number}, h text[])")
    row = await connection.fetchval("SELECT ROW(1, ARRAY['x'])::size")
    assert (row["w"], row["h"]) == (1, ["x"])
    await connection.close()
