"""The process that has loaded the application, and forks a `holdfast serve` for whoever asks
(`tests/support/forking.py`): its parent, and of that its worker."""

import contextlib
import ctypes
import gc
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from typing import IO, Any, NoReturn, cast

from holdfast.cli import main as command_line
from holdfast.db.migrations import run as migrations
from holdfast.people import Passwords
from holdfast.server import supervisor, worker
from holdfast.server.workers import WorkerProcess
from tests.support.forking import REQUEST
from tests.support.people import CHEAP

__all__: list[str] = []

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
DESCRIPTORS = 65_536
PR_SET_PDEATHSIG = 1
PAUSE = 0.01


def main() -> None:
    """Until whoever started it has gone."""
    gc.disable()
    worker.leave_out(redis=True)
    from holdfast.server.serving import COMPOSITIONS, composition  # only now, as a worker does it

    for role in COMPOSITIONS:
        composition(role)
    assert migrations  # a parent that migrates needs what a worker leaves out
    gc.freeze()
    Passwords.hasher = CHEAP
    supervisor.WorkerProcess = _Worker  # type: ignore[misc]
    asked = socket.socket(fileno=int(sys.argv[1]))
    woken, wakes = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    running: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(asked, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while True:
            heard = [key.fd for key, _ in selector.select()]
            if woken in heard:
                os.read(woken, 4096)
                _tell_ends(running)
            if asked.fileno() in heard:
                request, handed, _, _ = socket.recv_fds(asked, REQUEST, 2)
                if not request:
                    return
                news, said = handed
                _begin(json.loads(request), news, said, running)


def _begin(
    request: dict[str, Any], news: int, said: int, running: dict[int, socket.socket]
) -> None:
    pid = os.fork()
    if pid == 0:
        os.dup2(said, 1)
        os.dup2(said, 2)
        _alone(lambda: _command(**request))
    os.close(said)
    running[pid] = socket.socket(fileno=news)
    running[pid].send(json.dumps({"pid": pid}).encode())


def _command(words: list[str], environment: dict[str, str]) -> None:
    os.setsid()  # a terminal's ctrl-c is the tests' to pass on
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    gc.enable()
    sys.argv = ["holdfast", *words]
    command_line()


def _tell_ends(running: dict[int, socket.socket]) -> None:
    for pid in list(running):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            with running.pop(pid) as news, contextlib.suppress(OSError):
                news.send(json.dumps({"code": code}).encode())


def _alone(work: Callable[[], object], *kept: int) -> NoReturn:
    """In a process that was just forked: do this as if nothing had been before, with these files
    open besides the standard ones, and end."""
    signal.set_wakeup_fd(-1)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    first = 3
    for descriptor in (*sorted(kept), DESCRIPTORS):
        os.closerange(first, descriptor)
        first = descriptor + 1
    try:
        work()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
    except BaseException:  # noqa: BLE001 - there is nobody above to tell
        traceback.print_exc()
        code = 1
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


class _Worker(WorkerProcess):
    """Forked of the parent, where the real one is started and loads the application."""

    def launch(self, words: list[str], *inherited: int) -> "subprocess.Popen[bytes]":
        return cast("subprocess.Popen[bytes]", _Forked(words, inherited))


class _Forked:
    """What the parent needs of a `subprocess.Popen`."""

    def __init__(self, words: list[str], inherited: tuple[int, ...]) -> None:
        reading, writing = os.pipe()
        self.returncode: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            os.setpgid(0, 0)
            os.dup2(reading, 0)
            sys.argv = words[words.index("-m") + 1 :]
            _alone(worker.main, *inherited)
        os.close(reading)
        self.stdin: IO[bytes] | None = os.fdopen(writing, "wb")

    def poll(self) -> int | None:
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        deadline = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("worker", timeout or 0)
            time.sleep(PAUSE)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


if __name__ == "__main__":
    main()
