"""A real `holdfast serve`, as a process of its own that a test may kill and start again."""

import contextlib
import hashlib
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self
from weakref import WeakSet

import httpx

from holdfast.db.datadir import DataDirectory
from tests.support.forking import ForkedServer, heard
from tests.support.patience import PATIENCE
from tools.split.program import free_port

__all__ = ["ServerProcess", "free_port", "until"]

POLL = 0.05


def until(true: Callable[[], bool], seconds: float, what: str | Callable[[], object]) -> None:
    """Wait for something that cannot tell us; give up loudly after ``seconds``, with ``what`` it
    was, or what there is to be seen instead."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            seen = what if isinstance(what, str) else what()
            raise TimeoutError(f"not within {seconds:.0f} s: {seen}")
        threading.Event().wait(POLL)


_SERVERS: Final["WeakSet[ServerProcess]"] = WeakSet()


class ServerProcess:
    """`holdfast serve`, or the command of one ``role``, on a port of its own.

    ``options`` are further words for the command line, ``environment`` further settings. What it
    says is kept in :attr:`said`. ``afresh``: it loads the application itself, as a shop's does;
    otherwise it is forked of a process that has (``tests/support/forking.py``).
    ``makes_secret``: it is the first of its shop and makes the secret itself.
    """

    def __init__(
        self,
        data: Path,
        *options: str,
        role: str = "serve",
        environment: dict[str, str] | None = None,
        database_url: str | None = None,
        port: int | None = None,
        afresh: bool = False,
        makes_secret: bool = False,
    ) -> None:
        self.data = data
        self._role = role
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._options = options
        # A demo shop in which nothing has happened yet: who wants its month before today says so.
        # Its carrier is quick.
        quiet = {"HOLDFAST_DEMO_HISTORY": "off", "HOLDFAST_DEMO_CARRIER_PACE": "0.3"}
        self._environment = {**os.environ, **quiet, **(environment or {})}
        self._environment.pop("DATABASE_URL", None)
        self._database_url = database_url
        if database_url is not None:
            self._environment["DATABASE_URL"] = database_url
        self._afresh = afresh
        self._makes_secret = makes_secret
        self._process: subprocess.Popen[str] | ForkedServer | None = None
        self._lines: list[str] = []
        self._reader: threading.Thread | None = None
        _SERVERS.add(self)

    @classmethod
    def running(cls) -> list["ServerProcess"]:
        """All of this process."""
        started = ((one, one._process) for one in _SERVERS)
        return [one for one, process in started if process and process.poll() is None]

    @property
    def said(self) -> str:
        return "".join(self._lines)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> Self:
        """Start it, without waiting for it."""
        self._share_pictures()
        self._share_secret()
        words = [self._role, "--data", str(self.data), "--host", "127.0.0.1"]
        words += ["--port", str(self.port), *self._options]
        if self._afresh:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "holdfast.cli", *words],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        else:
            self._process = heard(words, self._environment)
        self._reader = threading.Thread(
            target=self._read, args=(self._process.stdout,), daemon=True
        )
        self._reader.start()
        return self

    def _share_pictures(self) -> None:
        """Servers of one database keep pictures in one folder, each with a directory of its own."""
        media = self.data / "media"
        if self._database_url is None or "HOLDFAST_BUCKET" in self._environment or media.exists():
            return
        shared = Path(tempfile.gettempdir()) / f"pictures-{self._shop}"
        shared.mkdir(exist_ok=True)
        self.data.mkdir(parents=True, exist_ok=True)
        media.symlink_to(shared)

    def _share_secret(self) -> None:
        """They have one secret as well, unless they bring their own."""
        if self._makes_secret or self._database_url is None or (self.data / "secret").exists():
            return
        self._environment.setdefault("HOLDFAST_SECRET", f"of the shop {self._shop}")

    @property
    def secret(self) -> str:
        """What it signs with: given to it, or kept in its directory."""
        given = self._environment.get("HOLDFAST_SECRET")
        return given or (self.data / "secret").read_text().strip()

    @property
    def _shop(self) -> str:
        """What its database is called here."""
        return hashlib.blake2b((self._database_url or "").encode(), digest_size=8).hexdigest()

    def wait_ready(self, seconds: float = 2 * PATIENCE) -> Self:
        """Until /health/ready says yes."""
        until(self._ready_or_ended, seconds, f"the server is ready; it said:\n{self.said}")
        return self

    def wait_said(self, pattern: str, seconds: float = PATIENCE) -> "re.Match[str]":
        """Until it has said something that matches."""
        until(lambda: re.search(pattern, self.said) is not None, seconds, f"it says {pattern!r}")
        found = re.search(pattern, self.said)
        assert found is not None
        return found

    def wait_end(self, seconds: float = PATIENCE) -> int:
        """Until it has ended by itself; its exit code."""
        assert self._process is not None
        code = self._process.wait(seconds)
        assert self._reader is not None
        self._reader.join(PATIENCE)
        return code

    def kill(self) -> None:
        """`kill -9` of the parent."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(PATIENCE)

    def stop(self, seconds: float = PATIENCE) -> int:
        """Ask it to stop, as ctrl-c does; its exit code. Killed if it does not listen."""
        if self._process is None or self._process.poll() is not None:
            return (self._process.returncode if self._process else 0) or 0
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise

    def restart(self) -> Self:
        """Start it again, on the same data and the same port."""
        self.stop()
        return self.start().wait_ready()

    @property
    def worker_pids(self) -> list[int]:
        """The worker processes that are alive."""
        return [pid for pid, line in self._children() if "/bin/postgres" not in line]

    @property
    def postmaster_pid(self) -> int | None:
        """The embedded PostgreSQL's."""
        found = [pid for pid, line in self._children() if "/bin/postgres" in line]
        return found[0] if found else None

    @property
    def database_url(self) -> str:
        """The database it was given; or the embedded one's, from what the server left for other
        processes."""
        return self._database_url or DataDirectory(self.data).announced()["url"]

    @property
    def wallets_url(self) -> str:
        """Where the wallets are: here, beside everything else."""
        return self.database_url

    def metrics(self) -> str:
        """What it says at /metrics."""
        return httpx.get(f"{self.url}/metrics", timeout=PATIENCE).raise_for_status().text

    def crash(self) -> None:
        """`kill -9` of the parent, which ends its workers too; then start it again."""
        self.kill()
        self.start().wait_ready()

    def _children(self) -> list[tuple[int, str]]:
        """The parent's children: process id and command line."""
        found = []
        with contextlib.suppress(OSError):
            listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
            for pid in listed.split():
                line = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
                found.append((int(pid), line))
        return found

    def _ready_or_ended(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError(f"the server ended ({self._process.returncode}):\n{self.said}")
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:  # httpx would take longer for it than the pause between two of these
            asked.request("GET", "/health/ready")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def _read(self, said: IO[str]) -> None:
        for line in said:
            self._lines.append(line)

    def __enter__(self) -> Self:
        return self.start().wait_ready()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
