"""The post within one process: letters are read where they are sent, again until that worked."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from holdfast.db.engine import Database
from holdfast.flows.commit.refusals import TooBusy
from holdfast.flows.messaging.post import Letter, LetterOutcome, LetterReader, Unreadable
from holdfast.worker.local_post import LocalPost
from holdfast.worker.metrics import MESSAGES
from holdfast.worker.reading import TRIES, NotNow
from tests.support.postgres import fetch

QUEUE = "a.queue"


def letter(number: int, about: str = "") -> Letter:
    return Letter(QUEUE, f"letter/{number}", b"body", "seal", about)


@asynccontextmanager
async def post_of(url: str, reader: LetterReader) -> AsyncIterator[LocalPost]:
    database = Database(url)
    await database.start()
    post = LocalPost(database)
    post.deliver(QUEUE, reader)
    await post.start()
    try:
        yield post
    finally:
        await post.stop()
        await database.close()


def counted(outcome: str) -> Callable[[], float]:
    """How much more often that came of a letter than now."""
    before = MESSAGES.labels(QUEUE, outcome)._value.get()
    return lambda: MESSAGES.labels(QUEUE, outcome)._value.get() - before


async def test_letters_about_one_thing_are_read_in_order(database_url: str) -> None:
    read: list[str] = []
    turn = asyncio.Event()

    async def reader(letter: Letter) -> LetterOutcome:
        if letter.id == "letter/1":
            await turn.wait()  # the other thing's letters are read meanwhile
        read.append(letter.id)
        if letter.id == "letter/3":
            turn.set()
        return "done"

    async with post_of(database_url, reader) as post:
        done = counted("done")
        await post.send([letter(1, "a"), letter(2, "a"), letter(3, "b")])
        assert read == ["letter/3", "letter/1", "letter/2"]
        assert done() == 3


async def test_what_passes_keeps_the_letters_with_the_sender(database_url: str) -> None:
    async def reader(letter: Letter) -> LetterOutcome:
        if letter.id == "letter/1":
            raise TooBusy
        return "done"

    async with post_of(database_url, reader) as post:
        failed, dead = counted("failed"), counted("dead")
        with pytest.raises(NotNow):
            await post.send([letter(1, "a"), letter(2, "a"), letter(3, "b")])
        assert (failed(), dead()) == (1, 0)
        assert await post.dead_letters.count(QUEUE) == 0


async def test_what_cannot_be_read_is_kept_with_its_reason(database_url: str) -> None:
    tries = 0

    async def reader(letter: Letter) -> LetterOutcome:
        nonlocal tries
        tries += 1
        if letter.id == "letter/1":
            raise Unreadable("the seal is broken")
        if letter.id == "letter/2":
            raise LookupError("something of ours")
        return "done"

    async with post_of(database_url, reader) as post:
        dead = counted("dead")
        await post.send([letter(1), letter(2), letter(3)])
        assert tries == 1 + TRIES + 1
        assert dead() == 2
        found = await post.dead_letters.look(QUEUE, 10)
        assert [(one.letter, one.reason) for one in found] == [
            (letter(1), "the seal is broken"),
            (letter(2), "LookupError('something of ours')"),
        ]
        assert await post.dead_letters.look("another", 10) == []
        events = await fetch(
            database_url, "SELECT subject, data FROM events WHERE type = 'letters.dead' ORDER BY id"
        )
        assert [(subject, json.loads(data)) for subject, data in events] == [
            (QUEUE, {"message": "letter/1", "reason": "the seal is broken", "count": 1}),
            (QUEUE, {"message": "letter/2", "reason": found[1].reason, "count": 2}),
        ]
        assert len(await post.dead_letters.look(QUEUE, 1)) == 1


async def test_dead_letters_are_read_again_when_told(database_url: str) -> None:
    repaired = False
    read = asyncio.Event()

    async def reader(letter: Letter) -> LetterOutcome:
        if not repaired:
            raise Unreadable("before")
        if letter.id == "letter/2":
            raise Unreadable("still")
        read.set()
        return "done"

    async with post_of(database_url, reader) as post:
        dead = post.dead_letters
        await post.send([letter(number) for number in (1, 2, 3)])
        repaired = True
        assert await dead.replay(QUEUE, ["letter/1", "letter/2"]) == 2
        assert await dead.replay(QUEUE, ["letter/1", "letter/2"]) == 0
        async with asyncio.timeout(60):
            await read.wait()
            while len(found := await dead.look(QUEUE, 10)) != 2:
                await asyncio.sleep(0.02)
        assert {one.letter.id: one.reason for one in found} == {
            "letter/2": "still",
            "letter/3": "before",
        }
        assert await dead.replay(QUEUE) == 2
        async with asyncio.timeout(60):
            while await dead.count(QUEUE) != 1:
                await asyncio.sleep(0.02)
