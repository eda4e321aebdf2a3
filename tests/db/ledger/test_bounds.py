"""Bounds: queue, batch, sweeps beside buyers, closing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import pytest

from holdfast.db.engine import Database, OpenTransaction
from holdfast.ledger import (
    Accepted,
    Busy,
    Capture,
    Command,
    Deposit,
    Expire,
    Extend,
    Hold,
    Ledger,
    Line,
    Operation,
    Release,
)
from tests.db.ledger.scene import Scene, hold, together, until
from tests.support.postgres import fetch

BUYER, SWEEP = Command((Deposit("bought", 1),)), Command((Deposit("swept", 1),), sweep=True)


@asynccontextmanager
async def _lane_stopped(scene: Scene, ledger: Ledger) -> AsyncIterator[asyncio.Task[object]]:
    """The lane busy with one command, which waits for a lock of ours."""
    await scene.stock(tea=1, bought=1, swept=1)
    other = await asyncpg.connect(scene.url)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("SELECT FROM ledger_accounts WHERE key = 'tea' FOR UPDATE")
    first: asyncio.Task[object] = asyncio.create_task(ledger.commit(Command((Deposit("tea", 1),))))

    async def taken() -> bool:
        return first is not None and bool(await _waiting(scene))

    await until(taken, "the lane waits for the lock")
    try:
        yield first
    finally:
        await transaction.rollback()
        await other.close()
    assert isinstance(await first, Accepted)


async def _waiting(scene: Scene) -> int:
    rows = await fetch(
        scene.url,
        "SELECT FROM pg_stat_activity WHERE application_name = 'holdfast ledger' "
        "AND datname = current_database() AND wait_event_type = 'Lock'",
    )
    return len(rows)


async def _batches(scene: Scene) -> list[tuple[int, int]]:
    """How many swept and bought in each batch: entries of one batch have one time."""
    rows = await fetch(
        scene.url,
        "SELECT count(*) FILTER (WHERE key = 'swept'), count(*) FILTER (WHERE key = 'bought') "
        "FROM ledger_entries WHERE version > 1 AND key <> 'tea' GROUP BY at ORDER BY at",
    )
    return [(row[0], row[1]) for row in rows]


async def test_beyond_the_queues_bound_it_is_busy_at_once(scene: Scene) -> None:
    ledger = await scene.ledger(max_queue=5)
    async with _lane_stopped(scene, ledger):
        queued = [asyncio.create_task(ledger.commit(BUYER)) for _ in range(5)]
        sweeps = [asyncio.create_task(ledger.commit(SWEEP)) for _ in range(5)]
        await asyncio.sleep(0)
        assert ledger.queue_length == 10
        assert isinstance(await ledger.commit(BUYER), Busy)
        assert isinstance(await ledger.commit(SWEEP), Busy)
    outcomes = await asyncio.gather(*queued, *sweeps)
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert await scene.account("bought") == (6, 0, 6)


async def test_a_full_queue_of_sweeps_leaves_the_buyers_alone(scene: Scene) -> None:
    ledger = await scene.ledger(max_queue=50)
    async with _lane_stopped(scene, ledger):
        sweeps = [asyncio.create_task(ledger.commit(SWEEP)) for _ in range(60)]
        await asyncio.sleep(0)
        buyer = asyncio.create_task(ledger.commit(BUYER))
        await asyncio.sleep(0)
    assert isinstance(await buyer, Accepted)
    outcomes = [type(await sweep) for sweep in sweeps]
    assert outcomes.count(Accepted) == 50


async def test_sweeps_take_at_most_half_of_a_batch_while_buyers_wait(scene: Scene) -> None:
    ledger = await scene.ledger(max_batch=10)
    async with _lane_stopped(scene, ledger):
        work = [asyncio.create_task(ledger.commit(SWEEP)) for _ in range(40)]
        work += [asyncio.create_task(ledger.commit(BUYER)) for _ in range(15)]
        await asyncio.sleep(0)
    await asyncio.gather(*work)
    assert await _batches(scene) == [(5, 5), (5, 5), (5, 5), (10, 0), (10, 0), (5, 0)]


async def test_buyers_take_what_sweeps_leave(scene: Scene) -> None:
    ledger = await scene.ledger(max_batch=10)
    async with _lane_stopped(scene, ledger):
        work = [asyncio.create_task(ledger.commit(BUYER)) for _ in range(25)]
        work += [asyncio.create_task(ledger.commit(SWEEP)) for _ in range(2)]
        await asyncio.sleep(0)
    await asyncio.gather(*work)
    assert await _batches(scene) == [(2, 8), (0, 10), (0, 7)]


async def test_closing_finishes_what_is_queued(scene: Scene) -> None:
    ledger = await scene.ledger(max_batch=3)
    async with _lane_stopped(scene, ledger):
        work = [asyncio.create_task(ledger.commit(BUYER)) for _ in range(10)]
        await asyncio.sleep(0)
        closing = asyncio.create_task(ledger.close())
        await asyncio.sleep(0)
        assert isinstance(await ledger.commit(BUYER), Busy)
    await closing
    assert [type(outcome) for outcome in await asyncio.gather(*work)] == [Accepted] * 10


async def test_a_buyer_who_leaves_does_not_undo_the_command(scene: Scene) -> None:
    ledger = await scene.ledger()
    async with _lane_stopped(scene, ledger):
        gone = asyncio.create_task(ledger.commit(BUYER))
        await asyncio.sleep(0)
        gone.cancel()
        stays = asyncio.create_task(ledger.commit(BUYER))
        await asyncio.sleep(0)
    assert isinstance(await stays, Accepted)
    assert await scene.account("bought") == (3, 0, 3)


async def test_no_commit_inside_an_open_transaction(scene: Scene, ledger: Ledger) -> None:
    database = Database(scene.url)
    async with database.transaction():
        with pytest.raises(OpenTransaction):
            await ledger.commit(BUYER)
    await database.close()
    assert isinstance(await ledger.commit(BUYER), Accepted)


async def test_many_commands_are_committed_in_few_batches(scene: Scene, ledger: Ledger) -> None:
    outcomes = await together(ledger, [BUYER] * 1000)
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert [batch.size for batch in scene.batches] == [512, 488]
    assert await scene.account("bought") == (1000, 0, 1000)


async def test_the_lines_of_large_carts_are_counted(scene: Scene, ledger: Ledger) -> None:
    """A batch holds some 4,096 lines, not 512 commands of 512 lines each."""
    lines = tuple(Line(f"seat/{n}", 1, capacity=100) for n in range(500))
    outcomes = await together(ledger, [Command((hold(*lines),)) for _ in range(20)])
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert [batch.size for batch in scene.batches] == [9, 9, 2]


async def test_sweeps_of_many_lines_leave_buyers_their_half(scene: Scene) -> None:
    ledger = await scene.ledger()
    large = Command(tuple(Deposit("swept", 1) for _ in range(512)), sweep=True)
    async with _lane_stopped(scene, ledger):
        work = [asyncio.create_task(ledger.commit(large)) for _ in range(10)]
        work += [asyncio.create_task(ledger.commit(BUYER)) for _ in range(3)]
        await asyncio.sleep(0)
    await asyncio.gather(*work)
    assert await _batches(scene) == [(4 * 512, 3), (6 * 512, 0)]


def _wide(holds: int) -> list[Hold]:
    """Holds of 512 seats each, of the same accounts."""
    seats = tuple(Line(f"seat/{n}", 1, capacity=1000) for n in range(512))
    return [hold(*seats) for _ in range(holds)]


async def _held(ledger: Ledger, holds: list[Hold]) -> list[Hold]:
    outcomes = await together(ledger, [Command((one,)) for one in holds])
    assert {type(one) for one in outcomes} == {Accepted}
    return holds


@pytest.mark.parametrize("known", [True, False], ids=["held here", "held elsewhere"])
@pytest.mark.parametrize(
    "operation", [Capture, Release, Expire, lambda one: Extend(one, 60)],
    ids=["capture", "release", "expire", "extend"],
)  # fmt: skip
async def test_a_command_counts_the_lines_of_its_holds(
    scene: Scene, ledger: Ledger, known: bool, operation: Callable[[UUID], Operation]
) -> None:
    holds = await _held(ledger, _wide(9))
    asked = ledger if known else await scene.ledger()
    many = Command(tuple(operation(one.hold_id) for one in holds))
    with pytest.raises(ValueError, match="a command locks at most 4096 rows, not 4608"):
        await asked.commit(many)
    assert set((await scene.holds()).values()) == {"held"}
    (seat,) = {await scene.account(f"seat/{n}") for n in (0, 511)}
    assert seat == (0, 9, 9)


async def test_as_many_lines_as_a_batch_has_are_captured_at_once(
    scene: Scene, ledger: Ledger
) -> None:
    holds = await _held(ledger, _wide(8))
    asked = await scene.ledger()
    outcome = await asked.commit(Command(tuple(Capture(one.hold_id) for one in holds)))
    assert isinstance(outcome, Accepted)
    assert await scene.account("seat/7") == (8, 0, 16)


async def test_captures_of_holds_from_elsewhere_are_cut_into_batches(
    scene: Scene, ledger: Ledger
) -> None:
    """One of them alone is too large: it fails, and the others do not wait for it."""
    holds = await _held(ledger, _wide(30))
    asked = await scene.ledger()
    scene.batches.clear()
    commands = [Command((Capture(one.hold_id),)) for one in holds[:20]]
    large = Command(tuple(Capture(one.hold_id) for one in holds[20:]))
    results = await asyncio.gather(
        *map(asked.commit, [*commands[:10], large, *commands[10:]]), return_exceptions=True
    )
    assert isinstance(results.pop(10), ValueError)
    assert [type(one) for one in results] == [Accepted] * 20
    assert [batch.size for batch in scene.batches] == [8, 8, 4]
    assert await scene.account("seat/0") == (20, 10, 50)


async def test_a_wide_hold_ends_once_whoever_is_first(scene: Scene, ledger: Ledger) -> None:
    """Two lanes capture and release the same wide holds, neither of which made them."""
    holds = await _held(ledger, _wide(24))
    capturing, releasing = await scene.ledger(), await scene.ledger()
    scene.batches.clear()
    captured, released = await asyncio.gather(
        together(capturing, [Command((Capture(one.hold_id),)) for one in holds]),
        together(releasing, [Command((Release(one.hold_id),)) for one in reversed(holds)]),
    )
    for one, kept, back in zip(holds, captured, reversed(released), strict=True):
        assert sorted(type(ended).__name__ for ended in (kept, back)) == ["Accepted", "Conflict"]
        state = "captured" if isinstance(kept, Accepted) else "released"
        assert await scene.hold_state(one.hold_id) == state
    taken = sum(isinstance(one, Accepted) for one in captured)
    assert {await scene.account(f"seat/{n}") for n in (0, 255, 511)} == {(taken, 0, 48)}
    assert max(batch.size for batch in scene.batches) <= 8
