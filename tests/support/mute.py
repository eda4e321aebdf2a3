"""A web socket client that says what it is told to and reads nothing."""

import asyncio
import base64
import contextlib
import os
import socket
from typing import Self
from urllib.parse import urlsplit

from tests.support.patience import PATIENCE

__all__ = ["MuteSocket", "narrow"]

PATH = "/socket.io/?EIO=4&transport=websocket"


def narrow(url: str) -> socket.socket:
    """A connection to the server of ``url`` that takes little which nobody has read yet."""
    parts = urlsplit(url)
    plug = socket.socket()
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plug.connect((parts.hostname, parts.port))
    plug.setblocking(False)
    return plug


class MuteSocket:
    """An engine.io connection by hand: opened, then silent until :meth:`say`."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(
            sock=narrow(self._url), limit=1024
        )
        key = base64.b64encode(os.urandom(16)).decode()
        self._writer.write(
            f"GET {PATH} HTTP/1.1\r\nHost: shop\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.transport.abort()

    async def opened(self) -> bool:
        """Whether the server took the socket."""
        return b" 101 " in await self._reader.readline()

    async def say(self, text: str) -> None:
        """Send a text frame, as soon as there is room."""
        body = text.encode()
        size = len(body)
        head = bytes((size | 0x80,)) if size < 126 else b"\xfe" + size.to_bytes(2)
        self._writer.write(b"\x81" + head + b"\0\0\0\0" + body)  # a mask of nothing
        await self._writer.drain()

    async def until_cut(self, text: str) -> None:
        """Say it again and again until nobody is there to take it."""
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self.say(text)
                    await asyncio.sleep(0.01)  # the server may share this process
