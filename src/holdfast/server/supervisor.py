"""The parent of everything: one process, one thread, no application loaded.

In order: take the address and the data directory, start the workers (they load the application
meanwhile), start PostgreSQL unless there is a `DATABASE_URL`, bring the schema up to date, let the
workers serve. Then wait for children to end, and start them again.
"""

import contextlib
import os
import selectors
import signal
import socket
import ssl
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from holdfast.db.datadir import DataDirectory
from holdfast.db.embedded import Embedded
from holdfast.db.inspection import inspect, inspect_shop
from holdfast.db.services import Service
from holdfast.server import listening
from holdfast.server.backups import DailyBackups, why_no_folder
from holdfast.server.database import await_database, is_older, migrate
from holdfast.server.workers import WorkerOptions, WorkerProcess

__all__ = ["CannotServe", "Plan", "serve"]

DRAIN_SECONDS = 15.0
TRIES_TO_BEGIN = 3
SERVICE_OF: Final[Mapping[str, Service]] = {
    "serve": "shop",
    "orders": "orders",
    "worker": "orders",
    "payments": "payments",
}
"""Whose database a role with one works on."""


class CannotServe(Exception):
    """The workers cannot start, or the options contradict each other."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class _Stopped(Exception):
    """Asked to stop while still starting."""


@dataclass(frozen=True)
class Plan:
    """What `holdfast serve` was asked to do, or a command that serves one role of it.

    ``has_database``: whether the role has one of its own; ``backups``: where a copy is put each
    day.
    """

    host: str
    port: int
    data: Path
    role: str = "serve"
    has_database: bool = True
    database_url: str | None = None
    redis_url: str | None = None
    demo: bool = False
    workers: int = 1
    tls_cert: str | None = None
    tls_key: str | None = None
    backups: Path | None = None
    settings: dict[str, object] = field(default_factory=dict)


def serve(plan: Plan, report: Callable[[str], None]) -> None:
    """Serve until asked to stop (SIGINT, SIGTERM)."""
    if plan.workers > 1 and not plan.redis_url:
        raise CannotServe(
            f"--workers {plan.workers} needs REDIS_URL: workers tell each other through Redis "
            "which stock moved. Set REDIS_URL=redis://..., or serve with one worker.",
            2,
        )
    if plan.backups is not None:
        _may_back_up(plan.backups, plan)
    if bool(plan.tls_cert) != bool(plan.tls_key):
        raise CannotServe("--tls-cert and --tls-key belong together.", 2)
    if plan.tls_cert and plan.tls_key:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(plan.tls_cert, plan.tls_key)
        except OSError as error:  # of which ssl.SSLError is one
            raise CannotServe(
                f"{plan.tls_cert} and {plan.tls_key} are no certificate and its key: {error}.", 2
            ) from error
    _Supervisor(plan, report).run()


def _may_back_up(folder: Path, plan: Plan) -> None:
    if plan.database_url is not None:
        raise CannotServe(
            "HOLDFAST_BACKUPS copies the shop's own database. That of DATABASE_URL is copied with"
            " its own tools.",
            2,
        )
    if (why := why_no_folder(folder, plan.data)) is not None:
        raise CannotServe(why, 2)


class _Supervisor:
    def __init__(self, plan: Plan, report: Callable[[str], None]) -> None:
        self._plan = plan
        self._report = report
        self._begun = time.monotonic()
        self._workers = [self._worker(number + 1) for number in range(plan.workers)]
        self._embedded: Embedded | None = None
        self._backups: DailyBackups | None = None
        self._metrics: str | None = None
        self._starting = True
        self._stop_asked = 0
        self._announced = False
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        with contextlib.ExitStack() as stack:
            stack.enter_context(self._signals())
            with contextlib.suppress(_Stopped):
                opened = stack.enter_context(listening.bind(self._plan.host, self._plan.port))
                if self._plan.has_database and self._plan.database_url is None:
                    directory = DataDirectory(self._plan.data)
                    inspect(directory)
                    self._embedded = Embedded(stack.enter_context(directory), self._report)
                    if self._plan.backups is not None:
                        self._backups = DailyBackups(
                            self._plan.backups, self._plan.data, self._report
                        )
                else:
                    inspect_shop(self._plan.data)
                if self._plan.workers > 1:
                    folder = tempfile.TemporaryDirectory(prefix="holdfast-metrics-")
                    self._metrics = stack.enter_context(folder)
                stack.callback(self._finish, opened)
                self._begin(opened)
                self._starting = False
                while not self._stop_asked:
                    self._turn()
        if self._embedded is not None and self._embedded.ended_badly is not None:
            raise self._embedded.ended_badly

    def _begin(self, opened: socket.socket) -> None:
        for worker in self._workers:
            worker.spawn(opened.fileno())
        url = self._database()
        options = self._options(opened, url)
        if self._plan.has_database:
            service = SERVICE_OF[self._plan.role]
            if is_older(url, service):
                # The older Holdfast does not start on a newer schema: first see that this one does.
                self._worker(0).try_out(options)
            migrate(url, self._report, service)
        listening.listen(opened)
        for worker in self._workers:
            worker.go(options)
        self._address = listening.address_of(opened, secure=self._plan.tls_cert is not None)

    def _options(self, opened: socket.socket, url: str) -> WorkerOptions:
        plan = self._plan
        settings = {
            **plan.settings,
            "data": str(plan.data),
            "database_url": url,
            "redis_url": plan.redis_url,
            "backups": None if plan.backups is None else str(plan.backups),
        }
        return WorkerOptions(settings, opened.fileno(), plan.tls_cert, plan.tls_key, self._metrics)

    def _worker(self, number: int) -> WorkerProcess:
        plan = self._plan
        return WorkerProcess(number, self._report, plan.role, with_redis=plan.redis_url is not None)

    def _database(self) -> str:
        """The URL of the database, up; empty for a role without one."""
        if self._embedded is not None:
            self._report(f"Starting PostgreSQL in {self._plan.data}")
            return self._embedded.start()
        if self._plan.has_database:
            assert self._plan.database_url is not None
            await_database(self._plan.database_url, self._report)
            return self._plan.database_url
        return ""

    def _turn(self) -> None:
        """Look after every child, then wait until one of them, or a signal, has news."""
        pause = min(worker.tend() for worker in self._workers)
        if self._embedded is not None:
            pause = min(pause, self._embedded.tend())
        if self._backups is not None and self._announced:
            pause = min(pause, self._backups.tend())
        if not any(worker.ever_ready for worker in self._workers) and any(
            worker.failures >= TRIES_TO_BEGIN for worker in self._workers
        ):
            raise CannotServe("The workers do not start; what they said stands above.", 1)
        pipes = {worker.ready_pipe: worker for worker in self._workers if worker.ready_pipe}
        for pipe in pipes:
            self._selector.register(pipe, selectors.EVENT_READ)
        try:
            heard = [key.fd for key, _ in self._selector.select(pause)]
        finally:
            for pipe in pipes:
                self._selector.unregister(pipe)
        for pipe in heard:
            if pipe in pipes:
                pipes[pipe].heard()
            else:
                with contextlib.suppress(BlockingIOError):
                    os.read(pipe, 4096)
        if not self._announced and all(worker.ready for worker in self._workers):
            self._announced = True
            seconds = time.monotonic() - self._begun
            self._report(f"Ready after {seconds:.1f} s. Open {self._address}")
        if self._announced:
            self._tell_owner()

    def _tell_owner(self) -> None:
        """Where the owner of a new shop makes the first account."""
        for worker in self._workers:
            link, worker.owner_link = worker.owner_link, ""
            if link:
                page = link if "://" in link else self._address + link
                self._report(f"Nobody runs this shop yet. Within 24 hours, open {page}")

    def _finish(self, opened: socket.socket) -> None:
        """Drain the workers, then stop the database; each says its last words to the log."""
        self._starting = False
        if self._stop_asked:
            self._report("Stopping")
        listening.refuse(opened)
        if self._backups is not None:
            self._backups.stop()
        for worker in self._workers:
            worker.signal(signal.SIGTERM if worker.ready else signal.SIGKILL)
        deadline = time.monotonic() + DRAIN_SECONDS
        for worker in self._workers:
            worker.stop(deadline)
        if self._embedded is not None:
            self._embedded.stop()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """Signals, the end of a child among them, wake the selector through a pipe."""
        reading, writing = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._selector.register(reading, selectors.EVENT_READ)
        woken = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        before = {
            number: signal.signal(number, handler)
            for number, handler in (
                (signal.SIGTERM, self._asked),
                (signal.SIGINT, self._asked),
                (signal.SIGHUP, self._asked),
                (signal.SIGCHLD, lambda _number, _frame: None),
            )
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(woken)
            self._selector.close()
            os.close(reading)
            os.close(writing)

    def _asked(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_asked += 1
        if self._stop_asked > 1:
            for worker in self._workers:
                worker.signal(signal.SIGKILL)
        if self._starting:
            raise _Stopped
