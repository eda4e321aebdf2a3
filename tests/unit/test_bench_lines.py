"""Connections that many share: what is read of an answer, and who is next."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bench.lines import lines

HEAD = b"HTTP/1.1 409 Conflict\r\nRetry-After: 7\r\nContent-Length: 11\r\n\r\n"


@asynccontextmanager
async def server(*pieces: bytes) -> AsyncIterator[tuple[int, list[bytes]]]:
    """It answers each request with these pieces, one after the other; what it was asked."""
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            asked.append(data)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0)
            if not pieces:
                break
        writer.close()

    opened = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with opened:
        yield opened.sockets[0].getsockname()[1], asked


async def test_an_answer_in_pieces_is_read_whole() -> None:
    pieces = HEAD[:30], HEAD[30:] + b"hello", b" world"
    async with server(*pieces) as (port, asked), lines(port, 1) as opened:
        answer = await opened.post("/api/a", "me", b'{"a":1}', "key")
    assert (answer.status, answer.body, answer.again) == (409, b"hello world", 7)
    (request,) = asked
    assert request.startswith(b"POST /api/a HTTP/1.1\r\n")
    for line in (b"Cookie: holdfast_session=me", b"Idempotency-Key: key", b"Content-Length: 7"):
        assert line + b"\r\n" in request
    assert request.endswith(b'\r\n\r\n{"a":1}')


async def test_more_who_ask_than_connections_are_all_answered() -> None:
    async with server(HEAD + b"hello world") as (port, asked), lines(port, 2) as opened:
        found = await asyncio.gather(*(opened.get(f"/{at}", "") for at in range(9)))
    assert [one.status for one in found] == [409] * 9
    assert len(asked) == 9


async def test_who_is_hung_up_on_is_told() -> None:
    async with server() as (port, _), lines(port, 1) as opened:
        with pytest.raises(ConnectionError):
            await opened.get("/", "")
