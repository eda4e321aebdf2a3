"""The demo's carrier tells each step once it has happened, by its own clock: also where that is a
little behind the machine's, or a sleep ends a moment early."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from holdfast.fulfilment import CarrierWord, DemoBook, DemoCarrier, ShipmentRequest
from holdfast.roles.demo_carrier import CarrierDesk, by_http
from holdfast.roles.remote_carrier import carriers_of
from holdfast.settings import Settings
from tests.support.patience import PATIENCE

BEHIND = 0.05
PACE = 0.02
LOST = ShipmentRequest("1", 1, 1, ("Lost 1", "Berlin"), "DE")


def behind() -> float:
    return time.time() - BEHIND


class Words:
    """A shop that takes every word, and notes how many steps there were to ask for when it came."""

    def __init__(self) -> None:
        self.stands: float | None = None
        self.carrier = DemoCarrier(b"secret", PACE, self.now)
        self.known: asyncio.Queue[tuple[str, int]] = asyncio.Queue()

    def now(self) -> float:
        """Of the carrier; no time passes while it stands."""
        return behind() if self.stands is None else self.stands

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
    desk = CarrierDesk(shop.carrier)
    await desk.start(by_http(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"))
    yield shop, desk
    await desk.stop()
    server.close()


async def test_each_step_is_told_once_it_has_happened(words: tuple[Words, CarrierDesk]) -> None:
    shop, desk = words
    shop.stands = behind()
    called_off = await desk.create(LOST, "called off")
    await desk.cancel(called_off.reference)
    shop.stands = None
    sent = await desk.create(LOST, "sent")
    async with asyncio.timeout(PATIENCE):
        told = [await shop.known.get() for _ in range(6)]
    assert {reference for reference, _ in told} == {sent.reference}
    for at, (_, steps) in enumerate(told):
        assert steps >= at // 2 + 1  # each word twice, and never before its step


async def test_processes_with_one_book_are_one_carrier_and_it_goes_on_when_started_again(
    tmp_path: Path,
) -> None:
    def opened(pace: float = 0.01) -> DemoCarrier:
        return DemoCarrier(b"secret", pace, book=DemoBook(tmp_path / "data" / "book.db"))

    one, other, told = opened(60.0), opened(60.0), asyncio.Queue[str]()

    async def take(headers: Mapping[str, str], body: bytes) -> bool:
        word = await other.read_word(headers, body)
        assert isinstance(word, CarrierWord), word
        told.put_nowait(word.id)
        return True

    desk = CarrierDesk(one)
    await desk.start(take)
    assert not (tmp_path / "data").exists()  # until there is something to keep
    sent, off = await desk.create(LOST, "sent"), await desk.create(LOST, "off")
    assert await other.create(LOST, "sent") == sent
    assert (await other.label(sent.reference)).startswith(b"%PDF")
    await other.cancel(off.reference)
    assert one.moments(off.reference) == []
    await desk.stop()
    assert told.empty()

    again = CarrierDesk(opened())
    await again.start(take)
    async with asyncio.timeout(PATIENCE):
        words = [await told.get() for _ in range(6)]
    assert words == [f"{sent.reference}/{at}" for at in (0, 0, 1, 1, 2, 2)]
    await again.stop()
    assert opened().book.untold() == []


def test_only_a_demo_shop_has_the_demos_carrier() -> None:
    def names(*, demo: bool) -> list[str]:
        settings = Settings(demo=demo, demo_carrier_url="http://127.0.0.1:1")
        return list(carriers_of(settings, b"secret"))

    assert (names(demo=True), names(demo=False)) == (["demo"], [])
