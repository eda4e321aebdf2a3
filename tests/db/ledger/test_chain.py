"""Every batch is sealed: what is rewritten is named, and what was exported cannot be rewritten."""

from collections.abc import Sequence

import asyncpg
import msgspec
import pytest

from holdfast.ledger import Capture, Command, Deposit, Extend, Ledger, Release, Withdraw
from holdfast.ledger.audit import AuditReport, Heads, audit, compare_heads, read_heads, signed_heads
from holdfast.ledger.canonical import micros
from tests.db.ledger.scene import Scene, hold, note, together
from tests.support.chain import chain_report, forge

KEY = b"a key that is kept elsewhere"


async def _fill(ledger: Ledger) -> None:
    """Some batches: deposits, holds (one of them extended), their ends, records."""
    kept, given_back, longer = hold("tea"), hold("tea", "cup"), hold("tea")
    batches: Sequence[Command] = (
        Command((Deposit("tea", 9), Deposit("cup", 3)), key="fill", actor="ann", request="r1"),
        Command((Deposit("wallet", 500, "RUB", counterparty="world", note="paid"),), key="pay"),
        Command((kept,), key="k1", answer="{}"),
        Command((given_back,), key="k2", answer="{}"),
        Command((longer,), key="k3", answer="{}"),
        Command((Extend(longer.hold_id, 7200),)),
        Command((Capture(kept.hold_id),)),
        Command((Release(given_back.hold_id),), riders=(note(),)),
        Command((), riders=(note(),), key="note"),
        Command((Withdraw("cup", 1), Withdraw("wallet", 20, "RUB", counterparty="fee"))),
    )
    for command in batches:
        await ledger.commit(command)


def _codes(report: AuditReport) -> set[str]:
    return {str(one.fault) for one in report.violations}


async def test_a_chain_of_several_lanes_and_restarts_holds(scene: Scene) -> None:
    for turn in range(2):
        first, second = await scene.ledger(), await scene.ledger()
        await together(first, [Command((Deposit("tea", 1),)) for _ in range(20)])
        await together(second, [Command((Deposit("tea", 1),)) for _ in range(20)])
        if turn == 0:
            await _fill(first)
        await together(second, [Command((Deposit(f"x/{n}", 1),)) for n in range(20)])
    report = await chain_report(scene.url)
    assert report.clean, report.text()
    connection = await asyncpg.connect(scene.url)
    assert report.batches == await connection.fetchval("SELECT count(*) FROM ledger_heads")
    assert await connection.fetchval("SELECT max(id) FROM ledger_chains") == 4
    # Who opened later names the heads of who went on.
    assert await connection.fetchval("SELECT jsonb_array_length(seen) FROM ledger_chains"
                                     " WHERE id = 3") == 2  # fmt: skip
    await connection.close()


