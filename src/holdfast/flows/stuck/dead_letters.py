"""Letters that could not be read, sent again because staff said so."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.db.dead_letters import LetterDead
from holdfast.db.engine import Database
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.messaging.messages import QUEUES
from holdfast.flows.messaging.post import DeadLetters, Letter
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

__all__ = ["QueueUnknown", "known_queue", "put_aside", "replay_dead_letters", "teller"]

MAX_REASON: Final = 1000


class QueueUnknown(Problem):
    """There is no such queue."""

    status = 404
    code = "queue-unknown"
    title = "No such queue"


def known_queue(queue: str) -> str:
    """The queue, if it is one of ours."""
    if queue not in QUEUES:
        raise QueueUnknown(say("Use one of: {queues}.", queues=", ".join(QUEUES)), field="queue")
    return queue


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


async def replay_dead_letters(
    database: Database,
    dead_letters: DeadLetters,
    queue: str,
    ids: Sequence[str] | None,
    actor: str,
    request: str,
) -> int:
    """Send them (or those with these ids) again, with an audit line; how many went. Messages are
    safe to repeat: what was done before is not done twice."""
    sent = await dead_letters.replay(known_queue(queue), ids)
    if sent:
        about: dict[str, object] = {"sent": sent}
        if ids is not None:
            about["ids"] = list(ids)
        async with database.transaction() as connection:
            await people.note(connection, actor, "letters.replayed", queue, about, request)
    return sent
