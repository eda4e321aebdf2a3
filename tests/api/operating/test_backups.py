"""`holdfast backup` and `holdfast restore`: a shop that sells is copied whole, what was copied is
checked, and comes to life elsewhere as it was.
"""

import json
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdfast.commands.restore import restore
from holdfast.commands.where import Where
from holdfast.db.datadir import DataDirectory
from holdfast.db.embedded import Embedded
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch, run
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until
from tests.support.small_disk import small_disk

PICTURE = f"{'ab' * 16}.png"


def holdfast(*words: str | Path, code: int = 0) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, which must be this."""
    done = subprocess.run(
        [sys.executable, "-m", "holdfast.cli", *map(str, words)],
        capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


class Buying(threading.Thread):
    """Somebody who orders on and on; ``placed`` are the orders that were acknowledged."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._url = url
        self._enough = threading.Event()
        self.some = threading.Event()
        self.placed: list[str] = []
        self.refused: list[str] = []

    def run(self) -> None:
        with httpx.Client(base_url=self._url, timeout=PATIENCE) as buyer:
            goods = buyer.get("/api/products").json()["products"]
            lines = [
                {"productId": one["id"], "variantId": variant["id"], "quantity": 1}
                for one in goods for variant in one["variants"]
            ]  # fmt: skip
            number = 0
            while not self._enough.is_set():
                line, number = lines[number % len(lines)], number + 1
                key = {"Idempotency-Key": f"ordered-meanwhile-{number}"}
                answer = buyer.post("/api/orders/reserve", json={"items": [line]}, headers=key)
                if answer.status_code == 200:
                    self.placed.append(answer.json()["orderId"])
                elif answer.json()["code"] not in ("insufficient-stock", "out-of-stock"):
                    self.refused.append(answer.text)
                if len(self.placed) >= 5:
                    self.some.set()

    def enough(self) -> None:
        self._enough.set()
        self.join(PATIENCE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("backups")
    yield made
    shutil.rmtree(made)


class Hot:
    """A shop, and the backup that was made of it while it sold."""

    def __init__(self, folder: Path, prepared: PreparedShops) -> None:
        self.copy = folder / "copy"
        self.data = prepared.put(folder / "data", demo=True)
        self.restored = folder / "restored"
        with ServerProcess(self.data, "--demo", environment={"HOLDFAST_LIMITS": "off"}) as server:
            (self.data / "media").mkdir(exist_ok=True)
            (self.data / "media" / PICTURE).write_bytes(b"a picture")
            buying = Buying(server.url)
            buying.start()
            assert buying.some.wait(PATIENCE)
            self.before = list(buying.placed)
            heads = folder / "heads.json"
            holdfast("audit", "--data", self.data, "--export-heads", heads)
            self.said = json.loads(
                holdfast("backup", self.copy, "--data", self.data, "--json").stdout
            )
            during = len(buying.placed)
            buying.enough()
            self.sold_on = during > len(self.before)
            self.refused = buying.refused
            self.ready = httpx.get(f"{server.url}/health/ready", timeout=PATIENCE).status_code
            self.cursors = run(fetch(server.database_url, "SELECT max(xid) FROM event_cursors"))
            self.of_all = len(buying.placed)
        self.secret = (self.data / "secret").read_text()
        self.restoring = holdfast("restore", self.copy, "--data", self.restored, "--audit")
        self.laid_out = sorted(path.name for path in self.restored.iterdir())
        holdfast("audit", "--data", self.restored, "--against", heads)  # its past is the same


@pytest.fixture(scope="module")
def hot(folder: Path, prepared: PreparedShops) -> Hot:
    return Hot(folder, prepared)


def rows(data: Path, *statements: str) -> list[list[Any]]:
    """What the database of a directory says, started by itself."""
    with DataDirectory(data) as directory:
        embedded = Embedded(directory)
        url = embedded.start()
        try:
            return [[tuple(row) for row in run(fetch(url, one))] for one in statements]
        finally:
            embedded.stop()


def era_of(data: Path) -> int:
    """In which the next event is written."""
    eras, defaults = rows(
        data,
        "SELECT max(era) FROM event_eras",
        "SELECT substring(column_default FROM '[0-9]+')::int FROM information_schema.columns"
        " WHERE (table_name, column_name) = ('events', 'era')",
    )
    assert eras == defaults
    return int(eras[0][0])


def test_a_shop_that_sells_is_backed_up_whole(hot: Hot) -> None:
    assert hot.sold_on, "nobody bought meanwhile: this shows nothing"
    assert (hot.ready, hot.refused) == (200, [])
    assert hot.said["target"] == str(hot.copy)
    assert stat.S_IMODE(hot.copy.stat().st_mode) == 0o700
    assert not list(hot.copy.parent.glob(".copy*"))
    assert "the audit clean" in hot.restoring.stdout
    assert (hot.restored / "secret").read_text() == hot.secret
    assert (hot.restored / "media" / PICTURE).read_bytes() == b"a picture"
    assert hot.laid_out == ["lock", "media", "postgresql", "secret"]
    orders, events, eras, read, now = rows(
        hot.restored,
        "SELECT id::text FROM orders",
        "SELECT max(xid)::text::bigint FROM events",
        "SELECT max(era) FROM event_eras",
        "SELECT count(*) FROM event_cursors",
        "SELECT pg_current_xact_id()::text::bigint",
    )
    assert {order for (order,) in orders} >= set(hot.before)
    # Transactions are counted on from where the shop was: cursors stand where they stood.
    assert now[0][0] > events[0][0]
    assert read[0][0] > 0
    # And what happens there from now on is called otherwise than what the shop told meanwhile.
    assert eras == [(era_of(hot.data) + 1,)]
    assert len(rows(hot.data, "SELECT id FROM orders")[0]) == hot.of_all


@pytest.mark.long
def test_a_shop_that_is_stopped_is_backed_up_into_one_file(hot: Hot, scratch: Path) -> None:
    archive = scratch / "shop.tar.gz"
    orders = rows(hot.restored, "SELECT id FROM orders ORDER BY id")
    holdfast("backup", archive, "--data", hot.restored)
    assert [path.name for path in scratch.iterdir()] == [archive.name]
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    (scratch / "volume" / "lost+found").mkdir(parents=True)
    holdfast("restore", archive, "--data", scratch / "volume")
    assert rows(scratch / "volume", "SELECT id FROM orders ORDER BY id") == orders
    assert era_of(scratch / "volume") == era_of(hot.restored) + 1
    holdfast("events", "new-era", "--data", scratch / "volume")  # as after other tools
    assert era_of(scratch / "volume") == era_of(hot.restored) + 2
    torn = scratch / "torn.tar.gz"
    torn.write_bytes(archive.read_bytes()[:-100_000])
    done = holdfast("restore", torn, "--data", scratch / "nowhere", code=6)
    assert "damaged" in done.stderr
    assert not (scratch / "nowhere").exists()


Damage = Callable[[Path], object]


def flip(path: Path) -> None:
    """Change one bit of a file."""
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 1
    replace(path, bytes(found))


def replace(path: Path, text: bytes) -> None:
    """Another file in its place: what else has this one keeps it."""
    path.unlink()
    path.write_bytes(text)


def largest(folder: Path) -> Path:
    return max((path for path in folder.rglob("*") if path.is_file()), key=os.path.getsize)


DAMAGES: dict[str, Damage] = {
    "a bit of the database": lambda copy: flip(largest(copy / "postgresql" / "base")),
    "a file of the database": lambda copy: largest(copy / "postgresql" / "base").unlink(),
    "the log it is completed by": lambda copy: largest(copy / "postgresql" / "pg_wal").unlink(),
    "a bit of the secret": lambda copy: flip(copy / "secret"),
    "a picture": lambda copy: (copy / "media" / PICTURE).unlink(),
    "something more": lambda copy: (copy / "media" / "more.png").write_bytes(b"x"),
    "its list": lambda copy: replace(copy / "backup.json", b"null"),
    "no list": lambda copy: (copy / "backup.json").unlink(),
    "the database's list": lambda copy: flip(copy / "postgresql" / "backup_manifest"),
}


@pytest.mark.parametrize("named", DAMAGES)
def test_a_backup_that_was_damaged_is_not_restored(hot: Hot, scratch: Path, named: str) -> None:
    copy, target = scratch / "copy", scratch / "target"
    subprocess.run(["cp", "-al", hot.copy, copy], check=True)
    DAMAGES[named](copy)
    with pytest.raises(Exception, match=r"damaged|no backup") as refused:
        restore(Where(target, None, lambda _: None, as_json=True), copy, audit=False)
    assert getattr(refused.value, "exit_code", None) == 6
    assert not target.exists()


def test_nothing_is_overwritten_and_nothing_is_left_half_done(hot: Hot, scratch: Path) -> None:
    full = scratch / "full"
    full.mkdir()
    (full / "mine").write_text("mine")
    done = holdfast("restore", hot.copy, "--data", full, code=2)
    assert "not empty (there is mine)" in done.stderr
    assert [path.name for path in full.iterdir()] == ["mine"]
    for target in (full, scratch / "no" / "where", hot.restored / "within"):
        holdfast("backup", target, "--data", hot.restored, code=2)
    holdfast("backup", scratch / "of", "--data", scratch / "nothing", code=5)
    holdfast("restore", scratch / "nothing", "--data", scratch / "there", code=2)
    done = holdfast("backup", scratch / "of", "--database-url", "postgresql://elsewhere", code=2)
    assert "DATABASE_URL" in done.stderr
    assert [path.name for path in scratch.iterdir()] == ["full"]


def test_a_backup_that_is_told_to_end_leaves_nothing(hot: Hot, scratch: Path) -> None:
    words = ["backup", str(scratch / "copy"), "--data", str(hot.restored)]
    asked = subprocess.Popen(
        [sys.executable, "-m", "holdfast.cli", *words], stderr=subprocess.PIPE, text=True
    )
    until(lambda: any(scratch.glob(".copy.*/postgresql")), PATIENCE, "it copies")
    asked.terminate()
    _, said = asked.communicate(timeout=PATIENCE)
    assert (asked.returncode, "Interrupted" in said, "Traceback" in said) == (130, True, False)
    assert not list(scratch.iterdir())
    assert not DataDirectory(hot.restored).taken()


def test_a_disk_with_too_little_room_for_it_is_named(hot: Hot, scratch: Path) -> None:
    with small_disk(scratch / "disk") as disk:
        disk.leave(20 * 2**20)
        for target in ("copy", "copy.tar"):
            done = holdfast("backup", disk.path / target, "--data", hot.restored, code=6)
            assert "full" in done.stderr
        done = holdfast("restore", hot.copy, "--data", disk.path / "shop", code=6)
        assert "full" in done.stderr
        assert not list(disk.path.iterdir())


def test_an_archive_with_ways_out_of_it_is_refused(scratch: Path) -> None:
    with tarfile.open(scratch / "evil.tar", "w") as archive:
        entry = tarfile.TarInfo("../outside")
        archive.addfile(entry)
    with pytest.raises(Exception, match="damaged") as refused:
        where = Where(scratch / "shop", None, lambda _: None, as_json=True)
        restore(where, scratch / "evil.tar", audit=False)
    assert getattr(refused.value, "exit_code", None) == 6
    assert [path.name for path in scratch.iterdir()] == ["evil.tar"]
