"""Races between connections and between operating-system processes: nothing oversold or lost."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import pytest

from holdfast.kit import new_id
from holdfast.ledger import (
    Accepted,
    Capture,
    Command,
    Conflict,
    Deposit,
    Expire,
    Line,
    Outcome,
    Release,
    Short,
    Withdraw,
)
from tests.db.ledger.scene import Scene, hold, move, note
from tests.support.ledger_process import LedgerProcesses
from tests.support.postgres import fetch

PROCESSES = 3


Race: TypeAlias = Callable[..., list[list[Outcome]]]


@pytest.fixture
def race(scene: Scene, processes: LedgerProcesses) -> Race:
    """Runs each list of commands in a process of its own, all at once; gives their outcomes."""

    def run(work: list[list[Command]], clients: int = 8) -> list[list[Outcome]]:
        with processes.several(len(work), scene.url, partitions=scene.partitions) as running:
            for process, commands in zip(running, work, strict=True):
                process.send(commands, clients)
            found = [process.outcomes() for process in running]
        assert all(outcome is not None for outcomes in found for outcome in outcomes)
        return found  # type: ignore[return-value]

    return run


def _count(found: list[list[Outcome]]) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcomes in found for outcome in outcomes)


async def test_processes_race_for_one_hot_account(scene: Scene, race: Race) -> None:
    await scene.stock(hot=200)
    work = [[Command((hold("hot"),), (note(),)) for _ in range(150)] for _ in range(PROCESSES)]
    counted = _count(race(work, clients=32))
    assert counted == {"Accepted": 200, "Short": 250}
    assert await scene.account("hot") == (0, 200, 201)
    assert await scene.notes() == 200


async def test_processes_take_and_give_back_on_one_hot_account(scene: Scene, race: Race) -> None:
    await scene.stock(hot=10)
    work = [
        [Command((Deposit("hot", 1) if n % 2 else Withdraw("hot", 1),)) for n in range(200)]
        for _ in range(PROCESSES)
    ]
    found = race(work)
    taken = sum(
        isinstance(outcome, Accepted) and n % 2 == 0
        for outcomes in found
        for n, outcome in enumerate(outcomes)
    )
    assert await scene.account("hot") == (10 + 100 * PROCESSES - taken, 0, 1 + 300 + taken)


async def test_overlapping_carts_in_opposite_orders(scene: Scene, race: Race) -> None:
    """No deadlock (PostgreSQL counts them), no oversell, no lost unit."""
    keys = [f"shelf/{number}" for number in range(8)]
    await scene.stock(**dict.fromkeys(keys, 100))
    work = []
    for number in range(PROCESSES + 1):
        chance = random.Random(number)
        some = [chance.sample(keys, 4) for _ in range(120)]
        ordered = [sorted(cart, reverse=bool(number % 2)) for cart in some]
        work.append([Command((hold(*cart),)) for cart in ordered])
    found = race(work)
    left: Counter[str] = Counter(dict.fromkeys(keys, 100))
    for commands, outcomes in zip(work, found, strict=True):
        for command, outcome in zip(commands, outcomes, strict=True):
            assert isinstance(outcome, Accepted | Short)
            if isinstance(outcome, Accepted):
                left.subtract(line.key for line in command.operations[0].lines)  # type: ignore[union-attr]
    for key in keys:
        balance, held, _ = await scene.account(key)
        assert (balance, held) == (left[key], 100 - left[key])
    assert min(left.values()) == 0  # it was worth racing for
    rows = await fetch(
        scene.url, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    )
    assert rows[0][0] == 0


async def test_processes_open_the_same_accounts_at_once(scene: Scene, race: Race) -> None:
    keys = [f"new/{number}" for number in range(60)]
    work = [
        [Command((Deposit(key, 1),)) for key in (keys if n % 2 else reversed(keys))]
        for n in range(PROCESSES)
    ]
    assert _count(race(work, clients=16)) == {"Accepted": 180}
    for key in keys:
        assert await scene.account(key) == (PROCESSES, 0, PROCESSES)


async def test_one_key_in_three_processes_is_accepted_once(scene: Scene, race: Race) -> None:
    await scene.stock(tea=1000)
    commands = [
        Command((hold("tea", hold_id=new_id()),), (note(),), key=f"reserve|g|{n}", digest=b"d",
                answer=f'"{n}"')
        for n in range(100)
    ]  # fmt: skip
    found = race([commands, commands, list(reversed(commands))], clients=16)
    assert _count(found) == {"Accepted": 100, "AlreadyDone": 200}
    for n, outcomes in enumerate(zip(found[0], found[1], reversed(found[2]), strict=True)):
        assert {outcome.answer for outcome in outcomes} == {f'"{n}"'}  # type: ignore[union-attr]
        assert len({outcome.expires_at for outcome in outcomes}) == 1  # type: ignore[union-attr]
    assert await scene.account("tea") == (900, 100, 101)
    assert await scene.notes() == 100


async def test_one_key_on_different_accounts_in_three_processes_is_accepted_once(
    scene: Scene, race: Race
) -> None:
    """No account lock in common: only the record itself stands between them."""
    work = [
        [Command((Deposit(f"{name}/{n}", 1),), key=f"k{n}", digest=b"d") for n in range(50)]
        for name in ("a", "b", "c")
    ]
    assert _count(race(work, clients=16)) == {"Accepted": 50, "AlreadyDone": 100}
    rows = await fetch(scene.url, "SELECT sum(balance) FROM ledger_accounts")
    assert rows[0][0] == 50


async def test_two_cancels_with_different_keys(scene: Scene, race: Race) -> None:
    await scene.stock(tea=40)
    orders = await scene.add_things(*["pending"] * 40)
    holds = [hold("tea") for _ in orders]
    ledger = await scene.ledger()
    await asyncio.gather(*(ledger.commit(Command((taken,))) for taken in holds))
    work = [
        [
            Command((Release(taken.hold_id),), (move(order, "pending", "cancelled", name),),
                    key=f"cancel/{name}/{order}")
            for order, taken in zip(orders, holds, strict=True)
        ]
        for name in ("buyer", "staff", "sweeper")
    ]  # fmt: skip
    found = race(work)
    assert _count(found) == {"Accepted": 40, "Conflict": 80}
    now = await scene.things()
    for order, outcomes in zip(orders, zip(*found, strict=True), strict=True):
        winner = [isinstance(outcome, Accepted) for outcome in outcomes].index(True)
        assert now[order] == ("cancelled", ("buyer", "staff", "sweeper")[winner])
    assert await scene.account("tea") == (40, 0, 81)


async def test_cancel_against_capture_with_different_keys(scene: Scene, race: Race) -> None:
    """Cancelled with its unit back, or paid and the unit gone; never both, never neither."""
    await scene.stock(tea=60)
    orders = await scene.add_things(*["pending"] * 60)
    holds = [hold("tea") for _ in orders]
    ledger = await scene.ledger()
    await asyncio.gather(*(ledger.commit(Command((taken,))) for taken in holds))
    cancels = [
        Command((Release(taken.hold_id),), (move(order, "pending", "cancelled"),), key=f"c{order}")
        for order, taken in zip(orders, holds, strict=True)
    ]
    captures = [
        Command((Capture(taken.hold_id),), (move(order, "pending", "paid"),), key=f"p{order}")
        for order, taken in zip(orders, holds, strict=True)
    ]
    found = race([cancels, list(reversed(captures)), list(reversed(cancels))])
    paid = 0
    orders_now, holds_now = await scene.things(), await scene.holds()
    for n, (order, taken) in enumerate(zip(orders, holds, strict=True)):
        outcomes = (found[0][n], found[1][59 - n], found[2][59 - n])
        kinds = [type(outcome).__name__ for outcome in outcomes]
        state, held = orders_now[order][0], holds_now[taken.hold_id]
        if kinds[1] == "Accepted":
            assert (kinds, state, held) == (
                ["Conflict", "Accepted", "Conflict"],
                "paid",
                "captured",
            )
            paid += 1
        else:
            assert sorted([kinds[0], kinds[2]]) == ["Accepted", "AlreadyDone"]
            assert (kinds[1], state, held) == ("Conflict", "cancelled", "released")
    assert await scene.account("tea") == (60 - paid, 0, 121)


async def test_a_transition_alone_decides(scene: Scene, race: Race) -> None:
    """Two commands on different accounts, one row: the row's lock and state let one win."""
    orders = await scene.add_things(*["pending"] * 50)
    work = [
        [
            Command((Deposit(f"{name}/{n}", 1),), (move(order, "pending", name),))
            for n, order in enumerate(orders)
        ]
        for name in ("first", "second", "third")
    ]
    work[1].reverse()
    assert _count(race(work)) == {"Accepted": 50, "Conflict": 100}
    rows = await fetch(scene.url, "SELECT sum(balance) FROM ledger_accounts")
    assert rows[0][0] == 50


