"""The lock protocol, seen from outside: which rows the lane has locked while it waits for one."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from holdfast.ledger import (
    Accepted,
    Capture,
    Command,
    Conflict,
    Deposit,
    Expect,
    Ledger,
    Line,
    Release,
    Withdraw,
    partition_of,
)
from tests.db.ledger.scene import Scene, hold, move, note, together, until
from tests.support.postgres import fetch


@asynccontextmanager
async def _locked(url: str, statement: str, *values: object) -> AsyncIterator[None]:
    """Rows locked by somebody else for a while."""
    other = await asyncpg.connect(url)
    transaction = other.transaction()
    await transaction.start()
    await other.fetch(f"{statement} FOR UPDATE", *values)
    try:
        yield
    finally:
        await transaction.rollback()
        await other.close()


async def _lane_waits(scene: Scene) -> None:
    async def waits() -> bool:
        rows = await fetch(
            scene.url,
            "SELECT FROM pg_stat_activity WHERE application_name = 'holdfast ledger' "
            "AND datname = current_database() AND wait_event_type = 'Lock'",
        )
        return bool(rows)

    await until(waits, "the lane waits for the lock")


async def _free(scene: Scene, table: str, column: str) -> set[object]:
    """The rows nobody has locked now."""
    rows = await fetch(scene.url, f"SELECT {column} FROM {table} FOR UPDATE SKIP LOCKED")
    return {row[0] for row in rows}


@pytest.mark.parametrize("blocked", [0, 1, 4, 6])
async def test_accounts_are_locked_in_order_of_partition_and_key(
    scene: Scene, ledger: Ledger, blocked: int
) -> None:
    names = ["a", "b", "ba", "B", "c", "é", "я"]
    keys = sorted(names, key=lambda key: (partition_of(key, scene.partitions), key.encode()))
    await scene.stock(**dict.fromkeys(names, 9))
    shuffled = random.Random(blocked).sample(names, len(names))
    commands = [
        Command((hold(*shuffled[:4]),)),
        Command(tuple(Withdraw(key, 1) for key in shuffled[4:])),
    ]
    async with _locked(scene.url, "SELECT FROM ledger_accounts WHERE key = $1", keys[blocked]):
        work = asyncio.create_task(together(ledger, commands))
        await _lane_waits(scene)
        assert await _free(scene, "ledger_accounts", "key") == set(keys[blocked + 1 :])
    assert [type(outcome) for outcome in await work] == [Accepted, Accepted]


async def test_the_accounts_of_a_hold_are_locked_for_whatever_ends_it(
    scene: Scene, ledger: Ledger
) -> None:
    await scene.stock(tea=2, cup=2, pot=2)
    cart = hold("tea", "cup", Line("seat", 1, 1))
    await ledger.commit(Command((cart,)))
    names = ("cup", "seat", "tea")
    last = max(names, key=lambda key: (partition_of(key, scene.partitions), key))
    stranger = await scene.ledger()  # has never seen the hold
    async with _locked(scene.url, "SELECT FROM ledger_accounts WHERE key = $1", last):
        work = asyncio.create_task(stranger.commit(Command((Release(cart.hold_id),))))
        await _lane_waits(scene)
        assert await _free(scene, "ledger_accounts", "key") == {"pot"}
    assert isinstance(await work, Accepted)


async def test_guarded_rows_are_locked_after_the_accounts_in_their_own_order(
    scene: Scene, ledger: Ledger
) -> None:
    await scene.stock(tea=9)
    things = sorted(await scene.add_things(*["new"] * 5))
    commands = [
        Command((Withdraw("tea", 1),), (move(thing, "new", "old"),))
        for thing in random.Random(1).sample(things, 5)
    ]
    async with _locked(scene.url, "SELECT FROM things WHERE id = $1", things[2]):
        work = asyncio.create_task(together(ledger, commands))
        await _lane_waits(scene)
        assert await _free(scene, "ledger_accounts", "key") == set()
        assert await _free(scene, "things", "id") == {things[3], things[4]}
    assert [type(outcome) for outcome in await work] == [Accepted] * 5


async def test_what_is_read_after_the_locks_is_fresh(scene: Scene, ledger: Ledger) -> None:
    """While it waited for the account, the hold ended and the row moved: it must know."""
    await scene.stock(tea=9)
    (thing,) = await scene.add_things("pending")
    taken = hold("tea")
    await ledger.commit(Command((taken,)))
    capture = Command((Capture(taken.hold_id),), (move(thing, "pending", "paid"),))
    other = await asyncpg.connect(scene.url)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("SELECT FROM ledger_accounts WHERE key = 'tea' FOR UPDATE")
    work = asyncio.create_task(ledger.commit(capture))
    await _lane_waits(scene)
    await other.execute("UPDATE things SET state = 'cancelled'")
    await transaction.commit()
    await other.close()
    outcome = await work
    assert (type(outcome).__name__, getattr(outcome, "found", "")) == ("Conflict", "cancelled")
    assert await scene.hold_state(taken.hold_id) == "held"


def _two_of_one_partition(partitions: int) -> tuple[str, str]:
    """Keys that one statement locks, in their order."""
    first, *rest = (f"key/{number}" for number in range(10))
    at = partition_of(first, partitions)
    return first, next(one for one in rest if partition_of(one, partitions) == at)


async def test_an_account_that_is_opened_while_another_is_waited_for_is_noticed(
    scene: Scene, ledger: Ledger
) -> None:
    """There was nothing to lock when the lane began to wait."""
    hot, guard = _two_of_one_partition(scene.partitions)
    await scene.stock(**{hot: 1})
    other = await scene.ledger()
    async with _locked(scene.url, "SELECT FROM ledger_accounts WHERE key = $1", hot):
        work = asyncio.create_task(ledger.commit(Command((Expect(guard, 0), Deposit(hot, 1)))))
        await _lane_waits(scene)
        first = await other.commit(Command((Expect(guard, 0), Deposit(guard, 1))))
    assert isinstance(first, Accepted)
    assert await work == Conflict(guard, "version 1")
    assert await scene.account(hot) == (1, 0, 1)


async def test_an_account_that_is_opened_while_a_row_is_waited_for_is_noticed(
    scene: Scene, ledger: Ledger
) -> None:
    (thing,) = await scene.add_things("new")
    await scene.stock(tea=1)
    other = await scene.ledger()
    ends = Command((Expect("steps", 0), Deposit("tea", 1)), (move(thing, "new", "old"),))
    async with _locked(scene.url, "SELECT FROM things WHERE id = $1", thing):
        work = asyncio.create_task(ledger.commit(ends))
        await _lane_waits(scene)
        first = await other.commit(Command((Expect("steps", 0), Deposit("steps", 1))))
    assert isinstance(first, Accepted)
    assert await work == Conflict("steps", "version 1")
    assert await scene.thing(thing) == ("new", None)


async def test_a_row_that_somebody_else_is_changing_is_waited_for(
    scene: Scene, ledger: Ledger
) -> None:
    """Outside the ledger, and no account in common: the row's own lock decides."""
    await scene.stock(tea=9)
    (thing,) = await scene.add_things("pending")
    other = await asyncpg.connect(scene.url)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("UPDATE things SET state = 'cancelled'")
    paid = Command((Withdraw("tea", 1),), (move(thing, "pending", "paid"),))
    work = asyncio.create_task(ledger.commit(paid))
    await _lane_waits(scene)
    await transaction.commit()
    await other.close()
    assert await work == Conflict(f"things/{thing}", "cancelled")
    assert await scene.account("tea") == (9, 0, 1)


