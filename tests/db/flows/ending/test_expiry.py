"""The sweep: gives back what is due, and reads no more than that."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from holdfast.catalog import stock_key
from holdfast.flows.ending import expire
from holdfast.flows.ending.expire import sweep
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Hold, Line, count_due, tell
from holdfast.ledger.ends import DUE, NEXT
from holdfast.orders import OrderCompleted
from tests.db.flows.buying import (
    a_guest,
    end_hold,
    new_goods,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of
from tests.support.market import eventually


async def test_the_sweep_gives_back_what_is_due_and_tells_when_the_next_one_is(
    stage: Stage,
) -> None:
    goods = await new_goods(stage, 10)
    reserved = [await reserve(stage, a_guest(), goods) for _ in range(6)]
    for one in reserved[:4]:
        await end_hold(stage, one)
    swept = await sweep(stage, stage.reader.partitions)
    assert swept.expired == 4
    assert swept.next_due is not None
    assert 500 < swept.next_due <= 600
    assert await stock_of(stage, goods) == (8, 2)
    again = await sweep(stage, stage.reader.partitions)
    assert again.expired == 0
    for one in reserved[4:]:
        await end_hold(stage, one)
    last = await sweep(stage, stage.reader.partitions)
    assert (last.expired, last.next_due) == (2, None)
    assert await stock_of(stage, goods) == (10, 0)


async def test_what_a_hold_is_for_is_asked_by_its_kind(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kind that registers gets its riders; one that nobody knows expires alone, and is logged."""

    async def riders(_: ShopParts, holds: Sequence[UUID]) -> expire.Riders:
        return {hold: (tell(OrderCompleted(), hold),) for hold in holds}

    monkeypatch.setattr(expire, "ENDINGS", {**expire.ENDINGS, "lesson": riders})
    goods = await new_goods(stage, 10)
    mine = await reserve(stage, a_guest(), goods)
    await end_hold(stage, mine)
    line, known, strange = Line(stock_key(goods.variant_id), 2), new_id(), new_id()
    for hold_id, ref in ((known, "lesson/1"), (strange, "riddle/1")):
        hold = Hold(hold_id, (line,), 0.01, ref)
        assert isinstance(await stage.ledger.commit(Command((hold,))), Accepted)

    async def all_back() -> bool:
        await sweep_all(stage)
        return await stock_of(stage, goods) == (10, 0)

    with capture_logs() as said:
        await eventually(all_back, 10, "all are back")
    assert (await state_now(stage, mine))[:2] == ("cancelled", "expired")
    assert await events_of(stage, known) == ["order.completed"]
    assert await events_of(stage, strange) == []
    assert {one["kind"] for one in said if "kind" in one} == {"riddle"}


async def test_the_sweep_reads_only_what_is_due_of_many_that_are_held(stage: Stage) -> None:
    """By the index's own bound: ten thousand holds that still run are not even looked at."""
    pool = stage.database.pool
    await pool.execute(
        "INSERT INTO ledger_holds (partition, id, state, expires_at, ref, lines, created_at)"
        " SELECT 1, gen_random_uuid(), 'held', now() + interval '1 hour', '', '[]', now()"
        " FROM generate_series(1, 10000)"
    )
    partitions = list(range(1, stage.reader.partitions + 1))
    for statement, values in (
        (DUE, (partitions, expire.READ_AT_ONCE)),
        (NEXT, (partitions,)),
    ):
        plan = await pool.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", *values)
        assert _rows_read(json.loads(plan)[0]["Plan"]) <= 8, plan
    await pool.execute("TRUNCATE ledger_holds")


async def test_a_crowd_is_known_whole_though_the_ends_of_its_holds_lie_a_little_apart(
    stage: Stage,
) -> None:
    pool = stage.database.pool
    for ends, count in (("-1 s", 5), ("0.3 s", 40), ("1 hour", 20)):
        await pool.execute(
            "INSERT INTO ledger_holds (partition, id, state, expires_at, ref, lines, created_at)"
            " SELECT 1, gen_random_uuid(), 'held', now() + $1::text::interval, '', '[]', now()"
            " FROM generate_series(1, $2)",
            ends,
            count,
        )
    values = (stage.reader.partitions, expire.COUNTED, expire.SOON)
    assert await count_due(stage.database, *values) == 45
    await pool.execute("TRUNCATE ledger_holds")


async def test_a_crowd_that_is_larger_than_it_seemed_is_counted_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its last holds went back a few at a time, and late."""
    monkeypatch.setattr(expire, "READ_AT_ONCE", 2)
    monkeypatch.setattr(expire, "COUNTED", 1)  # of each partition: at most four are seen
    known: list[int] = []

    class Pace(expire.SweepPace):
        def read(self, waiting: int) -> None:
            known.append(waiting)
            super().read(waiting)

    monkeypatch.setattr(expire, "SweepPace", Pace)
    goods = await new_goods(stage, 8)
    for _ in range(8):
        await end_hold(stage, await reserve(stage, a_guest(), goods))
    assert (await sweep(stage, stage.reader.partitions)).expired == 8
    reads = 4  # two at a time
    assert len(known) > reads + 1, known
    assert await stock_of(stage, goods) == (8, 0)


def _rows_read(node: dict[str, Any]) -> float:
    """What every scan of the plan returned or threw away."""
    here = 0.0
    if "Scan" in node["Node Type"] and "Relation Name" in node:
        here = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return here + sum(_rows_read(child) for child in node.get("Plans", ()))
