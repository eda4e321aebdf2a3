"""Tells the live channel of orders what became of them, as soon as it is in the event log.

It reads only while somebody wants to know, and rests longer than it reads: buyers use the same
loop and the same database.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

import structlog

from holdfast.db.engine import is_away
from holdfast.live import OrderNews, Orders
from holdfast.views.live_orders import OrderTail
from holdfast.worker.metrics import CONSUMER_FAILURES

__all__ = ["OrderTeller", "to_everybody", "to_watched"]

log = structlog.get_logger("holdfast.live")

NAME: Final = "live-orders"
GATHER: Final = 0.01  # seconds after a wake-up before it reads: one is seldom alone
REST: Final = 3.0  # times as long as reading took; so it takes a quarter of the time at most
POLL: Final = 1.0
POLL_SOON: Final = 0.05  # while another transaction keeps some back, which nobody will tell of
PATIENCE: Final = 10.0


class OrderTeller:
    """``wanted`` is set while anybody wants to know; ``owners`` says whose orders (None: all)."""

    def __init__(
        self,
        tail: OrderTail,
        tell: Callable[[Sequence[OrderNews]], None],
        wanted: asyncio.Event,
        owners: Callable[[], Sequence[str] | None],
    ) -> None:
        self._tail = tail
        self._tell = tell
        self._wanted = wanted
        self._owners = owners
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Something was written."""
        self._woken.set()

    async def run(self) -> None:
        """Tell until cancelled."""
        loop, failures = asyncio.get_running_loop(), 0
        while True:
            if not self._wanted.is_set():
                self._tail.leave()
                await self._wanted.wait()
            self._woken.clear()
            began = loop.time()
            try:
                news = await self._tail.read(self._owners())
                if news:
                    self._tell(news)
                failures = 0
            except Exception as error:
                failures += 1
                CONSUMER_FAILURES.labels(NAME).inc()
                trace = None if is_away(error) else error
                log.warning("orders are not told", error=repr(error), exc_info=trace)
                await asyncio.sleep(min(0.1 * 2**failures, PATIENCE))
                continue
            await asyncio.sleep(max(GATHER, REST * (loop.time() - began)))
            try:
                async with asyncio.timeout(POLL_SOON if self._tail.waits else POLL):
                    await self._woken.wait()
            except TimeoutError:
                pass  # perhaps a wake-up was lost


def to_watched(tail: OrderTail, orders: Orders) -> OrderTeller:
    """For the sockets of this process: only what somebody watches is read."""
    return OrderTeller(tail, orders.take, orders.wanted, lambda: orders.owners)


def to_everybody(tail: OrderTail, tell: Callable[[Sequence[OrderNews]], None]) -> OrderTeller:
    """For processes elsewhere, whose watchers are not known here."""
    always = asyncio.Event()
    always.set()
    return OrderTeller(tail, tell, always, lambda: None)
