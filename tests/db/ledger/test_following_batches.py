"""A batch that others wait behind ends with the beginning of the next (``COMMIT AND CHAIN``):
whatever happens between the two, nothing is counted twice or lost."""

import asyncio

import asyncpg
import pytest

from holdfast.ledger import Accepted, Command, Deposit, Ledger, Short
from holdfast.ledger.statements import OPEN_ACCOUNTS, TUNING
from tests.db.ledger.scene import Scene, hold, note, together
from tests.support.postgres import execute, fetch
from tests.support.wire import Moment, Wire

IN_A_BATCH = 2


@pytest.fixture
async def wired(scene: Scene, wire: Wire) -> Ledger:
    """A ledger of small batches whose connection runs through the wire."""
    ledger = await scene.ledger(wire.url, wait_at_most=60.0, max_batch=IN_A_BATCH)
    await ledger.commit(Command((Deposit("tea", 1),)))  # connected, opened, statements known
    return ledger


@pytest.mark.parametrize("moment", list(Moment))
@pytest.mark.parametrize("behind", [0, 1, 2])
async def test_the_wire_is_cut_where_one_ends_and_the_next_begins(
    scene: Scene, wire: Wire, wired: Ledger, moment: Moment, behind: int
) -> None:
    wire.cut(moment, skip=behind)
    outcomes = await together(wired, [Command((Deposit("tea", 1),), (note(),)) for _ in range(6)])
    wire.wait_cut()
    assert [type(outcome) for outcome in outcomes] == [Accepted] * 6
    assert await scene.account("tea") == (7, 0, 7)
    assert await scene.notes() == 6


async def test_the_backend_dies_between_the_two(scene: Scene, wire: Wire, wired: Ledger) -> None:
    wire.hold_commits()
    work = asyncio.create_task(together(wired, [Command((Deposit("tea", 1),))] * 6))
    await asyncio.to_thread(wire.wait_held)
    backends = await fetch(
        scene.url,
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'holdfast ledger' AND state = 'idle in transaction'",
    )
    for (backend,) in backends:
        await execute(scene.url, f"SELECT pg_terminate_backend({backend}, 5000)")
    wire.let_go()
    assert [type(outcome) for outcome in await work] == [Accepted] * 6
    assert await scene.account("tea") == (7, 0, 7)


async def test_accounts_opened_between_the_two_are_there_though_what_opened_them_is_refused(
    scene: Scene, wired: Ledger
) -> None:
    commands = [
        Command((Deposit("tea", 1),)),
        Command((Deposit("tea", 1),)),
        Command((hold("coffee"),)),  # refused, as there is none
        Command((Deposit("cocoa", 1), hold("milk"))),
        Command((Deposit("coffee", 1),)),
        Command((hold("coffee"),)),
    ]
    outcomes = await together(wired, commands)
    expected = [Accepted, Accepted, Short, Short, Accepted, Accepted]
    assert [type(outcome) for outcome in outcomes] == expected
    assert await scene.account("coffee") == (0, 1, 2)
    opened = await fetch(scene.url, "SELECT FROM ledger_accounts WHERE key = 'cocoa'")
    assert len(opened) == 1


async def test_only_the_first_is_begun_by_itself_and_only_the_last_ended_so(
    scene: Scene, wired: Ledger
) -> None:
    connection = await wired._store.connection()
    seen: list[str] = []
    connection.add_query_logger(lambda query: seen.append(query.query))
    await together(wired, [Command((Deposit("tea", 1),))] * 6)
    bounds = [text for text in seen if text.startswith(("BEGIN", "COMMIT"))]
    assert bounds == ["BEGIN", "COMMIT AND CHAIN", "COMMIT AND CHAIN", "COMMIT"]


async def test_after_the_last_no_transaction_stays_open(scene: Scene, wired: Ledger) -> None:
    await together(wired, [Command((Deposit("tea", 1),))] * 6)
    states = await fetch(
        scene.url,
        "SELECT state FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'holdfast ledger'",
    )
    assert {state for (state,) in states} == {"idle"}


async def test_after_accounts_were_opened_within_one_the_next_waits_for_the_disk(
    database_url: str,
) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(TUNING)
        await connection.execute("BEGIN")
        await connection.execute(OPEN_ACCOUNTS, 1, ["a"], ["store"], ["piece"])
        unhurried = await connection.fetchval("SHOW synchronous_commit")
        await connection.execute("COMMIT AND CHAIN")
        hurried = await connection.fetchval("SHOW synchronous_commit")
    finally:
        await connection.close()
    assert (unhurried, hurried) == ("off", "on")
