"""The embedded PostgreSQL survives what happens to servers."""

import os
import select
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.db import embedded as embedded_module
from holdfast.db import orphans
from holdfast.db.binaries import account_for, find_programs
from holdfast.db.cluster import OpenFolder, explain_log
from holdfast.db.datadir import (
    DatabaseWillNotStart,
    DataDirectory,
    DataDirectoryInUse,
    StorageFull,
    StorageRefused,
    explain_os_error,
)
from holdfast.db.embedded import Embedded
from holdfast.db.memory import machine_memory
from holdfast.db.orphans import postmaster_in, stop_orphan
from holdfast.db.serverlog import LIMIT, ServerLog
from tests.support.postgres import execute, fetch, run


@pytest.fixture
def directory(scratch: Path) -> Iterator[DataDirectory]:
    with DataDirectory(scratch / "data") as locked:
        yield locked


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def embedded(directory: DataDirectory, said: list[str]) -> Iterator[Embedded]:
    running = Embedded(directory, said.append)
    running.start()
    yield running
    running.stop()


def tend_until_ready(embedded: Embedded) -> None:
    while not embedded.ready:
        embedded.wait(embedded.tend())


def test_what_was_committed_is_there_after_a_restart(directory: DataDirectory) -> None:
    first = Embedded(directory)
    run(execute(first.start(), "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)"))
    first.stop()
    second = Embedded(directory)
    try:
        assert run(fetch(second.start(), "SELECT n FROM kept"))[0]["n"] == 7
    finally:
        second.stop()


@pytest.mark.parametrize("text", ["null", "[]", "7", "{", '{"sockets": null}'])
def test_whatever_stands_in_the_announcement_a_start_goes_on(
    directory: DataDirectory, text: str
) -> None:
    (directory.path / "server.json").write_text(text)
    assert set(directory.announced()) <= {"sockets"}


def test_durability_is_full(embedded: Embedded) -> None:
    names = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
    for name in names:
        assert run(fetch(embedded.url, f"SHOW {name}"))[0][0] == "on"


def test_a_new_wal_file_keeps_nobody_waiting(embedded: Embedded) -> None:
    assert run(fetch(embedded.url, "SHOW wal_init_zero"))[0][0] == "off"


