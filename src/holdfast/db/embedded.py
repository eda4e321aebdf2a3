"""The embedded PostgreSQL: started, watched, restarted and stopped by one process of ours.

One :class:`Embedded` belongs to one data directory, whose lock the caller holds. It is driven, not
threaded: :meth:`Embedded.start` waits until the database takes connections, after that the owner
calls :meth:`Embedded.tend` whenever a child ended or the returned time is over.

A dead postmaster is started again, with a growing pause; the first tries may meet the remains of
the old one (lock file, shared memory), which is why failing once means nothing. When our own
process is killed, the kernel tells the postmaster to shut down (parent-death signal). Should one
survive all the same, the next start finds it by its working directory and stops it.
"""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from holdfast.db.binaries import Programs, SystemAccount, account_for, find_programs
from holdfast.db.cluster import (
    DATABASE,
    OpenFolder,
    disk_full,
    explain_log,
    make_cluster,
    write_access,
)
from holdfast.db.datadir import (
    DatabaseWillNotStart,
    DataDirectory,
    StorageFull,
    StorageRefused,
    explain_os_error,
)
from holdfast.db.inspection import inspect_cluster
from holdfast.db.orphans import remove_torn_lock, stop_orphan
from holdfast.db.serverlog import ServerLog
from holdfast.db.socket_folder import make_sockets, remove_left

__all__ = ["Embedded"]

PORT = 5432  # only names the socket file: no TCP port is opened
SOCKET_PATH_LIMIT = 107
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
STEADY_AFTER = 30.0  # up this long, the next death starts with the first pause again
START_TRIES = 20.0
STOP_STEPS = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
"""In order, in disorder (the next start recovers), by force."""


