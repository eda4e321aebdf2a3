"""A RabbitMQ exchange, by FastStream: a persistent message each, confirmed by the broker."""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from aio_pika.exceptions import AMQPError, DeliveryError
from faststream.rabbit import Channel, ExchangeType, RabbitBroker, RabbitExchange

from holdfast.sinks.envelope import CONTENT_TYPE, TYPE_PREFIX, Envelope
from holdfast.sinks.sink import NotDelivered

AT_ONCE: Final = 64
CONNECT_SECONDS: Final = 5.0
SEND_SECONDS: Final = 10.0
_BROKEN: Final = (AMQPError, OSError, TimeoutError, RuntimeError)


class RabbitExchangeSink:
    """A topic exchange, durable, made if it is not there; the key is the message's name, as
    ``order.paid.v1``. What no queue is bound for is not delivered: nobody would ever read it.

    ``url`` is ``amqp://user:password@host:port/vhost``. A connection that breaks is made anew by
    the next message.
    """

    def __init__(self, name: str, url: str, exchange: str) -> None:
        self.name = name
        self.at_once = AT_ONCE
        self._url = url
        self._exchange = RabbitExchange(exchange, type=ExchangeType.TOPIC, durable=True)
        self._broker: RabbitBroker | None = None
        self._connecting: asyncio.Task[RabbitBroker] | None = None

    async def send(self, message: Envelope) -> None:
        broker = await self._connected()
        try:
            await broker.publish(
                message.body,
                exchange=self._exchange,
                routing_key=message.type.removeprefix(TYPE_PREFIX),
                content_type=CONTENT_TYPE,
                message_id=message.id,
                message_type=message.type,
                persist=True,
                mandatory=True,
                timeout=SEND_SECONDS,
            )
        except DeliveryError:
            raise NotDelivered(f"no queue is bound to {self._exchange.name} for it") from None
        except _BROKEN as error:
            await self._drop(broker)
            raise NotDelivered(f"RabbitMQ did not take it: {type(error).__name__}") from None

    async def close(self) -> None:
        if self._connecting is not None:
            await asyncio.wait((self._connecting,))
        if self._broker is not None:
            await self._drop(self._broker)

    async def _connected(self) -> RabbitBroker:
        """All who wait, wait for the same attempt, and none of them ends it: a client that is
        cancelled while it connects goes on for ever."""
        if self._broker is not None:
            return self._broker
        if self._connecting is None:
            self._connecting = asyncio.create_task(self._connect(), name=f"sink {self.name}")
            self._connecting.add_done_callback(self._tried)
        return await asyncio.shield(self._connecting)

    def _tried(self, connecting: asyncio.Task[RabbitBroker]) -> None:
        self._connecting = None
        if not connecting.cancelled() and connecting.exception() is None:
            self._broker = connecting.result()

    async def _connect(self) -> RabbitBroker:
        broker = RabbitBroker(
            self._url,
            timeout=CONNECT_SECONDS,
            graceful_timeout=CONNECT_SECONDS,
            default_channel=Channel(publisher_confirms=True, on_return_raises=True),
            apply_types=False,
            logger=logging.getLogger("holdfast.sinks"),
            log_level=logging.DEBUG,
        )
        try:
            await broker.connect()
            async with asyncio.timeout(CONNECT_SECONDS):
                await broker.declare_exchange(self._exchange)
        except _BROKEN as error:  # the URL is not told: it has a password in it
            await _closed(broker)
            raise NotDelivered(f"RabbitMQ is away: {type(error).__name__}") from None
        return broker

    async def _drop(self, broker: RabbitBroker) -> None:
        if self._broker is broker:
            self._broker = None
            await _closed(broker)


async def _closed(broker: RabbitBroker) -> None:
    with suppress(Exception):
        async with asyncio.timeout(CONNECT_SECONDS):
            await broker.stop()
