"""Whose order a line of the audit log, or a mail, is about is found by the order's id, without
reading all orders."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.kit import new_id
from holdfast.views.audit_trail import AuditQuery, audit_page
from holdfast.views.mail_log import mail_log

Read: TypeAlias = Callable[[AsyncConnection], Awaitable[Any]]
ORDERS = """
INSERT INTO orders (id, number, owner, status, total, currency)
SELECT gen_random_uuid(), 'N' || n, 'user:1', 'paid', 5, 'EUR' FROM generate_series(1, 5000) n
"""
AUDIT = """
INSERT INTO audit_log (actor, action, subject, data, request)
SELECT 'user:1', 'order.noted', id, '{}', '' FROM unnest($1::text[]) AS about(id)
"""
MAILS = """
INSERT INTO mails (id, event, kind, subject_id, owner, address, name, locale, said, status, due_at,
                   late_at, ended_at)
SELECT gen_random_uuid(), '', 'order-paid', id, 'user:1', '', '', 'en', '{}', 'sent', now(), now(),
       now() FROM unnest($1::text[]) AS about(id)
"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url, pool_size=1)
    await made.start()
    yield made
    await made.close()


async def audit(connection: AsyncConnection) -> dict[str, str | None]:
    rows, _ = await audit_page(connection, AuditQuery())
    return {row["subject"]: row["order_number"] for row in rows}


async def audit_of_somebody(connection: AsyncConnection) -> list[Any]:
    rows, _ = await audit_page(connection, AuditQuery(q="somebody"))
    return rows


async def mails(connection: AsyncConnection) -> dict[str, tuple[UUID | None, str | None]]:
    rows, _ = await mail_log(connection, None, None, None, None, None, 50)
    return {row.subject_id: (row.order_id, row.order_number) for row in rows}


async def told(database: Database, *about: str) -> None:
    """A line and a mail about each."""
    for statement in (AUDIT, MAILS):
        await database.pool.execute(statement, about)


@pytest.mark.parametrize("read", [audit, audit_of_somebody, mails])
async def test_the_order_is_found_by_its_id(database: Database, read: Read) -> None:
    await database.pool.execute(ORDERS)
    await told(database, *(str(new_id()) for _ in range(200)))
    await database.pool.execute("ANALYZE orders, audit_log, mails")
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    async with database.read() as connection:
        event.listen(database.engine.sync_engine, "before_cursor_execute", note)
        try:
            await read(connection)
        finally:
            event.remove(database.engine.sync_engine, "before_cursor_execute", note)
        statement, parameters = asked[-1]
        rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        plan = [str(line) for line in rows.scalars()]
    at = next(at for at, line in enumerate(plan) if " on orders o" in line)
    assert "using pk_orders" in plan[at], plan
    assert "Index Cond: (id = CASE" in plan[at + 1], plan


async def test_what_is_about_no_order_has_no_number(database: Database) -> None:
    order, others = new_id(), ("user:1", "not-an-id", f"{new_id()}")
    await database.pool.execute(
        "INSERT INTO orders (id, number, owner, status, total, currency)"
        " VALUES ($1, 'N1', 'user:1', 'paid', 5, 'EUR')",
        order,
    )
    await told(database, f"{order}", *others)
    async with database.read() as connection:
        assert await audit(connection) == {f"{order}": "N1", **dict.fromkeys(others)}
        found = await mails(connection)
    assert found == {f"{order}": (order, "N1"), **dict.fromkeys(others, (None, None))}
