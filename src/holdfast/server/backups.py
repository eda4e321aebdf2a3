"""A copy of the shop each day, while it sells: the supervisor starts `holdfast backup`, which is
the only one that knows how, and keeps the newest."""

import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from holdfast.db.backup_files import daily_backups
from holdfast.kit.clock import utc_now

__all__ = ["KEPT", "DailyBackups", "why_no_folder"]

KEPT: Final = 14
"""Days of which a copy is kept."""
AGAIN_SECONDS: Final = 1800.0
"""After a copy that failed."""
LOOK_SECONDS: Final = 60.0
END_SECONDS: Final = 10.0


def why_no_folder(folder: Path, data: Path) -> str | None:
    """What keeps copies from ever being put there. A disk that does not answer may later: the shop
    starts, and says so."""
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        is_folder = False
    except OSError:
        return None
    if not is_folder:
        return f"There is no directory {folder} to put backups into."
    if folder.resolve().is_relative_to(data.resolve()):
        return f"{folder} lies within {data}, which is to be backed up."
    return None


class DailyBackups:
    """One a day, named by it (UTC); of those before it :data:`KEPT` stay. What else lies in the
    folder is nobody's business here."""

    def __init__(self, folder: Path, data: Path, report: Callable[[str], None]) -> None:
        self._folder = folder
        self._data = data
        self._report = report
        self._process: subprocess.Popen[bytes] | None = None
        self._next_try = 0.0

    def tend(self) -> float:
        """Start what is due, hear what has ended; for how many seconds nothing is to be done.
        Whatever the folder's disk says, the shop goes on."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return LOOK_SECONDS
            self._process = None
            self._ended(code)
        if time.monotonic() >= self._next_try:
            try:
                self._begin()
            except OSError as error:
                self._next_try = time.monotonic() + AGAIN_SECONDS
                self._not_made(_said(error))
        return LOOK_SECONDS

    def _begin(self) -> None:
        target = self._folder / f"{utc_now():%Y-%m-%d}.tar.gz"
        if _is_there(target):
            return
        self._next_try = time.monotonic() + AGAIN_SECONDS
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "holdfast.cli", "backup", str(target),
                "--data", str(self._data),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            process_group=0,  # ctrl-c in a terminal is the parent's to pass on
        )  # fmt: skip

    def stop(self) -> None:
        """What is not whole yet is cleared up by whoever makes it."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _ended(self, code: int) -> None:
        if code != 0:
            self._not_made(f"code {code}")
            return
        self._report(f"A backup was put into {self._folder}")
        try:
            old = sorted(daily_backups(self._folder), reverse=True)[KEPT:]
        except OSError as error:
            self._report(f"Old backups are not looked for: {_said(error)}")
            return
        for one in old:
            try:
                one.unlink(missing_ok=True)
            except OSError as error:
                self._report(f"An old backup stays: {_said(error)}")

    def _not_made(self, why: str) -> None:
        self._report(f"No backup was made ({why}); it is tried again in half an hour")


def _is_there(path: Path) -> bool:
    """Raises :class:`OSError` where the disk does not say."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def _said(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)
