"""The sockets of the live benchmarks stay connected, and count as missed what they did not hear."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bench.watchers import PING, Notes, Watcher, delays, frame, time_of

WHO = "0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f13"
DAY = 20_000 << 32


def text(said: str) -> bytes:
    """A frame as a server sends it."""
    body = said.encode()
    return b"\x81\x7e" + len(body).to_bytes(2) + body


def update(version: int) -> bytes:
    spans = '{"start":"2027-03-01T10:00:00.000Z","end":"2027-03-01T12:00:00.000Z","left":0}'
    told = f'{{"resourceId":"{WHO}","taken":[{spans}],"version":{DAY + version}}}'
    return text(f'42["slots:update",{told}]')


class Server:
    """Shakes hands with one socket as Socket.IO does."""

    def __init__(self) -> None:
        self.said = b""
        self.opened = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        await reader.readuntil(b"\r\n\r\n")
        for answer in (b"HTTP/1.1 101\r\n\r\n", text('40{"sid":"1"}'), text('42["slots:snapshot"')):
            writer.write(answer)
            await writer.drain()
            if not answer.startswith(b"\x81\x7e") or b"40{" in answer:
                await reader.read(200)
        self.opened.set()

    async def pongs(self, count: int) -> None:
        while self.said.count(frame(b"3")) < count:
            came = await self.reader.read(200)
            assert came
            self.said += came


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, Watcher, Notes]]:
    one = Server()
    listening = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    notes = Notes(time_of([WHO]))
    loop = asyncio.get_running_loop()
    transport, watcher = await loop.create_connection(
        lambda: Watcher(notes, port), "127.0.0.1", port
    )
    await watcher.ready
    await one.opened.wait()
    notes.watchers.append(watcher)
    yield one, watcher, notes
    transport.close()
    one.writer.close()
    listening.close()


async def test_a_ping_is_answered_wherever_it_stands(
    server: tuple[Server, Watcher, Notes],
) -> None:
    one, watcher, _ = server
    for pongs, data in enumerate((PING, update(1) + PING, PING + update(2), update(3)), 1):
        one.writer.write(data)
        await one.writer.drain()
        await one.pongs(min(pongs, 3))
    watcher.data_received(update(4) + PING[:1])  # it comes in two pieces
    watcher.data_received(PING[1:] + update(5))
    await one.pongs(4)
    assert one.said.count(frame(b"3")) == 4


async def test_a_state_in_between_is_not_missed_and_a_later_one_is(
    server: tuple[Server, Watcher, Notes],
) -> None:
    _, watcher, notes = server
    watcher.data_received(update(1) + PING + update(4))
    committed = [(WHO, 1, 0.0), (WHO, 3, 0.0), (WHO, 4, 0.0), (WHO, 5, 0.0)]
    found, missed = delays(notes, committed)
    assert (len(found), missed) == (3, 1)


async def test_what_a_closed_socket_did_not_hear_is_not_missed(
    server: tuple[Server, Watcher, Notes],
) -> None:
    one, watcher, notes = server
    one.writer.close()
    async with asyncio.timeout(60):
        while not watcher.closed:
            await asyncio.sleep(0.01)
    assert delays(notes, [(WHO, 5, 0.0)]) == ([], 0)
