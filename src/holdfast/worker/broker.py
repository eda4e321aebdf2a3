"""The post over RabbitMQ, by FastStream.

Letters go to a durable exchange, persistent and confirmed by the broker; each queue is durable and
bound there by its own name. A letter is acknowledged when what it asks for is committed, so one
whose reader dies comes again. One that cannot be read is published to ``<queue>.dead`` with its
reason, and then acknowledged. While the broker is away, sending raises and the connection is tried
again and again; while the database is away, letters wait with their reader, a bounded number.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any, Final

import aio_pika
import structlog
from aio_pika.abc import AbstractIncomingMessage
from aio_pika.exceptions import AMQPError
from faststream.middlewares import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitExchange, RabbitMessage, RabbitQueue

from holdfast.flows.messages import QUEUES
from holdfast.flows.post import BrokerAway, DeadLetter, DeadLetters, Letter, LetterReader
from holdfast.kit import utc_now
from holdfast.kit.sentences import say
from holdfast.worker.reading import NotNow, read_letter

__all__ = ["EXCHANGE", "RabbitDeadLetters", "RabbitPost", "dead_queue"]

log = structlog.get_logger("holdfast.messages")

EXCHANGE: Final = RabbitExchange("holdfast.messages", durable=True)
PREFETCH: Final = 64
SEND_SECONDS: Final = 5.0
CONNECT_SECONDS: Final = 5.0
LONGEST_PAUSE: Final = 5.0
STOP_SECONDS: Final = 10.0
_BROKEN: Final = (AMQPError, OSError, TimeoutError, RuntimeError)
"""What the client raises when the connection, or what was asked of it, did not hold."""


def dead_queue(queue: str) -> str:
    """Where what cannot be read of a queue lies."""
    return f"{queue}.dead"


def _arguments(queue: str) -> Any:  # the client has types of its own for them
    """What the broker itself gives up (a queue that is too long, say) goes the same way."""
    return {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": dead_queue(queue)}


async def _declare(connection: Any) -> None:
    """All of it, whoever comes first: what is sent is kept though nobody reads it yet. On a channel
    of its own: FastStream would keep a queue to the channel it was first declared on."""
    channel = await connection.channel()
    try:
        exchange = await channel.declare_exchange(EXCHANGE.name, "direct", durable=True)
        for queue in QUEUES:
            await channel.declare_queue(dead_queue(queue), durable=True)
            declared = await channel.declare_queue(queue, durable=True, arguments=_arguments(queue))
            await declared.bind(exchange, routing_key=queue)
    finally:
        await channel.close()


def _safe(error: BaseException) -> str:
    """Without the URL, which has a password in it."""
    return type(error).__name__


class RabbitPost:
    """``url`` is ``amqp://user:password@host:port/vhost``; nothing connects before ``start``."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._readers: dict[str, LetterReader] = {}
        self._broker: RabbitBroker | None = None
        self._connected = asyncio.Event()
        self._stopping = asyncio.Event()
        self._connecting: asyncio.Task[None] | None = None
        self._trouble: str | None = "not connected yet"
        self._dead = RabbitDeadLetters(url)

    @property
    def dead_letters(self) -> DeadLetters:
        return self._dead

    @property
    def trouble(self) -> str | None:
        return self._trouble

    def deliver(self, queue: str, reader: LetterReader) -> None:
        self._readers[queue] = reader

    async def start(self) -> None:
        self._stopping.clear()
        self._connecting = asyncio.create_task(self._connect(), name="broker connected")

    async def stop(self) -> None:
        self._stopping.set()
        if self._connecting is not None:
            # A client that is cancelled while it connects goes on for ever, and the process, too.
            await asyncio.wait((self._connecting,), timeout=CONNECT_SECONDS + 1)
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
            self._connecting = None
        await self._drop()

    # --- the connection -------------------------------------------------------------------------

    async def _connect(self) -> None:
        """Anew, until it is there, or we stop; from then on it mends itself."""
        await self._drop()
        pause = 0.2
        while not self._stopping.is_set():
            try:
                await self._open()
            except Exception as error:  # noqa: BLE001  (tried again for ever, and told)
                self._trouble = _safe(error)
                log.warning("RabbitMQ is away", error=_safe(error), retry_in=pause)
                await self._drop()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return

    async def _open(self) -> None:
        broker = self._broker = RabbitBroker(
            self._url,
            timeout=CONNECT_SECONDS,
            reconnect_interval=1.0,
            graceful_timeout=STOP_SECONDS,
            default_channel=Channel(publisher_confirms=True, on_return_raises=True),
            on_close=(self._lost,),
            on_reconnected=(self._found,),
            apply_types=False,
            decoder=_whole,
            logger=logging.getLogger("holdfast.messages"),
            log_level=logging.DEBUG,
        )
        connection = await broker.connect()
        for queue, reader in self._readers.items():
            self._subscribe(broker, queue, reader)
        await broker.start()
        await _declare(connection)
        self._trouble = None
        log.info("RabbitMQ is there")

    def _lost(self, *about: object) -> None:
        error = about[-1] if about else None
        self._trouble = _safe(error) if isinstance(error, BaseException) else "connection closed"
        if not self._stopping.is_set():
            log.warning("RabbitMQ is away", error=self._trouble)

    async def _found(self, connection: Any, *_: object) -> None:
        """Also after a break: it may be another broker then, or one that has lost everything."""
        try:
            await _declare(connection)
        except _BROKEN as error:
            self._lost(error)
            self._connecting = asyncio.create_task(self._connect(), name="broker connected anew")
        else:
            self._trouble = None
            log.info("RabbitMQ is there")

    async def _drop(self) -> None:
        broker, self._broker = self._broker, None
        if broker is not None:
            with suppress(Exception):
                async with asyncio.timeout(STOP_SECONDS + 2):
                    await broker.stop()

    # --- sending --------------------------------------------------------------------------------

    async def send(self, letters: Sequence[Letter]) -> None:
        broker = self._broker
        if broker is None or self._trouble is not None:
            raise BrokerAway(say("RabbitMQ: {error}", error=self._trouble))
        try:
            await asyncio.gather(*(self._publish(broker, letter) for letter in letters))
        except _BROKEN as error:
            raise BrokerAway(say("RabbitMQ: {error}", error=_safe(error))) from error

    async def _publish(self, broker: RabbitBroker, letter: Letter) -> None:
        await broker.publish(
            letter.body,
            exchange=EXCHANGE,
            routing_key=letter.queue,
            headers={"seal": letter.seal, "about": letter.about},
            content_type="application/json",
            message_id=letter.id,
            persist=True,
            mandatory=True,
            timeout=SEND_SECONDS,
        )

    # --- reading --------------------------------------------------------------------------------

    def _subscribe(self, broker: RabbitBroker, queue: str, reader: LetterReader) -> None:
        async def read(message: RabbitMessage) -> None:
            try:
                await self._read(broker, queue, reader, message)
            except _BROKEN as error:
                # Read, perhaps, and not acknowledged: it comes again, and changes nothing then.
                log.warning("a message stays at RabbitMQ", queue=queue, error=_safe(error))
                with suppress(*_BROKEN):
                    await message.nack(requeue=True)

        broker.subscriber(
            RabbitQueue(queue, durable=True, arguments=_arguments(queue)),
            channel=Channel(prefetch_count=PREFETCH),
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
        )(read)

    async def _read(
        self, broker: RabbitBroker, queue: str, reader: LetterReader, message: RabbitMessage
    ) -> None:
        letter = _letter(queue, message.raw_message)
        pause = 0.1
        while True:
            try:
                reason = await read_letter(letter, reader)
                break
            except NotNow:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                if self._stopping.is_set():
                    await message.nack(requeue=True)
                    return
        if reason is not None:
            await _bury(broker, letter, reason)
        await message.ack()


