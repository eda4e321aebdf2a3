"""The sweep: gives back what is due, and reads no more than that."""

import json
from typing import Any

from holdfast.flows import expire
from holdfast.flows.expire import sweep
from tests.db.flows.conftest import World


async def test_the_sweep_gives_back_what_is_due_and_tells_when_the_next_one_is(
    world: World,
) -> None:
    goods = await world.goods(10)
    reserved = [await world.reserve(world.buyer(), goods) for _ in range(6)]
    for one in reserved[:4]:
        await world.end_hold(one)
    swept = await sweep(world.platform, world.partitions)
    assert swept.expired == 4
    assert swept.next_due is not None
    assert 500 < swept.next_due <= 600
    assert await world.stock(goods) == (8, 2)
    again = await sweep(world.platform, world.partitions)
    assert again.expired == 0
    for one in reserved[4:]:
        await world.end_hold(one)
    last = await sweep(world.platform, world.partitions)
    assert (last.expired, last.next_due) == (2, None)
    assert await world.stock(goods) == (10, 0)


async def test_the_sweep_reads_only_what_is_due_of_many_that_are_held(world: World) -> None:
    """By the index's own bound: ten thousand holds that still run are not even looked at."""
    pool = world.platform.database.pool
    await pool.execute(
        "INSERT INTO ledger_holds (partition, id, state, expires_at, ref, lines, created_at)"
        " SELECT 1, gen_random_uuid(), 'held', now() + interval '1 hour', '', '[]', now()"
        " FROM generate_series(1, 10000)"
    )
    partitions = list(range(1, world.partitions + 1))
    for statement, values in (
        (expire._DUE, (partitions, expire.READ_AT_ONCE)),
        (expire._NEXT, (partitions,)),
    ):
        plan = await pool.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", *values)
        assert _rows_read(json.loads(plan)[0]["Plan"]) <= 8, plan
    await pool.execute("TRUNCATE ledger_holds")


def _rows_read(node: dict[str, Any]) -> float:
    """What every scan of the plan returned or threw away."""
    here = 0.0
    if "Scan" in node["Node Type"] and "Relation Name" in node:
        here = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return here + sum(_rows_read(child) for child in node.get("Plans", ()))
