"""What is written and joined is found by its key, whatever PostgreSQL believes of the tables: their
statistics are of the moment they were last looked at, when there was next to nothing in them."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from holdfast.kit import new_id
from holdfast.ledger import accounts_join, least_join, sum_join
from holdfast.ledger.chain import ChainLink
from holdfast.ledger.statements import TUNING, WriteStatement
from tests.db.ledger.scene import THINGS, Scene

FEW, MANY = 24, 3_000
_ACCOUNTS = """
INSERT INTO ledger_accounts (partition, key, kind, unit, balance, version)
SELECT 1, 'plan/' || n, 'store', 'units', 10, 1 FROM generate_series(1, $1::int) n
"""
_HOLDS = """
INSERT INTO ledger_holds (partition, id, state, expires_at, lines, created_at)
SELECT 1, gen_random_uuid(), 'held', now(), '[]', now() FROM generate_series(1, $1::int)
"""
_THINGS = """
INSERT INTO things (id, state)
SELECT gen_random_uuid(), 'pending' FROM generate_series(1, $1::int)
"""
_KEYS = [f"plan/{number * 100}" for number in range(1, FEW + 1)]


@pytest.fixture
async def young(scene: Scene) -> AsyncIterator[asyncpg.Connection]:
    """Tables that were looked at when they held one row each, and hold many now; nothing stays."""
    connection = await asyncpg.connect(scene.url)
    try:
        await connection.execute(TUNING)
        transaction = connection.transaction()
        await transaction.start()
        for statement in (_ACCOUNTS, _HOLDS, _THINGS):
            await connection.execute(statement, 1)
        await connection.execute("DELETE FROM ledger_accounts WHERE key = 'plan/1'")
        await connection.execute("ANALYZE ledger_accounts, ledger_holds, things")
        for statement in (_ACCOUNTS, _HOLDS, _THINGS):
            await connection.execute(statement, MANY)
        yield connection
        await transaction.rollback()
    finally:
        await connection.close()


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


async def _rows_looked_at(connection: asyncpg.Connection, statement: str, *values: object) -> int:
    """By the busiest node of the plan, those it threw away counted."""
    text = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}"
    plan = json.loads(await connection.fetchval(text, *values))[0]["Plan"]
    thrown = (
        "Rows Removed by Filter",
        "Rows Removed by Join Filter",
        "Rows Removed by Index Recheck",
    )
    return max(
        int((one["Actual Rows"] + sum(one.get(name, 0) for name in thrown)) * one["Actual Loops"])
        for one in _nodes(plan)
    )


async def test_accounts_are_changed_one_by_one(young: asyncpg.Connection) -> None:
    written = WriteStatement()
    written.update_accounts(1, [(key, 9, 1, 2) for key in _KEYS])
    looked_at = await _rows_looked_at(young, written.text, *written.arguments)
    assert looked_at <= 2 * FEW
    changed = "SELECT count(*) FROM ledger_accounts WHERE balance = 9 AND held = 1 AND version = 2"
    assert await young.fetchval(changed) == FEW


async def test_lines_are_changed_one_by_one(young: asyncpg.Connection) -> None:
    written = WriteStatement()
    written.update_lines(1, [(key, 9, 1, 2, 3) for key in _KEYS])
    assert await _rows_looked_at(young, written.text, *written.arguments) <= 2 * FEW
    assert await young.fetchval("SELECT count(*) FROM ledger_accounts WHERE waits = 3") == FEW


async def test_accounts_are_renamed_one_by_one(young: asyncpg.Connection) -> None:
    written = WriteStatement()
    written.rename_accounts(1, [(key, "capacity", "seats", 1, 0, 2) for key in _KEYS])
    assert await _rows_looked_at(young, written.text, *written.arguments) <= 2 * FEW
    assert await young.fetchval("SELECT count(*) FROM ledger_accounts WHERE unit = 'seats'") == FEW


async def test_holds_are_changed_one_by_one(young: asyncpg.Connection) -> None:
    some = await young.fetch("SELECT id FROM ledger_holds WHERE lines = '[]' LIMIT $1", FEW)
    written = WriteStatement()
    end = datetime(2030, 1, 1, tzinfo=UTC)
    written.update_holds(1, [(row["id"], "released", end, False) for row in some])
    assert await _rows_looked_at(young, written.text, *written.arguments) <= 2 * FEW
    released = "SELECT count(*) FROM ledger_holds WHERE state = 'released' AND expires_at = $1"
    assert await young.fetchval(released, end) == FEW


async def test_guarded_rows_are_changed_one_by_one(young: asyncpg.Connection) -> None:
    some = await young.fetch("SELECT id FROM things LIMIT $1", FEW)
    written = WriteStatement()
    written.update_rows(THINGS, ("reason",), [(row["id"], "paid", "why") for row in some])
    assert await _rows_looked_at(young, written.text, *written.arguments) <= 2 * FEW
    paid = "SELECT count(*) FROM things WHERE state = 'paid' AND reason = 'why'"
    assert await young.fetchval(paid) == FEW


@pytest.mark.parametrize(
    "join",
    [
        accounts_join("$2::text[]", "$1::smallint[]"),
        sum_join("$2::text[]", "$1::smallint[]"),
        least_join("(SELECT 1 AS part, 1 AS units)", "$2::text[]", "$1::smallint[]"),
    ],
    ids=["each", "sum", "least"],
)
async def test_accounts_are_joined_one_by_one(young: asyncpg.Connection, join: str) -> None:
    statement = f"SELECT sum(a.balance) FROM (SELECT 1) one {join}"
    assert await _rows_looked_at(young, statement, [1], _KEYS) <= 2 * FEW
    assert await young.fetchval(statement, [1], _KEYS) == FEW * 10


async def test_a_command_that_names_no_row_is_noticed(young: asyncpg.Connection) -> None:
    written = WriteStatement()
    written.update_rows(THINGS, (), [(new_id(), "paid")])
    assert written.promised == [1]
    answer = await young.fetchrow(written.text, *written.arguments)
    assert answer is not None
    assert list(answer[-1]) == [0]


async def test_what_a_batch_wrote_is_hashed_together_once(young: asyncpg.Connection) -> None:
    now = datetime.now(UTC)
    written = WriteStatement()
    rows = [
        (key, 2, "deposit", 1, 0, 11, 0, None, None, None, "somebody", "request") for key in _KEYS
    ]
    written.insert_entries(1, now, 1, rows)
    written.seal(ChainLink(1, bytes(32)), now, {})
    text = f"EXPLAIN (FORMAT JSON) {written.text}"
    plan = json.loads(await young.fetchval(text, *written.arguments))[0]["Plan"]
    read = [one for one in _nodes(plan) if one.get("CTE Name") == "w0"]
    assert len(read) == 2  # for the hash, and to count the rows
