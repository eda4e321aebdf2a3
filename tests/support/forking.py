"""A process that has loaded the application, of which servers are forked (`tests/support/loaded.py`
is what runs in it): a server that loads it for itself takes two seconds of a processor for that.

A forked server is `holdfast serve` in all else: a parent, which forks its worker where the real one
starts a process that loads the application. Tests of loading and starting ask for the real one.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Final

__all__ = ["REQUEST", "ForkedServer", "done", "forked", "heard"]

ROOT = Path(__file__).parents[2]
REQUEST: Final = 256 * 1024
"""Bytes: a command line and an environment."""


class ForkedServer:
    """What a test sees of a forked server, as it would of a `subprocess.Popen`."""

    stdout: IO[str]

    def __init__(self, words: Sequence[str], news: socket.socket) -> None:
        self.returncode: int | None = None
        self._words = words
        self._news = news
        self.pid: int = json.loads(news.recv(REQUEST))["pid"]

    def poll(self) -> int | None:
        if self.returncode is None:
            self._hear(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None and not self._hear(timeout):
            raise subprocess.TimeoutExpired(self._words, timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _hear(self, timeout: float | None) -> bool:
        """Whether it has ended, within ``timeout``."""
        self._news.settimeout(timeout)
        try:
            heard = self._news.recv(REQUEST)
        except (TimeoutError, BlockingIOError):
            return False
        self.returncode = json.loads(heard)["code"] if heard else -signal.SIGTERM
        self._news.close()
        return True


def forked(words: Sequence[str], environment: Mapping[str, str], log: int) -> ForkedServer:
    """`holdfast` with these words, in a process of its own that need not load it; what it says goes
    to this open file."""
    news, its_news = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    request = json.dumps({"words": list(words), "environment": dict(environment)}).encode()
    with its_news:
        socket.send_fds(_loaded(), [request], [its_news.fileno(), log])
    return ForkedServer(words, news)


def heard(words: Sequence[str], environment: Mapping[str, str]) -> ForkedServer:
    """The same; what it says is read from its ``stdout``."""
    reading, writing = os.pipe()
    try:
        server = forked(words, environment, writing)
    finally:
        os.close(writing)
    server.stdout = os.fdopen(reading, encoding="utf-8", errors="replace")
    return server


def done(*words: str) -> subprocess.CompletedProcess[str]:
    """A command, run to its end; ``stdout`` is all that it said."""
    running = heard(words, os.environ)
    with running.stdout as saying:
        said = saying.read()
    return subprocess.CompletedProcess(words, running.wait(), said)


@cache
def _loaded() -> socket.socket:
    """Where the process that has loaded it listens; it ends with this process."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in (ours, its):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, REQUEST)
    words = [sys.executable, "-u", "-m", "tests.support.loaded", str(its.fileno())]
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, pass_fds=(its.fileno(),), cwd=ROOT)
    its.close()
    atexit.register(process.wait)
    atexit.register(ours.close)  # called first
    return ours
