"""Accounts are opened without waiting for the disk; whatever uses them waits, and nothing else is
committed that way."""

import asyncpg

from holdfast.ledger.statements import OPEN_ACCOUNTS, TUNING


async def test_what_is_committed_after_accounts_were_opened_waits_for_the_disk(
    database_url: str,
) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(TUNING)
        await connection.execute(OPEN_ACCOUNTS, 1, ["a", "b"], ["store"] * 2, ["piece"] * 2)
        opened = await connection.fetch("SELECT key FROM ledger_accounts ORDER BY key")
        hurried = await connection.fetchval("SHOW synchronous_commit")
    finally:
        await connection.close()
    assert [key for (key,) in opened] == ["a", "b"]
    assert hurried == "on"


async def test_opening_accounts_does_not_wait_for_the_disk_itself(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(TUNING)
        plan = await connection.fetch(
            f"EXPLAIN (VERBOSE, COSTS off) {OPEN_ACCOUNTS}",
            1, ["a"], ["store"], ["piece"],
        )  # fmt: skip
    finally:
        await connection.close()
    # Left out as unused, it would be a wait for the disk before each batch that opens accounts.
    assert any("set_config('synchronous_commit'" in line for (line,) in plan)
