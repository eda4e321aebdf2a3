"""A disk of its own that can be made full to the byte: a file system in memory."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["SmallDisk", "small_disk"]

LARGE = 2**30
TRIES = 100


class SmallDisk:
    """A file system mounted on ``path``."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def leave(self, room: int) -> None:
        """Nobody can write more than so many bytes from now on (in whole pages). Something must be
        written already: a size of 0 is none."""
        for _ in range(TRIES):  # meanwhile somebody may have written more
            found = os.statvfs(self.path)
            used = (found.f_blocks - found.f_bfree) * found.f_frsize
            refused = self._mount("remount", used + room)
            if not refused:
                return
        raise OSError(refused)

    def make_room(self) -> None:
        self._mount("remount", LARGE)

    def mount(self) -> None:
        if refused := self._mount("rw", LARGE):
            pytest.skip(f"needs the right to mount: {refused}")

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", self.path], check=True)

    def _mount(self, how: str, size: int) -> str:
        """What was said against it, if anything."""
        words = ["mount", "-t", "tmpfs", "-o", f"{how},size={size}", "tmpfs", str(self.path)]
        return subprocess.run(words, capture_output=True, text=True, check=False).stderr.strip()


@contextmanager
def small_disk(path: Path) -> Iterator[SmallDisk]:
    """One that is gone afterwards; the test is skipped where nothing can be mounted."""
    path.mkdir()
    disk = SmallDisk(path)
    disk.mount()
    try:
        yield disk
    finally:
        disk.unmount()
