"""`holdfast messages`: what could not be read of the messages between orders and payments."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from holdfast.commands.on_database import on_database
from holdfast.commands.where import CommandRefused, Where
from holdfast.db.engine import Database
from holdfast.flows.messaging.messages import QUEUES
from holdfast.flows.messaging.post import DeadLetter, DeadLetters
from holdfast.kit import iso
from holdfast.worker.broker_dead_letters import RabbitDeadLetters
from holdfast.worker.local_post import DeadLetterTable

__all__ = ["list_dead", "replay"]

Found = TypeVar("Found")


def list_dead(
    where: Where,
    broker_url: str | None,
    queue: str | None,
    limit: int,
) -> int:
    """Print the dead letters; 0 if there are none, else 1."""

    async def work(dead: DeadLetters) -> list[DeadLetter]:
        return [one for name in _queues(queue) for one in await dead.look(name, limit)]

    found = _with_dead_letters(where, broker_url, work)
    told = [
        f"{one.letter.queue}  {one.letter.id}  {one.at:%Y-%m-%d %H:%M:%S}  {one.reason}\n"
        f"    {one.letter.body.decode(errors='replace')}"
        for one in found
    ]
    if told or where.as_json:
        where.show([_plain(one) for one in found], "\n".join(told))
    return 1 if found else 0


def replay(
    where: Where,
    broker_url: str | None,
    queue: str | None,
    ids: Sequence[str] | None,
) -> int:
    """Send the dead letters again and print how many went."""

    async def work(dead: DeadLetters) -> int:
        return sum([await dead.replay(name, ids) for name in _queues(queue)])

    sent = _with_dead_letters(where, broker_url, work)
    where.show({"sent": sent}, f"{sent} sent again")
    return 0


def _queues(queue: str | None) -> list[str]:
    if queue is None:
        return list(QUEUES)
    if queue not in QUEUES:
        raise CommandRefused(f"Use one of: {', '.join(QUEUES)}.")
    return [queue]


def _with_dead_letters(
    where: Where,
    broker_url: str | None,
    work: Callable[[DeadLetters], Coroutine[Any, Any, Found]],
) -> Found:
    """Do the work on the dead letters of the broker or, without one, of the database."""
    if broker_url:
        return asyncio.run(_on_broker(broker_url, work))

    async def on_table(database: Database) -> Found:
        return await work(DeadLetterTable(database))

    return on_database(where, on_table)


async def _on_broker(url: str, work: Callable[[DeadLetters], Coroutine[Any, Any, Found]]) -> Found:
    return await work(RabbitDeadLetters(url))


def _plain(dead: DeadLetter) -> dict[str, str]:
    return {
        "queue": dead.letter.queue,
        "messageId": dead.letter.id,
        "body": dead.letter.body.decode(errors="replace"),
        "reason": dead.reason,
        "at": iso(dead.at) or "",
    }
