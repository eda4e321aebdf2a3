"""A shop that is told where puts a copy of itself there each day, and keeps the newest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

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
    today = datetime.now(UTC).date()
    for days in range(2, 18):
        (folder / f"{today - timedelta(days=days)}.tar.gz").write_bytes(b"")
    (folder / "notes.txt").write_text("somebody else's")
    data = prepared.put(tmp_path / "data")
    environment = {"HOLDFAST_BACKUPS": str(folder), "HOLDFAST_LIMITS": "off"}

    def kept() -> list[str]:
        return sorted(path.name for path in folder.iterdir() if path.name[:1] == "2")

    with ServerProcess(data, environment=environment):
        until(lambda: len(kept()) == 14, PATIENCE, "old copies are gone")
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
