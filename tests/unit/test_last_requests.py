"""Connections of a server that is told to stop: what is on its way is answered, and is the last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from holdfast.server.protocol import http_protocol
from tests.support.patience import PATIENCE

REQUEST = b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n"


async def answers(scope: Any, receive: Any, send: Any) -> None:
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


class Talk:
    """A connection, and the server's side of all there are."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: ServerState
    ) -> None:
        self._reader, self._writer, self._state = reader, writer, state

    def stop_the_server(self) -> None:
        for connection in list(self._state.connections):
            connection.shutdown()

    async def ask(self) -> bytes:
        """The head of the answer."""
        self._writer.write(REQUEST)
        async with asyncio.timeout(PATIENCE):
            head = await self._reader.readuntil(b"\r\n\r\n")
            assert await self._reader.readexactly(2) == b"ok"
        return head

    async def end(self) -> None:
        """Wait until the server hangs up."""
        async with asyncio.timeout(PATIENCE):
            assert await self._reader.read() == b""


@pytest.fixture
async def talk() -> AsyncIterator[Talk]:
    async with talking() as open_one:
        yield open_one


@asynccontextmanager
async def talking() -> AsyncIterator[Talk]:
    protocol: Any = http_protocol(PATIENCE)
    config = uvicorn.Config(answers, http=protocol, lifespan="off", log_config=None)
    config.load()
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    try:
        while not state.connections:  # it is there when the loop has taken it
            await asyncio.sleep(0)
        yield Talk(reader, writer, state)
    finally:
        writer.close()
        server.close()


async def test_a_request_that_was_on_its_way_is_answered_as_the_last(talk: Talk) -> None:
    assert b"connection: close" not in await talk.ask()
    talk.stop_the_server()
    assert b"connection: close" in await talk.ask()
    await talk.end()


async def test_who_says_nothing_more_is_hung_up_on(talk: Talk) -> None:
    await talk.ask()
    talk.stop_the_server()
    await talk.end()


async def test_who_never_said_anything_is_hung_up_on() -> None:
    async with talking() as talk:
        talk.stop_the_server()
        await talk.end()
