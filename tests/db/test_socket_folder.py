"""A start removes the socket folder that a killed server of its own left, and no other."""

import contextlib
import json
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.db.datadir import DataDirectory, StorageRefused
from holdfast.db.embedded import Embedded
from tests.support.postgres import execute, fetch, run


@pytest.fixture
def directory(scratch: Path) -> Iterator[DataDirectory]:
    with DataDirectory(scratch / "data") as locked:
        yield locked


@pytest.fixture
def embedded(directory: DataDirectory) -> Iterator[Embedded]:
    running = Embedded(directory)
    running.start()
    yield running
    running.stop()


def test_a_copy_of_a_running_shop_leaves_the_original_alone(
    embedded: Embedded, scratch: Path, directory: DataDirectory
) -> None:
    run(execute(embedded.url, "CREATE TABLE kept (n int)"))
    copied = scratch / "copy"
    shutil.copytree(directory.path, copied, symlinks=True)
    with DataDirectory(copied) as taken:
        copy = Embedded(taken)
        with contextlib.suppress(StorageRefused):  # a copy of what ran may not be whole
            copy.start()
        copy.stop()
    assert run(fetch(embedded.url, "SELECT count(*) FROM kept"))[0][0] == 0


def test_a_folder_that_is_not_ours_is_not_removed(directory: DataDirectory, scratch: Path) -> None:
    mine = Path(tempfile.mkdtemp(prefix="holdfast-"))
    try:
        for named in (mine, mine / ".." / mine.name, Path("/etc/.."), scratch):
            (directory.path / "server.json").write_text(json.dumps({"sockets": str(named)}))
            starting = Embedded(directory)
            starting.start()
            starting.stop()
            assert named.is_dir()
    finally:
        shutil.rmtree(mine)


def test_what_a_killed_server_left_is_removed(directory: DataDirectory) -> None:
    killed = Embedded(directory)
    killed.start()
    left = Path(directory.announced()["sockets"])
    assert killed.pid is not None
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(10)
    after = Embedded(directory)
    after.start()
    try:
        assert left == directory.path / "run" or not left.exists()
    finally:
        after.stop()
        killed.stop()


def test_what_a_killed_server_left_is_removed_once_its_last_process_has_ended(
    directory: DataDirectory,
) -> None:
    """A child that was just forked may hold the postmaster's socket a moment longer than it."""
    killed = Embedded(directory)
    killed.start()
    assert killed.pid is not None
    left = Path(directory.announced()["sockets"])
    children = Path(f"/proc/{killed.pid}/task/{killed.pid}/children").read_text().split()
    stopped = int(children[0])
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(left / ".s.PGSQL.5433"))
    listening.listen()
    os.kill(stopped, signal.SIGSTOP)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait(10)

    def last_ends(said: str) -> None:
        if "the last one is still ending" in said:
            listening.close()
            os.kill(stopped, signal.SIGKILL)

    after = Embedded(directory, last_ends)
    after.start()
    try:
        assert listening.fileno() == -1, "nobody of the killed one was there any more"
        assert left == directory.path / "run" or not left.exists()
    finally:
        after.stop()
        killed.stop()
