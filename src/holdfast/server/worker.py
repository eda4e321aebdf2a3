"""One worker process: `python -m holdfast.server.worker`, started by the parent, never by hand.

It loads the application while the parent is still starting the database, then reads its settings,
one line of JSON on standard input, and serves on the socket it was given.
"""

import ctypes
import gc
import json
import os
import resource
import signal
import sys
from typing import Any, Final

from holdfast.kit import left_out
from holdfast.kit.streams import never_fail
from holdfast.server.workers import WITH_REDIS

__all__ = ["leave_out", "main"]

PR_SET_PDEATHSIG = 1
OPEN_FILES = 65_536

# Our libraries load these where they find them installed, for uses that a worker has not: it is
# nobody's Socket.IO client, it prints no coloured tracebacks, and the parent migrates. What asks
# a payment provider or Telegram with one of them puts it back.
# They were four tenths of the time a worker took to load.
UNUSED: Final = ("aiohttp", "alembic", "pygments", "requests", "rich", "websocket")


def leave_out(*, redis: bool) -> None:
    """From now on the libraries a worker does not use are, to this process, not installed."""
    for name in UNUSED if redis else (*UNUSED, "redis"):
        left_out.leave_out(name)


def main() -> None:
    _end_with_parent(int(sys.argv[1]))
    never_fail(output=True)
    _allow_many_sockets()
    leave_out(redis=WITH_REDIS in sys.argv)
    gc.disable()  # nothing of what is loaded is garbage; `serve` settles the collector
    from holdfast.server.serving import composition, serve  # only now, prepared as above

    role = sys.argv[2]
    build = composition(role)
    given = sys.stdin.readline()
    if not given:  # the parent ended before it had a database to give
        return
    options: dict[str, Any] = json.loads(given)
    serve(role, build, options)


def _allow_many_sockets() -> None:
    """Every watcher is an open file, and the usual limit is 1,024 of them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _end_with_parent(parent: int) -> None:
    """Ask the kernel to kill us when the parent ends, however it ends.

    Killed, not asked: the port must be free at once for the server that is started next.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before we asked
        sys.exit(1)


if __name__ == "__main__":
    main()
