"""PostgreSQL's log: a file it appends to, kept bounded by us."""

import contextlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO

__all__ = ["ServerLog"]

LIMIT, KEPT = 16 * 2**20, 4
LAST_WORDS = 64 * 1024
PAGE = 8192
"""What PostgreSQL writes at least, in bytes."""


class ServerLog:
    """The log, and what was said in it since the server was last started."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._from = 0

    def open(self) -> BinaryIO:
        """For the server that is about to start."""
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        opened = self.path.open("ab")
        self._from = opened.tell()
        return opened

    def last_words(self) -> str:
        """What the server last started has said, at most the first 64 kB of it."""
        with contextlib.suppress(OSError), self.path.open("rb") as log:
            log.seek(self._from)
            return log.read(LAST_WORDS).decode(errors="replace")
        return ""

    @property
    def is_full(self) -> bool:
        """Whether its disk has no room for a page."""
        found = os.statvfs(self.path.parent)
        return found.f_bavail * found.f_frsize < PAGE

    def rotate(self) -> None:
        """Past the limit: copy and truncate. The server appends, so it needs no telling."""
        with contextlib.suppress(OSError):
            if self.path.stat().st_size < LIMIT:
                return
            for number in range(KEPT - 1, 0, -1):
                older = self.path.with_name(f"{self.path.name}.{number}")
                if older.exists():
                    older.replace(self.path.with_name(f"{self.path.name}.{number + 1}"))
            shutil.copyfile(self.path, self.path.with_name(f"{self.path.name}.1"))
            os.truncate(self.path, 0)
