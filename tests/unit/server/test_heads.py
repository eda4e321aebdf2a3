"""Heads that are put together at once are those that uvicorn would have sent."""

import asyncio
from typing import Any

import pytest
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from holdfast.server.answering import ALIKE, AT_ONCE, EACH_ITS_OWN, Answering

USUAL = [
    (b"content-length", b"2"),
    (b"content-type", b"application/json"),
    (b"content-security-policy", b"default-src 'self'"),
    (b"x-request-id", b"1f-2"),
    (b"set-cookie", b"a=1"),
    (b"set-cookie", b"b=2"),
]


class _Written:
    """Where an answer goes, as a transport."""

    def __init__(self) -> None:
        self.bytes = b""
        self.pieces = 0

    def write(self, more: bytes) -> None:
        self.bytes += more
        self.pieces += 1

    def close(self) -> None:
        self.bytes += b"(closed)"


def _cycle(
    kind: type[RequestResponseCycle], written: Any, *, method: str = "GET", keep_alive: bool = True
) -> RequestResponseCycle:
    scope: Any = {"type": "http", "method": method}
    nobody: Any = None
    return kind(
        scope, written, FlowControl(written), nobody, nobody, False, [(b"date", b"today")],
        asyncio.Event(), False, keep_alive, lambda: None,
    )  # fmt: skip


async def _answer(
    cycle: RequestResponseCycle,
    headers: list[tuple[bytes, bytes]],
    *body: bytes,
    status: int = 200,
) -> None:
    await cycle.send({"type": "http.response.start", "status": status, "headers": headers})
    for at, piece in enumerate(body, 1):
        more = at < len(body)
        await cycle.send({"type": "http.response.body", "body": piece, "more_body": more})


async def _sent(
    kind: type[RequestResponseCycle],
    headers: list[tuple[bytes, bytes]],
    *body: bytes,
    status: int = 200,
    method: str = "GET",
    keep_alive: bool = True,
) -> bytes:
    written = _Written()
    cycle = _cycle(kind, written, method=method, keep_alive=keep_alive)
    await _answer(cycle, headers, *(body or (b"ok",)), status=status)
    assert cycle.response_complete
    assert cycle.message_event.is_set()
    return written.bytes


@pytest.mark.parametrize("status", [200, 201, 404])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_the_usual_head_is_what_uvicorn_sends(status: int, method: str) -> None:
    ours = await _sent(Answering, USUAL, status=status, method=method)
    assert ours == await _sent(RequestResponseCycle, USUAL, status=status, method=method)
    assert b"set-cookie: a=1\r\nset-cookie: b=2\r\n" in ours


@pytest.mark.parametrize(
    "other",
    [
        (b"connection", b"close"),
        (b"transfer-encoding", b"chunked"),
        (b"Location", b"/orders"),
        (b"x-other", b"1"),
    ],
)
async def test_any_other_header_is_read_by_uvicorn(other: tuple[bytes, bytes]) -> None:
    headers = [*USUAL, other] if other[0] != b"transfer-encoding" else [other]
    assert await _sent(Answering, headers) == await _sent(RequestResponseCycle, headers)


async def test_an_answer_without_a_length_goes_out_in_pieces() -> None:
    headers = [(b"content-type", b"text/csv")]
    ours = await _sent(Answering, headers)
    assert ours == await _sent(RequestResponseCycle, headers)
    assert b"transfer-encoding: chunked" in ours


async def test_the_last_answer_of_a_connection_says_so() -> None:
    ours = await _sent(Answering, USUAL, keep_alive=False)
    assert b"connection: close" in ours
    assert ours == await _sent(RequestResponseCycle, USUAL, keep_alive=False)


@pytest.mark.parametrize("name", sorted(ALIKE | EACH_ITS_OWN))
@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\nx-evil: 1", b"\0", b"\x7f"])
async def test_no_value_ends_its_line(name: bytes, end: bytes) -> None:
    for kind in (Answering, RequestResponseCycle):
        with pytest.raises(RuntimeError, match="Invalid HTTP header value"):
            await _sent(kind, [(b"content-length", b"2"), (name, b"a" + end)])


async def test_a_body_that_is_not_as_long_as_was_said_is_none() -> None:
    with pytest.raises(RuntimeError, match="shorter than Content-Length"):
        await _sent(Answering, [(b"content-length", b"3")])


async def test_head_and_body_go_out_as_one() -> None:
    written = _Written()
    await _answer(_cycle(Answering, written), USUAL, b"ok")
    assert written.pieces == 1
    assert written.bytes.endswith(b"\r\n\r\nok")


@pytest.mark.parametrize(
    "body", [(b"",), (b"o", b"k"), (b"", b"ok"), (b"ok", b""), (b"x" * (AT_ONCE + 1),)]
)
async def test_a_body_that_is_empty_in_pieces_or_large_is_what_uvicorn_sends(
    body: tuple[bytes, ...],
) -> None:
    headers = [(b"content-length", b"%d" % len(b"".join(body))), *USUAL[1:]]
    assert await _sent(Answering, headers, *body) == await _sent(
        RequestResponseCycle, headers, *body
    )


async def test_an_answer_of_a_server_that_is_told_to_stop_meanwhile_is_the_last() -> None:
    written = _Written()
    cycle = _cycle(Answering, written)
    await cycle.send({"type": "http.response.start", "status": 200, "headers": USUAL})
    cycle.keep_alive = False
    await cycle.send({"type": "http.response.body", "body": b"ok"})
    assert written.bytes.endswith(b"ok(closed)")


async def test_who_has_left_before_the_body_is_sent_nothing() -> None:
    written = _Written()
    cycle = _cycle(Answering, written)
    await cycle.send({"type": "http.response.start", "status": 200, "headers": USUAL})
    cycle.disconnected = True
    await cycle.send({"type": "http.response.body", "body": b"ok"})
    assert not written.bytes
