"""A crowd that asks for coupons over HTTP, each connection its next as soon as it is answered.

Made for this: no HTTP library, a status line and a length are all that is read, so that on two
cores the server is what is measured.
"""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, cast

import uvloop

__all__ = ["Answers", "stampede"]

_LENGTH: Final = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_ID: Final = re.compile(rb'"id":"([^"]{36})"')


@dataclass
class Answers:
    """What came back, in the order of arrival: who asked, the status, the seconds it took, the
    coupon's id (empty for a refusal); and the seconds from the first ask to the last answer."""

    users: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    coupons: list[bytes] = field(default_factory=list)
    took: float = 0.0


def stampede(
    port: int, path: str, cookies: Sequence[str], asks: Sequence[int], connections: int
) -> Answers:
    """``asks`` names the user (by place in ``cookies``) of each request, in the order sent."""
    return uvloop.run(_stampede(port, path, cookies, asks, connections))


async def _stampede(
    port: int, path: str, cookies: Sequence[str], asks: Sequence[int], connections: int
) -> Answers:
    requests = [
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\n"
        f"Cookie: holdfast_session={cookie}\r\n\r\n".encode()
        for cookie in cookies
    ]
    crowd = _Crowd(requests, asks)
    loop = asyncio.get_running_loop()
    opened = [
        (await loop.create_connection(lambda: _Asker(crowd), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    began = time.perf_counter()
    for asker in opened:
        asker.ask()
    await crowd.done
    crowd.answers.took = time.perf_counter() - began
    return crowd.answers


class _Crowd:
    def __init__(self, requests: Sequence[bytes], asks: Sequence[int]) -> None:
        self.requests = requests
        self.asks = asks
        self.sent = 0
        self.answers = Answers()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def note(self, user: int, status: int, seconds: float, coupon: bytes) -> None:
        found = self.answers
        found.users.append(user)
        found.statuses.append(status)
        found.seconds.append(seconds)
        found.coupons.append(coupon)
        if len(found.users) == len(self.asks):
            self.done.set_result(None)


class _Asker(asyncio.Protocol):
    def __init__(self, crowd: _Crowd) -> None:
        self._crowd = crowd
        self._user = 0
        self._began = 0.0
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one, but not by class

    def ask(self) -> None:
        crowd = self._crowd
        if crowd.sent == len(crowd.asks):
            self._transport.close()
            return
        self._user = crowd.asks[crowd.sent]
        crowd.sent += 1
        self._read = b""
        self._began = time.perf_counter()
        self._transport.write(crowd.requests[self._user])

    def data_received(self, data: bytes) -> None:
        self._read += data
        head = self._read.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _LENGTH.search(self._read, 0, head + 2)
        assert length is not None, self._read
        if len(self._read) < head + 4 + int(length[1]):
            return
        seconds = time.perf_counter() - self._began
        status = int(self._read[9:12])
        coupon = _ID.search(self._read, head) if status < 300 else None
        self._crowd.note(self._user, status, seconds, coupon[1] if coupon else b"")
        self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        crowd = self._crowd
        if not crowd.done.done() and crowd.sent < len(crowd.asks):
            crowd.done.set_exception(error or ConnectionError("the server hung up"))
