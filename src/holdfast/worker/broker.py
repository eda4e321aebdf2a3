"""The post over RabbitMQ, by FastStream.

Letters go to a durable exchange, persistent and confirmed by the broker; each queue is durable and
bound there by its own name. A letter is acknowledged when what it asks for is committed, so one
whose reader dies comes again. One that cannot be read is published to ``<queue>.dead`` with its
reason, and then acknowledged. While the broker is away, sending raises and the connection is tried
again and again; while the database is away, letters wait with their reader, a bounded number.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, Final, TypeAlias, TypeVar

import structlog
from faststream.middlewares import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue

from holdfast.flows.messaging.post import BrokerAway, DeadLetters, Letter, LetterReader
from holdfast.kit import utc_now
from holdfast.kit.sentences import say
from holdfast.worker.broker_dead_letters import RabbitDeadLetters
from holdfast.worker.broker_queues import (
    BROKEN,
    CONNECT_SECONDS,
    EXCHANGE,
    MOST_WAITING,
    SEND_SECONDS,
    dead_queue,
    declare,
    letter_of,
    safe,
)
from holdfast.worker.reading import NotNow, passes, read_letter

__all__ = ["OnDead", "RabbitPost"]

log = structlog.get_logger("holdfast.messages")

PREFETCH: Final = 64
LONGEST_PAUSE: Final = 5.0
STOP_SECONDS: Final = 10.0


OnDead: TypeAlias = Callable[[Letter, str, int], Awaitable[None]]
_Any = TypeVar("_Any")


class _Stopping(Exception):
    """What could not be done yet is left to who reads next."""


class RabbitPost:
    """``url`` is ``amqp://user:password@host:port/vhost``; nothing connects before ``start``. A
    queue takes ``most_waiting`` messages. ``on_dead`` hears of a letter that is put aside, why, and
    how many of its queue are, with it; it may hear of one twice."""

    def __init__(
        self, url: str, most_waiting: int = MOST_WAITING, on_dead: OnDead | None = None
    ) -> None:
        self._url = url
        self._on_dead = on_dead
        self._most_waiting = most_waiting
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
        await self._dead.close()
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
                self._trouble = safe(error)
                log.warning("RabbitMQ is away", error=safe(error), retry_in=pause)
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
        queues = await declare(await broker.connect(), self._most_waiting)
        for queue, reader in self._readers.items():
            self._subscribe(broker, queue, reader, queues[queue])
        await broker.start()
        self._trouble = None
        log.info("RabbitMQ is there")

    def _lost(self, *about: object) -> None:
        error = about[-1] if about else None
        self._trouble = safe(error) if isinstance(error, BaseException) else "connection closed"
        if not self._stopping.is_set():
            log.warning("RabbitMQ is away", error=self._trouble)

    async def _found(self, connection: Any, *_: object) -> None:
        """Also after a break: it may be another broker then, or one that has lost everything."""
        try:
            await declare(connection, self._most_waiting)
        except BROKEN as error:
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
        except BROKEN as error:
            raise BrokerAway(say("RabbitMQ: {error}", error=safe(error))) from error

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

    def _subscribe(
        self, broker: RabbitBroker, queue: str, reader: LetterReader, read_from: RabbitQueue
    ) -> None:
        async def read(message: RabbitMessage) -> None:
            try:
                await self._read(broker, queue, reader, message)
            except BROKEN as error:
                # Read, perhaps, and not acknowledged: it comes again, and changes nothing then.
                log.warning("a message stays at RabbitMQ", queue=queue, error=safe(error))
                with suppress(*BROKEN):
                    await message.nack(requeue=True)

        broker.subscriber(
            read_from,
            channel=Channel(prefetch_count=PREFETCH),
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
        )(read)

    async def _read(
        self, broker: RabbitBroker, queue: str, reader: LetterReader, message: RabbitMessage
    ) -> None:
        letter = letter_of(queue, message.raw_message)
        try:
            reason = await self._until_done(lambda: read_letter(letter, reader))
            if reason is not None:
                await self._until_done(lambda: self._tell(letter, reason))
                await _bury(broker, letter, reason)
        except _Stopping:
            await message.nack(requeue=True)
        else:
            await message.ack()

    async def _until_done(self, work: Callable[[], Awaitable[_Any]]) -> _Any:
        pause = 0.1
        while True:
            try:
                return await work()
            except NotNow:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                if self._stopping.is_set():
                    raise _Stopping from None

    async def _tell(self, letter: Letter, reason: str) -> None:
        """Before it is put aside: rather told twice than never."""
        if self._on_dead is None:
            return
        try:
            count = await self._dead.count(letter.queue)
            await self._on_dead(letter, reason, count + 1)
        except Exception as error:
            if passes(error):
                raise NotNow(f"{letter.id}: {error!r}") from error
            log.exception("a message that is put aside is not told", queue=letter.queue)


async def _whole(message: Any) -> Any:
    """Handlers get the message itself: its headers and bytes are looked at by us."""
    return message


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
