"""A shop that is told where puts a copy of itself there each day, and keeps the newest."""

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdfast.server import backups
from holdfast.server.backups import DailyBackups
from tests.api.operating.test_backups import holdfast
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "copies"
    made.mkdir()
    return made


def test_a_copy_is_made_each_day_and_the_newest_are_kept(
    folder: Path, tmp_path: Path, prepared: PreparedShops
) -> None:
    """One that cannot be removed keeps no other."""
    today = datetime.now(UTC).date()
    for days in range(2, 18):
        (folder / f"{today - timedelta(days=days)}.tar.gz").write_bytes(b"")
    stays = folder / f"{today - timedelta(days=15)}.tar.gz"
    stays.unlink()
    stays.mkdir()
    (folder / "notes.txt").write_text("somebody else's")
    data = prepared.put(tmp_path / "data")
    environment = {"HOLDFAST_BACKUPS": str(folder), "HOLDFAST_LIMITS": "off"}

    def kept() -> list[str]:
        return sorted(path.name for path in folder.iterdir() if path.name[:1] == "2")

    with ServerProcess(data, environment=environment):
        until(lambda: len(kept()) == 15, PATIENCE, "old copies are gone")
    assert stays.is_dir()
    made = folder / kept()[-1]
    assert made.name[:10] in (str(today), str(today + timedelta(days=1)))
    assert (folder / "notes.txt").exists()
    restored = tmp_path / "restored"
    holdfast("restore", made, "--data", restored)
    assert (restored / "secret").read_text() == (data / "secret").read_text()


def test_where_no_copy_can_be_put_it_does_not_start(tmp_path: Path) -> None:
    data, missing = tmp_path / "data", tmp_path / "missing"
    said = holdfast("serve", "--port", "0", "--data", data, "--backups", missing, code=2).stderr
    assert "There is no directory" in said
    inside = data / "copies"
    inside.mkdir(parents=True)
    said = holdfast("serve", "--port", "0", "--data", data, "--backups", inside, code=2).stderr
    assert "lies within" in said
    said = holdfast(
        "serve", "--port", "0", "--data", data, "--backups", tmp_path,
        "--database-url", "postgresql://nobody@127.0.0.1:1/none", code=2,
    ).stderr  # fmt: skip
    assert "copied with its own tools" in said


def test_what_a_killed_copy_left_is_gone_once_another_is_made(
    folder: Path, tmp_path: Path, prepared: PreparedShops
) -> None:
    """What somebody is still at, or somebody else's is, stays."""
    killed, at_work = folder / ".2026-11-24.tar.gz.k1ll3d_x", folder / ".2026-11-25.tar.gz.w0rk1ng_"
    others = folder / ".notes.tar.gz.k1ll3d_x"
    for one in (killed, at_work, others):
        (one / "postgresql").mkdir(parents=True)
        (one / "postgresql" / "1").write_bytes(b"copied")
        one.with_name(f"{one.name}.archive").write_bytes(b"packed")
    lock = os.open(at_work, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        data = prepared.put(tmp_path / "data")
        holdfast("backup", folder / "2026-11-26.tar.gz", "--data", data)
    finally:
        os.close(lock)
    there = {at_work.name, f"{at_work.name}.archive", others.name, f"{others.name}.archive"}
    assert {path.name for path in folder.iterdir()} == there | {"2026-11-26.tar.gz"}


def test_a_folder_that_does_not_answer_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    folder = tmp_path / "copies"
    folder.symlink_to(folder)  # whatever is asked of it is an error
    daily = DailyBackups(folder, tmp_path / "data", said.append)
    for _ in range(2):
        daily.tend()
    (told,) = said
    assert told.startswith(f"No backup was made ({folder}/")
    assert told.endswith("Too many levels of symbolic links); it is tried again in half an hour")
    monkeypatch.setattr(backups, "AGAIN_SECONDS", 0.0)
    again = DailyBackups(folder, tmp_path / "data", said.append)
    for _ in range(2):
        again.tend()
    assert len(said) == 3


def test_a_shop_starts_though_the_folder_does_not_answer(
    tmp_path: Path, prepared: PreparedShops
) -> None:
    data, folder = prepared.put(tmp_path / "data"), tmp_path / "copies"
    folder.symlink_to(folder)
    with ServerProcess(data, environment={"HOLDFAST_BACKUPS": str(folder)}) as shop:
        shop.wait_said("No backup was made")
