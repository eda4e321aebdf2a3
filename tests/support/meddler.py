"""A man in the middle of two services: every message between them passes through his hands, and he
doubles, delays, shuffles and corrupts them as a seed says.

He binds queues of his own to the exchange in place of the real ones, and puts what he lets through
straight into those. Nothing of ours knows of him.
"""

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any, Final, Self

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

from holdfast.flows.messaging.messages import QUEUES
from tests.support.rabbit import channel_to

__all__ = ["Meddler"]

EXCHANGE: Final = "holdfast.messages"
ROUND: Final = 0.05  # seconds after which he lets some of what he has go


class Meddler:
    """``corrupted`` are the bodies that he made up, by queue; ``done`` counts what he did."""

    def __init__(self, url: str, seed: int) -> None:
        self._url = url
        self._random = random.Random(seed)
        self._stack = AsyncExitStack()
        self._kept: list[tuple[str, aio_pika.Message]] = []
        self._channel: Any = None
        self._letting_go: asyncio.Task[None] | None = None
        self._consuming: dict[str, str] = {}
        self.corrupted: dict[str, list[bytes]] = {queue: [] for queue in QUEUES}
        self.done: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        channel = self._channel = await self._stack.enter_async_context(channel_to(self._url))
        exchange = await channel.declare_exchange(EXCHANGE, "direct", durable=True)
        for queue in QUEUES:
            real = await channel.declare_queue(queue, passive=True)
            his = await channel.declare_queue(f"meddler.{queue}")
            await his.bind(exchange, routing_key=queue)
            await real.unbind(exchange, routing_key=queue)
            self._consuming[queue] = await his.consume(self._taker(queue))
        self._letting_go = asyncio.create_task(self._let_go())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Everything is as it was, and nothing is kept back."""
        for queue in QUEUES:
            real = await self._channel.declare_queue(queue, passive=True)
            await real.bind(EXCHANGE, routing_key=queue)
            his = await self._channel.declare_queue(f"meddler.{queue}", passive=True)
            await his.unbind(EXCHANGE, routing_key=queue)
        if self._letting_go is not None:
            self._letting_go.cancel()
        for queue, message in self._kept:
            await self._put(queue, message)
        self._kept.clear()
        for queue in QUEUES:
            his = await self._channel.declare_queue(f"meddler.{queue}", passive=True)
            await his.cancel(self._consuming[queue])
            await self._channel.queue_delete(his.name)
        await self._stack.aclose()

    @property
    def idle(self) -> bool:
        """Nothing is in his hands."""
        return not self._kept

    def _taker(self, queue: str) -> Any:
        async def take(incoming: AbstractIncomingMessage) -> None:
            message = _copy(incoming, incoming.body, dict(incoming.headers or {}))
            self._kept.append((queue, message))
            if self._random.random() < 0.3:
                self.done["doubled"] += 1
                copies = self._random.randint(1, 3)
                self._kept += [(queue, message)] * copies
            if self._random.random() < 0.3:
                self.done["corrupted"] += 1
                bad = self._corrupt(incoming)
                self.corrupted[queue].append(bytes(bad.body))
                self._kept.append((queue, bad))
            await incoming.ack()

        return take

    def _corrupt(self, incoming: AbstractIncomingMessage) -> aio_pika.Message:
        body, headers = bytes(incoming.body), dict(incoming.headers or {})
        match self._random.randrange(7):
            case 0:  # one bit turned
                at = self._random.randrange(len(body))
                turned = body[at] ^ (1 << self._random.randrange(8))
                body = body[:at] + bytes([turned]) + body[at + 1 :]
            case 1:  # cut off
                body = body[: self._random.randrange(len(body))]
            case 2:  # more money
                body = body.replace(b'"amount":', b'"amount":9')
                if b"amount" not in body:
                    headers.pop("seal", None)
            case 3:  # no seal
                headers.pop("seal", None)
            case 4:  # a seal of his own
                headers["seal"] = "0" * 64
            case 5:  # something else altogether
                body = bytes(self._random.randrange(256) for _ in range(40))
            case 6:  # twice in one
                body += body
        return _copy(incoming, body, headers)

    async def _let_go(self) -> None:
        """Some of what is kept, in any order."""
        while True:
            await asyncio.sleep(ROUND)
            self._random.shuffle(self._kept)
            keep = 0 if len(self._kept) < 3 else self._random.randrange(len(self._kept) // 2 + 1)
            going, self._kept = self._kept[keep:], self._kept[:keep]
            if keep:
                self.done["delayed"] += keep
            for queue, message in going:
                await self._put(queue, message)

    async def _put(self, queue: str, message: aio_pika.Message) -> None:
        await self._channel.default_exchange.publish(message, routing_key=queue)


def _copy(
    incoming: AbstractIncomingMessage, body: bytes, headers: dict[str, Any]
) -> aio_pika.Message:
    return aio_pika.Message(
        body,
        headers=headers,
        content_type=incoming.content_type,
        message_id=incoming.message_id,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
