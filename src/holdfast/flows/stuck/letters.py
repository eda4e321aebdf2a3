"""Letters between the services of orders and of payments that could not be read."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.dead_letters import LetterDead
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.messaging.messages import QUEUES
from holdfast.flows.messaging.post import DeadLetter, DeadLetters, Letter
from holdfast.flows.stuck.thing import Page, Stuck, Which
from holdfast.kit.paging import BadCursor, decode_cursor, encode_cursor

__all__ = ["StuckLetters", "put_aside", "teller"]

MAX_REASON: Final = 1000
MAX_SKIP: Final = 10_000_000
MOST_ID: Final = 300  # a broker takes 255 bytes of an id
SHOWN: Final = 4096  # characters of a body; one of ours has a few hundred


class StuckLetters:
    """At the broker, or in the table ``dead_letters``. An id is ``<queue>/<message id>``, which is
    what the letter says it is; a forged one may say anything. What still cannot be read comes back
    here."""

    def __init__(self, database: Database, dead: DeadLetters) -> None:
        self._database = database
        self._dead = dead

    async def page(self, name: str | None, cursor: str | None, limit: int) -> Page:
        """By queue, those that lie there longest first. What is read again meanwhile moves those
        behind it forward: begin again after that."""
        queues = [queue for queue in QUEUES if name in (None, queue)]
        at, skip = _place(cursor, queues) if cursor is not None else (0, 0)
        found: list[Stuck] = []
        for queue in queues[at:]:
            left = limit - len(found)
            letters = await self._dead.look(queue, left + 1, skip)
            found += [_shown(one) for one in letters[:left]]
            if len(letters) > left:
                return found, encode_cursor(queue, skip + left)
            skip = 0
        return found, None

    async def count(self) -> Mapping[str, int]:
        return {queue: await self._dead.count(queue) for queue in QUEUES}

    async def retry(self, which: Which, caller: Caller, reason: str = "") -> int:
        return await self._each("letters.replayed", self._dead.replay, which, caller, reason)

    async def give_up(self, which: Which, caller: Caller, reason: str = "") -> int:
        return await self._each("letters.given-up", self._dead.forget, which, caller, reason)

    async def _each(
        self,
        action: str,
        done: Callable[[str, Sequence[str] | None], Awaitable[int]],
        which: Which,
        caller: Caller,
        reason: str,
    ) -> int:
        total = 0
        for queue in QUEUES:
            ids = _ids_in(queue, which.ids)
            if which.name in (None, queue) and (ids is None or ids):
                count = await done(queue, ids)
                if count:
                    about: dict[str, object] = {"sent": count, "reason": reason}
                    if ids is not None:
                        about["ids"] = ids
                    async with self._database.transaction() as connection:
                        await caller.note(connection, action, queue, about)
                total += count
        return total


def _ids_in(queue: str, ids: Sequence[str] | None) -> list[str] | None:
    """Those of the queue, as its letters call themselves."""
    if ids is None:
        return None
    return [one.removeprefix(f"{queue}/") for one in ids if one.startswith(f"{queue}/")]


def _place(cursor: str, queues: Sequence[str]) -> tuple[int, int]:
    """In which queue to go on, after how many."""
    queue, skip = decode_cursor(cursor, tuple[str, int])
    if queue not in queues or not isinstance(skip, int) or not 0 <= skip <= MAX_SKIP:
        raise BadCursor
    return queues.index(str(queue)), skip


def _shown(dead: DeadLetter) -> Stuck:
    letter = dead.letter
    return Stuck(
        "letter",
        f"{letter.queue}/{letter.id}"[:MOST_ID],
        letter.queue,
        letter.id[:SHOWN],
        letter.body[:SHOWN].decode(errors="replace"),
        dead.reason,
        dead.at,
    )


async def put_aside(connection: AsyncConnection, letter: Letter, reason: str, count: int) -> None:
    """Tell that the letter could not be dealt with; ``count`` of its queue could not, with it."""
    fact = LetterDead(letter.id, reason[:MAX_REASON], count)
    await write_event(connection, fact, letter.queue)


def teller(database: Database) -> Callable[[Letter, str, int], Awaitable[None]]:
    """The same in a transaction of its own, for a post that keeps letters elsewhere."""

    async def tell(letter: Letter, reason: str, count: int) -> None:
        async with database.transaction() as connection:
            await put_aside(connection, letter, reason, count)

    return tell
