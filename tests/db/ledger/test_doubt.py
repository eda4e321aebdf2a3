"""Connections that break before, at and after COMMIT: nothing is counted twice or lost.

Every batch here carries deposits without a key, which nothing but the transaction's own fate can
keep from being counted twice.
"""

import asyncio

import asyncpg
import pytest

from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Busy,
    Command,
    Deposit,
    InDoubt,
    Ledger,
    Outcome,
    Short,
    store,
)
from holdfast.ledger.failures import Doubt
from tests.db.ledger.scene import Scene, hold, note, together, until
from tests.support.postgres import execute, fetch
from tests.support.wire import Moment, Wire

LANE = "holdfast ledger"


@pytest.fixture
async def wired(scene: Scene, wire: Wire) -> Ledger:
    """A ledger whose connection runs through the wire."""
    ledger = await scene.ledger(wire.url, wait_at_most=60.0)
    await ledger.commit(Command((Deposit("warm", 1),)))  # connected, statements known
    return ledger


def _batch() -> list[Command]:
    """A deposit without a key, one with, a purchase, and a refusal."""
    return [
        Command((Deposit("tea", 1),), (note(),)),
        Command((Deposit("tea", 1),), (note(),), key="k", answer='"k"'),
        Command((hold("tea"),), (note(),)),
        Command((hold("coffee"),)),
    ]


async def _expect_once(scene: Scene, outcomes: list[object]) -> None:
    assert [type(outcome) for outcome in outcomes] == [Accepted, Accepted, Accepted, Short]
    assert await scene.account("tea") == (1, 1, 3)
    assert await scene.notes() == 3


async def _when_back(ledger: Ledger, command: Command) -> Outcome:
    """The first outcome but ``Busy``: a store that is back takes a moment to be found."""
    while isinstance(outcome := await ledger.commit(command), Busy):
        await asyncio.sleep(0.01)
    return outcome


