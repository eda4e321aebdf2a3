"""What the live channel of orders reads: the newest of each owner, and those that changed."""

from uuid import UUID

import asyncpg

from holdfast.db.engine import Database, connect
from holdfast.kit import new_id
from holdfast.views.live.orders import LIVE_ORDERS

ORDER = """
INSERT INTO orders (id, number, owner, total, currency) VALUES ($1, $2, $3, 100, 'EUR')
"""


async def place(connection: asyncpg.Connection, owner: str) -> UUID:
    order = new_id()
    await connection.execute(ORDER, order, str(order), owner)
    return order


async def test_the_newest_orders_of_each_owner_and_those_that_are_asked_for(
    database_url: str,
) -> None:
    database, connection = Database(database_url), await connect(database_url)
    await database.start()
    try:
        mine = [await place(connection, "user:me") for _ in range(25)]
        theirs = await place(connection, "user:you")
        other = await place(connection, "user:other")
        read = LIVE_ORDERS.source(database, 1).read
        found = await read(["user:me", "user:you", "user:nobody"], [])
        assert set(found) == {"user:me", "user:you"}
        assert list(found["user:me"]) == [str(one) for one in mine[:4:-1]]
        (one,) = found["user:you"].values()
        assert (one.order_id, one.status, one.phase) == (str(theirs), "pending", "NEW")
        assert (one.refund, one.version) == ("none", 0)
        found = await read([], [mine[0], other, new_id()])
        assert {owner: list(some) for owner, some in found.items()} == {
            "user:me": [str(mine[0])],
            "user:other": [str(other)],
        }
    finally:
        await connection.close()
        await database.close()
