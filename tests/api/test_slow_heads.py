"""A connection that does not say what it wants is not kept (slow loris)."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest

from tests.support.server import ServerProcess

ALLOWED = 2.0
HEAD = b"GET /health/live HTTP/1.1\r\nHost: shop\r\n"


@pytest.fixture
def running(start_server: Callable[..., ServerProcess], database_url: str) -> ServerProcess:
    return start_server(
        database_url=database_url, environment={"HOLDFAST_HEAD_SECONDS": str(ALLOWED)}
    )


@pytest.fixture
def line(running: ServerProcess) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as opened:
        yield opened


def seconds_until_closed(line: socket.socket) -> float:
    begun = time.monotonic()
    assert line.recv(1024) == b""
    return time.monotonic() - begun


def answer(line: socket.socket) -> bytes:
    """The status line; the rest of the answer is read, too."""
    said = b""
    while b"}" not in said:
        said += line.recv(4096)
    return said.split(b"\r\n")[0]


def test_silence_is_closed(line: socket.socket) -> None:
    assert seconds_until_closed(line) < ALLOWED + 5


def test_a_head_in_drops_is_closed_however_often_one_falls(line: socket.socket) -> None:
    begun = time.monotonic()
    line.settimeout(0.2)
    line.sendall(HEAD)
    with pytest.raises(ConnectionError):
        while time.monotonic() < begun + ALLOWED + 10:
            line.sendall(b"X-Drop: 1\r\n")
            try:
                if line.recv(1) == b"":
                    raise ConnectionResetError
            except TimeoutError:
                continue
    assert ALLOWED * 0.9 < time.monotonic() - begun < ALLOWED + 5


def test_the_second_head_of_a_connection_has_as_long(line: socket.socket) -> None:
    line.sendall(HEAD + b"\r\n")
    assert answer(line) == b"HTTP/1.1 200 OK"
    line.sendall(HEAD)
    assert seconds_until_closed(line) < ALLOWED + 5


def test_a_connection_between_requests_is_kept(line: socket.socket) -> None:
    line.sendall(HEAD + b"\r\n")
    assert answer(line) == b"HTTP/1.1 200 OK"
    line.settimeout(ALLOWED + 1)
    with pytest.raises(TimeoutError):
        line.recv(1)
    line.sendall(HEAD + b"\r\n")
    assert answer(line) == b"HTTP/1.1 200 OK"


def test_an_open_socket_is_kept(running: ServerProcess) -> None:
    door = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: shop\r\n"
    upgrade = (
        b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as line:
        line.sendall(door + upgrade)
        said = b""
        while b"pingInterval" not in said:
            said += line.recv(4096)
        assert said.startswith(b"HTTP/1.1 101")
        line.settimeout(ALLOWED + 1)
        with pytest.raises(TimeoutError):
            line.recv(1)
