"""One PostgreSQL for the whole test run, and a fresh database for each test that asks."""

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import asyncpg

from holdfast.db.cluster import DATABASE
from holdfast.db.datadir import DataDirectory
from holdfast.db.embedded import Embedded
from holdfast.db.migrate import upgrade

__all__ = ["TEMPLATE", "Postgres", "execute", "fetch", "run"]

TEMPLATE = "migrated"
SMALL = {"shared_buffers": "64MB", "max_wal_size": "256MB", "full_page_writes": "off"}
"""It is kept in memory, and each database is a small one of which every page is new; a page is
never half written."""
Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of ``work``, from code that is not async; leaves the test's own loop alone."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def fetch(url: str, statement: str, *values: object) -> list[asyncpg.Record]:
    """The rows of one statement, on a connection of its own."""
    connection = await asyncpg.connect(url)
    try:
        rows: list[asyncpg.Record] = await connection.fetch(statement, *values)
        return rows
    finally:
        await connection.close()


async def execute(url: str, *statements: str) -> None:
    """Run statements one after another, on a connection of their own."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


_GONE = (asyncpg.PostgresConnectionError, asyncpg.InterfaceError)


class _Desk:
    """One connection, open as long as databases are made and dropped, in a loop of its own: a new
    one each time takes as long as making a database does."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection | None = None
        self._loop = asyncio.new_event_loop()
        self._pool = ThreadPoolExecutor(1)

    def do(self, work: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
        self._pool.submit(self._loop.run_until_complete, self._do(work)).result()

    async def _do(self, work: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError, *_GONE):
                await work(self._connection)
                return
        self._connection = await asyncpg.connect(self._url)  # the first, or after a crash
        await work(self._connection)

    def close(self) -> None:
        if self._connection is not None:
            self._pool.submit(self._connection.terminate).result()
        self._pool.shutdown()
        self._loop.close()


class Postgres:
    """A PostgreSQL run by our own supervisor, with a migrated database to clone from. Making it
    takes seconds of a processor, unless the folder has one already (``PreparedShops.bare``)."""

    def __init__(self, folder: Path) -> None:
        self.directory = DataDirectory(folder)
        self.directory.lock()
        # A cut wire and a killed process lose no page cache, so fsync proves nothing here.
        self.embedded = Embedded(
            self.directory,
            settings={"fsync": "off", "max_connections": "300", **SMALL},
        )
        self.url = self.embedded.start()
        self._numbers = itertools.count(1)
        self._desk = _Desk(self.url)
        run(upgrade(self.url))
        run(execute(self.url, f"CREATE DATABASE {TEMPLATE} TEMPLATE {DATABASE}"))
        # Who comes first writes down what a backend knows of the catalogs; clones have it of that.
        run(execute(self.url_of(TEMPLATE)))

    def url_of(self, database: str) -> str:
        return self.url.replace("/holdfast?", f"/{database}?")

    def create(self, template: str = TEMPLATE) -> str:
        """A new database, a clone of ``template``; its URL."""
        name = f"test_{next(self._numbers)}"
        how = f"TEMPLATE {template} STRATEGY = FILE_COPY"
        self._desk.do(lambda connection: _when_free(connection, f"CREATE DATABASE {name} {how}"))
        return self.url_of(name)

    def drop(self, url: str) -> None:
        name = urlsplit(url).path.strip("/")
        self._desk.do(lambda connection: _drop(connection, name))

    def close(self) -> None:
        self._desk.close()
        self.embedded.stop()
        self.directory.unlock()


async def _drop(connection: asyncpg.Connection, name: str) -> None:
    """An autovacuum worker in there is not ours to end; a plain DROP asks it to leave. A server
    that still runs comes back at once, if it is let in."""
    try:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    except asyncpg.InsufficientPrivilegeError:
        await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{name}' AND usename = current_user"
        )
        await _when_free(connection, f"DROP DATABASE {name}")


async def _when_free(connection: asyncpg.Connection, statement: str) -> None:
    """Run it when whoever was in the database has left. PostgreSQL itself waits five seconds,
    in which an autovacuum worker may not have heard that it is to go."""
    for _ in range(9):
        with contextlib.suppress(asyncpg.ObjectInUseError):
            await connection.execute(statement)
            return
    await connection.execute(statement)
