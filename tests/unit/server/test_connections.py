"""No connection stays for nothing, however many bytes come, and none leaves anything behind."""

import asyncio
import gc
import weakref

import pytest

from holdfast.server.connections import RESETS, WINDOW, Connections
from holdfast.server.protocol import IDLE_SECONDS, MAX_HEAD, MOST_AHEAD, REST_SECONDS
from holdfast.server.taking import LET_GO_SECONDS, STALL_SECONDS
from tests.support.patience import PATIENCE
from tests.support.talk import REQUEST, listening, talking

A_BODY_TO_COME = b"GET / HTTP/1.1\r\nHost: shop\r\nContent-Length: 10000000\r\n\r\n"
PIECES_TO_COME = b"GET / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_silence_is_closed_when_its_head_is_due() -> None:
    async with talking() as talk:
        talk.look(PATIENCE - 5)
        assert talk.connections
        talk.look(PATIENCE + 1)
        await talk.end()


@pytest.mark.parametrize("bytes_after", [b"", b"\r\n"])
async def test_a_connection_between_requests_is_closed_in_time_whatever_line_ends_come(
    bytes_after: bytes,
) -> None:
    async with talking() as talk:
        await talk.ask()
        talk.look(IDLE_SECONDS - 5)
        assert await talk.ask() != b""  # it was kept until then
        talk.say(bytes_after)
        await talk.until(lambda: True)
        talk.look(IDLE_SECONDS + 1)
        await talk.end()


@pytest.mark.parametrize("asked", [A_BODY_TO_COME, PIECES_TO_COME], ids=["length", "chunked"])
async def test_a_body_that_nobody_reads_keeps_nothing(asked: bytes) -> None:
    async with talking() as talk:
        await talk.ask(asked)
        talk.say(b"1")
        talk.look(REST_SECONDS + 1)
        await talk.end()


async def test_a_body_that_comes_after_its_answer_is_no_fault() -> None:
    async with talking() as talk:
        await talk.ask(b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\n")
        assert b" 200 " in await talk.ask(b"{}" + REQUEST)


async def test_a_head_that_drips_is_closed_in_time() -> None:
    async with talking() as talk:
        await talk.ask()
        talk.say(REQUEST[:9])
        connection = talk.connections[0]
        await talk.until(lambda: connection._part == "head")
        talk.look(PATIENCE + 1)
        await talk.end()


async def test_a_head_in_one_write_is_as_long_as_one_in_many() -> None:
    async with talking() as talk:
        talk.say(REQUEST[:-2] + b"X-Long: " + b"a" * (MAX_HEAD + 30_000) + b"\r\n\r\n")
        assert b" 431 " in await talk.heard()


async def test_a_body_larger_than_a_head_may_be_is_read() -> None:
    async with talking() as talk:
        size = 4 * MAX_HEAD
        await talk.ask(b"POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: %d\r\n\r\n" % size)
        assert b" 200 " in await talk.ask(bytes(size) + REQUEST)


async def test_requests_ahead_have_a_number() -> None:
    async with talking() as talk:
        talk.say(REQUEST * (MOST_AHEAD + 2))
        answers = await talk.heard()
        assert answers.count(b" 200 ") <= MOST_AHEAD + 2
        assert not talk.connections


async def test_who_takes_nothing_is_cut_off() -> None:
    async with talking() as talk:
        talk.say(b"GET /large HTTP/1.1\r\nHost: shop\r\n\r\n")
        connection = talk.connections[0]
        await talk.until(lambda: connection._stalled_until < float("inf"))
        talk.look(STALL_SECONDS - 5)
        assert not connection.transport.is_closing()
        talk.look(STALL_SECONDS + 1)
        await talk.until(lambda: not talk.connections)


async def test_a_closed_connection_whose_last_words_nobody_takes_is_let_go() -> None:
    async with talking() as talk:
        talk.say(b"GET /large HTTP/1.1\r\nHost: shop\r\n\r\n")
        connection = talk.connections[0]
        await talk.until(lambda: connection._stalled_until < float("inf"))
        connection.transport.close()
        talk.look(0)
        assert talk.connections
        talk.look(LET_GO_SECONDS + 1)
        await talk.until(lambda: not talk.connections)


async def test_a_reset_leaves_nothing_behind() -> None:
    async with talking() as talk:
        await talk.ask()
        kept = weakref.ref(talk.connections[0])
        talk.reset()
        await talk.until(lambda: not talk.connections)
        await asyncio.sleep(0)
        gc.collect()
        assert kept() is None


async def test_who_leaves_in_mid_pipeline_is_not_written_to() -> None:
    async with talking() as talk:
        talk.say(b"GET /large HTTP/1.1\r\nHost: shop\r\n\r\n" + REQUEST * 5)
        connection = talk.connections[0]
        await talk.until(lambda: connection._stalled_until < float("inf"))
        running = connection._running
        talk.reset()
        await talk.until(lambda: not talk.connections)
    assert running.disconnected


async def test_an_address_has_so_many_connections_and_no_more() -> None:
    async with listening(most=2) as open_one, open_one() as first:
        async with open_one() as second:
            async with open_one() as third:
                await third.end()
            await second.ask()
        await first.until(lambda: len(first.connections) == 1)
        async with open_one() as next_one:
            await next_one.ask()


def test_who_resets_all_the_time_has_to_wait_and_others_have_not() -> None:
    door = Connections(lambda address: address == "10.0.0.1", most=10)
    for _ in range(RESETS + 1):
        for address in ("10.0.0.1", "192.0.2.7"):
            assert door.arrive(address)
            door.leave(address, reset_at=100.0)
    assert door.waits("192.0.2.7", 101.0)
    assert not door.waits("192.0.2.8", 101.0)
    assert not door.waits("10.0.0.1", 101.0)  # a proxy of ours
    assert not door.waits("192.0.2.7", 101.0 + 2 * WINDOW)
