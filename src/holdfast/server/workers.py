"""The worker processes: started, watched, restarted with a growing pause, drained at the end."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

__all__ = [
    "MISCONFIGURED", "UNUSABLE", "WITH_REDIS", "DirectoryUnusable", "Misconfigured",
    "WorkerOptions", "WorkerProcess",
]  # fmt: skip

WITH_REDIS = "--redis"  # said to a worker that will need Redis
TRIAL_AT_MOST = 60.0  # seconds
MISCONFIGURED = 78  # a worker's exit code when trying again would not help (EX_CONFIG)
UNUSABLE = 74  # the same, of the data directory (EX_IOERR)
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
STEADY_AFTER = 30.0


class Misconfigured(Exception):
    """A worker refused its settings, and said which."""

    exit_code = 2


class DirectoryUnusable(Exception):
    """A worker cannot use the data directory, and said why."""

    exit_code = 6


@dataclass(frozen=True)
class WorkerOptions:
    """What a worker is told once the database is there."""

    settings: dict[str, object]
    socket: int
    tls_cert: str | None = None
    tls_key: str | None = None
    metrics: str | None = None
    """The folder through which several workers answer /metrics as one."""
    trial: bool = False
    """Compose the application, to see whether the settings make sense, and serve nothing."""


class WorkerProcess:
    """One worker: the process that is it now, and the wish that there be one."""

    def __init__(
        self,
        number: int,
        report: Callable[[str], None],
        role: str = "serve",
        *,
        with_redis: bool = False,
    ) -> None:
        self.number = number
        self._words = [sys.executable, "-m", "holdfast.server.worker", str(os.getpid()), role]
        if with_redis:
            self._words.append(WITH_REDIS)
        self._report = report
        self._options: WorkerOptions | None = None
        self._socket: int
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: int | None = None  # we read here, the worker writes there
        self._writing: int | None = None
        self.ready = False
        self.ever_ready = False
        self.failures = 0
        self.owner_link = ""
        """Where the owner's account is made, if the shop has none: of the page, or from its path
        on. To be told once."""
        self._begun = 0.0
        self._pause = FIRST_PAUSE
        self._next_try = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def ready_pipe(self) -> int | None:
        """Readable once the worker serves, or has ended."""
        return self._ready

    def spawn(self, listening: int) -> None:
        """Start a process; it loads the application and waits for :meth:`go`."""
        self._socket = listening
        reading, writing = os.pipe()
        self._process = self.launch(self._words, listening, writing)
        self._writing = writing
        self._ready = reading
        self.ready = False
        self._begun = time.monotonic()
        if self._options is not None:
            self.go(self._options)

    def launch(self, words: list[str], *inherited: int) -> subprocess.Popen[bytes]:
        """A process that was told nothing yet, with these files open."""
        return subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            pass_fds=inherited,
            process_group=0,  # ctrl-c in a terminal is the parent's to pass on
        )

    def go(self, options: WorkerOptions) -> None:
        """Give the worker its settings: it begins to serve."""
        self._options = options
        if self._process is None:
            return
        line = {
            "settings": options.settings,
            "socket": options.socket,
            "ready": self._writing,
            "tls_cert": options.tls_cert,
            "tls_key": options.tls_key,
            "metrics": options.metrics,
            "number": self.number,
            "trial": options.trial,
        }
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            self._process.stdin.close()
        except BrokenPipeError:
            return  # it ended already; tend() will see
        finally:
            self._close_writing()

    def heard(self) -> None:
        """Its ready pipe is readable: it serves, or its end closed the pipe."""
        if self._ready is None:
            return
        said = os.read(self._ready, 512)
        if said:
            self.owner_link = said.decode().removeprefix("ready").strip()
            self.ready = self.ever_ready = True
            self.failures = 0
            self._report(f"Worker {self.number} serves (process {self.pid})")
        os.close(self._ready)
        self._ready = None

    def tend(self) -> float:
        """Start it again if it ended; returns in how many seconds to come again."""
        now = time.monotonic()
        if self._process is None:
            if now < self._next_try:
                return self._next_try - now
            self.spawn(self._socket)
            return 30.0
        code = self._process.poll()
        if code is None:
            return 30.0
        self._refused(code)
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        self._report(f"Worker {self.number} ended ({how}); starting another")
        self._forget()
        self.failures += 1
        if now - self._begun > STEADY_AFTER:
            self._pause = FIRST_PAUSE
        self._next_try = now + self._pause
        wait, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return wait

    def try_out(self, options: WorkerOptions) -> None:
        """Whether a worker would begin with these. Raises what :meth:`tend` does."""
        self.spawn(options.socket)
        self.go(replace(options, trial=True))
        assert self._process is not None
        try:
            code = self._process.wait(TRIAL_AT_MOST)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._refused(code)
        self._forget()
        if code:
            raise Misconfigured("The workers do not start; what they said stands above.")

    def _refused(self, code: int) -> None:
        """Another try would not help."""
        if code == MISCONFIGURED:
            self._forget()
            raise Misconfigured("A setting makes no sense; it is named above.")
        if code == UNUSABLE:
            self._forget()
            raise DirectoryUnusable(
                "What the shop keeps cannot be used; what is wrong is named above."
            )

    def stop(self, deadline: float) -> None:
        """Wait for the worker, which was told to drain, until ``deadline``; then kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._report(f"Worker {self.number} did not drain in time; ending it")
            self._process.kill()
            self._process.wait()
        self._forget()

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def _forget(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None
        self.ready = False
        self._close_writing()
        if self._ready is not None:
            os.close(self._ready)
            self._ready = None

    def _close_writing(self) -> None:
        if self._writing is not None:
            os.close(self._writing)
            self._writing = None
