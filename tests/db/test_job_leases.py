"""Whose jobs are whose: what a killed process had in hand, and what the living have."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest

from holdfast.db.engine import Database
from holdfast.db.jobs import job_row
from holdfast.worker.jobs import LEASE, JobRunner
from tests.support.greeting import Greet, left
from tests.support.market import eventually

SOON = 20.0  # seconds; a lease takes longer

Ran = asyncio.Queue[Greet]


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    await made.start()
    yield made
    await made.close()


def runner_of(database: Database, ran: Ran) -> JobRunner:
    async def greet(job: Greet, request: str) -> None:
        await ran.put(job)

    return JobRunner(database, {Greet: greet})


async def leased(database: Database, name: str) -> None:
    """A job that somebody has taken just now."""
    await database.pool.execute(
        "INSERT INTO jobs (queue, payload, headers, acquired_at, acquired_token)"
        " VALUES ($1, $2, $3, now(), gen_random_uuid())",
        *job_row(Greet(name)),
    )


async def test_what_a_killed_process_had_in_hand_is_run_as_soon_as_the_next_one_starts(
    database: Database,
) -> None:
    assert SOON < LEASE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.stuck_runner", database.url, stdout=-1
    )
    assert process.stdout is not None
    await left(database, Greet("orphan"))
    assert await asyncio.wait_for(process.stdout.readline(), 90) == b"got\n"
    process.kill()
    await process.wait()
    ran: Ran = asyncio.Queue()
    runner = runner_of(database, ran)
    await runner.start()
    async with asyncio.timeout(SOON):
        assert await ran.get() == Greet("orphan")
    await runner.stop()


async def test_what_another_process_has_in_hand_stays_its_own(database: Database) -> None:
    first, second = runner_of(database, asyncio.Queue()), runner_of(database, asyncio.Queue())
    await first.start()
    await leased(database, "first's")
    await second.start()
    assert await database.pool.fetchval("SELECT acquired_token FROM jobs") is not None
    await first.stop()
    await second.stop()


async def test_who_lost_the_database_for_a_moment_is_known_to_be_alive_again(
    database: Database,
) -> None:
    first, second = runner_of(database, asyncio.Queue()), runner_of(database, asyncio.Queue())
    await first.start()

    async def present() -> int:
        count: int = await database.pool.fetchval(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted"
            " AND application_name = 'holdfast jobs' AND datname = current_database()"
        )
        return count

    assert await present() == 1
    await database.pool.execute(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
        " WHERE application_name = 'holdfast jobs' AND datname = current_database()"
    )
    await eventually(present, 60, "it says again that it is there")
    await leased(database, "first's")
    await second.start()
    assert await database.pool.fetchval("SELECT acquired_token FROM jobs") is not None
    await first.stop()
    await second.stop()
