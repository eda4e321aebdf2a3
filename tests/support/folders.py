"""Where a run keeps its databases: in memory if there is room; the disk is for what is measured.

A clone of a database is some 400 files. A disk's file system takes longer to make and forget them
than the test takes; what a killed process leaves behind is the same in both.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

__all__ = ["alone", "in_memory", "on_disk", "shared_folder"]

DISK: Final = Path(os.environ.get("TESTS_DISK") or tempfile.gettempdir())
MEMORY = Path("/dev/shm")
NAME = "holdfast-tests-"
ROOM = 4 * 2**30


@contextmanager
def in_memory() -> Iterator[None]:
    """Until the end, temporary folders of this process and of those it starts are made in memory,
    if there are four GB to spare."""
    _forget_the_dead()
    if "TESTS_DISK" in os.environ or not _roomy():
        yield  # a worker of a run that has its folder, or a machine without one
        return
    folder = MEMORY / f"{NAME}{os.getpid()}"
    folder.mkdir(mode=0o755)
    os.environ.update(TESTS_DISK=str(DISK), TMPDIR=str(folder))
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def on_disk() -> AbstractContextManager[str]:
    """A folder where what is written is as slow and as lasting as it ships."""
    return tempfile.TemporaryDirectory(prefix="holdfast-proof-", dir=DISK)


@contextmanager
def shared_folder(name: str) -> Iterator[Path]:
    """One folder for all processes of a run, gone with the run's own folder in memory; where there
    is none, each process has its own."""
    run, memory = os.environ.get("PYTEST_XDIST_TESTRUNUID"), Path(tempfile.gettempdir())
    if run is None or not memory.is_relative_to(MEMORY):
        with tempfile.TemporaryDirectory(prefix="holdfast-test-") as own:
            yield Path(own)
        return
    folder = memory / f"holdfast-test-{run}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    yield folder


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """No other process of the run is in here; one that is killed leaves."""
    opened = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _roomy() -> bool:
    return MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM


def _forget_the_dead() -> None:
    """Runs that were killed could not take their folder along."""
    for folder in MEMORY.glob(f"{NAME}*"):
        if not Path("/proc", folder.name.removeprefix(NAME)).exists():
            shutil.rmtree(folder, ignore_errors=True)
