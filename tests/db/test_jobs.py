"""Jobs: kept with the transaction, run when due, tried again, buried when it is hopeless."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
import pytest
from faststream_outbox import ConstantRetry
from structlog.testing import capture_logs

import holdfast.worker.jobs as worker_jobs
from holdfast.db.engine import Database
from holdfast.db.jobs import Job, NotYet, enqueue, job_row, reader_of
from holdfast.flows.payments.providers import PROVIDER_SECONDS
from holdfast.flows.stuck.jobs import tell_stuck_jobs
from holdfast.ledger import Accepted, Command, Deposit, Ledger, Short, Withdraw, defer
from holdfast.payments import PaymentArrives, RefundPayment, ResolvePayment, ResolveWalletPayment
from holdfast.worker.jobs import JobHopeless, JobRunner
from tests.support.greeting import Greet, left

ID = UUID("01890000-0000-7000-8000-000000000000")
Ran = asyncio.Queue[tuple[Greet, str]]
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

    async def greet(job: Greet, request: str) -> None:
        await queue.put((job, request))

    runner = JobRunner(database, {Greet: greet})
    await runner.start()
    yield queue
    await runner.stop()


async def waiting(database: Database) -> int:
    count: int = await database.pool.fetchval("SELECT count(*) FROM jobs")
    return count


async def test_a_job_runs_with_its_payload_and_request(database: Database, ran: Ran) -> None:
    await left(database, Greet("Ann"), request="r-1")
    async with asyncio.timeout(60):
        assert await ran.get() == (Greet("Ann"), "r-1")
        while await waiting(database):
            await asyncio.sleep(0.02)


async def test_a_job_waits_for_its_time(database: Database, ran: Ran) -> None:
    await left(database, Greet("now"))
    started = time.monotonic()
    await left(database, Greet("later"), after=1.2)
    async with asyncio.timeout(60):
        assert (await ran.get())[0] == Greet("now")
        assert (await ran.get())[0] == Greet("later")
    assert time.monotonic() - started >= 1.2


async def test_a_job_goes_with_its_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as connection:
            await enqueue(connection, [(Greet(), "")])
            raise ZeroDivisionError
    assert await waiting(database) == 0


async def test_a_job_rides_on_a_command_that_is_accepted_and_on_no_other(
    database: Database, ran: Ran
) -> None:
    ledger = Ledger(database.url)
    await ledger.start()
    riders = (defer(Greet("rider")), defer(Greet("later"), after=0.5))
    refused = await ledger.commit(Command((Withdraw("stock/x", 1),), riders))
    assert isinstance(refused, Short)
    assert await waiting(database) == 0
    accepted = Command((Deposit("stock/x", 1),), riders, request="r-2")
    assert isinstance(await ledger.commit(accepted), Accepted)
    async with asyncio.timeout(60):
        assert await ran.get() == (Greet("rider"), "r-2")
        assert await ran.get() == (Greet("later"), "r-2")
    await ledger.close()


async def test_a_failing_job_is_tried_again_then_buried(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_jobs, "RETRY", ConstantRetry(delay_seconds=0.05, max_attempts=3))
    tries = 0

    async def fail(job: Greet, request: str) -> None:
        nonlocal tries
        tries += 1
        raise RuntimeError("no")

    runner = JobRunner(database, {Greet: fail})
    await runner.start()
    await left(database, Greet())
    async with asyncio.timeout(60):
        while not await database.pool.fetchval("SELECT count(*) FROM dead_jobs"):
            await asyncio.sleep(0.02)
    await runner.stop()
    assert tries == 3
    assert await waiting(database) == 0
    dead = await database.pool.fetchrow("SELECT queue, last_exception FROM dead_jobs")
    assert tuple(dead) == ("greet", "RuntimeError('no')")
    for _ in range(2):  # it is told, once
        await tell_stuck_jobs(database)
        events = await database.pool.fetch(
            "SELECT subject, data->>'error', data->>'count' FROM events WHERE type = 'jobs.dead'"
        )
        assert [tuple(one) for one in events] == [("greet", "RuntimeError('no')", "1")]


@pytest.mark.parametrize(
    "body",
    [b"{", b'{"job": "greet"}', b'{"job": "greet", "payload": {"name": 1}}', b"\xff"],
    ids=["cut off", "no payload", "another type", "no text"],
)
async def test_a_job_whose_body_does_not_read_is_given_up_at_once_with_a_reason(
    database: Database, ran: Ran, body: bytes
) -> None:
    await database.pool.execute(
        "INSERT INTO jobs (queue, payload, headers) VALUES ('greet', $1, '{}')", body
    )
    async with asyncio.timeout(60):
        while not await database.pool.fetchval("SELECT count(*) FROM dead_jobs"):
            await asyncio.sleep(0.02)
    dead = await database.pool.fetchrow(
        "SELECT queue, payload, failure_reason, deliveries_count, last_exception FROM dead_jobs"
    )
    assert tuple(dead)[:4] == ("greet", body, "rejected", 1)
    assert dead["last_exception"].startswith("JobUnreadable('")
    assert ran.empty()


async def test_a_hopeless_job_is_given_up_at_once_with_its_reason(database: Database) -> None:
    async def fail(job: Greet, request: str) -> None:
        raise JobHopeless("order A1 has units without a code")

    runner = JobRunner(database, {Greet: fail})
    await runner.start()
    await left(database, Greet())
    async with asyncio.timeout(60):
        while not await database.pool.fetchval("SELECT count(*) FROM dead_jobs"):
            await asyncio.sleep(0.02)
    await runner.stop()
    dead = await database.pool.fetchrow("SELECT deliveries_count, last_exception FROM dead_jobs")
    assert dead["deliveries_count"] == 1
    assert "order A1 has units without a code" in dead["last_exception"]


async def test_a_job_written_by_an_older_version_reads(database: Database, ran: Ran) -> None:
    """What it does not say has its default; what is not known any more is passed over."""
    body = b'{"job": "greet", "payload": {"name": "Ann", "mood": "good"}}'
    await database.pool.execute(
        "INSERT INTO jobs (queue, payload, headers) VALUES ('greet', $1, $2)",
        body,
        '{"content-type": "application/json", "correlation_id": "greet"}',
    )
    async with asyncio.timeout(60):
        assert await ran.get() == (Greet("Ann"), "")


@pytest.mark.parametrize(
    ("name", "payload", "job"),
    [
        ("refund", {"paymentId": str(ID)}, RefundPayment(ID)),
        ("refund", {"paymentId": str(ID), "amount": 5}, RefundPayment(ID, 5)),
        (
            "refund",
            {"paymentId": str(ID), "amount": 5, "refundId": str(ID)},
            RefundPayment(ID, 5, ID),
        ),
        ("payment-arrives", {"paymentId": str(ID)}, PaymentArrives(ID)),
        ("resolve-payment", {"paymentId": str(ID)}, ResolvePayment(ID)),
        ("resolve-wallet-payment", {"paymentId": str(ID)}, ResolveWalletPayment(ID)),
    ],
)
def test_the_jobs_are_kept_as_they_always_were(
    name: str, payload: dict[str, object], job: Job
) -> None:
    queue, body, _ = job_row(job, "r-1")
    kept = {"job": name, "payload": payload, "request": "r-1"}
    assert (queue, msgspec.json.decode(body)) == (name, kept)
    read = reader_of(type(job))(msgspec.json.encode(kept))
    assert (read.payload, read.request) == (job, "r-1")


async def test_a_job_that_comes_too_early_comes_again_and_alarms_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker_jobs, "RETRY", ConstantRetry(delay_seconds=0.05, max_attempts=9))
    tries = 0
    done = asyncio.Event()

    async def wait(job: Greet, request: str) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise NotYet("not decided")
        done.set()

    runner = JobRunner(database, {Greet: wait})
    with capture_logs() as said:
        await runner.start()
        await left(database, Greet())
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
        *job_row(Greet("orphan")),
    )
    async with asyncio.timeout(60):
        assert (await ran.get())[0] == Greet("orphan")


async def test_nobody_waits_a_minute_for_what_a_killed_process_had_in_hand(
    database: Database, ran: Ran
) -> None:
    """It was leased a lease but a second ago: not before, and soon after, another runs it."""
    assert worker_jobs.LEASE <= 30
    started = time.monotonic()
    await database.pool.execute(
        "INSERT INTO jobs (queue, payload, headers, acquired_at, acquired_token)"
        " VALUES ($1, $2, $3, now() - make_interval(secs => $4), gen_random_uuid())",
        *job_row(Greet("orphan")),
        worker_jobs.LEASE - 1,
    )
    async with asyncio.timeout(60):
        assert (await ran.get())[0] == Greet("orphan")
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
    running: Counter[str] = Counter()
    most = cut = 0

    async def hang(job: Greet, request: str) -> None:
        nonlocal most, cut
        running[job.name] += 1
        most = max(most, running[job.name])
        try:
            await asyncio.Event().wait()
        finally:
            running[job.name] -= 1
            cut += 1

    runners = [JobRunner(database, {Greet: hang}) for _ in range(2)]
    for runner in runners:
        await runner.start()
    await left(database, *(Greet(str(n)) for n in range(16)))
    async with asyncio.timeout(180):
        while await waiting(database):
            await asyncio.sleep(0.05)
    for runner in runners:
        await runner.stop()
    assert (most, cut) == (1, 16 * 2)


def test_a_lease_outlives_every_handler_in_line_for_it() -> None:
    assert PROVIDER_SECONDS < worker_jobs.HANDLER_LIMIT
    assert IN_LINE * worker_jobs.HANDLER_LIMIT < worker_jobs.LEASE
