"""One program of several: started, watched, ended; what it says goes to a file of its own."""

import contextlib
import ctypes
import itertools
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import httpx

__all__ = ["Program", "answers_http", "free_port", "listens", "until"]

POLL = 0.05
PATIENCE = 60.0
PR_SET_PDEATHSIG = 1
LOWEST_PORT, HIGHEST_PORT = 11_000, 32_000  # browsers refuse some below
EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
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
        patience: float = 150.0,
    ) -> None:
        self.name = name
        self.log = log
        self.words = list(words)
        self._ready = ready
        self.environment = None if environment is None else dict(environment)
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
        self._process = STARTER.submit(self.spawn).result()
        return self

    def spawn(self) -> "subprocess.Popen[bytes]":
        """A process of its words."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.words,
                env=self.environment,
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
            self._until_all_gone()
        except (subprocess.TimeoutExpired, TimeoutError):
            self.kill()
        self._process = None

    def kill(self) -> None:
        """``kill -9``, with whatever it has started."""
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait(PATIENCE)
            self._until_all_gone()

    def _until_all_gone(self) -> None:
        """A script may end before what it has started, which still has its ports."""
        assert self._process is not None
        group = self._process.pid
        until(lambda: not _lives(group), PATIENCE, f"all that {self.name} started has ended")

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


def _lives(group: int) -> bool:
    """Whether a process of the group runs; one that has ended, and that nobody has asked after yet,
    does not."""
    for about in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = about.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                return True
    return False


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
    """The port, if nobody uses it; else one that nobody uses at this moment, and that this process
    has not handed out before."""
    for port in itertools.chain((wanted,) if wanted else (), _UNUSED):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is left to hand out")


def _ports() -> Iterator[int]:
    """In any order, so that two processes hardly ever hand out the same. Not those that the kernel
    gives to whoever connects: between our look and the bind, or while a server is started again,
    it would give one of ours away."""
    highest = HIGHEST_PORT
    with contextlib.suppress(OSError, ValueError):
        highest = min(highest, int(EPHEMERAL.read_text().split()[0]))
    if highest < LOWEST_PORT + 1_000:  # here it gives away almost all there are
        highest = HIGHEST_PORT
    ports = list(range(LOWEST_PORT, highest))
    random.SystemRandom().shuffle(ports)
    yield from ports


_UNUSED = _ports()


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
