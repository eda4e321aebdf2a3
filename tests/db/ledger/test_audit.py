"""The audit names every kind of damage, and raises no false alarm while the shop is busy."""

import asyncio
import random
import subprocess
import sys

import asyncpg
import msgspec
import pytest

from holdfast.ledger import (
    Capture,
    Command,
    Deposit,
    Ledger,
    Line,
    Release,
    SetOnHand,
    Withdraw,
)
from holdfast.ledger.audit import AuditReport, Progress, audit, holds, journal, walk
from tests.db.ledger.scene import Scene, hold, together
from tests.support.ledger_process import LedgerProcesses
from tests.support.postgres import execute


async def _fill(url: str, partitions: int = 1) -> None:
    """A little of everything: every operation, open and ended holds, money, records."""
    ledger = Ledger(url, partitions=partitions)
    await ledger.start()
    first, second, third = hold("tea", "cup"), hold("tea", Line("seat", 2, 3)), hold("tea")
    open_now = hold("tea", Line("open", 1, 1, kept=False))
    commands = [
        Command((Deposit("tea", 9), Deposit("cup", 3), SetOnHand("cup", 2)), key="fill"),
        Command((Deposit("wallet", 500, "RUB", counterparty="world"), Withdraw("tea", 1))),
        Command((Withdraw("wallet", 100, "RUB", counterparty="fee"),)),
        *(Command((some,), key=f"k{n}", answer="{}") for n, some in enumerate((first, second))),
        Command((third,)),
        Command((open_now,)),
        Command((Capture(first.hold_id),)),
        Command((Capture(second.hold_id),)),
        Command((Release(third.hold_id),)),
    ]
    for command in commands:
        await ledger.commit(command)
    await ledger.close()


DAMAGE = {
    "gap: tea version 5": "DELETE FROM ledger_entries WHERE key = 'tea' AND version = 4",
    "gap: tea version 2": "DELETE FROM ledger_entries WHERE key = 'tea' AND version = 1",
    "gap: cup": "UPDATE ledger_entries SET version = 0 WHERE key = 'cup' AND version = 1",
    **{
        f"duplicate: tea version {n}": "INSERT INTO ledger_entries SELECT * FROM ledger_entries "
        f"WHERE key = 'tea' AND version = {n}"
        for n in range(1, 7)  # some of them on both sides of a slice's end
    },
    "sum: tea version 3": "UPDATE ledger_entries SET balance = balance + 1 "
    "WHERE key = 'tea' AND version = 3",
    "sum: seat version 1": "UPDATE ledger_entries SET held = held + 1 "
    "WHERE key = 'seat' AND version = 1",
    "negative: cup version 3": "UPDATE ledger_entries SET balance = -1 "
    "WHERE key = 'cup' AND version = 3",
    "shape: tea version 2": "UPDATE ledger_entries SET operation = 'deposit' "
    "WHERE key = 'tea' AND operation = 'withdraw'",
    "shape: cup version 1": "UPDATE ledger_entries SET operation = 'gift' "
    "WHERE key = 'cup' AND version = 1",
    "shape: cup version 2": "UPDATE ledger_entries SET hold = gen_random_uuid() "
    "WHERE key = 'cup' AND version = 2",
    "shape: cup version 3": "UPDATE ledger_entries SET held_change = 2, held = 2 "
    "WHERE key = 'cup' AND version = 3",
    "orphan: hold": "DELETE FROM ledger_holds WHERE state = 'captured'",
    "orphan: cup": "DELETE FROM ledger_accounts WHERE key = 'cup'",
    "orphan: zzz": "INSERT INTO ledger_entries SELECT 1, 'zzz', 1, operation, change, held_change, "
    "balance, held, NULL, NULL, NULL, '', '', at FROM ledger_entries WHERE key = 'cup' "
    "AND version = 1",
    "account: tea": "UPDATE ledger_accounts SET balance = balance + 1 WHERE key = 'tea'",
    "account: cup": "UPDATE ledger_accounts SET version = version + 1 WHERE key = 'cup'",
    "account: seat": "UPDATE ledger_accounts SET held = held + 1 WHERE key = 'seat'",
    "held: tea": "UPDATE ledger_holds SET state = 'released' WHERE state = 'held'",
    "held: open": "UPDATE ledger_accounts SET held = 0 WHERE key = 'open'",
    "hold: hold": "UPDATE ledger_holds SET lines = '[[\"tea\", 2, null, true]]' "
    "WHERE state = 'released'",
    "hold: (captured)": "UPDATE ledger_holds SET state = 'captured' WHERE state = 'released'",
    "hold: (held)": "UPDATE ledger_holds SET state = 'held' WHERE state = 'captured'",
    "time: capture at or after": "UPDATE ledger_holds SET expires_at = created_at "
    "WHERE state = 'captured'",
    "conservation: store piece": "UPDATE ledger_accounts SET balance = balance + 1 "
    "WHERE key = 'tea'",
    "conservation: store RUB": "DELETE FROM ledger_entries WHERE key = 'wallet' AND version = 1",
    "money: wallet version 1": "UPDATE ledger_entries SET counterparty = NULL "
    "WHERE key = 'wallet' AND version = 1",
    "partition: tea": "INSERT INTO ledger_accounts VALUES (2, 'tea', 'store', 'piece')",
    "idempotency: k0": "UPDATE ledger_idempotency SET answer = '{' WHERE key = 'k0'",
    "idempotency: k1": "UPDATE ledger_idempotency SET hold_expires_at = expires_at + '1 s' "
    "WHERE key = 'k1'",
    "idempotency: fill": "INSERT INTO ledger_idempotency SELECT 2, key, digest, answer, NULL, "
    "expires_at FROM ledger_idempotency WHERE key = 'fill'",
}


