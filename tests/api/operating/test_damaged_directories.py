"""`holdfast` on a data directory that is damaged: one sentence that names what is wrong, the code
that says of what kind, and nothing changed.
"""

import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from holdfast.db.datadir import DataDirectory, StorageRefused
from holdfast.db.embedded import Embedded
from holdfast.db.inspection import inspect
from holdfast.server.supervisor import Plan, serve
from tests.support.server import ServerProcess, until

Damage = Callable[[Path], object]
Start = Callable[..., ServerProcess]
SOONEST, DISK, DATABASE = 30.0, 6, 5


def replaced(name: str, text: bytes | None) -> Damage:
    """``name`` is a file with this in it, or an empty folder."""

    def damage(data: Path) -> None:
        path = data / name
        path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)
        path.parent.mkdir(exist_ok=True)
        path.mkdir() if text is None else path.write_bytes(text)

    return damage


def gone(name: str) -> Damage:
    def damage(data: Path) -> None:
        path = data / name
        path.unlink() if path.is_file() else shutil.rmtree(path)

    return damage


def chowned(name: str, uid: int, itself: int | None = None) -> Damage:
    """Given to this user, with all that is in it; ``itself`` to another."""

    def damage(data: Path) -> None:
        subprocess.run(["chown", "-R", str(uid), data / name], check=True)
        os.chown(data / name, uid if itself is None else itself, -1)

    return damage