async def test_a_sweeper_against_captures(scene: Scene, race: Race) -> None:
    """Holds of a blink: each ends captured in time or expired, whoever asks first."""
    await scene.stock(tea=80)
    holds = [hold("tea", ttl=0.3) for _ in range(80)]
    takes = [Command((taken,)) for taken in holds]
    assert _count(race([takes], 80)) == {"Accepted": 80}
    expire = [Command((Expire(taken.hold_id),), sweep=True) for taken in holds] * 3
    capture = [Command((Capture(taken.hold_id),)) for taken in reversed(holds)]
    found = race([expire, capture, capture])
    captured = sum(isinstance(outcome, Accepted) for outcome in found[1] + found[2])
    states = Counter((await scene.holds()).values())
    assert states["captured"] == captured
    assert states["captured"] + states["expired"] + states["held"] == 80
    balance, held, _ = await scene.account("tea")
    assert (balance, held) == (states["expired"], states["held"])
    lost = [outcome for outcome in found[0] if isinstance(outcome, Conflict)]
    assert all(conflict.found in ("held", "captured") for conflict in lost)


async def test_one_seat_among_capacity_accounts(scene: Scene, race: Race) -> None:
    """Overlapping bookings of quarter hours: no cell is ever taken twice."""
    chance = random.Random(1)
    work = []
    for _ in range(PROCESSES):
        starts = [chance.randrange(30) for _ in range(80)]
        work.append([
            Command((hold(*(Line(f"cell/{start + n}", 1, 1) for n in range(4))),))
            for start in starts
        ])  # fmt: skip
    found = race(work)
    rows = await fetch(scene.url, "SELECT balance + held AS taken FROM ledger_accounts")
    assert max(row["taken"] for row in rows) == 1
    assert sum(row["taken"] for row in rows) == 4 * _count(found)["Accepted"]
