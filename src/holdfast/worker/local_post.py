"""The post within one process: the event log is what keeps the letters.

A relay's letters are read where they are sent. Its cursor moves on when all of them are done with,
so whatever dies in between, they are read again. What cannot be read lies in a table, and is read
once more from there when somebody has said so, in whatever process.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.messaging.post import DeadLetter, DeadLetters, Letter, LetterReader
from holdfast.flows.stuck.letters import put_aside
from holdfast.kit.tasks import Tasks
from holdfast.worker.reading import NotNow, read_letter

__all__ = ["DeadLetterTable", "LocalPost"]

log = structlog.get_logger("holdfast.messages")

LOOK_EVERY: Final = 1.0  # seconds after which what is to be read again is read
AT_ONCE: Final = 100

_BURY: Final = sa.text(
    "INSERT INTO dead_letters (queue, message, body, seal, reason)"
    " VALUES (:queue, :message, :body, :seal, :reason)"
)
_LOOK: Final = """
SELECT queue, message, body, seal, reason, at FROM dead_letters
WHERE queue = $1 AND NOT again ORDER BY id LIMIT $2 OFFSET $3
"""
_COUNT: Final = "SELECT count(*) FROM dead_letters WHERE queue = $1"
_REPLAY: Final = """
WITH marked AS (
    UPDATE dead_letters SET again = true
    WHERE queue = $1 AND NOT again AND ($2::text[] IS NULL OR message = ANY($2::text[]))
    RETURNING id)
SELECT count(*) FROM marked
"""
_FORGET: Final = """
WITH gone AS (
    DELETE FROM dead_letters
    WHERE queue = $1 AND NOT again AND ($2::text[] IS NULL OR message = ANY($2::text[]))
    RETURNING id)
SELECT count(*) FROM gone
"""
_AGAIN: Final = """
SELECT id, queue, message, body, seal FROM dead_letters WHERE again ORDER BY id LIMIT $1
"""
_GONE: Final = "DELETE FROM dead_letters WHERE id = $1"
_BACK: Final = sa.text(
    "UPDATE dead_letters SET again = false, reason = :reason, at = clock_timestamp()"
    " WHERE id = :id AND again"
)
_WITH_IT: Final = sa.text("SELECT count(*) FROM dead_letters WHERE queue = :queue")


class DeadLetterTable:
    """What could not be read, in the table ``dead_letters``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def bury(self, letter: Letter, reason: str) -> None:
        """Keep it, and tell of it."""
        about = {
            "queue": letter.queue, "message": letter.id, "body": letter.body,
            "seal": letter.seal, "reason": reason,
        }  # fmt: skip
        async with self._database.transaction() as connection:
            await connection.execute(_BURY, about)
            await self._tell(connection, letter, reason)

    async def bury_again(self, number: int, letter: Letter, reason: str) -> None:
        """What was read once more, in vain."""
        async with self._database.transaction() as connection:
            back = await connection.execute(_BACK, {"id": number, "reason": reason})
            if back.rowcount:  # else another process was quicker
                await self._tell(connection, letter, reason)

    async def _tell(self, connection: AsyncConnection, letter: Letter, reason: str) -> None:
        count = await connection.scalar(_WITH_IT, {"queue": letter.queue})
        await put_aside(connection, letter, reason, int(count or 1))

    async def look(self, queue: str, limit: int, skip: int = 0) -> list[DeadLetter]:
        rows = await self._database.pool.fetch(_LOOK, queue, limit, skip)
        return [
            DeadLetter(Letter(queue, message, body, seal), reason, at)
            for queue, message, body, seal, reason, at in map(tuple, rows)
        ]

    async def count(self, queue: str) -> int:
        return int(await self._database.pool.fetchval(_COUNT, queue))

    async def waiting(self, _: str, /) -> int:
        return 0  # the event log keeps them

    async def replay(self, queue: str, ids: Sequence[str] | None = None) -> int:
        wanted = None if ids is None else list(ids)
        return int(await self._database.pool.fetchval(_REPLAY, queue, wanted))

    async def forget(self, queue: str, ids: Sequence[str] | None = None) -> int:
        wanted = None if ids is None else list(ids)
        return int(await self._database.pool.fetchval(_FORGET, queue, wanted))


class LocalPost:
    """Sender and reader are one process; there is no broker that could be away."""

    trouble: Final = None

    def __init__(self, database: Database) -> None:
        self._database = database
        self._readers: dict[str, LetterReader] = {}
        self._dead = DeadLetterTable(database)
        self._tasks = Tasks()

    @property
    def dead_letters(self) -> DeadLetters:
        return self._dead

    def deliver(self, queue: str, reader: LetterReader) -> None:
        self._readers[queue] = reader

    async def start(self) -> None:
        self._tasks.begin(self._replay(), "dead letters read again")

    async def stop(self) -> None:
        await self._tasks.end()

    async def send(self, letters: Sequence[Letter]) -> None:
        """Read them, those about the same thing one after the other."""
        lanes: dict[str, list[Letter]] = {}
        for letter in letters:
            lanes.setdefault(letter.about, []).append(letter)
        read = [self._read(lane) for lane in lanes.values()]
        for failed in await asyncio.gather(*read, return_exceptions=True):
            if failed is not None:
                raise failed

    async def _read(self, lane: Sequence[Letter]) -> None:
        for letter in lane:
            reason = await read_letter(letter, self._readers[letter.queue])
            if reason is not None:
                await self._dead.bury(letter, reason)

    async def _replay(self) -> None:
        """Read what is to be read again, on and on; by whichever process comes first, and by two
        at once without harm."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                for number, *parts in await self._database.pool.fetch(_AGAIN, AT_ONCE):
                    letter = Letter(*parts)
                    reason = await read_letter(letter, self._readers[letter.queue])
                    if reason is None:
                        await self._database.pool.execute(_GONE, number)
                    else:
                        await self._dead.bury_again(number, letter, reason)
            except NotNow:
                continue
            except Exception as error:  # noqa: BLE001  (tried again for ever, and told)
                log.warning("dead letters are not read again", error=repr(error))
