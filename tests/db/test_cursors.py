"""The event log and its cursors: nothing skipped, nothing doubled, whatever commits late."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.cursors import REST, Consumer
from holdfast.db.engine import Database, connect
from holdfast.db.events import open_era
from holdfast.db.reading import START, Event, Position
from tests.db.event_log import drain, readable

COUNTED = sa.text("INSERT INTO seen (consumer, subject) VALUES (:consumer, :subject)")


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    await made.start()
    await made.pool.execute("CREATE TABLE seen (consumer text, subject text, place bigserial)")
    yield made
    await made.close()


async def write(database: Database, *subjects: str, kind: str = "tick") -> None:
    await database.pool.execute(
        "INSERT INTO events (type, subject, data) SELECT $1, unnest($2::text[]), '{}'",
        kind,
        list(subjects),
    )


def counting(name: str, **options: object) -> Consumer:
    """A consumer whose effect is a row in ``seen`` for each event."""

    async def handle(connection: AsyncConnection, events: Sequence[Event]) -> None:
        await connection.execute(
            COUNTED, [{"consumer": name, "subject": event.subject} for event in events]
        )

    return Consumer(name, ["tick"], handle, **options)  # type: ignore[arg-type]


async def seen(database: Database, name: str) -> list[str]:
    rows = await database.pool.fetch(
        "SELECT subject FROM seen WHERE consumer = $1 ORDER BY place", name
    )
    return [row["subject"] for row in rows]


async def test_events_come_in_order_and_once(database: Database) -> None:
    await write(database, "a", "b")
    await write(database, "c")
    consumer = counting("one")
    await drain(consumer, database)
    await drain(consumer, database)
    assert await seen(database, "one") == ["a", "b", "c"]


async def test_a_transaction_that_commits_late_is_not_skipped(database: Database) -> None:
    consumer = counting("late")
    connection = await connect(database.url)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("INSERT INTO events (type, subject, data) VALUES ('tick','slow','{}')")
    await write(database, "fast")
    while await consumer.step(database):
        pass
    # The fast one is committed, but the slow one may still land before it.
    assert await seen(database, "late") == []
    await transaction.commit()
    await connection.close()
    await drain(consumer, database)
    assert await seen(database, "late") == ["slow", "fast"]


async def test_six_writers_with_transactions_held_open(database: Database) -> None:
    """Each writer mixes long and short transactions; two consumers read all the while."""
    chance = random.Random(7)
    written: list[str] = []

    async def writer(number: int) -> None:
        connection = await connect(database.url)
        for turn in range(40):
            subjects = [f"{number}-{turn}-{place}" for place in range(chance.randint(1, 20))]
            async with connection.transaction():
                for subject in subjects:
                    await connection.execute(
                        "INSERT INTO events (type, subject, data) VALUES ('tick', $1, '{}')",
                        subject,
                    )
                    if chance.random() < 0.1:
                        await connection.execute("SELECT pg_sleep(0.01)")
            written.extend(subjects)
        await connection.close()

    small, large = counting("small", span=7), counting("large")
    done = asyncio.Event()

    async def reader(consumer: Consumer) -> None:
        while not done.is_set():
            await consumer.step(database)

    readers = [asyncio.create_task(reader(consumer)) for consumer in (small, large)]
    await asyncio.gather(*(writer(number) for number in range(6)))
    done.set()
    await asyncio.gather(*readers)
    for consumer in (small, large):
        await drain(consumer, database)
        found = await seen(database, consumer.name)
        assert sorted(found) == sorted(written)
        # Order within a writer is the order it wrote in.
        for number in range(6):
            mine = [subject for subject in found if subject.startswith(f"{number}-")]
            assert mine == [subject for subject in written if subject.startswith(f"{number}-")]


async def test_replay_is_a_second_cursor(database: Database) -> None:
    await write(database, *(f"{n}" for n in range(50)))
    await drain(counting("first"), database)
    await drain(counting("again", span=3), database)
    assert await seen(database, "again") == await seen(database, "first")


async def test_effect_and_cursor_are_one(database: Database) -> None:
    """A crash after the effect takes the effect back: exactly once after the next try."""
    await write(database, "a", "b")
    consumer = counting("crashing")

    async def crash(connection: AsyncConnection, *rest: object) -> None:
        await connection.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

    sound, consumer._move = consumer._move, crash  # type: ignore[method-assign,assignment]
    await readable(database)
    with pytest.raises(sa.exc.DBAPIError):
        await consumer.step(database)
    assert await seen(database, "crashing") == []
    consumer._move = sound  # type: ignore[method-assign]
    await drain(consumer, database)
    assert await seen(database, "crashing") == ["a", "b"]


async def test_two_processes_with_one_name_do_not_double(database: Database) -> None:
    other = Database(database.url)
    await other.start()
    consumers = [(counting("shared", span=5), where) for where in (database, other) for _ in "ab"]
    for turn in range(20):
        await write(database, *(f"{turn}-{n}" for n in range(10)))
        await asyncio.gather(*(consumer.step(where) for consumer, where in consumers))
    await drain(consumers[0][0], database)
    found = await seen(database, "shared")
    assert len(found) == 200
    assert found == [f"{turn}-{n}" for turn in range(20) for n in range(10)]
    await other.close()


async def test_foreign_types_are_passed_but_not_handled(database: Database) -> None:
    await write(database, *(f"{n}" for n in range(30)), kind="other")
    await write(database, "mine")
    consumer = counting("picky", span=10)
    await drain(consumer, database)
    assert await seen(database, "picky") == ["mine"]
    assert (await consumer.position(database)).id == 31


async def test_a_failing_handler_is_tried_again_and_skips_nothing(database: Database) -> None:
    await write(database, "a")
    tries: list[str] = []
    failures: list[str] = []
    done = asyncio.Event()

    async def handle(connection: AsyncConnection, events: Sequence[Event]) -> None:
        tries.extend(event.subject for event in events)
        if len(tries) < 3:
            raise RuntimeError("not today")
        done.set()

    consumer = Consumer("failing", ["tick"], handle, poll=0.01, on_failure=failures.append)
    running = asyncio.create_task(consumer.run(database))
    await asyncio.wait_for(done.wait(), 60)
    running.cancel()
    assert tries == ["a", "a", "a"]
    assert failures == ["failing", "failing"]


async def test_one_that_has_much_to_read_rests_longer_than_it_works(database: Database) -> None:
    await write(database, *"abcdef")
    work = 0.05
    began: list[float] = []
    done = asyncio.Event()

    async def handle(events: Sequence[Event]) -> None:
        assert len(events) == 2
        began.append(time.monotonic())
        await asyncio.sleep(work)
        if len(began) == 3:
            done.set()

    consumer = Consumer("resting", ["tick"], handle, effect="outside", span=2)
    running = asyncio.create_task(consumer.run(database))
    await asyncio.wait_for(done.wait(), 60)
    running.cancel()
    assert began[1] - began[0] > (1 + REST) * work
    assert began[2] - began[1] > (1 + REST) * work


async def test_outside_effects_happen_without_a_transaction_and_at_least_once(
    database: Database,
) -> None:
    await write(database, "a", "b")
    given: list[str] = []

    async def handle(events: Sequence[Event]) -> None:
        given.extend(event.subject for event in events)
        if len(given) == 2:
            raise RuntimeError("the line is down")

    consumer = Consumer("outside", ["tick"], handle, effect="outside")
    await readable(database)
    with pytest.raises(RuntimeError):
        await consumer.step(database)
    await consumer.step(database)
    await consumer.step(database)
    assert given == ["a", "b", "a", "b"]


async def test_an_event_too_young_holds_back_those_behind_it(database: Database) -> None:
    await write(database, "old")
    await database.pool.execute("UPDATE events SET at = at - interval '1 minute'")
    await write(database, "young")
    consumer = counting("patient", age=30.0)
    await drain(consumer, database)
    assert await seen(database, "patient") == ["old"]
    await database.pool.execute("UPDATE events SET at = at - interval '1 minute'")
    await drain(consumer, database)
    assert await seen(database, "patient") == ["old", "young"]


async def test_a_restored_dump_opens_a_new_era(database: Database) -> None:
    await write(database, "before")
    consumer = counting("restored")
    await drain(consumer, database)
    async with database.transaction() as connection:
        assert await open_era(connection) == 1
    # As after a restore into a cluster with younger transaction ids.
    await database.pool.execute(
        "UPDATE events SET xid = ((xid::text::bigint + 1000000)::text)::xid8;"
    )
    await database.pool.execute(
        "UPDATE event_cursors SET xid = ((xid::text::bigint + 1000000)::text)::xid8;"
    )
    async with database.transaction() as connection:
        assert await open_era(connection) == 2
        assert await open_era(connection) == 2
    await write(database, "after")
    await drain(consumer, database)
    assert await seen(database, "restored") == ["before", "after"]
    assert (await consumer.position(database)).era == 2


def test_positions_are_ordered_by_era_then_transaction() -> None:
    assert START < Position(1, 5, 9) < Position(1, 6, 1) < Position(2, 1, 1)
