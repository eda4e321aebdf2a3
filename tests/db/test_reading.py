"""Many consumers share one reading of the event log, and none waits long for another."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db import turns as turns_module
from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database, connect
from holdfast.db.reading import START, Event, Position, Tail
from holdfast.db.turns import Turns
from tests.db.event_log import drain, readable
from tests.support.market import eventually
from tests.support.postgres import fetch


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    await made.start()
    yield made
    await made.close()


async def write(database: Database, *subjects: str, kind: str = "tick") -> None:
    await database.pool.execute(
        "INSERT INTO events (type, subject, data) SELECT $1, unnest($2::text[]), '{}'",
        kind,
        list(subjects),
    )


class Heard:
    """What a consumer was given; it fails while ``broken``, and waits while ``open`` is not set."""

    def __init__(self, name: str, types: Sequence[str] = ("tick",), **options: object) -> None:
        self.subjects: list[str] = []
        self.broken = False
        self.open = asyncio.Event()
        self.open.set()
        self.consumer = Consumer(name, types, self._handle, collect_for=0, **options)  # type: ignore[arg-type]

    async def _handle(self, _: AsyncConnection, events: Sequence[Event]) -> None:
        await self.open.wait()
        if self.broken:
            raise RuntimeError("not today")
        self.subjects += [event.subject for event in events]


class Running:
    """Consumers that run on one tail until the end of the test."""

    def __init__(self, database: Database, all_heard: Sequence[Heard], **options: object) -> None:
        self.tail = Tail(database, ["tick", "tock"], **options)  # type: ignore[arg-type]
        self.heard = all_heard
        self.tasks = [
            asyncio.create_task(one.consumer.run(database, tail=self.tail)) for one in all_heard
        ]

    def wake(self) -> None:
        self.tail.wake()
        for one in self.heard:
            one.consumer.wake()

    async def until(self, happened: Callable[[], bool]) -> None:
        async def asked() -> bool:
            self.wake()
            return happened()

        await eventually(asked, 60, "all was heard")


@pytest_asyncio.fixture
async def running(database: Database) -> AsyncIterator[Callable[..., Running]]:
    made: list[Running] = []

    def run(*heard: Heard, **options: object) -> Running:
        made.append(Running(database, heard, **options))
        return made[-1]

    yield run
    for task in [task for one in made for task in one.tasks]:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


# --- where a new consumer begins ------------------------------------------------------------------


async def test_a_new_consumer_begins_at_the_beginning_or_now(database: Database) -> None:
    await write(database, "before")
    await readable(database)
    old, new = Heard("old"), Heard("new", begin="now")
    for one in (old, new):
        await drain(one.consumer, database)
    await write(database, "after")
    for one in (old, new):
        await drain(one.consumer, database)
    assert (old.subjects, new.subjects) == (["before", "after"], ["after"])
    # A cursor that is there stays where it is: a process that comes later goes on from it.
    again = Heard("new", begin="now")
    await write(database, "later")
    await drain(again.consumer, database)
    assert again.subjects == ["later"]


async def test_what_had_not_ended_is_still_to_come_for_one_that_begins_now(
    database: Database,
) -> None:
    other = await connect(database.url)
    transaction = other.transaction()
    await transaction.start()
    await other.execute("INSERT INTO events (type, subject, data) VALUES ('tick', 'slow', '{}')")
    new = Heard("new", begin="now")
    assert await new.consumer.step(database) is False
    await transaction.commit()
    await other.close()
    await drain(new.consumer, database)
    assert new.subjects == ["slow"]


# --- one reading ----------------------------------------------------------------------------------


async def test_all_hear_all_of_theirs_in_order(
    database: Database, running: Callable[..., Running]
) -> None:
    """Some want the one kind, some the other, some are far behind, some read in small pieces."""
    await write(database, *(f"old {n}" for n in range(60)))
    await readable(database)
    ticks = [Heard(f"tick {n}", span=7 * n + 1) for n in range(6)]
    tocks = [Heard(f"tock {n}", ["tock"], begin="now") for n in range(6)]
    together = running(*ticks, *tocks, at_once=20, kept=30)
    wanted = {"tick": [f"old {n}" for n in range(60)], "tock": list[str]()}
    await together.until(lambda: all(one.subjects == wanted["tick"] for one in ticks))
    for turn in range(10):
        for kind, heard in wanted.items():
            new = [f"{turn} {kind} {n}" for n in range(9)]
            await write(database, *new, kind=kind)
            heard += new
        together.wake()
    await together.until(
        lambda: all(
            one.subjects == wanted[kind]
            for kind, some in (("tick", ticks), ("tock", tocks))
            for one in some
        )
    )


async def test_a_failing_or_slow_one_does_not_hold_the_others(
    database: Database, running: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slow one has its turn and its transaction, which holds the line, until its limit."""
    monkeypatch.setattr(turns_module, "HELD_UP", 0.05)
    turns = Turns()
    failing, slow, sound = (
        Heard(name, turns=turns, poll=0.01, longest_pause=0.1, limit=limit)
        for name, limit in (("failing", 60.0), ("slow", 0.1), ("sound", 60.0))
    )
    failing.broken = True
    slow.open.clear()
    together = running(failing, slow, sound, kept=10)
    for turn in range(3):
        await write(database, *(f"{turn}-{n}" for n in range(8)))
        await together.until(lambda: len(sound.subjects) % 8 == 0 and bool(sound.subjects))
    wanted = [f"{turn}-{n}" for turn in range(3) for n in range(8)]
    await together.until(lambda: sound.subjects == wanted)
    assert failing.subjects == slow.subjects == []
    # They are behind what is kept by now, and lose nothing.
    failing.broken = False
    slow.open.set()
    await together.until(lambda: failing.subjects == slow.subjects == wanted)


