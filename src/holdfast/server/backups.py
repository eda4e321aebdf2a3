"""A copy of the shop each day, while it sells: the supervisor starts `holdfast backup`, which is
the only one that knows how, and keeps the newest."""

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
    """What keeps copies from being put there."""
    if not folder.is_dir():
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
        """Start what is due, hear what has ended; for how many seconds nothing is to be done."""
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return LOOK_SECONDS
            self._process = None
            self._ended(code)
        target = self._folder / f"{utc_now():%Y-%m-%d}.tar.gz"
        now = time.monotonic()
        if target.exists() or now < self._next_try:
            return LOOK_SECONDS
        self._next_try = now + AGAIN_SECONDS
        self._process = subprocess.Popen(
            [
                sys.executable, "-m", "holdfast.cli", "backup", str(target),
                "--data", str(self._data),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            process_group=0,  # ctrl-c in a terminal is the parent's to pass on
        )  # fmt: skip
        return LOOK_SECONDS

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
            self._report(f"No backup was made (code {code}); it is tried again in half an hour")
            return
        self._report(f"A backup was put into {self._folder}")
        for old in sorted(daily_backups(self._folder), reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
