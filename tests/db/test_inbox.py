"""The inbox: a message counts once, with its effect or not at all."""

import pytest

from holdfast.db import inbox
from holdfast.db.engine import Database


async def test_a_message_is_taken_once_with_its_transaction(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as connection:
            assert await inbox.take(connection, "bank", "m-1")
            raise ZeroDivisionError
    async with database.transaction() as connection:
        assert await inbox.take(connection, "bank", "m-1")
        assert not await inbox.take(connection, "bank", "m-1")
        assert await inbox.take(connection, "post", "m-1")
    async with database.transaction() as connection:
        assert not await inbox.take(connection, "bank", "m-1")
        assert await inbox.clear(connection) == 0
        await connection.exec_driver_sql("UPDATE inbox SET at = at - interval '31 days'")
        assert await inbox.clear(connection, limit=1) == 1
        assert await inbox.clear(connection) == 1
    await database.close()
