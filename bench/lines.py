"""Connections that many people share, each request on one of its own until it is answered.

Made for this, as ``stampede`` is: no HTTP library, a status line, a length and `Retry-After` are
all that is read of a head, so that on two cores the server is what is measured.
"""

import asyncio
import re
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, cast

from msgspec import Struct

__all__ = ["Answer", "Lines", "lines"]

_LENGTH: Final = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_AGAIN: Final = re.compile(rb"\r\nretry-after: (\d+)", re.IGNORECASE)


class Answer(Struct, frozen=True):
    """``seconds`` from sending to the last byte; ``again``: what `Retry-After` says."""

    status: int
    body: bytes
    seconds: float
    again: int = 0


class Lines:
    """So many connections; who finds none free waits for one, in the order of asking. One that the
    server ended is opened anew."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._host = f"127.0.0.1:{port}"
        self._free: list[_Line] = []
        self._waiting: deque[asyncio.Future[_Line]] = deque()

    async def get(self, path: str, cookie: str) -> Answer:
        return await self._ask(f"GET {path}", cookie, b"", "")

    async def post(self, path: str, cookie: str, body: bytes = b"{}", key: str = "") -> Answer:
        """``key`` is the Idempotency-Key."""
        return await self._ask(f"POST {path}", cookie, body, key)

    async def _ask(self, what: str, cookie: str, body: bytes, key: str) -> Answer:
        named = f"Idempotency-Key: {key}\r\n" if key else ""
        content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        head = (
            f"{what} HTTP/1.1\r\nHost: {self._host}\r\nCookie: holdfast_session={cookie}\r\n"
            f"{named}{content if body else ''}\r\n"
        )
        line = self._free.pop() if self._free else await self._next()
        try:
            if line.ended:
                line = await self._opened()
            return await line.ask(head.encode() + body)
        finally:
            self._done(line)

    def _next(self) -> "asyncio.Future[_Line]":
        waits: asyncio.Future[_Line] = asyncio.get_running_loop().create_future()
        self._waiting.append(waits)
        return waits

    def _done(self, line: "_Line") -> None:
        while self._waiting:
            waits = self._waiting.popleft()
            if not waits.done():
                waits.set_result(line)
                return
        self._free.append(line)

    async def open(self, count: int) -> None:
        for _ in range(count):
            self._free.append(await self._opened())

    async def _opened(self) -> "_Line":
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(_Line, "127.0.0.1", self._port)
        return line

    def close(self) -> None:
        for line in self._free:
            line.close()


@asynccontextmanager
async def lines(port: int, count: int) -> AsyncIterator[Lines]:
    """``count`` connections to that port of this machine."""
    opened = Lines(port)
    await opened.open(count)
    try:
        yield opened
    finally:
        opened.close()


class _Line(asyncio.Protocol):
    def __init__(self) -> None:
        self._read = b""
        self._began = 0.0
        self._answer: asyncio.Future[Answer] | None = None
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one, but not by class

    @property
    def ended(self) -> bool:
        """The server hung up, as it does on one that was silent for long."""
        return self._transport.is_closing()

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        if self._transport.is_closing():
            raise ConnectionError("the server hung up")
        answer = self._answer = self._loop.create_future()
        self._read = b""
        self._began = time.perf_counter()
        self._transport.write(request)
        return answer

    def data_received(self, data: bytes) -> None:
        self._read += data
        head = self._read.find(b"\r\n\r\n")
        if head < 0 or self._answer is None:
            return
        status = int(self._read[9:12])
        length = _LENGTH.search(self._read, 0, head + 2)
        assert length is not None or status == 204, self._read[:head]
        if len(self._read) < head + 4 + int(length[1] if length else 0):
            return
        seconds = time.perf_counter() - self._began
        again = _AGAIN.search(self._read, 0, head + 2)
        answer, self._answer = self._answer, None
        if not answer.done():
            body = self._read[head + 4 :]
            answer.set_result(Answer(status, body, seconds, int(again[1]) if again else 0))

    def connection_lost(self, error: Exception | None) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_exception(error or ConnectionError("the server hung up"))

    def close(self) -> None:
        self._transport.close()
