"""What a backup is: a folder with the database (``postgresql``), all else that a shop keeps beside
it (the secret, pictures), and ``backup.json``, which says what every file was.
"""

import contextlib
import fcntl
import os
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from holdfast.db.base_backup import BackupDamaged, sha256_of

__all__ = [
    "DATABASE", "MANIFEST", "Manifest", "being_made", "check_files", "copy_files", "daily_backups",
    "interrupted_backups", "is_daily", "last_copy", "read_manifest", "sums_of",
]  # fmt: skip

DATABASE: Final = "postgresql"
MANIFEST: Final = "backup.json"
LAST: Final = "last-backup.json"
"""In a data directory: where copies are put each day, and when there was one last."""
NOT_KEPT: Final = (
    "lock", "log", "run", "search", "server.json", "server.new", DATABASE, "postgresql.new", LAST,
    f"{LAST}.new",
)  # fmt: skip
"""Of a data directory: what belongs to a process, what is made from the rest, and what is copied
otherwise."""

FORMAT: Final = 1
PIECE: Final = 2**20
_DAILY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\.tar\.gz")
_INTERRUPTED: Final = re.compile(rf"\.{_DAILY.pattern}\.\w{{8}}(\.archive)?")


class FileSum(Struct, frozen=True):
    size: int
    sha256: str


class Manifest(Struct, frozen=True, rename="camel"):
    """``schema``: the database's; ``files`` but the database's, of which only its write-ahead
    log and its own manifest, which has the sums of the others."""

    made_at: datetime
    holdfast: str
    schema: str
    files: dict[str, FileSum]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        with (folder / MANIFEST).open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(self)) + b"\n")
            os.fsync(file.fileno())


def copy_files(source: Path, target: Path, left_out: tuple[str, ...] = NOT_KEPT) -> None:
    """Copy the files below ``source`` but these. What vanishes meanwhile was not wanted any more;
    what is no file (a link to one is) is left out. It is on the disk only after a sync."""
    for path, name in _files(source, left_out):
        copy = target / name
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            reading = path.open("rb")
        except FileNotFoundError:
            continue
        with reading, copy.open("xb") as writing:
            os.fchmod(writing.fileno(), 0o600)
            while piece := reading.read(PIECE):
                writing.write(piece)


def sums_of(folder: Path) -> dict[str, FileSum]:
    """Of every file of a backup that its manifest names."""
    found = {name: _sum(path) for path, name in _files(folder, (MANIFEST, DATABASE))}
    own = folder / DATABASE
    for path in (own / "backup_manifest", *(own / "pg_wal").rglob("*")):
        if path.is_file():
            found[str(path.relative_to(folder))] = _sum(path)
    return found


def read_manifest(folder: Path) -> Manifest:
    """Raises :class:`BackupDamaged`."""
    try:
        found = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise BackupDamaged(f"There is no backup: it has no {MANIFEST}.") from None
    except (msgspec.DecodeError, ValueError) as error:
        raise BackupDamaged(f"The backup's {MANIFEST} is damaged: {error}.") from None
    if found.format != FORMAT:
        raise BackupDamaged(f"The backup was made by a newer Holdfast ({found.holdfast}).")
    return found


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raises :class:`BackupDamaged` unless there are exactly the files that were backed up."""
    there, named = sums_of(folder), manifest.files
    for what, names in (
        ("is missing", named.keys() - there.keys()),
        ("was not in it", there.keys() - named.keys()),
        ("is not as it was", {name for name in named.keys() & there.keys()
                              if named[name] != there[name]}),
    ):  # fmt: skip
        if names:
            raise BackupDamaged(f"The backup is damaged: {min(names)} {what}.")


def _files(folder: Path, left_out: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    for entry in sorted(folder.iterdir()):
        if entry.name in left_out or entry.name.startswith("."):
            continue
        for path in [entry] if not entry.is_dir() else sorted(entry.rglob("*")):
            name = path.relative_to(folder)
            hidden = any(part.startswith(".") for part in name.parts)
            if not hidden and stat.S_ISREG(_mode(path)):
                yield path, str(name)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _sum(path: Path) -> FileSum:
    return FileSum(*sha256_of(path))


def is_daily(name: str) -> bool:
    """Whether an archive is named by a day."""
    return _DAILY.fullmatch(name) is not None


def daily_backups(folder: Path) -> list[Path]:
    """The archives there that are named by a day; what else lies there is somebody else's."""
    return [one for one in folder.iterdir() if is_daily(one.name)]


@contextlib.contextmanager
def being_made(fresh: Path) -> Iterator[None]:
    """Others see that somebody is at this folder. The lock is the kernel's: it ends with whoever
    is, however that ends. Where the disk knows none there is none."""
    folder = os.open(fresh, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(folder)


def interrupted_backups(folder: Path) -> list[Path]:
    """Folders and archives of daily backups that were killed while they were made."""
    return [
        one
        for one in folder.iterdir()
        if _INTERRUPTED.fullmatch(one.name)
        and not _is_made(one.with_name(one.name.removesuffix(".archive")))
    ]


def _is_made(fresh: Path) -> bool:
    try:
        folder = os.open(fresh, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(folder, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    else:
        return False
    finally:
        os.close(folder)


class _Last(Struct, frozen=True):
    folder: str
    at: datetime


def last_copy(folder: Path, data: Path, since: datetime) -> datetime:
    """When the newest daily backup there was made; before the first, since when one is wanted. It
    is noted in the data directory, so that neither a start nor a folder that cannot be read, or is
    empty again, begins that anew."""
    noted, found = _noted(data, folder), _newest(folder)
    last = found or noted or since
    if last != noted:
        with contextlib.suppress(OSError):
            written = data / f"{LAST}.new"
            written.write_bytes(msgspec.json.encode(_Last(str(folder), last)))
            written.replace(data / LAST)
    return last


def _noted(data: Path, folder: Path) -> datetime | None:
    try:
        said = msgspec.json.decode((data / LAST).read_bytes(), type=_Last)
    except (OSError, msgspec.DecodeError, ValueError):
        return None
    return said.at if said.folder == str(folder) else None


def _newest(folder: Path) -> datetime | None:
    try:
        times = [one.stat().st_mtime for one in daily_backups(folder)]
    except OSError:
        return None
    return datetime.fromtimestamp(max(times), UTC) if times else None
