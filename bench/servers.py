"""The PostgreSQL and the Redis a run has for itself, on folders and ports that are gone after it.

PostgreSQL is the embedded one with the product's own settings and nothing else: fsync,
full_page_writes and synchronous_commit on.
"""

import asyncio
import contextlib
import itertools
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from holdfast.db.datadir import DataDirectory
from holdfast.db.embedded import Embedded
from holdfast.db.migrate import upgrade

__all__ = ["Postgres", "free_port", "postgres", "redis", "wait_for_port"]


class Postgres:
    """A running PostgreSQL that makes migrated databases."""

    def __init__(self, embedded: Embedded, url: str) -> None:
        self._embedded = embedded
        self._numbers = itertools.count(1)
        self.url = url

    @property
    def pid(self) -> int:
        assert self._embedded.pid is not None
        return self._embedded.pid

    def database(self) -> str:
        """A new, migrated database; its URL."""
        name = f"bench_{next(self._numbers)}"
        asyncio.run(_execute(self.url, f"CREATE DATABASE {name}"))
        url = self.url.replace("/holdfast?", f"/{name}?")
        asyncio.run(upgrade(url))
        return url


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextlib.contextmanager
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-bench-"))
    try:
        with DataDirectory(folder) as directory:
            embedded = Embedded(directory)
            try:
                yield Postgres(embedded, embedded.start())
            finally:
                embedded.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[int | None]:
    """Its port; None where Debian's redis-server is not installed. It keeps nothing on disk."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    port = free_port()
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen(
        [*words, "--appendonly", "no", "--dir", tempfile.gettempdir()], stdout=subprocess.DEVNULL
    )
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_port(port: int, seconds: float = 60) -> None:
    """Until something accepts connections there."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing listens on port {port} after {seconds:.0f} s")
        time.sleep(0.02)
