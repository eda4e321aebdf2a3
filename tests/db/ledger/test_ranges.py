"""Accounts by ranges of their keys: many resources' cells in one read, by index, with a bound."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import pytest

from holdfast.db.engine import Database
from holdfast.ledger import (
    AccountState,
    Command,
    KeyRange,
    Ledger,
    LedgerReader,
    Line,
    Withdraw,
    partition_of,
)
from holdfast.ledger.reads import MAX_BETWEEN, MAX_RANGES
from holdfast.ledger.statements import READ_BETWEEN
from tests.db.ledger.scene import Scene, hold
from tests.support.postgres import execute


@pytest.fixture
async def reader(scene: Scene) -> AsyncIterator[LedgerReader]:
    database = Database(scene.url)
    await database.start()
    yield LedgerReader(database, scene.partitions)
    await database.close()


def _week(resource: str, days: int = 7) -> KeyRange:
    return KeyRange(f"cell/{resource}/2026-01-01", f"cell/{resource}/2026-01-{1 + days:02}")


def _cells(resource: str) -> Iterator[str]:
    """Of a fortnight, every quarter of an hour."""
    for day in range(1, 15):
        for quarter in range(96):
            hour, minute = divmod(quarter * 15, 60)
            yield f"cell/{resource}/2026-01-{day:02}T{hour:02}:{minute:02}"


async def test_cells_are_read_with_what_is_taken_and_held(
    ledger: Ledger, reader: LedgerReader
) -> None:
    first, second, third = list(_cells("studio"))[:3]
    later, other = "cell/studio/2026-01-08T00:00", "cell/studio2/2026-01-01T00:00"
    await ledger.commit(Command((Withdraw(first, 2, capacity=3),)))
    taken = hold(*(Line(key, 1, capacity=3) for key in (first, second, later, other)))
    await ledger.commit(Command((taken,)))
    found = await reader.between([_week("studio"), _week("camera")])
    assert found == {first: AccountState(first, 2, 1, 2), second: AccountState(second, 0, 1, 1)}
    assert [found[key].seats(3) for key in (first, second)] == [0, 2]
    assert third not in found
    both = await reader.between([_week("studio", 9), _week("studio2")])
    assert set(both) == {first, second, later, other}
    assert await reader.between([]) == {}


async def test_a_rule_that_was_lowered_leaves_no_seats_not_fewer_than_none(
    ledger: Ledger, reader: LedgerReader
) -> None:
    key = next(_cells("studio"))
    await ledger.commit(Command((Withdraw(key, 3, capacity=3),)))
    state = (await reader.between([_week("studio")]))[key]
    assert [state.seats(capacity) for capacity in (2, 3, 5)] == [0, 0, 2]


async def test_more_ranges_or_accounts_than_may_be_are_refused(
    scene: Scene, reader: LedgerReader
) -> None:
    with pytest.raises(ValueError, match="at most 100 ranges are read at once, not 101"):
        await reader.between([_week("studio")] * (MAX_RANGES + 1))
    await _fill(scene, [f"many/{n:05}" for n in range(MAX_BETWEEN + 1)])
    assert len(await reader.between([KeyRange("many/00001", "many0")])) == MAX_BETWEEN
    with pytest.raises(ValueError, match="the ranges have more than 20000 accounts"):
        await reader.between([KeyRange("many/", "many0")])


async def _fill(scene: Scene, keys: list[str]) -> None:
    """Accounts of capacity as if each had been taken once and given back."""
    connection = await asyncpg.connect(scene.url)
    at = [partition_of(key, scene.partitions) for key in keys]
    rows = [(part, key, "capacity", "piece") for part, key in zip(at, keys, strict=True)]
    columns = ("partition", "key", "kind", "unit")
    await connection.copy_records_to_table("ledger_accounts", records=rows, columns=columns)
    await connection.close()


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


async def test_a_week_of_twelve_resources_is_read_by_the_index(
    scene: Scene, reader: LedgerReader
) -> None:
    """Of 100,000 accounts 8,064, whatever is known of the table and however it is planned."""
    resources = [f"r{number:02}" for number in range(12)]
    cells = [key for resource in resources for key in _cells(resource)]
    await _fill(scene, [*cells, *(f"stock/{n}" for n in range(100_000 - len(cells)))])
    weeks = [_week(resource) for resource in resources]
    for analyze in ("SELECT", "ANALYZE ledger_accounts"):
        await execute(scene.url, analyze)
        for plans in ("force_custom_plan", "force_generic_plan"):
            found = [await _read(scene, at + 1, weeks, plans) for at in range(scene.partitions)]
            assert sum(found) == 8064
    assert len(await reader.between(weeks)) == 12 * 7 * 96 == 8064


async def _read(scene: Scene, partition: int, ranges: list[KeyRange], plans: str) -> int:
    """How many rows the plan reads; by the primary key, and none but those asked for."""
    connection = await asyncpg.connect(scene.url)
    await connection.execute(f"SET plan_cache_mode = {plans}")
    (text,) = await connection.fetchrow(
        f"EXPLAIN (ANALYZE, FORMAT JSON) {READ_BETWEEN}", partition,
        [one.first for one in ranges], [one.last for one in ranges], MAX_BETWEEN,
    )  # fmt: skip
    await connection.close()
    nodes = list(_nodes(json.loads(text)[0]["Plan"]))
    assert "Seq Scan" not in {node["Node Type"] for node in nodes}
    (scan,) = [node for node in nodes if node.get("Relation Name") == "ledger_accounts"]
    assert scan["Node Type"] in ("Index Scan", "Bitmap Heap Scan"), scan
    (index,) = [node for node in nodes if node.get("Index Name") == "pk_ledger_accounts"]
    assert all(bound in index["Index Cond"] for bound in ("partition =", "key >= ", "key < "))
    assert scan.get("Rows Removed by Filter", 0) == 0
    read: float = scan["Actual Rows"] * scan["Actual Loops"]
    return round(read)
