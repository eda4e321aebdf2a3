"""The dead letters at RabbitMQ: looked at, counted, sent again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import aio_pika
from aio_pika.abc import AbstractIncomingMessage
from aio_pika.exceptions import ChannelNotFoundEntity

from holdfast.flows.messaging.post import BrokerAway, DeadLetter, Letter
from holdfast.kit.sentences import say
from holdfast.worker.broker_queues import (
    BROKEN,
    CONNECT_SECONDS,
    EXCHANGE,
    SEND_SECONDS,
    dead_queue,
    letter_of,
    safe,
    text_of,
)

__all__ = ["RabbitDeadLetters"]


class RabbitDeadLetters:
    """What could not be read, in the queues ``<queue>.dead``; a connection for each look, and one
    that is kept for counting, which is done all the time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._kept: Any = None
        self._counting = asyncio.Lock()

    async def close(self) -> None:
        """Let go of the connection that is kept."""
        kept, self._kept = self._kept, None
        if kept is not None:
            with suppress(*BROKEN):
                await kept.close()

    async def look(self, queue: str, limit: int, skip: int = 0) -> list[DeadLetter]:
        async with self._channel() as channel:
            dead = await channel.declare_queue(dead_queue(queue), durable=True)
            found: list[DeadLetter] = []
            for at in range(skip + limit):
                message = await dead.get(no_ack=False, fail=False)
                if message is None:
                    break
                if at >= skip:
                    found.append(_dead_letter(queue, message))
            return found  # closing the channel puts all of them back in their places

    async def count(self, queue: str) -> int:
        return await self._length(dead_queue(queue))

    async def waiting(self, queue: str) -> int:
        return await self._length(queue)

    async def _length(self, queue: str) -> int:
        async with self._counting:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    if self._kept is None or self._kept.is_closed:
                        self._kept = await aio_pika.connect(self._url)
                    channel = await self._kept.channel()
                    try:
                        found = await channel.declare_queue(queue, passive=True)
                        return int(found.declaration_result.message_count or 0)
                    except ChannelNotFoundEntity:
                        return 0  # nobody has begun yet
                    finally:
                        if not channel.is_closed:
                            await channel.close()
            except BROKEN as error:
                await self.close()
                raise BrokerAway(say("RabbitMQ: {error}", error=safe(error))) from error

    async def replay(self, queue: str, ids: Sequence[str] | None = None) -> int:
        """Each is published to its queue, and only then taken away."""
        async with self._channel() as channel:
            exchange = await channel.declare_exchange(EXCHANGE.name, "direct", durable=True)

            async def publish(letter: Letter) -> None:
                message = aio_pika.Message(
                    letter.body,
                    headers={"seal": letter.seal, "about": letter.about},
                    content_type="application/json",
                    message_id=letter.id,
                    delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                )
                await exchange.publish(
                    message, routing_key=queue, mandatory=True, timeout=SEND_SECONDS
                )

            return await self._take(channel, queue, ids, publish)

    async def forget(self, queue: str, ids: Sequence[str] | None = None) -> int:
        async with self._channel() as channel:
            return await self._take(channel, queue, ids)

    async def _take(
        self,
        channel: Any,
        queue: str,
        ids: Sequence[str] | None,
        first: Callable[[Letter], Awaitable[None]] | None = None,
    ) -> int:
        """Take them away, each after ``first``."""
        wanted = None if ids is None else frozenset(ids)
        taken = 0
        dead = await channel.declare_queue(dead_queue(queue), durable=True)
        for _ in range(int(dead.declaration_result.message_count or 0)):
            message = await dead.get(no_ack=False, fail=False)
            if message is None:
                break
            letter = letter_of(queue, message)
            if wanted is None or letter.id in wanted:
                if first is not None:
                    await first(letter)
                await message.ack()
                taken += 1
        return taken

    @asynccontextmanager
    async def _channel(self) -> AsyncIterator[Any]:
        connection: Any = None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                connection = await aio_pika.connect(self._url)
            async with connection:
                yield await connection.channel(publisher_confirms=True, on_return_raises=True)
        except BROKEN as error:
            raise BrokerAway(say("RabbitMQ: {error}", error=safe(error))) from error


def _dead_letter(queue: str, message: AbstractIncomingMessage) -> DeadLetter:
    headers = message.headers or {}
    try:
        at = datetime.fromisoformat(text_of(headers.get("at")))
    except ValueError:
        at = message.timestamp or datetime.fromtimestamp(0, UTC)
    return DeadLetter(
        letter_of(queue, message), text_of(headers.get("reason")) or "given up by the broker", at
    )