DAMAGES: Final[dict[str, tuple[Damage, int, str]]] = {
    "an empty secret": (replaced("secret", b"\n"), DISK, "{data}/secret is empty"),
    "a short secret": (replaced("secret", b"short"), DISK, "{data}/secret is too short"),
    "a folder for a secret": (replaced("secret", None), DISK, "{data}/secret is a directory"),
    "a file for pictures": (replaced("media", b"x"), DISK, "{data}/media is not a directory"),
    "a file for logs": (replaced("log", b"x"), DISK, "{data}/log is not a directory"),
    "a folder for the log": (
        replaced("log/postgresql.log", None), DISK, "{data}/log/postgresql.log is a directory"
    ),
    "a folder for the lock": (replaced("lock", None), DISK, "{data}/lock is a directory"),
    "a folder for the word left": (
        replaced("server.json", None), DISK, "{data}/server.json is a directory"
    ),
    "a file for a database": (
        replaced("postgresql", b"x"), DISK, "{data}/postgresql is not a directory"
    ),
    "an empty database": (replaced("postgresql", None), DATABASE, "{data}/postgresql is empty"),
    "bytes for a version": (
        replaced("postgresql/PG_VERSION", b"\xff\x00\x81"), DATABASE, "PG_VERSION is damaged"
    ),
    "no version": (gone("postgresql/PG_VERSION"), DATABASE, "has no PG_VERSION"),
    "no control file": (gone("postgresql/global/pg_control"), DATABASE, "no global/pg_control"),
    "no write-ahead log": (gone("postgresql/pg_wal"), DATABASE, "no pg_wal"),
    "others may look": (
        lambda data: (data / "postgresql").chmod(0o755), DISK, "chmod 700 {data}/postgresql"
    ),
    "an unfinished restore": (replaced(".restoring", None), DISK, "restore into {data} was inter"),
    # A number that is no account of ours; and, of a directory that an account owned, one of root's.
    "restored as somebody": (
        chowned("postgresql", 4321, 65534),
        DISK, "chown -R 65534:65534 {data}/postgresql",
    ),
    "restored as root": (
        chowned("postgresql", 0), DISK, "belongs to root, and PostgreSQL runs as nobody"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory as a shop that was stopped leaves it, but for what is large in it."""
    data = tmp_path_factory.mktemp("whole") / "data"
    with DataDirectory(data) as directory:
        embedded = Embedded(directory)
        embedded.start()
        embedded.stop()
    for large in ("base", "pg_wal"):  # nothing here is to be started
        for path in (data / "postgresql" / large).rglob("*"):
            if path.is_file():
                path.unlink()
    (data / "media").mkdir()
    (data / "secret").write_text("a secret that is long enough")
    yield data
    shutil.rmtree(data)


@pytest.fixture
def data(whole: Path, scratch: Path) -> Path:
    subprocess.run(["cp", "-a", whole, scratch / "data"], check=True)
    return scratch / "data"


def tree(folder: Path) -> dict[str, tuple[int, int, int, str]]:
    """Mode, owner, group and content of everything in there."""
    found = {}
    for path in (folder, *folder.rglob("*")):
        about = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path)] = (stat.S_IMODE(about.st_mode), about.st_uid, about.st_gid, content)
    return found


def ended(*words: str, data: Path) -> tuple[int, str, float]:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "holdfast.cli", *words, "--data", str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=100, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, time.monotonic() - begun


@pytest.mark.parametrize("named", DAMAGES)
def test_a_damage_is_named_and_nothing_is_changed(data: Path, named: str) -> None:
    if "restored" in named and os.geteuid() != 0:
        pytest.skip("only root gives files away")
    damage, code, said = DAMAGES[named]
    damage(data)
    before = tree(data)
    with pytest.raises(StorageRefused) as refused:
        serve(Plan("127.0.0.1", 0, data), pytest.fail)
    assert refused.value.exit_code == code
    assert said.format(data=data) in str(refused.value)
    assert tree(data) == before


@pytest.mark.parametrize("words", [("serve", "--port", "0"), ("audit",)])
@pytest.mark.parametrize("named", ["an empty secret", "bytes for a version"])
def test_a_command_says_so_in_one_sentence(data: Path, named: str, words: tuple[str, ...]) -> None:
    damage, code, said = DAMAGES[named]
    damage(data)
    before = tree(data)
    found, text, seconds = ended(*words, data=data)
    assert (found, text.count("\n")) == (code, 1), text
    assert said.format(data=data) in text
    assert seconds < SOONEST
    assert tree(data) == before


def as_nobody(work: Callable[[], object]) -> str:
    """What ``work`` is refused with, in a process without root's rights."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            work()
            said = "nothing"
        except StorageRefused as error:
            said = f"{error.exit_code} {error}"
        except Exception as error:  # noqa: BLE001 (told to the test)
            said = f"unexpected {error!r}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
@pytest.mark.parametrize("named", ["secret", "media", "postgresql", ""])
def test_what_belongs_to_another_user_is_named_with_its_remedy(data: Path, named: str) -> None:
    subprocess.run(["chown", "-R", "65534:65534", data], check=True)
    subprocess.run(["chmod", "755", data.parent], check=True)
    subprocess.run(["chown", "-R", "root:root", data / named], check=True)
    (data / named).chmod(0o700)
    said = as_nobody(lambda: inspect(DataDirectory(data)))
    assert said.startswith(f"6 {data / named}"), said
    assert "chown -R 65534:65534" in said


def test_an_unreadable_secret_is_named(data: Path, database_url: str) -> None:
    """Where the database is elsewhere, too."""
    (data / "secret").unlink()
    (data / "secret").symlink_to(data / "nowhere")
    code, text, _ = ended("serve", "--database-url", database_url, data=data)
    assert code == DISK
    assert text.startswith(f"holdfast: {data}/secret cannot be used")
    assert "Traceback" not in text


def test_an_empty_lock_file_of_a_crash_keeps_nobody_out(scratch: Path) -> None:
    with DataDirectory(scratch / "data") as directory:
        for _ in range(2):
            embedded = Embedded(directory)
            embedded.start()
            embedded.stop()
            (directory.cluster / "postmaster.pid").write_bytes(b"")


@pytest.mark.parametrize("said", ["null", "[]", '{"url": "postgresql://elsewhere", "pid": 1}'])
def test_a_word_that_a_running_server_did_not_leave_is_not_believed(
    scratch: Path, said: str
) -> None:
    with DataDirectory(scratch / "data") as running:
        (running.path / "server.json").write_text(said)
        with pytest.raises(Exception, match=rf"process {os.getpid()}.*server\.json") as refused:
            DataDirectory(running.path).running_url(at_most=0.2)
        assert getattr(refused.value, "exit_code", None) == DATABASE
    assert (scratch / "data" / "server.json").read_text() == said
    assert json.loads((scratch / "data" / "lock").read_bytes() or b"0") == 0


def test_stopping_where_the_database_was_taken_away(start_server: Start) -> None:
    server = start_server()
    (server.data / "postgresql").rename(server.data / "elsewhere")
    replaced("server.json", None)(server.data)
    replaced("log", b"")(server.data)
    begun = time.monotonic()
    os.kill(server.pid, signal.SIGTERM)
    code = server.wait_end(SOONEST + 10)
    assert time.monotonic() - begun < SOONEST
    assert code in (0, DATABASE)
    assert "Traceback" not in server.said
    until(lambda: server.postmaster_pid is None, SOONEST, "PostgreSQL has ended")
