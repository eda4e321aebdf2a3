"""A socket's frames are bounded: who sends more than a page ever would is cut off."""

from collections.abc import AsyncIterator

import pytest

from holdfast.server.sockets import FRAGMENTS, FRAMES
from holdfast.server.taking import STALL_SECONDS
from tests.support.talk import Talk, talking

UPGRADE = (
    b"GET /socket HTTP/1.1\r\nHost: shop\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
MASK = b"\0\0\0\0"
TEXT, CONTINUED, PING, LAST = 0x01, 0x00, 0x09, 0x80


def frame(kind: int, body: bytes = b"") -> bytes:
    return bytes((kind, 0x80 | len(body))) + MASK + body


@pytest.fixture
async def talk() -> AsyncIterator[Talk]:
    async with talking() as opened:
        opened.say(UPGRADE)
        await opened._reader.readuntil(b"\r\n\r\n")
        yield opened


async def test_what_a_page_sends_is_taken(talk: Talk) -> None:
    for _ in range(FRAMES // 2):
        talk.say(frame(TEXT | LAST, b"42"))
    talk.say(frame(PING | LAST, b"here"))
    assert await talk._reader.readexactly(6) == b"\x8a\x04here"


@pytest.mark.parametrize(
    "said",
    [
        frame(TEXT) + frame(CONTINUED) * (FRAGMENTS + 2),
        frame(PING | LAST) * (FRAMES + 2),
        frame(TEXT | LAST, b"x") * (FRAMES + 2),
        (frame(TEXT, b"a" * 125) + frame(CONTINUED | LAST, b"b" * 125)) * 5000,
    ],
    ids=["fragments", "pings", "messages", "bytes"],
)
async def test_who_sends_too_much_is_cut_off(talk: Talk, said: bytes) -> None:
    talk.say(said)
    await talk.until(lambda: not talk.connections)


async def test_who_takes_nothing_is_cut_off(talk: Talk) -> None:
    connection = talk.connections[0]
    connection.pause_writing()  # as the transport does when what waits is too much
    talk.look(STALL_SECONDS + 1)
    await talk.until(lambda: not talk.connections)


async def test_a_socket_gives_its_place_back(talk: Talk) -> None:
    connection = talk.connections[0]
    left: list[Exception | None] = []
    connection.left = left.append
    talk.reset()
    await talk.until(lambda: not talk.connections)
    assert len(left) == 1
