"""What is looked at before anything in a data directory is begun, and so before it is changed:
whether it can be used at all. A start that is refused here leaves it as it was.
"""

import os
import shlex
import stat
from pathlib import Path
from typing import Final

from holdfast.db.binaries import MAJOR_VERSION, SystemAccount, account_for
from holdfast.db.datadir import (
    UNFINISHED,
    DatabaseWillNotStart,
    DataDirectory,
    StorageRefused,
    explain_os_error,
    user_name,
)
from holdfast.db.secret import read_secret

__all__ = ["inspect", "inspect_cluster", "inspect_shop"]

_PARTS: Final = ("PG_VERSION", "global/pg_control", "base", "pg_wal", "pg_xact")
_AGAIN: Final = "Restore a backup of it (holdfast restore)."


def inspect(directory: DataDirectory) -> None:
    """Refuse a directory that a database cannot run in, or a shop. One that is in use is for who
    wants to take it to see."""
    if directory.taken():
        return
    inspect_shop(directory.path)
    try:
        _inspect_database(directory)
    except OSError as error:  # of somebody else, who lets nobody look
        raise explain_os_error(error, directory.path) from error


def inspect_shop(path: Path) -> None:
    """Refuse what a shop keeps beside its database, if it cannot be used."""
    try:
        _is_folder(path / "media")
        if (path / "secret").exists() or (path / "secret").is_symlink():
            read_secret(path / "secret")
    except OSError as error:
        raise explain_os_error(error, path) from error


def _inspect_database(directory: DataDirectory) -> None:
    if (directory.path / UNFINISHED).exists():
        raise StorageRefused(
            f"A restore into {directory.path} was interrupted. Empty it and restore again."
        )
    for name in ("log", "run"):
        _is_folder(directory.path / name)
    for name in ("lock", "server.json", "log/postgresql.log"):
        _is_file(directory.path / name)
    if _is_folder(directory.cluster):
        inspect_cluster(directory.cluster, account_for(directory.cluster))


def inspect_cluster(cluster: Path, account: SystemAccount) -> None:
    """Refuse a database that this PostgreSQL, as that account, cannot run."""
    try:
        if not any(cluster.iterdir()):
            raise DatabaseWillNotStart(
                f"{cluster} is empty: there is no database in it. {_AGAIN} "
                "For a new shop, remove it."
            )
        _is_ours(cluster, (cluster / "PG_VERSION").read_bytes()[:64].strip())
        for part in _PARTS:
            if not (cluster / part).exists():
                raise DatabaseWillNotStart(f"The database in {cluster} has no {part}. {_AGAIN}")
        _is_owned(cluster, account)
    except FileNotFoundError:
        raise DatabaseWillNotStart(
            f"The database in {cluster} has no PG_VERSION. {_AGAIN}"
        ) from None
    except OSError as error:
        raise explain_os_error(error, cluster) from error


def _is_ours(cluster: Path, version: bytes) -> None:
    if not version.replace(b".", b"").isdigit():
        raise DatabaseWillNotStart(f"{cluster / 'PG_VERSION'} is damaged. {_AGAIN}")
    if version != MAJOR_VERSION.encode():
        raise DatabaseWillNotStart(
            f"{cluster} was made by PostgreSQL {version.decode()}, and this Holdfast brings "
            f"PostgreSQL {MAJOR_VERSION}. Dump it with the Holdfast that made it and restore the "
            "dump here, or start on another directory with --data."
        )


def _is_owned(cluster: Path, account: SystemAccount) -> None:
    """The database belongs to who runs it, and nobody else can look into it."""
    for path in (cluster, *(cluster / part for part in _PARTS)):
        owner = path.stat().st_uid
        if owner != account.uid:
            mend = f"chown -R {account.uid}:{account.gid} {shlex.quote(str(cluster))}"
            raise StorageRefused(
                f"{path} belongs to {user_name(owner)}, and PostgreSQL runs as "
                f"{user_name(account.uid)}: was it copied or restored by somebody else? "
                f"As root: {mend}"
            )
    if stat.S_IMODE(cluster.stat().st_mode) & 0o027:
        raise StorageRefused(
            f"Others may look into {cluster}, and PostgreSQL refuses that: "
            f"chmod 700 {shlex.quote(str(cluster))}"
        )


def _is_folder(path: Path) -> bool:
    """Whether there is one; something else there is refused."""
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            raise explain_os_error(PermissionError(13, "Permission denied"), path)
        return True
    if path.exists() or path.is_symlink():
        raise StorageRefused(
            f"{path} is not a directory and has to be one. Put it back, or move it away."
        )
    return False


def _is_file(path: Path) -> None:
    if path.is_dir():
        raise StorageRefused(f"{path} is a directory and has to be a file. Remove it.")
