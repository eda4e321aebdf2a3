"""Who it is whom an order names as its owner is found without reading everybody."""

import asyncpg
import pytest


@pytest.mark.parametrize("side", ["'user:' || u.id = o.owner", "o.owner = 'user:' || u.id"])
async def test_an_owner_is_found_by_the_index(database_url: str, side: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute("SET enable_seqscan = off")  # of a few people all are read
        rows = await connection.fetch(
            f"EXPLAIN SELECT u.name FROM orders o LEFT JOIN users u ON {side} LIMIT 20"
        )
    finally:
        await connection.close()
    assert any("uq_users_owner" in row[0] for row in rows), rows
