"""A copy of a database's files, taken while it runs (``pg_basebackup``), and the proof that such a
copy is whole: by the sums PostgreSQL itself made of what it sent, and by reading the write-ahead
log that goes with it (``pg_waldump``). The wheel's ``pg_verifybackup`` would do the same, and
crashes.
"""

import contextlib
import hashlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, field

from holdfast.db.binaries import Programs, SystemAccount
from holdfast.db.cluster import explain_log
from holdfast.db.datadir import DatabaseWillNotStart, StorageFull, StorageRefused

__all__ = ["BackupDamaged", "copy_database", "sha256_of", "verify_copy"]

LOOK_EVERY: Final = 2.0
STALLED_AFTER: Final = 60.0
APART: Final = ("backup_manifest", "pg_wal")
FULL_MARKS: Final = ("No space left on device", "Disk quota exceeded")


class BackupDamaged(StorageRefused):
    """The backup is not what was backed up."""


def copy_database(url: str, programs: Programs, target: Path) -> None:
    """Copy the files of the running database at ``url`` into the new folder ``target``, with the
    write-ahead log that makes them one moment: that of the end of the copying."""
    words = [programs["pg_basebackup"], "--dbname", url.replace("//holdfast@", "//postgres@", 1)]
    words += ["--pgdata", str(target), "--wal-method=stream", "--checkpoint=fast", "--no-password"]
    words += ["--manifest-checksums=SHA256"]
    said = _run(words, target)
    if said is None:
        return
    if any(mark in said for mark in FULL_MARKS):
        raise StorageFull(f"The disk holding {target.parent} is full. The backup was not made.")
    if "no pg_hba.conf entry for replication" in said:
        raise DatabaseWillNotStart(
            "The running shop was started by an older Holdfast, whose database gives no copies of "
            "itself: restart the shop, then back it up."
        )
    raise DatabaseWillNotStart(f"{explain_log(said, 'pg_basebackup')} The backup was not made.")


class _File(Struct, frozen=True):
    size: int = field(name="Size")
    checksum: str = field(name="Checksum", default="")
    algorithm: str = field(name="Checksum-Algorithm", default="")
    path: str = field(name="Path", default="")
    encoded: str = field(name="Encoded-Path", default="")

    @property
    def name(self) -> str:
        return self.path or os.fsdecode(bytes.fromhex(self.encoded))


class _Range(Struct, frozen=True):
    timeline: int = field(name="Timeline")
    start: str = field(name="Start-LSN")
    end: str = field(name="End-LSN")


class _Manifest(Struct, frozen=True):
    files: list[_File] = field(name="Files")
    ranges: list[_Range] = field(name="WAL-Ranges")
    checksum: str = field(name="Manifest-Checksum")


def verify_copy(programs: Programs, folder: Path) -> None:
    """Read all of the copy again; refused if a byte of it is not as it was, or missing."""
    manifest = _manifest_of(folder)
    there = {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if not path.is_dir() and path.relative_to(folder).parts[0] not in APART
    }
    named = {one.name: one for one in manifest.files}
    if amiss := sorted(there ^ named.keys()):
        which = "is missing" if amiss[0] in named else "was not in it"
        raise BackupDamaged(f"The database of the backup is damaged: {amiss[0]} {which}.")
    for name, one in named.items():
        if one.algorithm != "SHA256" or sha256_of(folder / name) != (one.size, one.checksum):
            raise BackupDamaged(f"The database of the backup is damaged: {name} is not as it was.")
    for each in manifest.ranges:
        words = [programs["pg_waldump"], "--quiet", "--path", str(folder / "pg_wal")]
        words += ["--timeline", str(each.timeline), "--start", each.start, "--end", each.end]
        if (said := _run(words, None)) is not None:
            raise BackupDamaged(f"The backup's write-ahead log is damaged: {said.strip()}.")


def _manifest_of(folder: Path) -> _Manifest:
    path = folder / "backup_manifest"
    try:
        text = path.read_bytes()
        found = msgspec.json.decode(text, type=_Manifest)
    except FileNotFoundError:
        raise BackupDamaged(
            f"The backup is damaged: there is no {path.name}, or not all of it."
        ) from None
    except ValueError as error:
        raise BackupDamaged(f"The backup is damaged: {path.name}: {error}.") from None
    summed, _, _ = text.rpartition(b'"Manifest-Checksum"')
    if hashlib.sha256(summed).hexdigest() != found.checksum:
        raise BackupDamaged(f"The backup is damaged: {path.name} is not as it was.")
    return found


def sha256_of(path: Path) -> tuple[int, str]:
    """A file's size and sum."""
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()


def _run(words: list[str], growing: Path | None) -> str | None:
    """What it said, if it failed. It may take its time as long as ``growing`` grows."""
    ours = SystemAccount(os.geteuid(), os.getegid(), switched=False)
    process = subprocess.Popen(
        ours.command(words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
    )
    try:
        return _watch(process, growing)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()


def _watch(process: "subprocess.Popen[str]", growing: Path | None) -> str | None:
    size, moved = -1, time.monotonic()
    while True:
        try:
            said, _ = process.communicate(timeout=LOOK_EVERY)
        except subprocess.TimeoutExpired:
            now = time.monotonic()
            found = -1 if growing is None else _size(growing)
            if found != size:
                size, moved = found, now
            if growing is not None and now - moved > STALLED_AFTER:
                return f"error: nothing more came for {STALLED_AFTER:.0f} s"
        else:
            return None if process.returncode == 0 else said


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # renamed meanwhile
            total += path.lstat().st_size
    return total
