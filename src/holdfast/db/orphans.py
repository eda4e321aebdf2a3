"""A PostgreSQL that outlived its supervisor: found by what it serves, and stopped."""

import os
import select
import signal
from collections.abc import Callable
from pathlib import Path

__all__ = ["postmaster_in", "stop_orphan"]

STEPS = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


def postmaster_in(cluster: Path) -> int | None:
    """The process that serves ``cluster``, if it lives: its working directory tells."""
    try:
        pid = int((cluster / "postmaster.pid").read_text().split()[0])
        serves = Path(f"/proc/{pid}/cwd").resolve() == cluster.resolve()
    except (OSError, ValueError, IndexError):
        return None
    return pid if serves else None


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
        for number, patience in STEPS:
            signal.pidfd_send_signal(watched, number)
            if select.select((watched,), (), (), patience)[0]:
                return
    except ProcessLookupError:
        return
    finally:
        os.close(watched)
