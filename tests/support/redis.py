"""A Redis of the test run's own, on a port of its own, keeping nothing."""

import contextlib
import shutil
import socket
import subprocess
from collections.abc import Iterator

import pytest

from tests.support.patience import PATIENCE
from tools.split.program import free_port, until

__all__ = ["redis_server"]


@contextlib.contextmanager
def redis_server() -> Iterator[str]:
    """Its URL."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server is missing: `make setup` installs it")
    port = free_port()
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", "/"]
    process = subprocess.Popen([*words, "--appendonly", "no"], stdout=subprocess.DEVNULL)
    try:
        until(lambda: _answers(port), PATIENCE, "Redis answers")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as talk:
        talk.sendall(b"PING\r\n")
        return talk.recv(16).startswith(b"+PONG")
    return False