async def test_the_statements_of_a_batch_come_in_the_protocols_order(
    scene: Scene, ledger: Ledger
) -> None:
    await scene.stock(tea=9)
    connection = await ledger._store.connection()
    seen: list[str] = []
    connection.add_query_logger(lambda query: seen.append(" ".join(query.query.split())))
    for thing in await scene.add_things("new", "new"):  # twice, so that the driver knows all types
        taken = hold("tea")
        await ledger.commit(Command((taken,)))
        seen.clear()
        batch = [
            Command((Capture(taken.hold_id), Deposit(f"{thing}", 1)), (note(),), key=f"{thing}"),
            Command((), (move(thing, "new", "old"),)),
        ]
        await together(ledger, batch)
    steps = (
        ("open", "INSERT INTO ledger_accounts"),
        ("begin", "BEGIN"),
        ("lock accounts", "SELECT key, kind"),
        ("clock, records, holds, rows", "SELECT clock_timestamp(), pg_current_xact_id()"),
        ("write", "WITH w0 AS"),
        ("commit", "COMMIT"),
    )
    named = [next((n for n, start in steps if text.startswith(start)), text) for text in seen]
    assert list(dict.fromkeys(named)) == [name for name, _ in steps]
    assert named == sorted(named, key=[name for name, _ in steps].index)
    reads = " ".join(text for text, name in zip(seen, named, strict=True) if "clock" in name)
    asked = ("clock_timestamp", "FROM ledger_idempotency", "FROM ledger_holds", "FROM things")
    assert sorted(asked, key=reads.rindex) == list(asked)
    locks = [text for text in seen if "FOR UPDATE" in text]
    assert sum("FROM things" in text for text in locks) == 1
    assert all("ORDER BY" in text for text in locks)
    assert all("partition = $1" in text for text in locks if "ledger_" in text)