async def _backends(scene: Scene, wanted: str) -> list[int]:
    """The lane's backends in a state."""
    rows = await fetch(
        scene.url,
        f"SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
        f"AND application_name = '{LANE}' AND {wanted}",
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize("moment", list(Moment))
async def test_the_wire_is_cut_around_commit(
    scene: Scene, wire: Wire, wired: Ledger, moment: Moment
) -> None:
    wire.cut(moment)
    outcomes = await together(wired, _batch())
    wire.wait_cut()
    await _expect_once(scene, list(outcomes))


@pytest.mark.parametrize("moment", list(Moment))
async def test_cut_again_and_again(scene: Scene, wire: Wire, wired: Ledger, moment: Moment) -> None:
    for _ in range(10):
        wire.cut(moment)
        outcomes = await together(wired, [Command((Deposit("tea", 1),)) for _ in range(5)])
        wire.wait_cut()
        assert [type(outcome) for outcome in outcomes] == [Accepted] * 5
    assert await scene.account("tea") == (50, 0, 50)


async def test_the_backend_is_killed_before_commit(scene: Scene, wire: Wire, wired: Ledger) -> None:
    """Everything is written, COMMIT is on its way, and the backend dies."""
    wire.hold_commits()
    work = asyncio.create_task(together(wired, _batch()))
    await asyncio.to_thread(wire.wait_held)
    (backend,) = await _backends(scene, "state = 'idle in transaction'")
    await execute(scene.url, f"SELECT pg_terminate_backend({backend}, 5000)")
    wire.let_go()
    await _expect_once(scene, list(await work))


async def test_the_backend_is_killed_while_it_waits_for_a_lock(
    scene: Scene, ledger: Ledger
) -> None:
    await scene.stock(tea=1)
    other = await asyncpg.connect(scene.url)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("SELECT FROM ledger_accounts WHERE key = 'tea' FOR UPDATE")
    work = asyncio.create_task(together(ledger, [Command((Deposit("tea", 1),))] * 3))

    async def waiting() -> bool:
        return bool(await _backends(scene, "wait_event_type = 'Lock'"))

    await until(waiting, "the lane waits for the lock")
    (backend,) = await _backends(scene, "wait_event_type = 'Lock'")
    await fetch(scene.url, "SELECT pg_terminate_backend($1, 60000)", backend)
    await until(waiting, "the lane waits again, on a new connection")
    await transaction.rollback()
    await other.close()
    assert [type(outcome) for outcome in await work] == [Accepted] * 3
    assert await scene.account("tea") == (4, 0, 4)


async def test_the_backend_is_killed_between_batches(scene: Scene, ledger: Ledger) -> None:
    for n in range(5):
        await execute(
            scene.url,
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            f"WHERE application_name = '{LANE}' AND datname = current_database()",
        )
        assert isinstance(await ledger.commit(Command((Deposit("tea", 1),))), Accepted)
        assert await scene.account("tea") == (n + 1, 0, n + 1)


async def test_backends_are_killed_all_the_time(scene: Scene, ledger: Ledger) -> None:
    """A killer in a loop, buyers in many tasks: what is accepted is there, exactly."""
    done, enough = asyncio.Event(), asyncio.Event()

    async def killer() -> None:
        kills = 0
        while not done.is_set():
            if kills > 3:
                enough.set()
            rows = await fetch(
                scene.url,
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE application_name = '{LANE}' AND datname = current_database()",
            )
            kills += len(rows)
            before = len(scene.batches)

            async def goes_on(before: int = before) -> bool:
                return len(scene.batches) > before or done.is_set()

            await until(goes_on, "a batch after the kill")

    async def buyer() -> int:
        outcomes: list[Outcome] = []
        while len(outcomes) < 100 or not (enough.is_set() or len(outcomes) == 5000):
            outcomes.append(await ledger.commit(Command((Deposit("tea", 1),), (note(),))))
        assert all(isinstance(outcome, Accepted | Busy) for outcome in outcomes)
        return sum(isinstance(outcome, Accepted) for outcome in outcomes)

    killing = asyncio.create_task(killer())
    accepted = sum(await asyncio.gather(*(buyer() for _ in range(10))))
    done.set()
    await killing
    assert enough.is_set()
    assert await scene.account("tea") == (accepted, 0, accepted)
    assert await scene.notes() == accepted


async def test_in_doubt_when_the_store_cannot_say_and_it_was_not_committed(
    scene: Scene, wire: Wire
) -> None:
    ledger = await scene.ledger(wire.url, wait_at_most=0.3)
    wire.hold_commits()
    keyed = Command((Deposit("tea", 1),), key="k", answer='"k"')
    work = asyncio.create_task(together(ledger, [keyed, Command((Deposit("tea", 10),))]))
    await asyncio.to_thread(wire.wait_held)
    wire.refuse()
    wire.cut_all()
    assert await work == [InDoubt(), InDoubt()]
    wire.refuse(False)
    assert isinstance(await _when_back(ledger, keyed), Accepted)
    assert await ledger.commit(keyed) == AlreadyDone('"k"', None)
    assert await scene.account("tea") == (1, 0, 1)


async def test_in_doubt_when_the_store_cannot_say_and_it_was_committed(
    scene: Scene, wire: Wire
) -> None:
    ledger = await scene.ledger(wire.url, wait_at_most=0.3)
    keyed = Command((Deposit("tea", 1),), key="k", answer='"k"')
    wire.refuse()
    wire.cut(Moment.AFTER_COMMIT)
    assert await ledger.commit(keyed) == InDoubt()
    assert await scene.account("tea") == (1, 0, 1)
    wire.refuse(False)
    assert await _when_back(ledger, keyed) == AlreadyDone('"k"', None)
    assert await scene.account("tea") == (1, 0, 1)


async def test_a_store_that_is_away_is_busy_and_comes_back(scene: Scene, wire: Wire) -> None:
    ledger = await scene.ledger(wire.url, wait_at_most=0.3)
    wire.refuse()
    wire.cut_all()
    outcomes = await together(ledger, [Command((Deposit("tea", 1),))] * 5)
    assert [type(outcome) for outcome in outcomes] == [Busy] * 5
    wire.refuse(False)
    assert isinstance(await _when_back(ledger, Command((Deposit("tea", 1),))), Accepted)
    assert await scene.account("tea") == (1, 0, 1)


async def test_a_commit_that_takes_too_long_is_in_doubt_not_repeated(
    scene: Scene, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lane gives the connection up, yet the COMMIT may still arrive: it must ask."""
    ledger = await scene.ledger(wire.url, wait_at_most=30.0)
    await ledger.commit(Command((Deposit("tea", 1),)))
    monkeypatch.setattr(store, "ATTEMPT_LIMIT", 0.5)
    wire.hold_commits()
    work = asyncio.create_task(ledger.commit(Command((Deposit("tea", 1),))))
    await asyncio.to_thread(wire.wait_held)

    async def asking() -> bool:
        return len(await _backends(scene, "true")) > 1

    await until(asking, "a second connection of the lane, to ask what became of the first")
    wire.let_go()
    assert isinstance(await work, Accepted)
    assert await scene.account("tea") == (2, 0, 2)


async def test_a_transaction_id_given_away_again_does_not_answer_a_doubt(
    scene: Scene, wire: Wire, wired: Ledger
) -> None:
    """After a crash an id can belong to somebody else's committed transaction: only what this
    transaction alone can have written counts."""
    doubts: list[Doubt] = []
    ask = wired._store.fate

    async def fate(doubt: Doubt) -> str | None:
        rows = await fetch(scene.url, "SELECT pg_current_xact_id()::text")  # committed, not ours
        doubts.append(doubt._replace(xid=rows[0][0]))
        return await ask(doubts[-1])

    wired._store.fate = fate  # type: ignore[method-assign]
    for moment in (Moment.BEFORE_COMMIT, Moment.AFTER_COMMIT):
        wire.cut(moment)
        outcomes = await together(wired, [Command((Deposit("tea", 1),))] * 3)
        assert [type(outcome) for outcome in outcomes] == [Accepted] * 3
    assert len(doubts) >= 2
    assert await scene.account("tea") == (6, 0, 6)
    wire.cut(Moment.AFTER_COMMIT)
    keyed = Command((), (note(),), key="riders only")
    assert isinstance(await wired.commit(keyed), Accepted)
    wire.cut(Moment.AFTER_COMMIT)
    assert await wired.commit(Command((), (note(),))) == InDoubt()  # nothing to tell it by
    assert await scene.notes() == 2
