"""The data directory: who may use it, and what a running server left there for others.

Layout of ``--data DIR``::

    DIR/lock          held (flock) by the one process that runs the database
    DIR/server.json   where the running database listens, while it runs
    DIR/log/          the database's log, bounded
    DIR/postgresql/   the cluster itself, owned by an unprivileged account

The lock is the kernel's, so it ends with its holder however that ends. This module imports
nothing heavy: `holdfast serve` loads it before anything else.
"""

import contextlib
import errno
import fcntl
import json
import os
import pwd
import shlex
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = [
    "UNFINISHED",
    "DataDirectory",
    "DataDirectoryInUse",
    "DatabaseWillNotStart",
    "StorageFull",
    "StorageRefused",
    "explain_os_error",
    "user_name",
]

UNFINISHED: Final = ".restoring"
"""A folder in a data directory whose restore is not finished."""


class StorageRefused(Exception):
    """The data directory cannot be used. The message says why, and what to do."""

    exit_code = 6


class StorageFull(StorageRefused):
    """No room left on the disk of the data directory."""


class DataDirectoryInUse(StorageRefused):
    """Another server runs on this data directory."""

    exit_code = 3


class DatabaseWillNotStart(StorageRefused):
    """PostgreSQL refused to start; the message holds its own last words."""

    exit_code = 5


def explain_os_error(error: OSError, path: Path) -> StorageRefused:
    """Turn what the operating system said about ``path``, or about what it names itself, into a
    sentence with a remedy."""
    if isinstance(error.filename, str) and error.filename.startswith("/"):
        path = Path(error.filename)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(f"The disk holding {path} is full. Free some space and start again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        path = _closed_above(path)
        return StorageRefused(
            f"{path} cannot be used ({error.strerror}). {_whose(path)}"
            "Choose another place with --data, or give this user the right to write there."
        )
    if error.errno == errno.EISDIR:
        return StorageRefused(f"{path} is a directory and has to be a file. Remove it.")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return StorageRefused(
            f"{_file_above(path)} is not a directory. Choose another place with --data."
        )
    return StorageRefused(f"{path} cannot be used: {error.strerror or error}.")


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _whose(path: Path) -> str:
    """Whom it belongs to, where that is somebody else, and the command that changes it."""
    with contextlib.suppress(OSError):
        owner, us = path.stat().st_uid, os.geteuid()
        if owner != us:
            mend = f"chown -R {us}:{os.getegid()} {shlex.quote(str(path))}"
            return f"It belongs to {user_name(owner)}, and we are {user_name(us)}; as root: {mend} "
    return ""


def _closed_above(path: Path) -> Path:
    """What on the way to ``path`` lets us not through; else itself."""
    for above in reversed(path.parents):
        if not os.access(above, os.X_OK):
            return above
    return path


def _file_above(path: Path) -> Path:
    """What on the way to ``path`` is no directory."""
    for above in reversed(path.parents):
        if above.exists() and not above.is_dir():
            return above
    return path


class DataDirectory:
    """A data directory, locked while ``with`` lasts."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None
        self._stood = (
            b""  # in the lock's file; put back, so that a start that fails changes nothing
        )
        self._announced = False

    @property
    def cluster(self) -> Path:
        return self.path / "postgresql"

    @property
    def log(self) -> Path:
        return self.path / "log" / "postgresql.log"

    @property
    def _state(self) -> Path:
        return self.path / "server.json"

    def lock(self) -> None:
        """Take the directory for this process; :class:`DataDirectoryInUse` if it is taken."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise explain_os_error(error, self.path) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 64).decode(errors="replace").strip() or "unknown"
            os.close(descriptor)
            raise DataDirectoryInUse(
                f"Another Holdfast (process {holder}) is using {self.path}. "
                "Stop it first, or choose another place with --data."
            ) from None
        self._lock = descriptor
        self._stood = os.pread(descriptor, 64, 0)
        self._sign(f"{os.getpid()}\n".encode())

    def unlock(self) -> None:
        """Give the directory back."""
        if self._lock is not None:
            self.forget()
            self._sign(self._stood)
            os.close(self._lock)
            self._lock = None

    def _sign(self, name: bytes) -> None:
        assert self._lock is not None
        with contextlib.suppress(OSError):  # a full disk is reported by who needs the space
            os.truncate(self._lock, 0)
            os.pwrite(self._lock, name, 0)

    def __enter__(self) -> Self:
        self.lock()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.unlock()

    def announce(self, url: str, sockets: Path) -> None:
        """Leave word for other processes of where the database listens."""
        written = self._state.with_suffix(".new")
        text = json.dumps({"url": url, "sockets": str(sockets), "pid": os.getpid()})
        written.touch(mode=0o600)
        written.write_text(text)
        written.replace(self._state)
        self._announced = True

    def announced(self) -> dict[str, str]:
        """What the last server left here: ``url``, ``sockets``; empty if nothing."""
        try:
            found = json.loads(self._state.read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: str(value) for key, value in found.items()}

    def forget(self, *, last: bool = False) -> None:
        """Take back what was announced here. ``last``: also what the one before left."""
        if self._announced or last:
            with contextlib.suppress(OSError):  # nobody who reads it finds us: our lock is gone
                self._state.unlink(missing_ok=True)
            self._announced = False

    def running_url(self, at_most: float = 25.0) -> str | None:
        """The URL of the database somebody else runs here, or None when nobody does.

        A server that has just taken the lock is still starting: wait for its word, at most
        ``at_most`` seconds. What another one left there is not its word.
        """
        deadline = time.monotonic() + at_most
        while (holder := self._holder()) is not None:
            said = self.announced()
            if said.get("url") and said.get("pid") == holder:
                return said["url"]
            if time.monotonic() > deadline:
                raise DatabaseWillNotStart(
                    f"The server on {self.path} (process {holder or 'unknown'}) does not say in "
                    f"{self._state} where its database is, for {at_most:.0f} s. Restart it."
                )
            time.sleep(0.05)  # nobody to be woken by: the other process owes us nothing
        return None

    def taken(self) -> bool:
        """Whether another process has the directory."""
        return self._holder() is not None

    def _holder(self) -> str | None:
        """The process that has the directory, as its lock tells; empty if that says nothing yet."""
        try:
            descriptor = os.open(self.path / "lock", os.O_RDWR)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return os.pread(descriptor, 64, 0).decode(errors="replace").strip()
        else:
            return None
        finally:
            os.close(descriptor)
