"""What waits for its batch: buyers first come first served, sweeps in a queue of their own.

Ten thousand holds that expire together must not push a buyer out: sweeps take at most half of a
batch, by commands and by lines, while buyers wait.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from holdfast.ledger.limits import MAX_LOCKED, TooLarge
from holdfast.ledger.types import Command, Outcome

MAX_BATCH: Final = 512
MAX_QUEUE: Final = 20_000


class Waiting(Struct):
    """A command and who waits for its outcome; ``lines`` are the rows it locks."""

    command: Command
    future: asyncio.Future[Outcome]
    since: float
    lines: int
    retries: int = 0

    def answer(self, outcome: Outcome) -> None:
        if not self.future.done():
            self.future.set_result(outcome)

    def fail(self, error: Exception) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class Queues:
    """Each queue holds at most ``max_queue`` commands, a batch at most ``max_batch``."""

    def __init__(self, max_queue: int, max_batch: int) -> None:
        self._max_queue = max_queue
        self._max_batch = max_batch
        self._buyers: deque[Waiting] = deque()
        self._sweeps: deque[Waiting] = deque()

    def __len__(self) -> int:
        return len(self._buyers) + len(self._sweeps)

    def put(self, waiting: Waiting) -> bool:
        """Queue a command; False when its queue is full."""
        queue = self._sweeps if waiting.command.sweep else self._buyers
        if len(queue) >= self._max_queue:
            return False
        queue.append(waiting)
        return True

    def take(self) -> list[Waiting]:
        """The next batch."""
        batch: list[Waiting] = []
        lines = 0
        share = 2 if self._buyers else 1
        for queue, part in ((self._sweeps, share), (self._buyers, 1)):
            most = min(self._max_batch // part, self._max_batch - len(batch))
            while queue and most > 0 and lines < MAX_LOCKED // part:
                waiting = queue.popleft()
                lines += waiting.lines
                batch.append(waiting)
                most -= 1
        return batch

    def older_than(self, moment: float) -> Iterator[Waiting]:
        """Take out what has waited since before ``moment`` (of the monotonic clock)."""
        for queue in (self._buyers, self._sweeps):
            while queue and queue[0].since < moment:
                yield queue.popleft()


def portions(batch: Sequence[Waiting], counts: Sequence[int]) -> list[list[Waiting]]:
    """The batch anew, now that it is known how many rows each command locks; a command that locks
    too many for any batch fails."""
    made: list[list[Waiting]] = []
    left = 0
    for waiting, count in zip(batch, counts, strict=True):
        waiting.lines = count
        if waiting.lines > MAX_LOCKED:
            waiting.fail(TooLarge(waiting.lines))
            continue
        if left <= 0:
            made.append([])
            left = MAX_LOCKED
        made[-1].append(waiting)
        left -= waiting.lines
    return made
