"""Day partitions of the event log: made ahead, filled from DEFAULT, dropped when old and read."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio

from holdfast.db import partitions as upkeep
from holdfast.db.engine import Database
from holdfast.db.partitions import PARTITIONED, Partitioned, maintain, make_partitions, spans

EVENTS = PARTITIONED[0]


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    await made.start()
    yield made
    await made.close()


async def partitions(database: Database, table: str = "events") -> list[str]:
    rows = await database.pool.fetch(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits"
        " WHERE inhparent = $1::regclass ORDER BY 1",
        table,
    )
    return [row["name"] for row in rows]


async def test_partitions_are_made_ahead_and_only_once(database: Database) -> None:
    today = date(2031, 3, 30)
    done = await maintain(database, today=today)
    assert "made events_20310330" in done
    assert "made events_20310406" in done
    assert "made ledger_entries_203105" in done
    assert await maintain(database, today=today) == []


async def test_rows_that_waited_in_default_move_to_their_day(database: Database) -> None:
    today = date(2031, 3, 30)
    await database.pool.execute(
        "INSERT INTO events (type, subject, data, at) VALUES ('tick', 'x', '{}', $1)",
        datetime(2031, 3, 30, 12, tzinfo=UTC),
    )
    await maintain(database, today=today)
    assert await database.pool.fetchval("SELECT count(*) FROM events_default") == 0
    assert await database.pool.fetchval("SELECT subject FROM events_20310330") == "x"


async def test_old_days_go_once_every_consumer_has_passed(database: Database) -> None:
    today = date(2031, 3, 30)
    await maintain(database, today=today)
    await database.pool.execute(
        "INSERT INTO events (type, subject, data, at) VALUES ('tick', 'x', '{}', $1)",
        datetime(2031, 3, 30, 12, tzinfo=UTC),
    )
    await database.pool.execute("INSERT INTO event_cursors VALUES ('slow', 0, '0', 0)")
    later = today + timedelta(days=31)
    await maintain(database, today=later)
    assert "events_20310330" in await partitions(database)  # unread
    assert "events_20310331" in await partitions(database)  # not old enough
    await database.pool.execute("UPDATE event_cursors SET era = 9")
    assert "dropped events_20310330" in await maintain(database, today=later)


async def test_a_consumer_that_is_gone_does_not_keep_events_for_ever(database: Database) -> None:
    today = date(2031, 3, 30)
    await maintain(database, today=today)
    await database.pool.execute(
        "INSERT INTO events (type, subject, data, at) VALUES ('tick', 'x', '{}', $1)",
        datetime(2031, 3, 30, 12, tzinfo=UTC),
    )
    await database.pool.execute("INSERT INTO event_cursors VALUES ('gone', 0, '0', 0)")
    await maintain(database, today=today + timedelta(days=62))
    assert "events_20310330" not in await partitions(database)


async def test_a_busy_table_is_left_for_the_next_run(database: Database) -> None:
    async with database.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM events_default")
        assert await maintain(database, (EVENTS,), today=date(2031, 3, 30)) == []
    assert await maintain(database, (EVENTS,), today=date(2031, 3, 30)) != []


async def events_of(database: Database, day: date, count: int) -> None:
    await database.pool.execute(
        "INSERT INTO events (type, subject, data, at)"
        " SELECT 'order.cancelled', n, jsonb_build_object('amount', n, 'note', 'x'), $1"
        " FROM generate_series(1, $2::int) n",
        datetime(day.year, day.month, day.day, 12, tzinfo=UTC), count,
    )  # fmt: skip


async def test_of_a_day_of_very_many_events_what_is_told_is_kept_in_portions(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it is begun again."""
    monkeypatch.setattr(upkeep, "PORTION", 100)
    today = date(2031, 3, 30)
    await maintain(database, today=today)
    await events_of(database, today, 250)
    async with database.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT FROM events_20310330")  # it cannot be dropped meanwhile
        await maintain(database, today=today + timedelta(days=31))
    assert "events_20310330" in await partitions(database)
    assert await maintain(database, today=today + timedelta(days=31)) == ["dropped events_20310330"]
    kept = await database.pool.fetch(
        "SELECT subject, data::text, xmin::text AS by FROM past_events"
    )
    assert {row["subject"] for row in kept} == {f"{number}" for number in range(1, 251)}
    assert len(kept) == 250
    assert len({row["by"] for row in kept}) == 3
    assert not any("note" in row["data"] for row in kept)


async def test_what_takes_too_long_of_one_table_keeps_no_other_from_its_own(
    database: Database, database_url: str
) -> None:
    today = date(2031, 3, 30)
    await maintain(database, today=today)
    later = today + timedelta(days=31)
    hasty = Database(database_url, pool_size=2, statement_timeout=1.5)
    await hasty.start()
    try:
        async with database.pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT FROM events_20310330")
            with pytest.raises(TimeoutError):
                await maintain(hasty, today=later)
    finally:
        await hasty.close()
    assert "ledger_entries_203106" in await partitions(database, "ledger_entries")
    assert f"events_{later:%Y%m%d}" in await partitions(database)


async def test_a_start_makes_what_is_missing_and_drops_nothing(database: Database) -> None:
    today = date(2031, 3, 30)
    await maintain(database, today=today)
    done = await make_partitions(database, today=today + timedelta(days=31))
    assert done and all(one.startswith("made ") for one in done)
    assert "events_20310330" in await partitions(database)


def test_months_follow_the_calendar() -> None:
    table = Partitioned("ledger_entries", "month", ahead=2)
    assert spans(table, date(2030, 12, 31)) == [
        (date(2030, 12, 1), date(2031, 1, 1)),
        (date(2031, 1, 1), date(2031, 2, 1)),
        (date(2031, 2, 1), date(2031, 3, 1)),
    ]
