"""`holdfast messages`: what could not be read of the messages between orders and payments."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from holdfast.db.engine import Database
from holdfast.flows.messaging.messages import QUEUES
from holdfast.flows.messaging.post import DeadLetter, DeadLetters
from holdfast.kit import Problem, iso
from holdfast.kit.sentences import say
from holdfast.server.database import database_at
from holdfast.worker.broker_dead_letters import RabbitDeadLetters
from holdfast.worker.local_post import DeadLetterTable

__all__ = ["list_dead", "replay"]

Tell = Callable[[str], None]
Found = TypeVar("Found")


class _NoSuchQueue(Problem):
    exit_code = 2


def list_dead(
    data: Path,
    database_url: str | None,
    tell: Tell,
    broker_url: str | None,
    queue: str | None,
    limit: int,
    *,
    as_json: bool,
) -> int:
    """Print the dead letters; 0 if there are none, else 1."""

    async def work(dead: DeadLetters) -> list[DeadLetter]:
        return [one for name in _queues(queue) for one in await dead.look(name, limit)]

    found = _with_dead_letters(data, database_url, tell, broker_url, work)
    if as_json:
        print(json.dumps([_plain(one) for one in found], ensure_ascii=False))
    for one in [] if as_json else found:
        print(f"{one.letter.queue}  {one.letter.id}  {one.at:%Y-%m-%d %H:%M:%S}  {one.reason}")
        print(f"    {one.letter.body.decode(errors='replace')}")
    return 1 if found else 0


def replay(
    data: Path,
    database_url: str | None,
    tell: Tell,
    broker_url: str | None,
    queue: str | None,
    ids: Sequence[str] | None,
    *,
    as_json: bool,
) -> int:
    """Send the dead letters again and print how many went."""

    async def work(dead: DeadLetters) -> int:
        return sum([await dead.replay(name, ids) for name in _queues(queue)])

    sent = _with_dead_letters(data, database_url, tell, broker_url, work)
    print(json.dumps({"sent": sent}) if as_json else f"{sent} sent again")
    return 0


def _queues(queue: str | None) -> list[str]:
    if queue is None:
        return list(QUEUES)
    if queue not in QUEUES:
        raise _NoSuchQueue(say("Use one of: {queues}.", queues=", ".join(QUEUES)))
    return [queue]


def _with_dead_letters(
    data: Path,
    database_url: str | None,
    tell: Tell,
    broker_url: str | None,
    work: Callable[[DeadLetters], Awaitable[Found]],
) -> Found:
    """Do the work on the dead letters of the broker or, without one, of the database."""
    if broker_url:
        return asyncio.run(_on_broker(broker_url, work))
    with database_at(data, database_url, tell) as url:
        return asyncio.run(_on_table(url, work))


async def _on_broker(url: str, work: Callable[[DeadLetters], Awaitable[Found]]) -> Found:
    return await work(RabbitDeadLetters(url))


async def _on_table(url: str, work: Callable[[DeadLetters], Awaitable[Found]]) -> Found:
    database = Database(url, pool_size=1)
    await database.start()
    try:
        return await work(DeadLetterTable(database))
    finally:
        await database.close()


def _plain(dead: DeadLetter) -> dict[str, str]:
    return {
        "queue": dead.letter.queue,
        "messageId": dead.letter.id,
        "body": dead.letter.body.decode(errors="replace"),
        "reason": dead.reason,
        "at": iso(dead.at) or "",
    }
