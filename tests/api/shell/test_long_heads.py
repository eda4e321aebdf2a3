"""A head has its bound, as a body has: nobody keeps the server busy with one that never ends."""

import socket
import time
from collections.abc import Iterator

import httpx
import msgspec
import pytest

from tests.support.server import ServerProcess

HEAD = b"GET /health/live HTTP/1.1\r\nHost: shop\r\n"
POST = b"POST /api/orders/reserve HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n"
PIECE = b"a" * 64 * 1024
TAKEN = 4 * 1024 * 1024  # what lies in the system's buffers is taken, but not looked at


@pytest.fixture
def line(shop: ServerProcess) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", shop.port), timeout=20) as opened:
        yield opened


def poured(line: socket.socket, begun: bytes, pieces: bytes = PIECE) -> tuple[int, bytes]:
    """How much of something without an end the server takes, and what it says."""
    line.sendall(begun)
    taken = 0
    try:
        while taken < 16 * TAKEN:
            line.sendall(pieces)
            taken += len(pieces)
    except OSError:
        pass
    try:
        return taken, line.recv(10_000)
    except OSError:  # it hung up while there was more to come, so its answer may be lost
        return taken, b""


def told(answer: bytes) -> tuple[bytes, dict[str, object]]:
    """Status line and problem of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    found: dict[str, object] = msgspec.json.decode(body)
    return head.split(b"\r\n")[0], found


@pytest.mark.parametrize(
    ("begun", "pieces"),
    [
        (HEAD + b"X-Long: ", PIECE),
        (HEAD + b"X-", PIECE),
        (HEAD, b"X-Many: 1\r\n" * 5000),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: ", PIECE),
    ],
    ids=["value", "name", "many", "trailer"],
)
def test_a_head_without_an_end_is_not_read_on(
    line: socket.socket, client: httpx.Client, begun: bytes, pieces: bytes
) -> None:
    taken, _ = poured(line, begun, pieces)
    assert taken < 16 * TAKEN
    begun_at = time.monotonic()
    assert client.get("/health/live").status_code == 200
    assert time.monotonic() - begun_at < 30


def test_a_head_too_long_is_answered(line: socket.socket) -> None:
    line.sendall(HEAD + b"X-Long: ")
    line.sendall(b"a" * 64 * 1024)
    status, found = told(line.recv(10_000))
    assert status == b"HTTP/1.1 431 Request Header Fields Too Large"
    assert (found["code"], found["status"]) == ("head-too-large", 431)
    assert line.recv(1) == b""


def test_what_is_no_http_is_answered_as_a_problem(line: socket.socket) -> None:
    line.sendall(b"POST /api/orders/reserve HTTP/1.1\r\nContent-Length: -5\r\n\r\n")
    status, found = told(line.recv(10_000))
    assert status == b"HTTP/1.1 400 Bad Request"
    assert (found["code"], found["status"]) == ("malformed-request", 400)
    assert line.recv(1) == b""


def test_a_head_of_usual_length_is_not_refused_in_pieces(line: socket.socket) -> None:
    line.sendall(HEAD)
    for number in range(30):
        line.sendall(b"X-Piece-%d: %s\r\n" % (number, b"a" * 1000))
    line.sendall(b"\r\n")
    assert line.recv(10_000).startswith(b"HTTP/1.1 200")
