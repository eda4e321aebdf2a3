"""Bookings at a steady rate beside what is measured: by a thread of its own, each client with a
connection that stays open."""

import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import aiohttp

from bench.shop import Shop

__all__ = ["Steady", "steady_bookings"]

CONNECTIONS: Final = 32


@dataclass
class Steady:
    """``taken``: those whose time was gone already."""

    held: int = 0
    taken: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return self.held / self.seconds if self.seconds else 0.0


@contextlib.contextmanager
def steady_bookings(running: Shop, service: UUID, days: int, per_second: float) -> Iterator[Steady]:
    """So many holds a second, each at a time of its own by dice, until the block ends."""
    found, stop = Steady(), threading.Event()
    begun = time.perf_counter()
    thread = threading.Thread(
        target=lambda: asyncio.run(_book(running, service, days, per_second, found, stop))
    )
    thread.start()
    try:
        yield found
    finally:
        stop.set()
        thread.join(60)
        found.seconds = time.perf_counter() - begun


async def _book(
    running: Shop,
    service: UUID,
    days: int,
    per_second: float,
    found: Steady,
    stop: threading.Event,
) -> None:
    """By the clock, however long each takes: none waits for the one before."""
    dice, under_way = random.Random(20), set[asyncio.Task[None]]()
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as http:
        begun, number = time.perf_counter(), 0
        while not stop.is_set():
            task = asyncio.create_task(
                _one(http, running, service, _start(dice, days), number, found)
            )
            under_way.add(task)
            task.add_done_callback(under_way.discard)
            number += 1
            await asyncio.sleep(max(begun + number / per_second - time.perf_counter(), 0))
        await asyncio.gather(*under_way)


async def _one(
    http: aiohttp.ClientSession,
    running: Shop,
    service: UUID,
    start: str,
    number: int,
    found: Steady,
) -> None:
    cookie = f"holdfast_session={running.guests[number % len(running.guests)]}"
    headers = {"Cookie": cookie, "Idempotency-Key": str(uuid4())}
    asked = {"serviceId": str(service), "start": start}
    async with http.post(f"{running.url}/api/bookings/hold", json=asked, headers=headers) as answer:
        await answer.read()
        assert answer.status in (200, 409), answer.status
        if answer.status == 200:
            found.held += 1
        else:
            found.taken += 1


def _start(dice: random.Random, days: int) -> str:
    """Within what is open in winter, on the half hour."""
    day = datetime.now(UTC).date() + timedelta(days=2 + dice.randrange(days - 2))
    at = 8 * 60 + 30 * dice.randrange(14)
    return f"{day}T{at // 60:02}:{at % 60:02}:00Z"
