"""Making a database cluster, and the settings it runs with."""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from holdfast.db.binaries import Programs, SystemAccount
from holdfast.db.datadir import DatabaseWillNotStart, StorageFull, StorageRefused
from holdfast.db.memory import machine_memory, shared_buffers

__all__ = ["DATABASE", "OpenFolder", "disk_full", "explain_log", "make_cluster", "write_access"]

DATABASE = "holdfast"  # the role that owns it has the same name
ROOM_NEEDED = 300 * 2**20
LINE_PREFIX = re.compile(r"^\S+ \S+ \S+ \[\d+\] ")  # time and process, as log_line_prefix has it

SETTINGS = """\
# Written once by Holdfast when it made this cluster; yours to change, then restart Holdfast.
# Durability is PostgreSQL's default and meant to stay so: fsync, full_page_writes and
# synchronous_commit are on.

max_connections = 100
# An eighth of the memory of the machine this was written on. What lies here needs no read to be
# locked; the system's own cache may have dropped it, and a batch then waits for one read each row.
shared_buffers = {shared_buffers}
work_mem = 8MB
maintenance_work_mem = 128MB
# Containers often have a /dev/shm of 64 MB, which parallel queries would exhaust.
max_parallel_workers_per_gather = 0

# Only pglz is built in: it cost more of the hot path than the bytes it saved (p50 of a hold on
# uniform keys 7 ms with it, 4 ms without; 7 instead of 3 kB right after a checkpoint).
wal_compression = off
# A new WAL file (16 MB) is not filled with zeros first: nobody can commit for those 30 to 80 ms,
# which were the longest waits of buyers there were. Its first use then costs 0.1 ms more a commit;
# after the next checkpoint it is used again as it is.
wal_init_zero = off
min_wal_size = 256MB
max_wal_size = 1GB
checkpoint_timeout = 5min
checkpoint_completion_target = 0.9

# The queries are short and many: compiling them costs more than running them.
jit = off
random_page_cost = 1.1
# A few rows change thousands of times a second; tidy up after them often.
autovacuum_naptime = 15s
autovacuum_vacuum_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.05

# A transaction left open by a bug must not hold rows and vacuum back for ever.
idle_in_transaction_session_timeout = 60s
log_min_duration_statement = 2s
log_lock_waits = on
log_line_prefix = '%m [%p] %q%a '
timezone = 'UTC'
log_timezone = 'UTC'
"""

FIRST_STATEMENTS = f"""\
CREATE ROLE {DATABASE} LOGIN CREATEDB;
GRANT pg_monitor, pg_checkpoint TO {DATABASE};
CREATE DATABASE {DATABASE} OWNER {DATABASE};
"""


class OpenFolder:
    """A folder as PostgreSQL is given it: by path, or already open when it runs as another.

    An open folder is reached as ``/proc/self/fd/N``: the modes of its parents do not matter.
    """

    def __init__(self, path: Path, account: SystemAccount) -> None:
        self._open = os.open(path, os.O_RDONLY | os.O_DIRECTORY) if account.switched else None
        self.name = str(path) if self._open is None else f"/proc/self/fd/{self._open}"
        self.passed = () if self._open is None else (self._open,)

    def close(self) -> None:
        if self._open is not None:
            os.close(self._open)
            self._open = None


def make_cluster(cluster: Path, programs: Programs, account: SystemAccount) -> None:
    """Make an empty cluster with our role and database; all of it or nothing."""
    if shutil.disk_usage(cluster.parent).free < ROOM_NEEDED:
        raise StorageFull(
            f"{cluster.parent} has less than {ROOM_NEEDED // 2**20} MB free, which a new database "
            "needs. Free some space or choose another place with --data."
        )
    fresh = cluster.with_name("postgresql.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    os.chown(fresh, account.uid, account.gid)
    folder = OpenFolder(fresh, account)
    try:
        words = [programs["initdb"], "-D", folder.name, "-U", "postgres", "--auth=peer"]
        words += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
        words += ["--builtin-locale=C.UTF-8"]
        _run(words, account, folder)
        kept = shared_buffers(machine_memory())
        _write(fresh, "postgresql.conf", SETTINGS.format(shared_buffers=kept))
        single = [programs["postgres"], "--single", "-D", folder.name, "postgres"]
        _run(single, account, folder, FIRST_STATEMENTS)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    finally:
        folder.close()
    fresh.rename(cluster)
    parent = os.open(cluster.parent, os.O_RDONLY)
    os.fsync(parent)
    os.close(parent)


def write_access(cluster: Path) -> None:
    """Let our own account in as the role, over the unix socket, and nobody else. It may also copy
    the database (`holdfast backup`)."""
    user = pwd.getpwuid(os.geteuid()).pw_name
    local = "local all all peer map=holdfast\nlocal replication postgres peer map=holdfast\n"
    _write(cluster, "pg_hba.conf", local)
    names = f'holdfast "{user}" {DATABASE}\nholdfast "{user}" postgres\n'
    _write(cluster, "pg_ident.conf", names)


def _write(cluster: Path, name: str, text: str) -> None:
    """Replace a file of the cluster, unless it says this. The cluster belongs to another account:
    follow no link of its."""
    with contextlib.suppress(OSError):
        if not (cluster / name).is_symlink() and (cluster / name).read_bytes() == text.encode():
            return
    fresh = cluster / f"{name}.new"
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        owner = cluster.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
        file.write(text)
    fresh.replace(cluster / name)


def _run(words: list[str], account: SystemAccount, folder: OpenFolder, given: str = "") -> None:
    said = subprocess.run(
        account.command(words),
        input=given,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=folder.passed,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        check=False,
    )
    if said.returncode != 0:
        raise explain_log(said.stdout, Path(words[0]).name)


def disk_full() -> StorageFull:
    """What is said where PostgreSQL finds no room to start."""
    return StorageFull(
        "The disk is full, so PostgreSQL cannot start. Free some space; nothing is lost."
    )


def explain_log(text: str, program: str) -> StorageRefused:
    """The cause that PostgreSQL's own words name, as a sentence with a remedy."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return disk_full()
    if "could not look up effective user ID" in text:
        return StorageRefused(
            f"User {os.geteuid()} has no name in /etc/passwd, which PostgreSQL needs. "
            "Run Holdfast as a user that has one."
        )
    lines = [LINE_PREFIX.sub("", line.strip()) for line in text.splitlines() if line.strip()]
    marks = ("FATAL:", "PANIC:", "error:", "could not")
    telling = [at for at, line in enumerate(lines) if any(mark in line for mark in marks)]
    last = telling[-1] if telling else len(lines) - 1
    words = " / ".join(lines[max(0, last - 1) : last + 1])  # the line before often says more
    return DatabaseWillNotStart(f"{program} gave up: {words or 'it did not say why'}.")
