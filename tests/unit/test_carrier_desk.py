"""The demo's carrier tells each step once it has happened, by its own clock: also where that is a
little behind the machine's, or a sleep ends a moment early."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from holdfast.fulfilment import DemoCarrier, ShipmentRequest
from holdfast.roles.demo_carrier import CarrierDesk

BEHIND = 0.05
PACE = 0.02
LOST = ShipmentRequest("1", 1, 1, ("Lost 1", "Berlin"), "DE")


def behind() -> float:
    return time.time() - BEHIND


class Words:
    """A shop that takes every word, and notes how many steps there were to ask for when it came."""

    def __init__(self) -> None:
        self.carrier = DemoCarrier(b"secret", PACE, behind)
        self.known: asyncio.Queue[tuple[str, int]] = asyncio.Queue()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        body = await reader.readexactly(length)
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
        word = await self.carrier.read_word(headers, body)
        assert not isinstance(word, str), word
        steps = await self.carrier.track(word.reference)
        self.known.put_nowait((word.reference, len(steps)))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        writer.close()


@pytest.fixture
async def words() -> AsyncIterator[tuple[Words, CarrierDesk]]:
    shop = Words()
    server = await asyncio.start_server(shop.serve, "127.0.0.1", 0)
    desk = CarrierDesk(shop.carrier, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    yield shop, desk
    await desk.stop()
    server.close()


async def test_each_step_is_told_once_it_has_happened(words: tuple[Words, CarrierDesk]) -> None:
    shop, desk = words
    called_off = await shop.carrier.create(LOST, "called off")
    desk.tell(called_off.reference)
    await shop.carrier.cancel(called_off.reference)
    sent = await shop.carrier.create(LOST, "sent")
    desk.tell(sent.reference)
    async with asyncio.timeout(10):
        told = [await shop.known.get() for _ in range(6)]
    assert {reference for reference, _ in told} == {sent.reference}
    for at, (_, steps) in enumerate(told):
        assert steps >= at // 2 + 1  # each word twice, and never before its step
