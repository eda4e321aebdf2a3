"""Months of the journal put away: the rest stays whole, and the audit knows where it begins."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from holdfast.db.engine import Database
from holdfast.db.partitions import PARTITIONED, maintain
from holdfast.ledger import Accepted, Capture, Command, Deposit, Ledger, Release
from holdfast.ledger.archive import NotArchived, archive_month
from holdfast.ledger.audit import audit
from tests.db.ledger.scene import Scene, hold, together
from tests.support.chain import chain_report

JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)


@pytest.fixture
async def past(scene: Scene) -> AsyncIterator[asyncpg.Connection]:
    """Two months of long ago with entries in them, and one hold over the turn of the month."""
    database = Database(scene.url)
    await database.start()
    journal = tuple(table for table in PARTITIONED if table.table == "ledger_entries")
    await maintain(database, journal, JANUARY)
    await database.close()
    keys = [f"shelf/{n}" for n in range(5)]
    january = await _ledger_at(scene, datetime(2024, 1, 31, 23, 50, tzinfo=UTC))
    february = await _ledger_at(scene, datetime(2024, 2, 1, 0, 1, tzinfo=UTC))
    ended, over_the_turn = hold(*keys[:2]), hold(*keys[:2], ttl=3600)
    await january.commit(_fill(keys))
    await together(january, [Command((ended,)), Command((over_the_turn,))])
    await january.commit(Command((Release(ended.hold_id),)))
    await february.commit(Command((Capture(over_the_turn.hold_id),)))
    connection = await asyncpg.connect(scene.url)
    yield connection
    await connection.close()


async def _ledger_at(scene: Scene, moment: datetime) -> Ledger:
    return await scene.ledger(clock_offset=moment - datetime.now(UTC))


def _fill(keys: list[str]) -> Command:
    return Command(tuple(Deposit(key, 10) for key in keys))


async def test_a_month_is_put_away_and_the_audit_goes_on(
    scene: Scene, past: asyncpg.Connection
) -> None:
    before = await audit(scene.url)
    assert before.clean, before.text()
    assert await archive_month(past, JANUARY) == "ledger_entries_202401"
    assert await past.fetchval("SELECT count(*) FROM ledger_entries_202401") == 11
    report = await audit(scene.url)
    assert report.clean, report.text()
    assert report.entries == before.entries - 11
    assert report.accounts == before.accounts
    (flow,) = report.flows
    assert (flow.expected, flow.opening) == (48, 50)
    now = await scene.ledger()
    assert isinstance(await now.commit(Command((hold("shelf/0", "shelf/4"),))), Accepted)
    assert (await audit(scene.url)).clean
    await archive_month(past, FEBRUARY)
    assert (await audit(scene.url)).clean


async def test_damage_is_still_found_after_a_month_was_put_away(
    scene: Scene, past: asyncpg.Connection
) -> None:
    now = await scene.ledger()
    for _ in range(3):
        await now.commit(Command((hold("shelf/0"),)))
    await archive_month(past, JANUARY)
    transaction = past.transaction()
    await transaction.start()
    await past.execute("DELETE FROM ledger_entries WHERE key = 'shelf/0' AND version = 6")
    await past.execute("UPDATE ledger_accounts SET balance = 9 WHERE key = 'shelf/0'")
    found = {violation.fault for violation in (await audit(past)).violations}
    await transaction.rollback()
    assert {"gap", "account", "hold"} <= found


async def test_what_cannot_be_put_away(scene: Scene, past: asyncpg.Connection) -> None:
    with pytest.raises(NotArchived, match="ledger_entries_202401 is older"):
        await archive_month(past, FEBRUARY)
    with pytest.raises(NotArchived, match="no month 2023-05"):
        await archive_month(past, date(2023, 5, 1))
    january = await _ledger_at(scene, datetime(2024, 1, 20, tzinfo=UTC))
    still_open = hold("shelf/3", ttl=timedelta(days=300).total_seconds())
    await january.commit(Command((still_open,)))
    with pytest.raises(NotArchived, match="1 holds of 2024-01 or before are still open"):
        await archive_month(past, JANUARY)
    await january.commit(Command((Release(still_open.hold_id),)))
    assert await archive_month(past, JANUARY)


async def test_this_month_is_not_over(scene: Scene) -> None:
    database = Database(scene.url)
    await database.start()
    await maintain(database)
    await database.close()
    connection = await asyncpg.connect(scene.url)
    names = await connection.fetch(
        "SELECT inhrelid::regclass::text FROM pg_inherits "
        "WHERE inhparent = 'ledger_entries'::regclass ORDER BY 1"
    )
    first = next(name[0] for name in names if name[0][-6:].isdigit())
    with pytest.raises(NotArchived, match="is not over"):
        await archive_month(connection, date(int(first[-6:-2]), int(first[-2:]), 1))
    await connection.close()


async def test_the_chain_holds_over_months_that_were_put_away(
    scene: Scene, past: asyncpg.Connection
) -> None:
    """Their entries are verified while their table is there, their heads always."""
    await archive_month(past, JANUARY)
    assert (await chain_report(scene.url)).clean
    transaction = past.transaction()
    await transaction.start()
    await past.execute("UPDATE ledger_entries_202401 SET actor = 'x' WHERE version = 1")
    found = {violation.fault for violation in (await chain_report(past)).violations}
    await transaction.rollback()
    assert found == {"sealed"}
    await past.execute("DROP TABLE ledger_entries_202401")
    report = await chain_report(scene.url)
    assert report.clean, report.text()
    assert report.batches == 4
    await past.execute("DELETE FROM ledger_heads WHERE batch = (1::bigint << 40) + 1")
    found = {violation.fault for violation in (await chain_report(past)).violations}
    assert found == {"chain"}
    scene.tampered = True
