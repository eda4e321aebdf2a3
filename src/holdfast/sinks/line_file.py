"""A file of lines that is only added to, whole lines only, and put aside when it is full.

Whatever kills the process or the machine, a line is there with its end or not at all: what stands
behind the last line's end when the file is opened was never acknowledged and is taken off. Several
processes may write to the same file; each has it to itself while it writes.
"""

import fcntl
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from holdfast.kit.clock import utc_now

_BLOCK: Final = 64 * 1024


class LineFile:
    """``path`` is the newest file. Another is begun when it would grow beyond ``most_bytes``, and
    each day (UTC); the old one is renamed to ``name-20261120T093000Z-1.jsonl`` beside it.

    With ``sync`` what was added is on the disk when :meth:`append` returns; without, the system
    writes it when it likes, and a machine that stops loses the last seconds of it.
    """

    def __init__(
        self,
        path: Path,
        *,
        most_bytes: int = 64 * 1024 * 1024,
        sync: bool = True,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._sync = sync
        self._clock = clock
        self._file: int | None = None

    def append(self, lines: bytes) -> None:
        """Add whole lines, all or none. Raises :class:`OSError`."""
        file = self._locked()
        try:
            size = _whole_lines(file)
            if size and (size + len(lines) > self._most_bytes or self._is_old(file)):
                self._put_aside()
                self.close()
                file = self._locked()
                size = _whole_lines(file)
            try:
                _write(file, lines)
                if self._sync:
                    os.fdatasync(file)
            except OSError:
                os.ftruncate(file, size)  # so that the next line begins where one may begin
                raise
        finally:
            if self._file is not None:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the file; it is opened again when there is something to write."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _locked(self) -> int:
        """The file at ``path``, ours alone; opened again if somebody put it aside meanwhile."""
        while True:
            if self._file is None:
                self._file = self._open()
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                here, there = os.fstat(self._file), self._path.stat()
            except FileNotFoundError:
                self.close()
                continue
            if (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino):
                return self._file
            self.close()

    def _open(self) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        self._sync_folder()
        return file

    def _is_old(self, file: int) -> bool:
        written = datetime.fromtimestamp(os.fstat(file).st_mtime, UTC)
        return written.date() < self._clock().date()

    def _put_aside(self) -> None:
        stamp = f"{self._clock():%Y%m%dT%H%M%SZ}"
        number = 1
        while (aside := self._aside(stamp, number)).exists():
            number += 1
        self._path.rename(aside)
        self._sync_folder()

    def _aside(self, stamp: str, number: int) -> Path:
        return self._path.with_name(f"{self._path.stem}-{stamp}-{number}{self._path.suffix}")

    def _sync_folder(self) -> None:
        """A new name is on the disk only when its folder is."""
        if not self._sync:
            return
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _whole_lines(file: int) -> int:
    """The file's size, after what is no whole line at its end was taken off."""
    size = end = os.fstat(file).st_size
    if size == 0 or os.pread(file, 1, size - 1) == b"\n":
        return size
    while end > 0:
        begin = max(0, end - _BLOCK)
        found = os.pread(file, end - begin, begin).rfind(b"\n")
        if found >= 0:
            end = begin + found + 1
            break
        end = begin
    os.ftruncate(file, end)
    return end


def _write(file: int, lines: bytes) -> None:
    rest = memoryview(lines)
    while rest:
        rest = rest[os.write(file, rest) :]
