"""Orders that wait for money by hand: their list, and how many staff's home says there are, cost as
much as there are of them, however many were ever paid so."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from sqlalchemy import event

from holdfast.db.engine import Database
from holdfast.views.order_list import OrderQuery, order_list
from holdfast.views.staff_home import to_do

PAID: Final = 30_000
WAITING: Final = 3
ORDERS: Final = """
INSERT INTO orders (id, number, owner, status, total, currency)
SELECT lpad(to_hex(n), 32, '0')::uuid, 'N' || n, 'user:1',
       CASE WHEN n <= $1 THEN 'pending' ELSE 'completed' END, 5, 'EUR'
FROM generate_series(1, $1 + $2::int) n
"""
PAYMENTS: Final = """
INSERT INTO payments (id, purpose, subject_id, provider, reference, amount, currency, status,
                      settled_at)
SELECT gen_random_uuid(), 'order', id, 'manual', number, 5, 'EUR',
       CASE status WHEN 'pending' THEN 'pending' ELSE 'succeeded' END,
       CASE status WHEN 'pending' THEN NULL ELSE now() END
FROM orders
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url, pool_size=1)
    await made.start()
    await made.pool.execute(ORDERS, WAITING, PAID)
    await made.pool.execute(PAYMENTS)
    await made.pool.execute("VACUUM ANALYZE orders")
    await made.pool.execute("VACUUM ANALYZE payments")
    yield made
    await made.close()


async def test_those_that_wait_are_all_found_and_little_else_is_read(database: Database) -> None:
    """They are older than all that were paid since."""
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    query = OrderQuery(locale="en", status="pending", provider="manual")
    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        rows, more = await order_list(database, query)
        async with database.read() as connection:
            home = await to_do(connection, {"stripe"}, 1)
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.read() as connection:
        assert sorted(row["number"] for row in rows) == ["N1", "N2", "N3"]
        assert (more, home.unpaid) == (None, WAITING)
        for statement, parameters in (asked[0], next(one for one in asked if "unpaid" in one[0])):
            plan = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            told = "\n".join(str(line) for line in plan.scalars())
            assert "ix_payments_awaited_by_hand" in told, told
