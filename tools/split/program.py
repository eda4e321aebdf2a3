"""One program of several: started, watched, ended; what it says goes to a file of its own."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import httpx

__all__ = ["Program", "answers_http", "free_port", "listens", "until"]

POLL = 0.05
PR_SET_PDEATHSIG = 1
# A child is told of the end of the thread that started it; this one lives as long as we do.
STARTER = ThreadPoolExecutor(1, "starter of programs")


class Program:
    """``ready`` says whether it serves. Started again, it goes on where it was."""

    def __init__(
        self,
        name: str,
        words: Sequence[str],
        log: Path,
        ready: Callable[[], bool],
        *,
        environment: Mapping[str, str] | None = None,
        patience: float = 90.0,
    ) -> None:
        self.name = name
        self.log = log
        self._words = list(words)
        self._ready = ready
        self._environment = None if environment is None else dict(environment)
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Without waiting for it."""
        self._process = STARTER.submit(self._spawn).result()
        return self

    def _spawn(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self._words,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # ctrl-c is ours to pass on; ended with what it starts
                preexec_fn=_end_with_parent,
            )

    def wait_ready(self) -> Self:
        """Until it serves; raises with its last words if it ends or takes too long."""
        until(self._ready_or_ended, self._patience, f"{self.name} is ready", self.last_words)
        return self

    def restart(self) -> Self:
        """Start it again and wait until it serves."""
        return self.start().wait_ready()

    def stop(self, seconds: float = 40.0) -> None:
        """Ask it to end, and see to it that it does."""
        if self._process is None:
            return
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self._process = None

    def kill(self) -> None:
        """``kill -9``, with whatever it has started."""
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait(20)

    def last_words(self) -> str:
        """The end of what it said."""
        with contextlib.suppress(OSError):
            return self.log.read_text(errors="replace")[-3000:]
        return ""

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _ready_or_ended(self) -> bool:
        assert self._process is not None
        code = self._process.poll()
        if code is not None:
            raise RuntimeError(f"{self.name} ended with {code}; it said:\n{self.last_words()}")
        return self._ready()


def _end_with_parent() -> None:
    """In the child: end when whoever started it is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def until(
    true: Callable[[], bool],
    seconds: float,
    what: str,
    said: Callable[[], str] = str,
) -> None:
    """Wait for something that cannot tell us; give up loudly after ``seconds``."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:.0f} s: {what}\n{said()}")
        time.sleep(POLL)


def free_port(wanted: int = 0) -> int:
    """The port, if nobody uses it; else one that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return free_port()
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def answers_http(url: str) -> bool:
    """Whether a GET there is answered with 200."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
