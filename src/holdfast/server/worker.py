"""One worker process: `python -m holdfast.server.worker`, started by the parent, never by hand.

It loads the application while the parent is still starting the database, then reads its settings,
one line of JSON on standard input, and serves on the socket it was given.
"""

import ctypes
import gc
import json
import logging
import os
import resource
import signal
import socket
import sys
from typing import Any

import uvicorn

from holdfast.app import BadSettings, Settings, build
from holdfast.server.workers import MISCONFIGURED

__all__ = ["main"]

DRAIN_SECONDS = 10
PR_SET_PDEATHSIG = 1
OPEN_FILES = 65_536
SLOW_SOCKET_LIMIT = 64 * 1024


class _Server(uvicorn.Server):
    """Tells the parent once it serves, and then settles the garbage collector."""

    def __init__(self, config: uvicorn.Config, ready: int) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if not self.started:
            return
        # What is loaded by now lives for ever: never look at it again (+22% requests a second).
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 20, 100)
        os.write(self._ready, b"ready\n")


def main() -> None:
    _end_with_parent(int(sys.argv[1]))
    _allow_many_sockets()
    given = sys.stdin.readline()
    if not given:  # the parent ended before it had a database to give
        return
    options: dict[str, Any] = json.loads(given)
    try:
        application = build(Settings.read(options["settings"]))
    except BadSettings as error:
        sys.stderr.write(f"holdfast: {error}\n")
        sys.exit(MISCONFIGURED)
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=SLOW_SOCKET_LIMIT,
        ws_ping_interval=None,  # Socket.IO has pings of its own
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # the application believes only the proxies it was told of
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        ssl_certfile=options.get("tls_cert"),
        ssl_keyfile=options.get("tls_key"),
    )
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)  # the parent says what is going on
    listening = socket.socket(fileno=options["socket"])
    _Server(config, options["ready"]).run(sockets=[listening])


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
