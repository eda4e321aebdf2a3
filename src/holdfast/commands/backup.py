"""`holdfast backup`: the whole data directory, of a shop that sells or one that is stopped."""

import asyncio
import contextlib
import os
import shutil
import signal
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import holdfast
from holdfast.commands.where import CommandRefused, Where
from holdfast.db.backup_files import (
    DATABASE,
    Manifest,
    being_made,
    check_files,
    copy_files,
    interrupted_backups,
    is_daily,
    read_manifest,
    sums_of,
)
from holdfast.db.base_backup import copy_database, verify_copy
from holdfast.db.binaries import account_for, find_programs
from holdfast.db.datadir import DataDirectory, explain_os_error
from holdfast.db.migrate import schema_of
from holdfast.kit.clock import iso, utc_now
from holdfast.server.database import database_at

__all__ = ["ARCHIVES", "backup", "megabytes", "size_of", "until_told_to_end"]

ARCHIVES: Final = {".tar": "w", ".tar.gz": "w:gz", ".tgz": "w:gz"}


def backup(where: Where, target: Path) -> int:
    """Copy everything, read the copy again, and only then give it its name."""
    data, tell = where.data, where.tell
    if where.database_url is not None:
        raise CommandRefused(
            "The database is that of DATABASE_URL: copy it with its own tools (pg_basebackup, "
            f"pg_dump), and beside it {data / 'secret'} and {data / 'media'}."
        )
    target = target.absolute()
    _look_at(target, data)
    begun = time.monotonic()
    try:
        if is_daily(target.name):
            _clear_interrupted(target.parent)
        with until_told_to_end(), _fresh_beside(target) as fresh:
            manifest = _copy(data, fresh, tell)
            tell("Checking the copy")
            _check(data, fresh)
            size = size_of(fresh)
            _give_name(fresh, target)
    except OSError as error:
        raise explain_os_error(error, target) from error
    seconds = time.monotonic() - begun
    about = {"target": str(target), "madeAt": iso(manifest.made_at), "bytes": size}
    where.show(
        {**about, "schema": manifest.schema, "seconds": round(seconds, 1)},
        f"{target}: {megabytes(size)}, every file checked, in {seconds:.1f} s\n"
        "It has the secret and all of the customers' data in it: keep it as safe as the shop.",
    )
    return 0


def _look_at(target: Path, data: Path) -> None:
    if os.path.lexists(target):
        raise CommandRefused(f"{target} is there already. Name a new directory or archive.")
    if not target.parent.is_dir():
        raise CommandRefused(f"There is no directory {target.parent} to put a backup into.")
    if target.resolve().is_relative_to(data.resolve()):
        raise CommandRefused(f"{target} lies within {data}, which is to be backed up.")


def _clear_interrupted(folder: Path) -> None:
    """What a daily backup left that was killed is of no use, and takes as much room as one."""
    for left in interrupted_backups(folder):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                left.unlink()


def _copy(data: Path, fresh: Path, tell: Callable[[str], None]) -> Manifest:
    directory = DataDirectory(data)
    with database_at(data, None, tell, make=False, as_it_is=True) as url:
        programs = find_programs(account_for(directory.cluster))
        schema = asyncio.run(schema_of(url))
        tell(f"Copying the database of {directory.path}")
        copy_database(url, programs, fresh / DATABASE)
    made_at = utc_now()
    # After the database: every picture it knows is there by now, and none goes within a day.
    copy_files(directory.path, fresh)
    if not (fresh / "secret").exists():
        tell("There is no secret in it: keep what HOLDFAST_SECRET says yourself")
    manifest = Manifest(made_at, holdfast.__version__, schema, sums_of(fresh))
    manifest.write(fresh)
    return manifest


def _check(data: Path, fresh: Path) -> None:
    check_files(fresh, read_manifest(fresh))
    verify_copy(find_programs(account_for(data / DATABASE)), fresh / DATABASE)


def _give_name(fresh: Path, target: Path) -> None:
    """The whole backup appears under its name at once, and nothing is overwritten."""
    os.sync()
    mode = next((how for end, how in ARCHIVES.items() if target.name.endswith(end)), None)
    if mode is None:
        fresh.rename(target)
        return
    archive = fresh.with_name(f"{fresh.name}.archive")
    try:
        with archive.open("xb") as file:
            os.fchmod(file.fileno(), 0o600)
            options = {"compresslevel": 3} if mode == "w:gz" else {}
            with tarfile.open(fileobj=file, mode=mode, **options) as tar:  # type: ignore[call-overload]
                for path in sorted(fresh.iterdir()):
                    tar.add(path, path.name)
            file.flush()
            os.fsync(file.fileno())
        os.link(archive, target)
    finally:
        archive.unlink(missing_ok=True)


@contextlib.contextmanager
def _fresh_beside(target: Path) -> Iterator[Path]:
    """A folder for us only, on the disk of the target; gone afterwards unless it was renamed."""
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        with being_made(made):
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        with contextlib.suppress(OSError):
            folder = os.open(target.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)


@contextlib.contextmanager
def until_told_to_end() -> Iterator[None]:
    """Asked to end (SIGTERM), it clears up first, as after ctrl-c."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def size_of(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"