async def test_what_nobody_wants_is_passed_when_there_is_time(
    database: Database, running: Callable[..., Running]
) -> None:
    picky = Heard("picky", ["other"])
    together = running(picky)
    await write(database, *"abc")
    await readable(database)
    (newest,) = await database.pool.fetch("SELECT era, xid::text::bigint, id FROM events ORDER BY id DESC LIMIT 1")  # fmt: skip # noqa: E501

    async def passed() -> bool:
        together.wake()
        return await picky.consumer.position(database) == Position(*newest)

    await eventually(passed, 60, "the cursor passes them")
    assert picky.subjects == []


async def test_a_cursor_that_was_taken_away_or_set_back_is_noticed(database: Database) -> None:
    one = Heard("one")
    await write(database, "a", "b")
    await drain(one.consumer, database)
    await database.pool.execute("UPDATE event_cursors SET id = id - 1")
    one.consumer._looked_at = 0.0
    await drain(one.consumer, database)
    assert one.subjects == ["a", "b", "b"]
    await database.pool.execute("DELETE FROM event_cursors")
    one.consumer._looked_at = 0.0
    await drain(one.consumer, database)
    assert one.subjects == ["a", "b", "b", "a", "b"]


async def test_a_quiet_log_is_read_once_for_those_that_begin_at_different_places(
    database: Database,
) -> None:
    """Whoever began now is beyond the last event: nothing lies there, and nobody need ask again."""
    await write(database, "old")
    await readable(database)
    tail = Tail(database, ["tick"], poll=60.0)
    assert (found := await tail.after(START, ["tick"], 10)) is not None
    assert [event.subject for event in found.events] == ["old"]
    new = Heard("new", begin="now")
    now = await new.consumer.position(database)
    assert now > found.end
    beyond = await tail.after(now, ["tick"], 10)
    assert beyond is not None
    assert (list(beyond.events), beyond.end, beyond.more) == ([], now, False)
    # What is written then is before nobody's place.
    await write(database, "young")
    await readable(database)
    tail.wake()
    assert (later := await tail.after(now, ["tick"], 10)) is not None
    assert [event.subject for event in later.events] == ["young"]
    assert later.end == later.events[0].position


