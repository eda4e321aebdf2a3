"""A connection to the protocol of the server, in this process, with an application that answers
`ok` before it has read a body, and a clock that a test moves on."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from holdfast.server.connections import Connections
from holdfast.server.protocol import http_protocol
from holdfast.server.sockets import BoundedSocket
from tests.support.patience import PATIENCE

__all__ = ["REQUEST", "Talk", "listening", "talking"]

REQUEST = b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n"


async def _answers(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    if scope["path"] == "/large":
        headers = [(b"content-length", b"%d" % (1 << 30))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for _ in range(1 << 14):
            part = {"type": "http.response.body", "body": bytes(1 << 16), "more_body": True}
            await send(part)
        return
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


class Talk:
    """A connection, and the server's side of all there are."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState
    ) -> None:
        self._reader, self._writer, self._state = reader, writer, state

    @property
    def connections(self) -> list[Any]:
        """The server's protocols."""
        return list(self._state.connections)

    def stop_the_server(self) -> None:
        for connection in self.connections:
            connection.shutdown()

    def look(self, seconds: float) -> None:
        """Look at every connection, as if so many seconds had gone by."""
        for connection in self.connections:
            connection.look(asyncio.get_running_loop().time() + seconds)

    def say(self, words: bytes) -> None:
        self._writer.write(words)

    async def ask(self, words: bytes = REQUEST) -> bytes:
        """The head of the answer."""
        self.say(words)
        return await self.hear()

    async def hear(self) -> bytes:
        """The head of the next answer, which says `ok`."""
        async with asyncio.timeout(PATIENCE):
            head = await self._reader.readuntil(b"\r\n\r\n")
            assert await self._reader.readexactly(2) == b"ok"
        return head

    async def heard(self) -> bytes:
        """All that is said until the server hangs up."""
        async with asyncio.timeout(PATIENCE):
            return await self._reader.read()

    async def end(self) -> None:
        """Wait until the server hangs up."""
        with suppress(ConnectionError):
            assert await self.heard() == b""

    async def until(self, true: Callable[[], bool]) -> None:
        """Turn the loop until that holds."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                await asyncio.sleep(0)

    def reset(self) -> None:
        """Hang up without a word, as who pulls the plug."""
        plug: socket.socket = self._writer.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


@asynccontextmanager
async def listening(
    most: int | None = None,
) -> AsyncIterator[Callable[[], Any]]:
    """A server on a port of its own, of whose connections each address has ``most``; what opens
    one more, as a context."""
    protocol: Any = http_protocol(PATIENCE, Connections(lambda _: False, most))
    config = uvicorn.Config(
        _answers, http=protocol, ws=BoundedSocket, lifespan="off", log_config=None,
        ws_ping_interval=None, ws_max_size=1 << 16, ws_per_message_deflate=False,
    )  # fmt: skip
    config.load()
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    host, port = server.sockets[0].getsockname()

    @asynccontextmanager
    async def open_one() -> AsyncIterator[Talk]:
        before = len(state.connections)
        reader, writer = await asyncio.open_connection(host, port)
        try:
            async with asyncio.timeout(PATIENCE):  # it is there when the loop has taken it
                while len(state.connections) == before and not reader.at_eof():
                    await asyncio.sleep(0)
            yield Talk(reader, writer, state)
        finally:
            writer.transport.abort()

    try:
        yield open_one
    finally:
        server.close()


@asynccontextmanager
async def talking() -> AsyncIterator[Talk]:
    """The one connection of a server."""
    async with listening() as open_one, open_one() as talk:
        yield talk
