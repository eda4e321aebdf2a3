"""A PostgreSQL that outlived its supervisor: found by what it serves, and stopped."""

import contextlib
import os
import select
import signal
from collections.abc import Callable
from pathlib import Path

__all__ = ["postmaster_in", "remove_torn_lock", "stop_orphan"]

STEPS = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


def postmaster_in(cluster: Path) -> int | None:
    """The process that serves ``cluster``, if it lives: its working directory tells."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if _works_in(pid, cluster) else None


def remove_torn_lock(cluster: Path) -> None:
    """PostgreSQL refuses to start beside a lock file it cannot read. A crash on a full disk leaves
    an empty one, of nobody: the caller holds the data directory, and nobody works in here."""
    path = cluster / "postmaster.pid"
    try:
        words = path.read_bytes().split(b"\n")
    except OSError:
        return
    whole = len(words) > 1 and words[0].strip().isdigit()
    if not whole and not any(_works_in(pid, cluster) for pid in _processes()):
        path.unlink(missing_ok=True)


def _works_in(pid: int, cluster: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == cluster.resolve()
    except OSError:
        return False


def _processes() -> list[int]:
    with contextlib.suppress(OSError):
        return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return []


def stop_orphan(cluster: Path, report: Callable[[str], None]) -> None:
    """Stop whatever serves ``cluster``. The caller holds the lock, so it has no owner."""
    pid = postmaster_in(cluster)
    if pid is None:
        return
    report(f"Stopping a PostgreSQL (process {pid}) that a crash left behind")
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        for number, seconds in STEPS:
            signal.pidfd_send_signal(watched, number)
            if select.select((watched,), (), (), seconds)[0]:
                return
            report(
                f"Process {pid} has not ended {seconds:.0f} s after {number.name}; "
                "ending it by force. Nothing that was committed is lost"
            )
    except ProcessLookupError:
        return
    finally:
        os.close(watched)
