"""The database: SQLAlchemy for ordinary work, an asyncpg pool for the hot paths.

A transaction opened here is remembered in a context variable, so that nothing slow (a ledger
commit, a provider call) can be awaited inside one: :func:`forbid_open_transaction` raises.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Final, TypeAlias, TypeVar
from urllib.parse import parse_qs, urlsplit, urlunsplit

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from holdfast.db.clock import ClockReader
from holdfast.db.gather import Gather
from holdfast.db.known_types import KnowingConnection

__all__ = [
    "AWAY", "Database", "OpenTransaction", "connect", "forbid_open_transaction", "is_away",
    "is_full", "never_a_dead_one", "said_by_the_driver",
]  # fmt: skip

_transaction_open: ContextVar[bool] = ContextVar("transaction_open", default=False)

POOL_SIZE = 8
STATEMENT_TIMEOUT: Final = 30.0
"""Seconds."""
# The server asks an idle client this often whether it is still there (it would after two hours):
# a machine that is gone without a word must not keep its locks. Of no effect on a unix socket.
_STILL_THERE: Final = {
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Load: TypeAlias = Callable[[asyncpg.Pool, Sequence[Key]], Awaitable[Mapping[Key, Value]]]

AWAY: Final = (
    OSError,
    TimeoutError,
    PoolTimeout,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what the driver says when the server died between two messages
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.CannotConnectNowError,
)
"""What is raised when the database is away, restarting, out of connections, or too slow."""


def is_away(error: BaseException) -> bool:
    """Whether the database is away; nothing of ours is broken, and repeating later is right."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(said_by_the_driver(error), AWAY)


def is_full(error: BaseException) -> bool:
    """Whether the database has no room left: repeating is right once somebody has made some."""
    return isinstance(said_by_the_driver(error), asyncpg.DiskFullError)


def said_by_the_driver(error: BaseException) -> BaseException | None:
    """What the driver raised, under what SQLAlchemy made of it."""
    if isinstance(error, DBAPIError):
        return error.orig.__cause__ if error.orig is not None else None
    return error


class OpenTransaction(RuntimeError):
    """Something slow was about to be awaited while a transaction was open: a bug of ours."""


def forbid_open_transaction(what: str) -> None:
    """Raise :class:`OpenTransaction` when the running task holds a transaction open."""
    if _transaction_open.get():
        raise OpenTransaction(f"{what} must not happen inside a database transaction")


def _plain(url: str) -> str:
    """The URL as asyncpg takes it: without SQLAlchemy's driver name."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme=parts.scheme.split("+")[0]))


def _sqlalchemy(url: str) -> URL:
    """The URL as SQLAlchemy takes it: with the driver, and ``host=`` kept for unix sockets."""
    made = make_url(_plain(url)).set(drivername="postgresql+asyncpg")
    sockets = parse_qs(urlsplit(url).query).get("host")
    return made if not sockets else made.set(query={"host": sockets[0]})


async def connect(
    url: str, application: str = "holdfast", *, statements: int = 100
) -> asyncpg.Connection:
    """One connection of its own, outside any pool (the ledger lane, LISTEN, locks), keeping up
    to ``statements`` prepared statements for as long as it lives."""
    return await asyncpg.connect(
        _plain(url),
        timeout=5,
        statement_cache_size=statements,
        max_cached_statement_lifetime=0,
        connection_class=KnowingConnection,
        server_settings={"application_name": application, **_STILL_THERE},
    )


def never_a_dead_one(engine: AsyncEngine) -> None:
    """No connection that was closed meanwhile comes out of the pool of ``engine``; another takes
    its place. Asking the server each time, as `pool_pre_ping` does, is a round trip a transaction:
    that it hung up, the driver knows."""

    @event.listens_for(engine.sync_engine, "checkout")
    def look(connection: Any, _record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError


class _Reader(KnowingConnection):
    """A pooled connection that single statements are read on, each in a transaction of its own:
    nothing is left behind that would have to be reset, so the round trip for it is spared."""

    def get_reset_query(self) -> str:
        return ""


class Database:
    """Where everything is kept. ``url`` is any PostgreSQL URL; nothing connects before start.
    ``statement_timeout``: seconds that one statement may take. ``tells_time``: the shop's clock is
    its."""

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = POOL_SIZE,
        statement_timeout: float = STATEMENT_TIMEOUT,
        tells_time: bool = True,
    ) -> None:
        self.url = url
        self._tells_time = tells_time
        self._pool_size = pool_size
        self._statement_timeout = statement_timeout
        self._pool: asyncpg.Pool | None = None
        self._clock: ClockReader | None = None
        self._gathers: dict[Load[Any, Any], Gather[Any, Any]] = {}
        self.engine: AsyncEngine = create_async_engine(
            _sqlalchemy(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            connect_args={
                "timeout": 5,
                "command_timeout": statement_timeout,
                "connection_class": KnowingConnection,
            },
        )
        never_a_dead_one(self.engine)

    @property
    def pool(self) -> asyncpg.Pool:
        """Connections for hot reads, with prepared statements kept."""
        if self._pool is None:
            raise RuntimeError("the database is not started")
        return self._pool

    def gathered(self, load: Load[Key, Value]) -> Gather[Key, Value]:
        """What many read at once by these keys, read together. One gather for each ``load``."""
        found = self._gathers.get(load)
        if found is None:
            found = self._gathers[load] = Gather(lambda keys: load(self.pool, keys))
        return found

    async def start(self) -> None:
        self._pool = await asyncpg.create_pool(
            _plain(self.url),
            min_size=1,
            max_size=self._pool_size,
            timeout=5,
            command_timeout=self._statement_timeout,
            connection_class=_Reader,
            server_settings={"application_name": "holdfast"},
        )
        if self._tells_time:
            self._clock = ClockReader(self._now, (*AWAY, asyncpg.PostgresError))
            await self._clock.start()

    async def _now(self) -> datetime:
        now: datetime = await self.pool.fetchval("SELECT clock_timestamp()")
        return now

    async def close(self) -> None:
        if self._clock is not None:
            await self._clock.stop()
            self._clock = None
        if self._pool is not None:
            await self._pool.close()
            self._pool = None
        await self.engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A read-write transaction; committed at the end, rolled back on an exception."""
        async with self.engine.begin() as connection:
            token = _transaction_open.set(True)
            try:
                yield connection
            finally:
                _transaction_open.reset(token)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection for reading; its transaction is rolled back at the end."""
        async with self.engine.connect() as connection:
            token = _transaction_open.set(True)
            try:
                yield connection
            finally:
                _transaction_open.reset(token)
