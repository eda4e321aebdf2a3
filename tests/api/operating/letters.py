"""Letters over a broker, and who reads them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from holdfast.flows.messaging.messages import ORDERS_TO_PAY
from holdfast.flows.messaging.post import Letter, LetterOutcome, LetterReader
from holdfast.worker.broker import OnDead, RabbitPost
from tests.support.market import eventually
from tests.support.patience import PATIENCE
from tests.support.rabbit import Rabbit, channel_to

__all__ = ["Reads", "becomes", "letter", "post_to", "there", "waiting"]


def letter(number: int, queue: str = ORDERS_TO_PAY) -> Letter:
    return Letter(queue, f"letter/{number}", f"body {number}".encode(), "a seal", "an order")


@asynccontextmanager
async def post_to(
    url: str,
    reader: LetterReader | None = None,
    most_waiting: int = 1000,
    on_dead: OnDead | None = None,
) -> AsyncIterator[RabbitPost]:
    """Connected; with a reader it reads what is to be paid."""
    post = RabbitPost(url, most_waiting, on_dead)
    if reader is not None:
        post.deliver(ORDERS_TO_PAY, reader)
    await post.start()
    try:
        await eventually(there(post), PATIENCE, "connected")
        yield post
    finally:
        await post.stop()


def there(post: RabbitPost) -> Callable[[], Awaitable[bool]]:
    async def connected() -> bool:
        return post.trouble is None

    return connected


class Reads:
    """A reader that keeps what it read; ``outcomes`` are what it does with each try."""

    def __init__(self, *outcomes: LetterOutcome | Exception) -> None:
        self.letters: list[Letter] = []
        self._outcomes = list(outcomes)
        self._read = asyncio.Event()

    async def __call__(self, letter: Letter) -> LetterOutcome:
        outcome = self._outcomes.pop(0) if self._outcomes else "done"
        if isinstance(outcome, Exception):
            raise outcome
        self.letters.append(letter)
        self._read.set()
        return outcome

    async def until(self, count: int, seconds: float = PATIENCE) -> list[Letter]:
        """When there are so many."""
        async with asyncio.timeout(seconds):
            while len(self.letters) < count:
                self._read.clear()
                await self._read.wait()
        return self.letters


async def waiting(rabbit: Rabbit, queue: str) -> int:
    """How many letters lie in the queue for somebody to read."""
    async with channel_to(rabbit.url) as channel:
        declared = await channel.declare_queue(queue, passive=True)
        return int(declared.declaration_result.message_count or 0)


async def becomes(rabbit: Rabbit, queue: str, count: int) -> None:
    """Wait until so many do: the broker puts what a reader gave back into its place when it comes
    to it."""

    async def so_many() -> bool:
        return await waiting(rabbit, queue) == count

    await eventually(so_many, PATIENCE, f"{count} letters lie in {queue}")