DAMAGE = {
    "a note": "UPDATE ledger_entries SET note = 'found' WHERE key = 'wallet' AND version = 1",
    "an actor": "UPDATE ledger_entries SET actor = 'bob' WHERE key = 'tea' AND version = 1",
    "a request": "UPDATE ledger_entries SET request = 'r2' WHERE key = 'cup' AND version = 1",
    "a time, by a second": "UPDATE ledger_entries SET at = at - interval '1 second' "
    "WHERE key = 'cup' AND version = 1",
    "a time, by an hour": "UPDATE ledger_entries SET at = at - interval '1 hour' "
    "WHERE key = 'wallet'",
    "a counterparty": "UPDATE ledger_entries SET counterparty = 'friend' "
    "WHERE key = 'wallet' AND version = 2",
    "an opening deposit and all after it": "WITH later AS (UPDATE ledger_entries "
    "SET balance = balance + 5, change = change + CASE version WHEN 1 THEN 5 ELSE 0 END "
    "WHERE key = 'cup') UPDATE ledger_accounts SET balance = balance + 5 WHERE key = 'cup'",
    "the last entry, with the balance put back": "WITH gone AS (DELETE FROM ledger_entries "
    "WHERE key = 'wallet' AND version = 2) UPDATE ledger_accounts SET version = 1, balance = 500 "
    "WHERE key = 'wallet'",
    "an account with its journal": "WITH gone AS (DELETE FROM ledger_entries WHERE key = 'wallet')"
    " DELETE FROM ledger_accounts WHERE key = 'wallet'",
    "an entry in no batch": "UPDATE ledger_entries SET batch = NULL WHERE key = 'wallet'",
    "an entry in another batch": "UPDATE ledger_entries SET batch = batch + 1 "
    "WHERE key = 'wallet' AND version = 1",
    "an entry more": "INSERT INTO ledger_entries SELECT partition, 'new', 1, operation, change, "
    "held_change, change, 0, NULL, NULL, NULL, '', '', at, batch FROM ledger_entries "
    "WHERE key = 'tea' AND version = 1",
    "an open hold's end": "UPDATE ledger_holds SET expires_at = expires_at + interval '1 day' "
    "WHERE state = 'captured'",
    "an extended hold's first end": "UPDATE ledger_holds SET first_expires_at = now() "
    "WHERE extended",
    "what a hold was for": "UPDATE ledger_holds SET ref = 'order/x' WHERE state = 'captured'",
    "a hold's lines": "UPDATE ledger_holds SET lines = '[]' WHERE state = 'released'",
    "a record gone": "DELETE FROM ledger_idempotency WHERE key = 'k1'",
    "a record's answer": "UPDATE ledger_idempotency SET answer = '[]' WHERE key = 'k2'",
    "a head": "UPDATE ledger_heads SET head = sha256('x') WHERE batch = (1::bigint << 40) + 4",
    "a head gone": "DELETE FROM ledger_heads WHERE batch = (1::bigint << 40) + 4",
    "the last head gone": "DELETE FROM ledger_heads WHERE batch = (1::bigint << 40) + 10",
    "an opening": "UPDATE ledger_chains SET head = sha256('x') WHERE id = 1",
    "an opening gone": "DELETE FROM ledger_chains WHERE id = 1",
    "what an opening saw": "UPDATE ledger_chains SET seen = '[]' WHERE id = 2",
}


async def test_every_damage_is_named(scene: Scene, ledger: Ledger) -> None:
    await _fill(ledger)
    await (await scene.ledger()).commit(Command((Deposit("cup", 1),)))
    connection = await asyncpg.connect(scene.url)
    for what, statement in DAMAGE.items():
        transaction = connection.transaction()
        await transaction.start()
        changed = await connection.execute(statement)
        assert not changed.endswith(" 0"), f"no damage done: {what}"
        report = await chain_report(connection)
        await transaction.rollback()
        assert _codes(report) & {"sealed", "chain"}, f"{what}\n{report.text()}"
    await connection.close()
    report = await chain_report(scene.url)
    assert report.clean, report.text()


async def test_what_was_rewritten_with_every_head_differs_from_what_was_exported(
    scene: Scene, ledger: Ledger
) -> None:
    """One entry and all that follows from it, and the chain from there on: the audit is clean, and
    the file names the first batch that is another."""
    await _fill(ledger)
    connection = await asyncpg.connect(scene.url)
    kept = read_heads(msgspec.json.encode(await signed_heads(connection, KEY)))
    await ledger.commit(Command((Deposit("tea", 1),)))  # the shop goes on
    assert (await _compared(connection, kept)).clean
    await connection.execute(
        "UPDATE ledger_entries SET balance = balance - 100, change = change"
        " - CASE version WHEN 1 THEN 100 ELSE 0 END WHERE key = 'wallet'"
    )
    await connection.execute(
        "UPDATE ledger_accounts SET balance = balance - 100 WHERE key = 'wallet'"
    )
    assert "sealed" in _codes(await chain_report(connection))
    await forge(connection, 1)
    rewritten = await chain_report(connection)
    assert rewritten.clean, rewritten.text()
    assert (await audit(connection)).clean
    compared = await _compared(connection, kept)
    (violation,) = compared.violations
    assert violation.fault == "heads"
    assert violation.subject == "batch 1.2"
    await connection.close()
    scene.tampered = True  # the lane's next batch would not follow


