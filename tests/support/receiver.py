"""A receiver of webhooks: a real HTTP server that can be in any trouble, and keeps what it got.

Signatures are checked by the library of Standard Webhooks, which is not ours.
"""

import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, TypeAlias

from standardwebhooks import Webhook

from tools.split.program import free_port

__all__ = ["SECRET", "Received", "Receiver", "Trouble", "first_seen"]

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
Trouble: TypeAlias = Literal["none", "500", "slow", "lost", "cut"]
"""``slow``: it answers when nobody waits any more. ``lost``: it has the message, and the connection
is gone before its 200. ``cut``: the connection goes in the middle of its 200."""


@dataclass(frozen=True)
class Received:
    """A whole message whose signature is good."""

    id: str
    order: str
    type: str
    event: dict[str, Any] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


class Receiver:
    """``trouble`` says what becomes of each message."""

    def __init__(
        self,
        trouble: Callable[[Received], Trouble] = lambda _: "none",
        secret: str = SECRET,
        port: int = 0,
    ) -> None:
        self.trouble = trouble
        self.received: list[Received] = []
        self.forged = 0
        self.port = port or free_port()
        self._verifier = Webhook(secret)
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/orders?key=1"

    async def start(self) -> Self:
        """Come up; after a stop, at the same address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        """Go down: connections are cut, and no new ones are taken."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._open:
            writer.transport.abort()
        await asyncio.gather(*self._open.values())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[writer] = task
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                while await self._one(reader, writer):
                    pass
        finally:
            del self._open[writer]
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Take a request; whether the connection goes on."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        body = await reader.readexactly(int(headers["content-length"]))
        try:
            self._verifier.verify(body, headers)
        except Exception:  # noqa: BLE001  (whatever it says: it is not signed as it should be)
            self.forged += 1
            writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
            return True
        event = json.loads(body)
        got = Received(event["id"], event["subject"], event["type"], event, headers)
        self.received.append(got)
        return await self._answer(self.trouble(got), reader, writer)

    async def _answer(
        self, trouble: Trouble, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        match trouble:
            case "none":
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
            case "500":
                writer.write(b"HTTP/1.1 500 Oh\r\nContent-Length: 9\r\n\r\nnot today")
            case "slow":
                await reader.read(1)  # until the other side hangs up
                return False
            case "lost":
                writer.transport.abort()
                return False
            case "cut":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
                await writer.drain()
                writer.transport.abort()
                return False
        await writer.drain()
        return True


def first_seen(received: list[Received]) -> dict[str, list[str]]:
    """Ids of messages by order, each where it came first."""
    found: dict[str, list[str]] = {}
    for one in received:
        ids = found.setdefault(one.order, [])
        if one.id not in ids:
            ids.append(one.id)
    return found
