"""Strangers who behave badly, each in a process of its own, until they are told to stop.

    python -m tests.proof.rude NAME HOST PORT SECONDS

Each comes from 127.0.0.1, reads nothing it need not, and comes back when it is cut off.
"""

import asyncio
import socket
import struct
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

__all__ = ["RUDE", "main"]

GET = b"GET /api/products HTTP/1.1\r\nHost: shop\r\n\r\n"
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: shop\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
HELD = (
    b"GET /health/live HTTP/1.1\r\nHost: shop\r\n\r\n",
    b"GET /health/live HTTP/1.1\r\nHost: shop\r\nContent-Length: 10000000\r\n\r\nx",
    b"GET /health/live HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n1",
    b"GET /health/li",
    b"",
)
LONG = b"GET /health/live HTTP/1.1\r\nHost: shop\r\nX-Long: %s\r\n\r\n"

Rude = Callable[[str, int], Awaitable[None]]


async def _open(host: str, port: int, take: int | None = None) -> asyncio.StreamWriter:
    plug = socket.socket()
    if take is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, take)
    plug.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plug, (host, port))
    _, writer = await asyncio.open_connection(sock=plug, limit=1024)
    return writer


def _reset(writer: asyncio.StreamWriter) -> None:
    plug = writer.get_extra_info("socket")
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _pour(host: str, port: int, first: bytes, piece: bytes, pause: float) -> None:
    """Into a socket: ``first``, then pieces, until it is cut off."""
    writer = await _open(host, port, take=4096)
    try:
        writer.write(UPGRADE + first)
        while not writer.transport.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
    finally:
        writer.transport.abort()


async def frames(host: str, port: int) -> None:
    """A message that never ends, in pieces of nothing: a megabyte a second."""
    await _pour(host, port, b"\x01\x80\0\0\0\0", b"\x00\x80\0\0\0\0" * 8192, 0.05)


async def pings(host: str, port: int) -> None:
    """Pings whose pongs nobody reads."""
    await _pour(host, port, b"", (b"\x89\xfd\0\0\0\0" + bytes(125)) * 256, 0.05)


async def held(host: str, port: int) -> None:
    """A connection for which the least is done that once kept it, and a line end now and then."""
    writers = [await _open(host, port) for _ in range(50)]
    try:
        for number, writer in enumerate(writers):
            writer.write(HELD[number % len(HELD)])
        for _ in range(20):
            await asyncio.sleep(3)
            for writer in writers:
                writer.write(b"\r\n")
    finally:
        for writer in writers:
            writer.transport.abort()


async def deaf(host: str, port: int) -> None:
    """Thirty requests at once, and not one answer is read."""
    writers = [await _open(host, port, take=4096) for _ in range(25)]
    try:
        for writer in writers:
            writer.write(GET * 30)
        await asyncio.sleep(75)
    finally:
        for writer in writers:
            writer.transport.abort()


async def heads(host: str, port: int) -> None:
    """A head that is too long, in one write."""
    writer = await _open(host, port)
    writer.write(LONG % (b"a" * 100_000))
    with suppress(ConnectionError):
        await writer.drain()
    await asyncio.sleep(0.02)
    writer.transport.abort()


async def resets(host: str, port: int) -> None:
    """A long head, and the plug is pulled before the answer is read."""
    writer = await _open(host, port)
    writer.write(LONG % (b"a" * 60_000))
    with suppress(ConnectionError):
        await writer.drain()
    _reset(writer)


async def crowd(host: str, port: int) -> None:
    """Two thousand at once."""

    async def one() -> None:
        with suppress(OSError):
            writer = await _open(host, port)
            writer.write(HELD[0])
            await asyncio.sleep(5)
            writer.transport.abort()

    await asyncio.gather(*(one() for _ in range(2000)))


RUDE: Final[dict[str, tuple[Rude, int]]] = {
    "frames": (frames, 4), "pings": (pings, 4), "held": (held, 4), "deaf": (deaf, 4),
    "heads": (heads, 2), "resets": (resets, 4), "crowd": (crowd, 1),
}  # fmt: skip
"""Each with how many of it there are at a time."""


async def _on_and_on(rude: Rude, host: str, port: int, until: float) -> int:
    times = 0
    while time.monotonic() < until:
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(until - time.monotonic()):
                await rude(host, port)
        times += 1
        await asyncio.sleep(0.005)
    return times


async def _run(name: str, host: str, port: int, seconds: float) -> None:
    rude, many = RUDE[name]
    until = time.monotonic() + seconds
    times = await asyncio.gather(*(_on_and_on(rude, host, port, until) for _ in range(many)))
    print(f"{name}: {sum(times):,} times")


def main() -> None:
    name, host, port, seconds = sys.argv[1:]
    asyncio.run(_run(name, host, int(port), float(seconds)))


if __name__ == "__main__":
    main()