class Embedded:
    """The PostgreSQL of one data directory."""

    def __init__(
        self,
        directory: DataDirectory,
        report: Callable[[str], None] = lambda _: None,
        settings: dict[str, str] | None = None,
    ) -> None:
        self._directory = directory
        self._report = report
        self._settings = settings or {}
        self._log = ServerLog(directory.log)
        self._process: subprocess.Popen[bytes] | None = None
        self._account: SystemAccount
        self._programs: Programs
        self._folder: OpenFolder | None = None
        self._sockets: Path
        self._ready = False
        self._ready_at = 0.0
        self._pause = FIRST_PAUSE
        self._next_try = 0.0
        self.ended_badly: StorageRefused | None = None
        """How it ended, if that was not in order."""

    @property
    def url(self) -> str:
        return f"postgresql://{DATABASE}@/{DATABASE}?host={quote(str(self._sockets))}&port={PORT}"

    @property
    def pid(self) -> int | None:
        """The postmaster's, while there is one."""
        return self._process.pid if self._process else None

    @property
    def ready(self) -> bool:
        return self._ready

    def start(self) -> str:
        """Make the cluster if there is none, start it, wait until it serves; its URL."""
        left = self._directory.announced().get("sockets", "")
        try:
            self._folder = self._prepare()
            self._await_first()
            self._directory.announce(self.url, self._sockets)
        except OSError as error:
            self.stop()
            raise explain_os_error(error, self._directory.path) from error
        except BaseException:
            self.stop()
            raise
        finally:  # PostgreSQL serves only once the last process of the one before has ended
            remove_left(left, self._directory.path)
        return self.url

    def tend(self) -> float:
        """Look after the postmaster; returns in how many seconds to come again."""
        now = time.monotonic()
        if self._process is None:
            if now < self._next_try:
                return self._next_try - now
            try:
                return self._spawn()
            except OSError as error:
                if not self._ready_at:
                    raise
                self._report(f"{explain_os_error(error, self._directory.path)} Trying again")
                return self._pause_from(now)
        if self._process.poll() is not None:
            return self._ended(now)
        if not self._ready:
            return self._await_ready(now)
        self._log.rotate()
        return 30.0

    def stop(self) -> None:
        """Shut down cleanly: open transactions are rolled back, everything is on disk."""
        if self._process is not None:
            self._end(self._process)
            self._process = None
        self._ready = False
        if self._folder is not None:
            self._folder.close()
            self._folder = None
            shutil.rmtree(self._sockets, ignore_errors=True)
        self._directory.forget()

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        for number, seconds in STOP_STEPS:
            process.send_signal(number)
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._report(
                    f"PostgreSQL (process {process.pid}) has not ended {seconds:.0f} s after "
                    f"{number.name}; ending it by force. Nothing that was committed is lost"
                )
                continue
            if code != 0 and self._ready:
                self.ended_badly = self._ended_badly()
            return

    def _ended_badly(self) -> StorageRefused:
        reason = self._why()
        if isinstance(reason, StorageFull):
            return StorageFull(
                f"PostgreSQL did not shut down in order, since the disk of {self._directory.path} "
                "is full. Free some space; nothing that was committed is lost."
            )
        return DatabaseWillNotStart(f"PostgreSQL did not shut down in order. {reason}")

    def _prepare(self) -> OpenFolder:
        cluster = self._directory.cluster
        self._account = account_for(cluster)
        self._programs = find_programs(self._account)
        if cluster.exists():
            inspect_cluster(cluster, self._account)
            stop_orphan(cluster, self._report)
            remove_torn_lock(cluster)
        else:
            self._report(f"Making a database in {cluster}")
            make_cluster(cluster, self._programs, self._account)
        self._directory.forget(last=True)
        write_access(cluster)
        self._sockets = self._make_sockets()
        return OpenFolder(cluster, self._account)

    def _await_first(self) -> None:
        deadline = time.monotonic() + START_TRIES
        while not self._ready:
            wait = self.tend()
            failed = self._process is None
            if failed and (time.monotonic() > deadline or not self._worth_retrying()):
                raise self._why()
            self.wait(wait)

    def _make_sockets(self) -> Path:
        """A private folder for the socket: beside the data, or below /tmp where that is too long.

        As root, always below /tmp: the unprivileged account may not reach the data's parents.
        """
        beside = self._directory.path / "run"
        if not self._account.switched and len(f"{beside}/.s.PGSQL.{PORT}") <= SOCKET_PATH_LIMIT:
            beside.mkdir(mode=0o700, exist_ok=True)
            return beside
        return make_sockets(self._directory.path, self._account.uid, self._account.gid)

    def _spawn(self) -> float:
        assert self._folder is not None
        words = [self._programs["postgres"], "-D", self._folder.name]
        fixed = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self._sockets),
            "unix_socket_permissions": "0700",
            "logging_collector": "off",
            **self._settings,
        }
        for name, value in fixed.items():
            words += ["-c", f"{name}={value}"]
        with self._log.open() as log:
            self._process = subprocess.Popen(
                self._account.command(words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self._folder.passed,
                cwd="/",
                process_group=0,  # a terminal's ctrl-c is ours to pass on, after the workers ended
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            )
        return 0.02

    def _await_ready(self, now: float) -> float:
        """Ready once the postmaster says so in the last line of its own lock file."""
        with contextlib.suppress(OSError, ValueError):
            lines = (self._directory.cluster / "postmaster.pid").read_text().splitlines()
            if len(lines) >= 8 and lines[0] == str(self.pid) and lines[7].strip() == "ready":
                self._ready = True
                self._ready_at = now
                return 0.0
        return 0.02

    def _ended(self, now: float) -> float:
        assert self._process is not None
        code = self._process.returncode
        self._process = None
        if self._ready:
            how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
            self._report(f"PostgreSQL ended ({how}); starting it again")
            if now - self._ready_at > STEADY_AFTER:
                self._pause = FIRST_PAUSE
        elif self._worth_retrying():
            self._report("PostgreSQL did not start yet (the last one is still ending); again")
        else:
            self._report(f"{self._why()} Trying again")
        self._ready = False
        return self._pause_from(now)

    def _pause_from(self, now: float) -> float:
        """When to try again: each time in twice the time, up to a bound."""
        self._next_try = now + self._pause
        wait, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return wait

    def wait(self, seconds: float) -> None:
        """Until the postmaster ends, at most ``seconds``."""
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(seconds)
        elif seconds > 0:
            select.select((), (), (), seconds)

    def _worth_retrying(self) -> bool:
        """Whether it failed only because its predecessor is not quite gone."""
        if self._process is not None:
            return True
        said = self._log.last_words()
        if isinstance(self._why(), StorageFull):
            return False
        return "pre-existing shared memory" in said or "lock file" in said

    def _why(self) -> StorageRefused:
        reason = explain_log(self._log.last_words(), "PostgreSQL")
        if isinstance(reason, StorageFull):
            return reason
        if self._log.is_full:  # its words may be cut short
            return disk_full()
        return DatabaseWillNotStart(f"{reason} (its log: {self._directory.log})")
