"""What there is at RabbitMQ: the exchange, the queues with their bounds, and where what cannot be
read of each lies.
"""

from typing import Any, Final

import structlog
from aio_pika.abc import AbstractIncomingMessage
from aio_pika.exceptions import AMQPError, ChannelPreconditionFailed
from faststream.rabbit import RabbitExchange, RabbitQueue

from holdfast.flows.messaging.messages import QUEUES
from holdfast.flows.messaging.post import Letter

__all__ = [
    "BROKEN", "CONNECT_SECONDS", "EXCHANGE", "MOST_WAITING", "SEND_SECONDS", "dead_queue",
    "declare", "letter_of", "safe", "text_of",
]  # fmt: skip

log = structlog.get_logger("holdfast.messages")

EXCHANGE: Final = RabbitExchange("holdfast.messages", durable=True)
MOST_WAITING: Final = 100_000
"""Messages in one queue, of a few hundred bytes each; more wait with their sender."""
SEND_SECONDS: Final = 5.0
CONNECT_SECONDS: Final = 5.0
BROKEN: Final = (AMQPError, OSError, TimeoutError, RuntimeError)
"""What the client raises when the connection, or what was asked of it, did not hold."""


def dead_queue(queue: str) -> str:
    """Where what cannot be read of a queue lies."""
    return f"{queue}.dead"


def _arguments(queue: str, most: int) -> Any:  # the client has types of its own for them
    """A queue that is full takes no more: the sender is told so, and keeps what it has. What the
    broker gives up goes to the dead letters."""
    return {
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": dead_queue(queue),
        "x-max-length": most,
        "x-overflow": "reject-publish",
    }


async def declare(connection: Any, most: int) -> dict[str, RabbitQueue]:
    """All of it, whoever comes first: what is sent is kept though nobody reads it yet. The queues
    to read: one of a release with another bound, or none, is taken as it is, until a start finds it
    empty and makes it anew."""
    queues = {}
    for queue in QUEUES:
        arguments = _arguments(queue, most)
        queues[queue] = RabbitQueue(queue, durable=True, arguments=arguments)
        try:
            await _declare_queue(connection, queue, arguments)
        except ChannelPreconditionFailed:
            if await _is_gone(connection, queue):
                await _declare_queue(connection, queue, arguments)
            else:
                queues[queue] = RabbitQueue(queue, durable=True, declare=False)
    return queues


async def _is_gone(connection: Any, queue: str) -> bool:
    """Nothing is lost: only a queue that is empty and that nobody reads is deleted."""
    channel = await connection.channel()
    try:
        await channel.queue_delete(queue, if_empty=True, if_unused=True)
    except ChannelPreconditionFailed:
        log.warning("queue with another bound: stop its readers when it is empty", queue=queue)
        return False
    else:
        return True
    finally:
        if not channel.is_closed:
            await channel.close()


async def _declare_queue(connection: Any, queue: str, arguments: Any) -> None:
    """On a channel of its own: FastStream would keep a queue to the channel it was first declared
    on, and a refusal ends the channel."""
    channel = await connection.channel()
    try:
        exchange = await channel.declare_exchange(EXCHANGE.name, "direct", durable=True)
        await channel.declare_queue(dead_queue(queue), durable=True)
        declared = await channel.declare_queue(queue, durable=True, arguments=arguments)
        await declared.bind(exchange, routing_key=queue)
    finally:
        if not channel.is_closed:
            await channel.close()


def safe(error: BaseException) -> str:
    """Without the URL, which has a password in it."""
    return type(error).__name__


def letter_of(queue: str, message: AbstractIncomingMessage) -> Letter:
    headers = message.headers or {}
    return Letter(
        queue,
        str(message.message_id or ""),
        bytes(message.body),
        text_of(headers.get("seal")),
        text_of(headers.get("about")),
    )


def text_of(value: object) -> str:
    """A header as text, whatever somebody has put there."""
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value or "")
