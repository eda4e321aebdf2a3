"""Jobs: kept with the transaction, run when due, tried again, buried when it is hopeless."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import pytest
from faststream_outbox import ConstantRetry
from structlog.testing import capture_logs

import holdfast.worker.jobs as worker_jobs
from holdfast.db.engine import Database
from holdfast.db.jobs import Jobs, enqueue_all
from holdfast.flows.commit.jobs import JOBS, LATER_JOBS, NotYet, job_row, later_job_row
from holdfast.flows.payments.providers import PROVIDER_SECONDS
from holdfast.flows.stuck.dead_jobs import tell_dead_jobs
from holdfast.ledger import Accepted, Command, Deposit, Insert, Ledger, Short, Withdraw
from holdfast.worker.jobs import JobRunner

Ran = asyncio.Queue[tuple[str, dict[str, Any], str]]
IN_LINE = worker_jobs.IN_MEMORY / worker_jobs.WORKERS + 1  # handlers for one lease


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
async def ran(database: Database) -> AsyncIterator[Ran]:
    """What jobs named ``greet`` were run, by a runner."""
    queue: Ran = asyncio.Queue()

    async def greet(payload: dict[str, Any], request: str) -> None:
        await queue.put(("greet", payload, request))

    runner = JobRunner(database, {"greet": greet})
    await runner.start()
    yield queue
    await runner.stop()


async def waiting(database: Database) -> int:
    count: int = await database.pool.fetchval("SELECT count(*) FROM jobs")
    return count


async def test_a_job_runs_with_its_payload_and_request(database: Database, ran: Ran) -> None:
    await Jobs(database).enqueue("greet", {"name": "Ann"}, request="r-1")
    async with asyncio.timeout(60):
        assert await ran.get() == ("greet", {"name": "Ann"}, "r-1")
        while await waiting(database):
            await asyncio.sleep(0.02)


async def test_a_job_waits_for_its_time(database: Database, ran: Ran) -> None:
    await Jobs(database).enqueue("greet", {"name": "now"})
    started = time.monotonic()
    await Jobs(database).enqueue("greet", {"name": "later"}, delay=1.2)
    async with asyncio.timeout(60):
        assert (await ran.get())[1] == {"name": "now"}
        assert (await ran.get())[1] == {"name": "later"}
    assert time.monotonic() - started >= 1.2


async def test_a_job_goes_with_its_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as connection:
            await Jobs(database).enqueue_in(connection, "greet", {})
            raise ZeroDivisionError
    assert await waiting(database) == 0


async def test_a_job_rides_on_a_command_that_is_accepted_and_on_no_other(
    database: Database, ran: Ran
) -> None:
    ledger = Ledger(database.url)
    await ledger.start()
    riders = (
        Insert(JOBS, (job_row("greet", {"name": "rider"}, "r-2"),)),
        Insert(LATER_JOBS, (later_job_row("greet", {"name": "later"}, 0.5),)),
    )
    refused = await ledger.commit(Command((Withdraw("stock/x", 1),), riders))
    assert isinstance(refused, Short)
    assert await waiting(database) == 0
    assert isinstance(await ledger.commit(Command((Deposit("stock/x", 1),), riders)), Accepted)
    async with asyncio.timeout(60):
        assert await ran.get() == ("greet", {"name": "rider"}, "r-2")
        assert await ran.get() == ("greet", {"name": "later"}, "")
    await ledger.close()


async def test_a_failing_job_is_tried_again_then_buried(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_jobs, "RETRY", ConstantRetry(delay_seconds=0.05, max_attempts=3))
    tries = 0

    async def fail(payload: dict[str, Any], request: str) -> None:
        nonlocal tries
        tries += 1
        raise RuntimeError("no")

    runner = JobRunner(database, {"fail": fail})
    await runner.start()
    await Jobs(database).enqueue("fail", {"n": 1})
    async with asyncio.timeout(60):
        while not await database.pool.fetchval("SELECT count(*) FROM dead_jobs"):
            await asyncio.sleep(0.02)
    await runner.stop()
    assert tries == 3
    assert await waiting(database) == 0
    dead = await database.pool.fetchrow("SELECT queue, last_exception FROM dead_jobs")
    assert tuple(dead) == ("fail", "RuntimeError('no')")
    for _ in range(2):  # it is told, once
        await tell_dead_jobs(database)
        events = await database.pool.fetch(
            "SELECT subject, data->>'error', data->>'count' FROM events WHERE type = 'jobs.dead'"
        )
        assert [tuple(one) for one in events] == [("fail", "RuntimeError('no')", "1")]


async def test_a_job_that_comes_too_early_comes_again_and_alarms_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker_jobs, "RETRY", ConstantRetry(delay_seconds=0.05, max_attempts=9))
    tries = 0
    done = asyncio.Event()

    async def wait(payload: dict[str, Any], request: str) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise NotYet("not decided")
        done.set()

    runner = JobRunner(database, {"wait": wait})
    with capture_logs() as said:
        await runner.start()
        await Jobs(database).enqueue("wait", {"n": 1})
        async with asyncio.timeout(60):
            await done.wait()
        await runner.stop()
    assert [line["event"] for line in said] == ["job too early; trying again later"] * 2
    assert not {line["log_level"] for line in said} & {"warning", "error"}
    assert [one for one in caplog.records if one.levelno > logging.INFO] == []


async def test_what_a_killed_process_had_in_hand_is_run_by_another(
    database: Database, ran: Ran
) -> None:
    """A row leased by a process that is no more is fetched again when its lease is over."""
    await database.pool.execute(
        "INSERT INTO jobs (queue, payload, headers, acquired_at, acquired_token)"
        " VALUES ($1, $2, $3, now() - interval '1 hour', gen_random_uuid())",
        *job_row("greet", {"name": "orphan"}),
    )
    async with asyncio.timeout(60):
        assert (await ran.get())[1] == {"name": "orphan"}


async def test_nobody_waits_a_minute_for_what_a_killed_process_had_in_hand(
    database: Database, ran: Ran
) -> None:
    """It was leased a lease but a second ago: not before, and soon after, another runs it."""
    assert worker_jobs.LEASE <= 30
    started = time.monotonic()
    await database.pool.execute(
        "INSERT INTO jobs (queue, payload, headers, acquired_at, acquired_token)"
        " VALUES ($1, $2, $3, now() - make_interval(secs => $4), gen_random_uuid())",
        *job_row("greet", {"name": "orphan"}),
        worker_jobs.LEASE - 1,
    )
    async with asyncio.timeout(60):
        assert (await ran.get())[1] == {"name": "orphan"}
    assert time.monotonic() - started >= 0.9


async def test_a_job_that_hangs_is_cut_off_before_another_runner_takes_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than can run at once hang in two runners: none runs in both."""
    limit = 1.5
    saved = IN_LINE * (worker_jobs.HANDLER_LIMIT - limit)
    monkeypatch.setattr(worker_jobs, "LEASE", worker_jobs.LEASE - saved)  # as long to spare
    monkeypatch.setattr(worker_jobs, "HANDLER_LIMIT", limit)
    monkeypatch.setattr(worker_jobs, "RETRY", ConstantRetry(delay_seconds=0.01, max_attempts=2))
    running: Counter[int] = Counter()
    most = cut = 0

    async def hang(payload: dict[str, Any], request: str) -> None:
        nonlocal most, cut
        running[payload["n"]] += 1
        most = max(most, running[payload["n"]])
        try:
            await asyncio.Event().wait()
        finally:
            running[payload["n"]] -= 1
            cut += 1

    runners = [JobRunner(database, {"hang": hang}) for _ in range(2)]
    for runner in runners:
        await runner.start()
    async with database.transaction() as connection:
        await enqueue_all(connection, "hang", [({"n": n}, "") for n in range(16)])
    async with asyncio.timeout(180):
        while await waiting(database):
            await asyncio.sleep(0.05)
    for runner in runners:
        await runner.stop()
    assert (most, cut) == (1, 16 * 2)


def test_a_lease_outlives_every_handler_in_line_for_it() -> None:
    assert PROVIDER_SECONDS < worker_jobs.HANDLER_LIMIT
    assert IN_LINE * worker_jobs.HANDLER_LIMIT < worker_jobs.LEASE
