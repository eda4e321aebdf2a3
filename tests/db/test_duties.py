"""Duties: one process at a time, taken over when it goes; and waking on events."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from holdfast.db.engine import connect
from holdfast.db.events import CHANNEL
from holdfast.worker.duties import Duties
from tests.support.postgres import execute


@asynccontextmanager
async def on_duty(url: str, on_event: Callable[[], None] = lambda: None) -> AsyncIterator[Duties]:
    duties = Duties(url, ["a", "b"], on_event, interval=0.05)
    running = asyncio.create_task(duties.run())
    yield duties
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.01)


async def test_one_of_two_processes_is_on_duty_and_the_other_takes_over(database_url: str) -> None:
    async with on_duty(database_url) as second:
        async with on_duty(database_url) as first:
            await until(lambda: first.holds("a") or second.holds("a"))
            assert first.holds("a") != second.holds("a")
        await until(lambda: second.holds("a") and second.holds("b"))
        assert not first.holds("a")


async def test_a_broken_connection_loses_the_duty_and_takes_it_again(database_url: str) -> None:
    held: list[bool] = []  # whether the duty was held whenever a connection was made
    async with on_duty(database_url, lambda: held.append(duties.holds("a"))) as duties:
        await until(lambda: duties.holds("a"))
        connection = await connect(database_url)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'holdfast worker'"
        )
        await connection.close()
        await until(lambda: len(held) == 2)
        assert held == [False, False]
        await until(lambda: duties.holds("a"))


async def test_who_is_stopped_has_lost_the_duty_when_it_goes_on(database_url: str) -> None:
    async with on_duty(database_url) as stopped, on_duty(database_url) as other:
        await until(lambda: stopped.holds("a") or other.holds("a"))
        if other.holds("a"):
            stopped, other = other, stopped
        lease = stopped.lease("a")
        assert lease is not None
        # As if it had not been renewed for its whole length.
        await execute(database_url, "UPDATE leases SET until = '-infinity' WHERE name = 'a'")
        await until(lambda: other.holds("a"))
        taken = other.lease("a")
        assert taken is not None
        assert taken.fence == lease.fence + 1
        await until(lambda: not stopped.holds("a"))  # it asks before a third has passed
        assert other.holds("a")


async def test_an_event_wakes(database_url: str) -> None:
    woken = asyncio.Event()
    async with on_duty(database_url, woken.set) as duties:
        await until(lambda: duties.holds("a"))
        woken.clear()
        connection = await connect(database_url)
        await connection.execute(f"NOTIFY {CHANNEL}")
        await asyncio.wait_for(woken.wait(), 60)
        await connection.close()


async def test_who_is_gone_without_a_word_does_not_keep_its_duties(database_url: str) -> None:
    """A machine without power closes no connection: PostgreSQL asks whether it is still there."""
    connection = await connect(database_url)
    kept = await connection.fetch(
        "SELECT name, reset_val::int FROM pg_settings"
        " WHERE name LIKE 'tcp_keepalives_%' AND source = 'client'"
    )
    await connection.close()
    asked = dict(map(tuple, kept))
    idle, interval, count = (
        asked[f"tcp_keepalives_{what}"] for what in ("idle", "interval", "count")
    )
    assert idle + interval * count <= 30