def test_it_keeps_pages_in_an_eighth_of_the_memory(embedded: Embedded) -> None:
    asked = "SELECT setting::bigint * 8192 FROM pg_settings WHERE name = 'shared_buffers'"
    kept = run(fetch(embedded.url, asked))[0][0]
    assert 128 * 2**20 <= kept <= 4 * 2**30
    if 2**30 < machine_memory() < 32 * 2**30:
        assert abs(kept - machine_memory() // 8) < 2**20


def test_it_is_no_superuser_and_takes_no_network(embedded: Embedded) -> None:
    asked = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    assert run(fetch(embedded.url, asked))[0][0] is False
    assert run(fetch(embedded.url, "SHOW listen_addresses"))[0][0] == ""


def test_postmaster_killed(embedded: Embedded, said: list[str]) -> None:
    run(execute(embedded.url, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)"))
    for _ in range(3):
        assert embedded.pid is not None
        os.kill(embedded.pid, signal.SIGKILL)
        embedded.wait(60)
        embedded.tend()
        assert not embedded.ready
        tend_until_ready(embedded)
        assert run(fetch(embedded.url, "SELECT n FROM kept"))[0]["n"] == 7
    assert any("SIGKILL" in line for line in said)


def test_second_owner_is_refused(directory: DataDirectory) -> None:
    with pytest.raises(DataDirectoryInUse, match=rf"process {os.getpid()}"):
        DataDirectory(directory.path).lock()


def test_others_find_the_running_one(embedded: Embedded, directory: DataDirectory) -> None:
    assert DataDirectory(directory.path).running_url() == embedded.url
    assert DataDirectory(directory.path / "elsewhere").running_url() is None


PARENT = """
import sys, time
from pathlib import Path
from holdfast.db.datadir import DataDirectory
from holdfast.db.embedded import Embedded
from holdfast.db.memory import machine_memory
with DataDirectory(Path(sys.argv[1])) as directory:
    embedded = Embedded(directory)
    embedded.start()
    print(embedded.pid, flush=True)
    sys.stdin.read()
"""


def test_it_ends_with_its_supervisor(scratch: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(scratch / "data")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    watched = os.pidfd_open(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    assert select.select((watched,), (), (), 90)[0], "PostgreSQL outlived its supervisor"
    os.close(watched)


def test_orphan_is_stopped_and_replaced(scratch: Path) -> None:
    directory = DataDirectory(scratch / "data")
    with directory:
        first = Embedded(directory)
        first.start()
        first.stop()
        orphan = _start_unattended(directory)
        said: list[str] = []
        second = Embedded(directory, said.append)
        try:
            second.start()
            assert orphan.wait(60) == 0
            assert any(f"process {orphan.pid}" in line for line in said)
            assert postmaster_in(directory.cluster) == second.pid
        finally:
            second.stop()


def test_an_orphan_that_does_not_end_is_ended_by_its_number(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one whose shutdown met a full disk."""
    assert sum(patience for _, patience in orphans.STEPS) <= 25
    monkeypatch.setattr(orphans, "STEPS", [(number, 0.2) for number, _ in orphans.STEPS])
    directory = DataDirectory(scratch / "data")
    with directory:
        first = Embedded(directory)
        first.start()
        first.stop()
        orphan = _start_unattended(directory)
        orphan.send_signal(signal.SIGSTOP)
        said: list[str] = []
        stop_orphan(directory.cluster, said.append)
        assert orphan.wait(60) == -signal.SIGKILL
    assert all(str(orphan.pid) in line for line in said)
    assert [name for name in ("SIGINT", "SIGQUIT") if any(name in line for line in said)] == [
        "SIGINT", "SIGQUIT",
    ]  # fmt: skip


def test_a_database_that_does_not_end_is_ended_and_recovers(
    directory: DataDirectory, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sum(patience for _, patience in embedded_module.STOP_STEPS) <= 30
    quick = [(number, 0.2) for number, _ in embedded_module.STOP_STEPS]
    monkeypatch.setattr(embedded_module, "STOP_STEPS", quick)
    stuck = Embedded(directory, said.append)
    run(execute(stuck.start(), "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)"))
    assert stuck.pid is not None
    os.kill(stuck.pid, signal.SIGSTOP)
    stuck.stop()
    assert any("SIGINT" in line and "by force" in line for line in said)
    assert isinstance(stuck.ended_badly, DatabaseWillNotStart)
    monkeypatch.undo()
    after = Embedded(directory)
    try:
        assert run(fetch(after.start(), "SELECT n FROM kept"))[0]["n"] == 7
    finally:
        after.stop()


def _start_unattended(directory: DataDirectory) -> "subprocess.Popen[bytes]":
    """A postmaster that nobody looks after and no parent's death ends."""
    account = account_for(directory.cluster)
    folder = OpenFolder(directory.cluster, account)
    sockets = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    os.chown(sockets, account.uid, account.gid)
    words = [find_programs(account)["postgres"], "-D", folder.name, "-c", "listen_addresses="]
    words = account.command([*words, "-c", f"unix_socket_directories={sockets}"])
    words.remove("--pdeathsig=INT")
    started = subprocess.Popen(
        words, pass_fds=folder.passed, cwd="/", stderr=subprocess.PIPE, env={"LC_ALL": "C"}
    )
    assert started.stderr is not None
    for line in started.stderr:
        if b"ready to accept connections" in line:
            break
    folder.close()
    return started


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may own a directory others cannot enter")
def test_private_parents_stay_private(scratch: Path) -> None:
    parent = scratch / "private"
    parent.mkdir(mode=0o700)
    with DataDirectory(parent / "data") as directory:
        embedded = Embedded(directory)
        embedded.start()
        assert run(fetch(embedded.url, "SELECT 1"))[0][0] == 1
        embedded.stop()
    assert stat.S_IMODE(parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((parent / "data").stat().st_mode) == 0o700


def test_a_path_longer_than_a_socket_address(scratch: Path) -> None:
    with DataDirectory(scratch / ("long & odd %20 " * 12) / "data") as directory:
        embedded = Embedded(directory)
        embedded.start()
        assert run(fetch(embedded.url, "SELECT 1"))[0][0] == 1
        embedded.stop()


def test_another_major_version_is_refused(directory: DataDirectory) -> None:
    directory.cluster.mkdir()
    (directory.cluster / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseWillNotStart, match="PostgreSQL 16"):
        Embedded(directory).start()


def test_a_cluster_that_cannot_start_says_why(directory: DataDirectory) -> None:
    first = Embedded(directory)
    first.start()
    first.stop()
    with (directory.cluster / "postgresql.conf").open("a") as settings:
        settings.write("max_connections = plenty\n")
    with pytest.raises(DatabaseWillNotStart, match=r"max_connections.*postgresql\.log"):
        Embedded(directory).start()


def test_no_place_to_write(scratch: Path) -> None:
    (scratch / "file").write_text("")
    with pytest.raises(StorageRefused, match="--data"):
        DataDirectory(scratch / "file" / "data").lock()


def test_full_disk_is_named() -> None:
    said = 'FATAL:  could not write lock file "postmaster.pid": No space left on device'
    assert isinstance(explain_log(said, "postgres"), StorageFull)
    assert isinstance(explain_os_error(OSError(28, "full"), Path("/data")), StorageFull)


def test_the_log_is_bounded(scratch: Path) -> None:
    log = ServerLog(scratch / "log" / "postgresql.log")
    with log.open() as opened:
        for _ in range(6):
            opened.write(b"x" * LIMIT)
            opened.flush()
            log.rotate()
        opened.write(b"after")
    assert log.path.read_bytes() == b"after"
    assert len(list(log.path.parent.iterdir())) == 5
