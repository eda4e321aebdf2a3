"""Counting dead letters and those that wait, so that somebody hears of them who does not look."""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog

from holdfast.flows.messaging.post import BrokerAway, DeadLetters
from holdfast.kit.tasks import Tasks
from holdfast.worker.broker_queues import MOST_WAITING
from holdfast.worker.metrics import DEAD_LETTERS, MESSAGES_WAITING

__all__ = ["DeadLetterCount"]

log = structlog.get_logger("holdfast.messages")

LOOK_EVERY: Final = 0.5
ALERT_AT: Final = 0.8
"""How full a queue is when somebody is told."""


class DeadLetterCount:
    """Keeps the gauge of these queues, from ``start`` to ``stop``."""

    def __init__(self, dead_letters: DeadLetters, queues: Sequence[str]) -> None:
        self._dead_letters = dead_letters
        self._queues = tuple(queues)
        self._tasks = Tasks()
        self._told: set[str] = set()

    async def start(self) -> None:
        self._tasks.begin(self._count(), "dead letters counted")

    async def stop(self) -> None:
        await self._tasks.end()

    async def _count(self) -> None:
        while True:
            try:
                for queue in self._queues:
                    DEAD_LETTERS.labels(queue).set(await self._dead_letters.count(queue))
                    self._waiting(queue, await self._dead_letters.waiting(queue))
            except Exception as error:  # noqa: BLE001  (what is not known is not shown)
                DEAD_LETTERS.clear()
                MESSAGES_WAITING.clear()
                if not isinstance(error, BrokerAway):  # of which others tell
                    log.warning("dead letters not counted", error=repr(error))
            await asyncio.sleep(LOOK_EVERY)

    def _waiting(self, queue: str, waiting: int) -> None:
        """An alert when the queue is nearly full, once until it is half empty again."""
        MESSAGES_WAITING.labels(queue).set(waiting)
        if waiting > ALERT_AT * MOST_WAITING and queue not in self._told:
            self._told.add(queue)
            log.error("queue is nearly full", queue=queue, waiting=waiting, most=MOST_WAITING)
        elif waiting < MOST_WAITING / 2:
            self._told.discard(queue)
