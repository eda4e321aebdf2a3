"""A ledger in an operating-system process of its own, told what to commit over a pipe.

The process answers each command as soon as it is acknowledged, so that a test that kills it knows
exactly what had been promised by then::

    with processes.several(3, url) as (first, second, third):
        first.send(commands, clients=8)
        outcomes = first.outcomes()     # in the order of the commands; None: killed before
"""

import asyncio
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Self

from holdfast.ledger import Command, Ledger, Outcome
from holdfast.ledger.failures import UNREACHABLE

__all__ = ["LedgerProcess", "LedgerProcesses", "start"]

ROOT = Path(__file__).parents[2]


class LedgerProcess:
    """The parent's side of one process. A process can serve one ledger after another."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self._sent = 0

    def open(
        self, url: str, *, partitions: int = 1, clock_offset: timedelta = timedelta(0)
    ) -> Self:
        """Start a ledger there, after closing the one before."""
        self._write(("open", (url, partitions, clock_offset)))
        return self

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait_ready(self) -> None:
        """Until its ledger is connected."""
        assert self._read() == "ready"

    def close(self) -> None:
        """Close its ledger, keep the process for the next."""
        self._write(("close", None))
        assert self._read() == "closed"

    def send(self, commands: Sequence[Command], clients: int = 8) -> None:
        """Start committing: so many at a time, each in its turn."""
        self._sent = len(commands)
        self._write(("commit", (list(commands), clients)))

    def outcomes(self) -> list[Outcome | None]:
        """All outcomes, or those acknowledged before it was killed."""
        found: list[Outcome | None] = [None] * self._sent
        for _ in range(self._sent):
            told = self._read()
            if told is None:
                break
            found[told[0]] = told[1]
        return found

    def next_outcome(self) -> tuple[int, Outcome] | None:
        """The next acknowledgement: its command's number and the outcome."""
        told: tuple[int, Outcome] | None = self._read()
        return told

    def kill(self) -> None:
        """``kill -9``."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _write(self, value: object) -> None:
        assert self._process.stdin is not None
        try:
            _send(self._process.stdin, value)
        except BrokenPipeError:
            raise AssertionError("the ledger process is dead") from None

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return _receive(self._process.stdout)


def _send(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value)
    pipe.write(len(data).to_bytes(4, "big") + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """The next value, or None at the end."""
    size = pipe.read(4)
    if len(size) < 4:
        return None
    data = pipe.read(int.from_bytes(size, "big"))
    return pickle.loads(data) if data else None


async def start(ledger: Ledger) -> None:
    """Start it, again if somebody kills its backend just then."""
    for _ in range(20):
        try:
            return await ledger.start()
        except UNREACHABLE:
            continue
    raise AssertionError("the ledger does not start")


async def _serve() -> None:
    """The child's side: do what is asked until the pipe ends."""
    asked, told = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # logs may go to stdout, which is our pipe
    ledger: Ledger | None = None
    while (asking := await asyncio.to_thread(_receive, asked)) is not None:
        what, details = asking
        if what == "commit":
            assert ledger is not None
            commands, clients = details
            await _commit(ledger, commands, clients, told)
            continue
        if ledger is not None:
            await ledger.close()
            ledger = None
        if what == "open":
            url, partitions, offset = details
            ledger = Ledger(url, partitions=partitions, clock_offset=offset)
            await start(ledger)
        _send(told, "ready" if what == "open" else "closed")


async def _commit(
    ledger: Ledger, commands: Sequence[Command], clients: int, told: IO[bytes]
) -> None:
    numbers = iter(range(len(commands)))

    async def client() -> None:
        for number in numbers:  # shared: each client takes the next
            _send(told, (number, await ledger.commit(commands[number])))

    await asyncio.gather(*(client() for _ in range(clients)))


class LedgerProcesses:
    """Processes at the ready, so that a test does not wait for Python to start."""

    def __init__(self) -> None:
        self._idle: list[LedgerProcess] = []

    @contextmanager
    def several(
        self, count: int, url: str, *, partitions: int = 1, clock_offset: timedelta = timedelta(0)
    ) -> Iterator[list[LedgerProcess]]:
        """So many processes, each with a ledger on that database, all connected."""
        while len(self._idle) < count:
            self._idle.append(LedgerProcess())
        taken = [self._idle.pop() for _ in range(count)]
        try:
            for process in taken:
                process.open(url, partitions=partitions, clock_offset=clock_offset)
            for process in taken:
                process.wait_ready()
            yield taken
            for process in taken:
                if process.alive:
                    process.close()
        except BaseException:
            for process in taken:
                process.kill()
            raise
        finally:
            for process in taken:
                if process.alive:
                    self._idle.append(process)
                else:
                    process.end()

    def end(self) -> None:
        """End all of them."""
        for process in self._idle:
            process.end()


if __name__ == "__main__":
    sys.modules["tests.support.ledger_process"] = sys.modules["__main__"]
    asyncio.run(_serve())