async def _whole(message: Any) -> Any:
    """Handlers get the message itself: its headers and bytes are looked at by us."""
    return message


def _letter(queue: str, message: AbstractIncomingMessage) -> Letter:
    headers = message.headers or {}
    return Letter(
        queue,
        str(message.message_id or ""),
        bytes(message.body),
        _text(headers.get("seal")),
        _text(headers.get("about")),
    )


def _text(value: object) -> str:
    """A header as text, whatever somebody has put there."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value or "")


async def _bury(broker: RabbitBroker, letter: Letter, reason: str) -> None:
    await broker.publish(
        letter.body,
        queue=dead_queue(letter.queue),
        headers={
            "seal": letter.seal,
            "about": letter.about,
            "reason": reason[:1000],
            "at": utc_now().isoformat(),
        },
        message_id=letter.id,
        persist=True,
        mandatory=True,
        timeout=SEND_SECONDS,
    )


class RabbitDeadLetters:
    """What could not be read, in the queues ``<queue>.dead``; a connection for each look."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def look(self, queue: str, limit: int) -> list[DeadLetter]:
        async with self._channel() as channel:
            dead = await channel.declare_queue(dead_queue(queue), durable=True)
            found: list[DeadLetter] = []
            while len(found) < limit:
                message = await dead.get(no_ack=False, fail=False)
                if message is None:
                    break
                found.append(_dead_letter(queue, message))
            return found  # closing the channel puts all of them back in their places

    async def count(self, queue: str) -> int:
        async with self._channel() as channel:
            dead = await channel.declare_queue(dead_queue(queue), durable=True)
            return int(dead.declaration_result.message_count or 0)

    async def replay(self, queue: str, ids: Sequence[str] | None = None) -> int:
        """Each is published to its queue, and only then taken away."""
        wanted = None if ids is None else frozenset(ids)
        sent = 0
        async with self._channel() as channel:
            exchange = await channel.declare_exchange(EXCHANGE.name, "direct", durable=True)
            dead = await channel.declare_queue(dead_queue(queue), durable=True)
            for _ in range(int(dead.declaration_result.message_count or 0)):
                message = await dead.get(no_ack=False, fail=False)
                if message is None:
                    break
                letter = _letter(queue, message)
                if wanted is not None and letter.id not in wanted:
                    continue
                await exchange.publish(
                    aio_pika.Message(
                        letter.body,
                        headers={"seal": letter.seal, "about": letter.about},
                        content_type="application/json",
                        message_id=letter.id,
                        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                    ),
                    routing_key=queue,
                    mandatory=True,
                    timeout=SEND_SECONDS,
                )
                await message.ack()
                sent += 1
        return sent

    @asynccontextmanager
    async def _channel(self) -> AsyncIterator[Any]:
        connection: Any = None
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                connection = await aio_pika.connect(self._url)
            async with connection:
                yield await connection.channel(publisher_confirms=True, on_return_raises=True)
        except _BROKEN as error:
            raise BrokerAway(say("RabbitMQ: {error}", error=_safe(error))) from error


def _dead_letter(queue: str, message: AbstractIncomingMessage) -> DeadLetter:
    headers = message.headers or {}
    try:
        at = datetime.fromisoformat(_text(headers.get("at")))
    except ValueError:
        at = message.timestamp or datetime.fromtimestamp(0, UTC)
    return DeadLetter(
        _letter(queue, message), _text(headers.get("reason")) or "given up by the broker", at
    )
