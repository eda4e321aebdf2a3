"""A data platform for tests: a sink in this process that can be away, or refuse some orders."""

import asyncio
from collections import Counter
from collections.abc import Callable

import msgspec

from holdfast.sinks import Envelope, NotDelivered

__all__ = ["DataPlatform"]


class DataPlatform:
    """``has`` is what it took, in order. ``refuses`` says which orders it will not hear of."""

    def __init__(self, name: str = "platform", at_once: int = 8) -> None:
        self.name = name
        self.at_once = at_once
        self.away = False
        self.refuses: Callable[[str], bool] = lambda _: False
        self.has: list[tuple[str, str]] = []
        self.tries: Counter[str] = Counter()
        self.most_at_once = 0
        self.tried = asyncio.Event()
        self._now: Counter[str] = Counter()

    async def send(self, message: Envelope) -> None:
        order = msgspec.json.decode(message.body)["subject"]
        self.tries[order] += 1
        self._now[order] += 1
        assert self._now[order] == 1, "two messages of one order on their way"
        self.most_at_once = max(self.most_at_once, self._now.total())
        try:
            await asyncio.sleep(0)
            if self.away or self.refuses(order):
                raise NotDelivered("not today")
            self.has.append((order, message.id))
        finally:
            self._now[order] -= 1
            self.tried.set()

    async def close(self) -> None:
        """Nothing to let go of."""

    def of(self, order: str) -> list[str]:
        """Ids of what it has of an order, in the order they came."""
        return [message for its, message in self.has if its == order]
