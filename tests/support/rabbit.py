"""A RabbitMQ of the test run's own. It may be stopped, killed and started again; what is durable
stays."""

import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aio_pika

from tools.split.broker import Broker
from tools.split.program import free_port

__all__ = ["Rabbit", "channel_to", "rabbit_server"]


class Rabbit(Broker):
    """``start`` and ``stop`` (or ``kill``) it as often as wanted."""

    def start(self) -> None:
        """Returns when it takes connections."""
        super().start()
        self.server.wait_ready()


@contextlib.contextmanager
def rabbit_server() -> Iterator[Rabbit]:
    """One that runs; nothing is left of it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-rabbit-"))
    rabbit = Rabbit(folder, free_port())
    try:
        rabbit.start()
        yield rabbit
    finally:
        rabbit.close()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.asynccontextmanager
async def channel_to(url: str) -> AsyncIterator[Any]:
    """A channel of one's own, to look at queues and to meddle with them."""
    connection = await aio_pika.connect(url)
    async with connection:
        yield await connection.channel()
