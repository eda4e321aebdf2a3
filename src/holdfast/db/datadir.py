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
import time
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = [
    "DataDirectory",
    "DataDirectoryInUse",
    "DatabaseWillNotStart",
    "StorageFull",
    "StorageRefused",
    "explain_os_error",
]


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
    """Turn what the operating system said about ``path`` into a sentence with a remedy."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(f"The disk holding {path} is full. Free some space and start again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StorageRefused(
            f"{path} cannot be written ({error.strerror}). "
            "Choose another place with --data, or give this user the right to write there."
        )
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return StorageRefused(f"{path} is not a directory. Choose another place with --data.")
    return StorageRefused(f"{path} cannot be used: {error.strerror or error}.")


class DataDirectory:
    """A data directory, locked while ``with`` lasts."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None

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
        with contextlib.suppress(OSError):  # a full disk is reported by who needs the space
            os.truncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)

    def unlock(self) -> None:
        """Give the directory back."""
        if self._lock is not None:
            self.forget()
            os.close(self._lock)
            self._lock = None

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

    def announced(self) -> dict[str, str]:
        """What the last server left here: ``url``, ``sockets``; empty if nothing."""
        try:
            found = json.loads(self._state.read_text())
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: str(value) for key, value in found.items()}

    def forget(self) -> None:
        self._state.unlink(missing_ok=True)

    def running_url(self, patience: float = 30.0) -> str | None:
        """The URL of the database somebody else runs here, or None when nobody does.

        A server that has just taken the lock is still starting: wait for its word, at most
        ``patience`` seconds.
        """
        deadline = time.monotonic() + patience
        while self._taken():
            url = self.announced().get("url")
            if url:
                return url
            if time.monotonic() > deadline:
                raise DatabaseWillNotStart(
                    f"The server on {self.path} has not started its database in {patience:.0f} s."
                )
            time.sleep(0.05)  # nobody to be woken by: the other process owes us nothing
        return None

    def _taken(self) -> bool:
        try:
            descriptor = os.open(self.path / "lock", os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(descriptor)