async def test_of_what_is_kept_everybody_gets_theirs_in_order_and_at_most_so_many(
    database: Database,
) -> None:
    for turn in range(3):
        for kind in ("tick", "tock", "other"):
            await write(database, f"{kind} {turn}", kind=kind)
    await readable(database)
    tail = Tail(database, ["other", "tick", "tock"], poll=60.0, kept=8)
    got = list[str]()
    assert await tail.after(START, ["tick"], 5) is None  # the first of the nine is let go
    assert tail._start is not None
    place, more = tail._start, True
    while more:
        span = await tail.after(place, ["tick", "tock"], 2)
        assert span is not None and len(span.events) <= 2
        got += [event.subject for event in span.events]
        place, more = span.end, span.more
    assert got == ["tock 0", "tick 1", "tock 1", "tick 2", "tock 2"]
    assert place == tail._last.end  # behind what others want as well


# --- what it costs --------------------------------------------------------------------------------

ROUNDS, EACH = 20, 50


async def _cost(url: str, consumers: int, *, shared: bool, kind: str) -> tuple[float, float]:
    """Transactions and rows of the log read, a round of 50 events and a wake-up."""
    database = Database(url)
    await database.start()
    await database.pool.execute("TRUNCATE events, event_cursors")
    before = await _counted(url)
    heard = [Heard(f"{kind} {shared} {consumers} {n}", [kind], begin="now", poll=60.0)
             for n in range(consumers)]  # fmt: skip
    tail = Tail(database, [kind], poll=60.0) if shared else None
    for one in heard:
        await one.consumer.step(database, tail)
    for turn in range(ROUNDS):
        await write(database, *(f"{turn}-{n}" for n in range(EACH)))
        wanted = (turn + 1) * EACH if kind == "tick" else 0
        while True:  # once, unless something holds the line
            if tail is not None:
                tail.wake()
            await asyncio.gather(*(one.consumer.step(database, tail) for one in heard))
            if all(len(one.subjects) == wanted for one in heard):
                break
    await database.close()

    async def told() -> bool:  # what a connection did is counted when it is gone
        return not await fetch(
            url, "SELECT FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND application_name = 'holdfast'",
        )  # fmt: skip

    await eventually(told, 60, "its connections are gone")
    after = await _counted(url)
    return (after[0] - before[0]) / ROUNDS, (after[1] - before[1]) / ROUNDS


async def _counted(url: str) -> tuple[int, int]:
    ((done, rows),) = await fetch(
        url,
        "SELECT (SELECT xact_commit + xact_rollback FROM pg_stat_database"
        "        WHERE datname = current_database()),"
        "       (SELECT sum(coalesce(idx_tup_fetch, 0) + seq_tup_read) FROM pg_stat_user_tables"
        "        WHERE relname LIKE 'events%')::bigint",
    )
    return done, rows


@pytest.mark.parametrize("kind", ["tick", "tock"], ids=["all wanted", "none wanted"])
async def test_twenty_consumers_read_the_log_as_often_as_one(database_url: str, kind: str) -> None:
    found = {
        (consumers, shared): await _cost(database_url, consumers, shared=shared, kind=kind)
        for consumers in (1, 20)
        for shared in (True, False)
    }
    for (consumers, shared), (done, rows) in found.items():
        how = "one reading" if shared else "each for itself"
        print(f"{kind}: {consumers:>2} consumers, {how}: {done:.1f} transactions, {rows:.0f} rows")
    (one, rows), (twenty, shared_rows) = found[1, True], found[20, True]
    assert shared_rows < 1.5 * rows
    assert found[20, False][1] > 8 * shared_rows
    if kind == "tock":  # nothing for them: no cursor is asked for, and none moves
        assert twenty < one + 5
