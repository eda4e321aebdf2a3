"""`holdfast restore`: a backup becomes a data directory, once all of it was checked."""

import asyncio
import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from holdfast.commands.backup import ARCHIVES, megabytes, size_of, until_told_to_end
from holdfast.commands.where import CommandRefused, Where
from holdfast.db.backup_files import (
    DATABASE,
    MANIFEST,
    Manifest,
    check_files,
    copy_files,
    read_manifest,
)
from holdfast.db.base_backup import BackupDamaged, verify_copy
from holdfast.db.binaries import account_for, find_programs
from holdfast.db.datadir import UNFINISHED, DataDirectory, explain_os_error
from holdfast.db.engine import Database
from holdfast.db.events import begin_era
from holdfast.db.inspection import inspect
from holdfast.db.migrate import MigrationRefused, head, revisions
from holdfast.kit.clock import iso
from holdfast.server.database import database_at
from holdfast.views.agreement import audit_shop

if TYPE_CHECKING or sys.version_info >= (3, 12):
    import tarfile
else:
    from backports import tarfile

__all__ = ["restore"]

EMPTY: Final = {"lost+found", "lock"}
"""What a directory may have in it that is empty: of a disk of its own; of who takes it."""


def restore(where: Where, source: Path, *, audit: bool) -> int:
    """Unpack, check, and only then put it where it belongs."""
    data, tell = where.data, where.tell
    if not source.exists():
        raise CommandRefused(f"There is no backup {source}.")
    begun = time.monotonic()
    try:
        with until_told_to_end(), _taken(data) as directory, _fresh_in(directory.path) as fresh:
            tell(f"Unpacking {source}")
            _unpack(source, fresh)
            tell("Checking it")
            manifest = _checked(fresh)
            _give_to_database(fresh / DATABASE)
            clean = _brought_to_life(fresh, tell, manifest, audit=audit)
            size = size_of(fresh)
            _settle(fresh, directory.path)
    except OSError as error:
        raise explain_os_error(error, data) from error
    seconds = time.monotonic() - begun
    about = {"data": str(data), "madeAt": iso(manifest.made_at), "bytes": size, "audit": clean}
    where.show(
        {**about, "schema": manifest.schema, "seconds": round(seconds, 1)},
        f"{data}: the shop as it was at {iso(manifest.made_at)}, {megabytes(size)}, "
        f"every file checked{', the audit clean' if clean else ''}, in {seconds:.1f} s",
    )
    return 0


@contextlib.contextmanager
def _taken(data: Path) -> Iterator[DataDirectory]:
    """The directory, empty and ours; as it was before, if this fails."""
    made = not os.path.lexists(data)
    if not made and not data.is_dir():
        raise CommandRefused(f"{data} is not a directory.")
    had_lock = (data / "lock").exists()
    with DataDirectory(data) as directory:
        try:
            found = sorted(path.name for path in data.iterdir() if path.name not in EMPTY)
            if found:
                raise CommandRefused(
                    f"{data} is not empty (there is {found[0]}): nothing is restored over it. "
                    "Name a new directory with --data."
                )
            yield directory
        except BaseException:
            if not had_lock:
                (data / "lock").unlink(missing_ok=True)
            if made:
                with contextlib.suppress(OSError):
                    data.rmdir()
            raise


@contextlib.contextmanager
def _fresh_in(data: Path) -> Iterator[Path]:
    """Where it is unpacked: within the directory, which may be a disk of its own. While it is there
    no shop starts on the directory."""
    fresh = data / UNFINISHED
    fresh.mkdir(mode=0o700)
    before = set(data.iterdir())
    try:
        yield fresh
    except BaseException:
        for path in set(data.iterdir()) - before:  # what was settled already
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _unpack(source: Path, fresh: Path) -> None:
    if source.is_dir():
        check_files(source, read_manifest(source))  # what is quickly seen, before all is copied
        copy_files(source, fresh, left_out=())
        for path in (source / DATABASE).rglob("*"):  # PostgreSQL wants its empty folders, too
            if path.is_dir() and not path.is_symlink():
                (fresh / path.relative_to(source)).mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    try:
        with tarfile.open(source) as archive:
            archive.extractall(fresh, filter="data")
    except (tarfile.TarError, EOFError, ValueError) as error:
        ends = ", ".join(ARCHIVES)
        raise BackupDamaged(f"{source} is no archive ({ends}), or damaged: {error}.") from error


def _checked(fresh: Path) -> Manifest:
    manifest = read_manifest(fresh)
    check_files(fresh, manifest)
    verify_copy(find_programs(account_for(fresh / DATABASE)), fresh / DATABASE)
    if manifest.schema and manifest.schema not in revisions():
        raise MigrationRefused(
            f"The backup has schema {manifest.schema}, which this Holdfast does not know (it knows "
            f"up to {head()}). Restore it with the newer Holdfast that made it."
        )
    return manifest


def _give_to_database(cluster: Path) -> None:
    """To the account PostgreSQL runs as, and for nobody else to look into."""
    account = account_for(cluster)
    for path in (cluster, *cluster.rglob("*")):
        if path.is_symlink():
            raise BackupDamaged(f"The backup has a link in its database: {path.name}.")
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.chown(path, account.uid, account.gid)


def _brought_to_life(
    fresh: Path, tell: Callable[[str], None], manifest: Manifest, *, audit: bool
) -> bool | None:
    """Start the copy by itself: what happens in it from now on is not what happened in the original
    since, though transactions are counted on from the same. If asked to, have it prove that nothing
    is missing."""
    with database_at(fresh, None, tell, make=False, as_it_is=not audit) as url:
        if manifest.schema:
            asyncio.run(_begin_era(url))
        if audit:
            tell("Auditing it")
        report = asyncio.run(audit_shop(url)) if audit else None
    for name in ("lock", "run", "log"):
        path = fresh / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    if report is None:
        return None
    if not report.clean:
        raise BackupDamaged(f"The audit of what was backed up found this:\n{report.text()}")
    return True


async def _begin_era(url: str) -> None:
    database = Database(url, pool_size=1)
    await database.start()
    try:
        async with database.transaction() as connection:
            await begin_era(connection)
    finally:
        await database.close()


def _settle(fresh: Path, data: Path) -> None:
    """Everything to its place, the database last: with it there, it is a shop."""
    (fresh / MANIFEST).unlink()
    inspect(DataDirectory(fresh))
    os.sync()
    for path in sorted(fresh.iterdir(), key=lambda path: path.name == DATABASE):
        path.rename(data / path.name)
    fresh.rmdir()
    os.sync()