async def _compared(connection: asyncpg.Connection, kept: Heads) -> AuditReport:
    report = AuditReport()
    await compare_heads(connection, report, kept, KEY)
    return report


async def test_a_file_that_was_changed_or_signed_by_another_is_named(
    scene: Scene, ledger: Ledger
) -> None:
    await _fill(ledger)
    connection = await asyncpg.connect(scene.url)
    kept = await signed_heads(connection, KEY)
    for changed in (
        Heads(exported_at=kept.exported_at, chains=kept.chains[:1], signature=kept.signature),
        Heads(exported_at=kept.exported_at, chains=kept.chains, signature=kept.sign(b"other")),
        Heads(exported_at=kept.exported_at, chains=kept.chains),
    ):
        assert _codes(await _compared(connection, changed)) == {"heads"}
    assert (await _compared(connection, kept)).clean
    await connection.close()
    for text in (b"", b"[]", b'{"format": "other"}'):
        with pytest.raises(ValueError, match="heads"):
            read_heads(text)


async def test_batches_that_are_gone_since_the_export_are_named(
    scene: Scene, ledger: Ledger
) -> None:
    """As after going back to a copy from before it."""
    await _fill(ledger)
    connection = await asyncpg.connect(scene.url)
    kept = await signed_heads(connection, KEY)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("DELETE FROM ledger_heads WHERE batch > (1::bigint << 40) + 7")
    (violation,) = (await _compared(connection, kept)).violations
    assert (violation.subject, violation.found) == ("batch 1.8", "none")
    await connection.execute("DELETE FROM ledger_chains WHERE id = 1")
    (violation,) = (await _compared(connection, kept)).violations
    assert violation.found == "no such chain"
    await transaction.rollback()
    await connection.close()


async def test_entries_from_before_the_chain_are_counted_and_no_more(
    scene: Scene, ledger: Ledger
) -> None:
    await _fill(ledger)
    connection = await asyncpg.connect(scene.url)
    await connection.execute("UPDATE ledger_entries SET batch = NULL")
    await connection.execute("UPDATE ledger_idempotency SET batch = NULL")
    await connection.execute("DELETE FROM ledger_heads")
    await connection.execute("DELETE FROM ledger_chains WHERE id > 0")
    count = await connection.execute(
        "UPDATE ledger_chains SET before = (SELECT count(*) FROM ledger_entries)"
    )
    assert count == "UPDATE 1"
    now = await scene.ledger()
    await now.commit(Command((Deposit("tea", 1),)))
    report = await chain_report(connection)
    assert report.clean, report.text()
    assert report.batches == 1
    await connection.execute(
        "INSERT INTO ledger_entries SELECT partition, 'new', 1, operation, change, held_change,"
        " change, 0, NULL, NULL, NULL, '', '', at FROM ledger_entries WHERE key = 'wallet'"
    )
    assert _codes(await chain_report(connection)) == {"sealed"}
    await connection.execute("DELETE FROM ledger_entries WHERE key = 'new'")
    await connection.close()


async def test_a_time_is_hashed_to_the_microsecond(scene: Scene) -> None:
    different = f"""
        SELECT count(*) FROM (
            SELECT '2020-01-01'::timestamptz + make_interval(days => n * 3)
                   + (n * 77_003 + 1) * interval '1 microsecond'
            FROM generate_series(1, 10_000) AS n
            UNION ALL VALUES ('2026-01-01 00:00:00.999999Z'::timestamptz),
                             ('2100-12-31 23:59:59.999999Z'), ('1970-01-01Z')
        ) AS moments(at)
        WHERE {micros("at")} <> (extract(epoch FROM at) * 1_000_000)::bigint"""
    connection = await asyncpg.connect(scene.url)
    assert await connection.fetchval(different) == 0
    await connection.close()
