"""A watcher of stock in a process of its own, so that what it reads keeps no buyer waiting.

Started by ``onlooker(url)``. It says when it saw each variant at 0 and at its full stock, by the
machine's clock, as lines on its standard output; also when it is so again and the news between
came together with the last.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

from tests.support.live import Watcher
from tests.support.market import Goods

__all__ = ["Onlooker", "onlooker"]


class Onlooker:
    """What the other process has seen: when a variant was last seen to reach 0, or its full
    stock."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._news = asyncio.Event()
        self.empty_at: dict[str, float] = {}
        self.full_at: dict[str, float] = {}

    async def until(self, true: Callable[[], bool], seconds: float) -> None:
        """Wait until ``true()`` holds; every line is looked at."""
        async with asyncio.timeout(seconds):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def read(self) -> None:
        """Take in what is said until nothing is said any more."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            at, variant, stock = json.loads(line)
            (self.full_at if stock else self.empty_at)[variant] = at
            self._news.set()


@asynccontextmanager
async def onlooker(url: str, full: Mapping[Goods, int]) -> AsyncIterator[Onlooker]:
    """It watches these goods, each of which is full at so many; subscribed when this begins."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.proof.onlooker", url,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    asked = [(one.product_id, one.variant_id, count) for one, count in full.items()]
    process.stdin.write(json.dumps(asked).encode() + b"\n")
    seen = Onlooker(process)
    reading = asyncio.create_task(seen.read())
    try:
        await seen.until(lambda: len(seen.full_at) == len(full), 90)
        yield seen
    finally:
        process.stdin.close()
        await process.wait()
        await reading


async def look(url: str) -> None:
    """Watch, and say what is seen, until nobody listens."""
    asked = json.loads(sys.stdin.readline())
    full = {variant: count for _, variant, count in asked}
    said: dict[str, tuple[object, object]] = {}

    def see(update: dict[str, object]) -> None:
        variant, stock = str(update["variantId"]), update["variantStock"]
        seen = (stock, update["version"])
        if stock in (0, full[variant]) and said.get(variant) != seen:
            said[variant] = seen
            print(json.dumps((time.time(), variant, stock)), flush=True)

    def see_all(snapshot: dict[str, list[dict[str, object]]]) -> None:
        for update in snapshot["stock"]:
            see(update)

    async with Watcher(url) as watcher:
        watcher.client.on("stock:update", see)
        watcher.client.on("stock:snapshot", see_all)
        await watcher.subscribe([UUID(product) for product, _, _ in asked])
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(look(sys.argv[1]))
