"""A connection that does not say what it wants is not kept (slow loris)."""

import contextlib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

ALLOWED = 2.0
LONGEST = 9.0  # what is not set is ten: a machine that stands still for a while takes less
HEAD = b"GET /health/live HTTP/1.1\r\nHost: shop\r\n"


@pytest.fixture(scope="module")
def running(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    with ServerProcess(
        tmp_path_factory.mktemp("heads"),
        database_url=module_database_url,
        environment={"HOLDFAST_HEAD_SECONDS": str(ALLOWED)},
    ) as started:
        yield started


@pytest.fixture
def begun(running: ServerProcess) -> float:
    """A moment before anything was opened."""
    return time.monotonic()


@pytest.fixture
def line(running: ServerProcess, begun: float) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as opened:
        yield opened


def seconds_until_closed(line: socket.socket) -> float:
    since = time.monotonic()
    assert line.recv(1024) == b""
    return time.monotonic() - since


def ask(line: socket.socket, words: bytes, end: bytes) -> bytes:
    """What is answered up to ``end``; less if the server closes the connection."""
    said = b""
    with contextlib.suppress(ConnectionError):
        line.sendall(words)
        while end not in said and (piece := line.recv(4096)):
            said += piece
    return said


@contextmanager
def answered(running: ServerProcess, words: bytes, end: bytes) -> Iterator[socket.socket]:
    """A connection on which these words were answered. Where the machine stood still before they
    were sent, the server has closed it, and another is opened."""
    for _ in range(10):
        with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as line:
            if end in ask(line, words, end):
                yield line
                return
    raise AssertionError("it was closed each time")


def test_silence_is_closed(line: socket.socket) -> None:
    assert seconds_until_closed(line) < LONGEST


def test_a_head_in_drops_is_closed_however_often_one_falls(
    line: socket.socket, begun: float
) -> None:
    line.settimeout(0.2)
    line.sendall(HEAD)
    with pytest.raises(ConnectionError):
        while time.monotonic() < begun + PATIENCE:
            line.sendall(b"X-Drop: 1\r\n")
            try:
                if line.recv(1) == b"":
                    raise ConnectionResetError
            except TimeoutError:
                continue
    assert ALLOWED * 0.9 < time.monotonic() - begun < LONGEST


def test_the_second_head_of_a_connection_has_as_long(running: ServerProcess) -> None:
    with answered(running, HEAD + b"\r\n", b"}") as line:
        line.sendall(HEAD)
        assert seconds_until_closed(line) < LONGEST


def test_a_connection_between_requests_is_kept(running: ServerProcess) -> None:
    with answered(running, HEAD + b"\r\n", b"}") as line:
        line.settimeout(ALLOWED + 1)
        with pytest.raises(TimeoutError):
            line.recv(1)
        line.settimeout(PATIENCE)
        assert ask(line, HEAD + b"\r\n", b"}").startswith(b"HTTP/1.1 200 OK")


def test_an_open_socket_is_kept(running: ServerProcess) -> None:
    door = b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: shop\r\n"
    upgrade = (
        b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    with answered(running, door + upgrade, b"pingInterval") as line:
        line.settimeout(ALLOWED + 1)
        with pytest.raises(TimeoutError):
            line.recv(1)