@pytest.fixture(params=["in one slice", "in slices of two"])
def slices(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit in its own slices, and in tiny ones, so that everything spans two."""
    if request.param == "in slices of two":
        monkeypatch.setattr(walk, "ACCOUNTS_A_SLICE", 2)
        monkeypatch.setattr(journal, "ENTRIES_A_SLICE", 2)
        monkeypatch.setattr(holds, "HOLDS_A_SLICE", 2)
        monkeypatch.setattr(holds, "RECORDS_A_SLICE", 2)


@pytest.mark.usefixtures("slices")
async def test_every_damage_is_named(module_database_url: str) -> None:
    if (await audit(module_database_url)).accounts == 0:
        await _fill(module_database_url)
    connection = await asyncpg.connect(module_database_url)
    for expected, statement in DAMAGE.items():
        transaction = connection.transaction()
        await transaction.start()
        changed = await connection.execute(statement)
        assert not changed.endswith(" 0"), f"no damage done by {statement}"
        report = await audit(connection)
        await transaction.rollback()
        fault, _, subject = expected.partition(": ")
        named = [v for v in report.violations if v.fault == fault and subject in str(v)]
        assert named, f"{statement}\n{report.text()}"
        assert not report.clean
    await connection.close()
    report = await audit(module_database_url)
    assert report.clean, report.text()


@pytest.mark.usefixtures("slices")
async def test_a_clean_report_counts_everything(database_url: str, partitions: int) -> None:
    await _fill(database_url, partitions)
    seen: list[Progress] = []
    report = await audit(database_url, seen.append)
    assert report.clean, report.text()
    assert (report.accounts, report.entries, report.holds, report.records) == (5, 18, 4, 3)
    flows = {(flow.kind, flow.unit): flow for flow in report.flows}
    pieces = flows["store", "piece"]
    assert pieces.operations == {
        "deposit": 12, "set": -1, "withdraw": -1, "hold": 0, "capture": -3, "release": 0,
    }  # fmt: skip
    assert (pieces.expected, pieces.balance, pieces.held) == (7, 6, 1)
    assert flows["store", "RUB"].operations == {"deposit": 500, "withdraw": -100}
    assert {progress.stage for progress in seen} == {"accounts", "holds", "records"}
    again = msgspec.json.decode(msgspec.json.encode(report), type=AuditReport)
    assert again == report
    assert "clean" in report.text()


async def test_an_empty_ledger_is_clean(database_url: str) -> None:
    report = await audit(database_url)
    assert report.clean
    assert report.accounts == 0


async def test_thousands_of_violations_are_counted_and_listed_up_to_a_bound(
    database_url: str,
) -> None:
    await execute(
        database_url,
        "INSERT INTO ledger_accounts SELECT 1, 'x/' || n, 'store', 'piece', 1, 0, 1 "
        "FROM generate_series(1, 3000) AS n",
    )
    report = await audit(database_url)
    assert report.violation_count == 3001
    assert len(report.violations) == 1000
    assert "and 2,001 more" in report.text()


async def test_no_false_alarm_while_the_shop_is_busy(
    scene: Scene, processes: LedgerProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes hold, capture, release, deposit and open accounts as fast as they can while
    the audit goes round and round in slices much smaller than what changes meanwhile."""
    monkeypatch.setattr(walk, "ACCOUNTS_A_SLICE", 7)
    monkeypatch.setattr(journal, "ENTRIES_A_SLICE", 11)
    monkeypatch.setattr(holds, "HOLDS_A_SLICE", 7)
    keys = [f"shelf/{n}" for n in range(12)]
    await scene.stock(**dict.fromkeys(keys, 100_000))
    work: list[list[Command]] = []
    for seed in (1, 2):
        chance = random.Random(seed)
        commands = []
        for n in range(200):
            cart = hold(*chance.sample(keys, 2), Line(f"limit/{seed}-{n}", 1, 2))
            commands.append(Command((cart,), key=f"{seed}/{n}"))
            end = Capture(cart.hold_id) if chance.random() < 0.5 else Release(cart.hold_id)
            commands.append(Command((end, Deposit(chance.choice(keys), 1))))
        work.append(commands)
    with processes.several(2, scene.url, partitions=scene.partitions) as running:
        for part in range(0, 400, 100):  # an audit begins with each, however long one takes
            for process, commands in zip(running, work, strict=True):
                process.send(commands[part : part + 100], clients=1)
            ended = asyncio.gather(*(asyncio.to_thread(process.outcomes) for process in running))
            while not ended.done():
                report = await audit(scene.url)
                assert report.clean, report.text()
            await ended


async def test_it_reads_with_no_snapshot_of_its_own(
    scene: Scene, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each slice is one statement outside any transaction."""
    await scene.stock(**{f"shelf/{n}": 1 for n in range(10)})
    await together(ledger, [Command((hold(f"shelf/{n}"),)) for n in range(10)])
    monkeypatch.setattr(walk, "ACCOUNTS_A_SLICE", 3)
    connection = await asyncpg.connect(scene.url)
    states: list[bool] = []
    connection.add_query_logger(lambda _: states.append(connection.is_in_transaction()))
    assert (await audit(connection)).clean
    assert len(states) > 6
    assert not any(states)
    await connection.close()


def test_it_shares_no_code_with_the_rules_or_the_store() -> None:
    """In an interpreter of its own: what the audit's modules import from the ledger."""
    code = """
import ast, pathlib, holdfast.ledger.audit as audit
for path in pathlib.Path(audit.__file__).parent.glob("*.py"):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("holdfast."):
            print(node.module)
"""
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    # And what the chain hashes of a row, which both must mean alike.
    meant = ("holdfast.ledger.canonical", "holdfast.db.events")
    allowed = ("holdfast.ledger.audit", "holdfast.db.engine", "holdfast.kit", *meant)
    assert {module for module in found if not module.startswith(allowed)} == set()
    assert "holdfast.db.engine" in found
