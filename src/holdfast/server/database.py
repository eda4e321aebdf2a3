"""Which database a command works on, and getting it ready.

A command other than `serve` that finds a server running on the data directory works on that
server's database; otherwise it starts the database itself, for as long as it takes.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

from holdfast.db.datadir import DatabaseWillNotStart, DataDirectory, StorageFull
from holdfast.db.embedded import Embedded
from holdfast.db.inspection import inspect
from holdfast.db.migrate import is_behind, plain_url, upgrade
from holdfast.db.services import Service

__all__ = ["NoDatabase", "await_database", "database_at", "is_older", "migrate"]

WAIT_AT_MOST = 60.0
AWAY = (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError, TimeoutError)
TROUBLE = (
    *AWAY,
    asyncpg.InsufficientResourcesError,  # a full disk among them
    asyncpg.OperatorInterventionError,
    asyncpg.PostgresSystemError,
    asyncpg.InternalServerError,  # what is damaged
)


class NoDatabase(Exception):
    """There is nothing to work on where the command was pointed at."""

    exit_code = 5


@contextmanager
def database_at(
    data: Path,
    database_url: str | None,
    report: Callable[[str], None],
    *,
    make: bool = True,
    as_it_is: bool = False,
) -> Iterator[str]:
    """The URL of a database that is up, migrated, and stays up while ``with`` lasts. ``make``:
    whether one is made in a data directory that has none; otherwise :class:`NoDatabase`.
    ``as_it_is``: whether its schema is left alone."""
    look_after = (lambda *_: False) if as_it_is else migrate
    if database_url is not None:
        await_database(database_url, report)
        look_after(database_url, report)
        yield database_url
        return
    directory = DataDirectory(data)
    running = directory.running_url()
    if running is not None:
        look_after(running, report)
        yield running
        return
    inspect(directory)
    if not make and not directory.cluster.exists():
        raise NoDatabase(f"There is no shop in {directory.path}. Say where it is with --data.")
    with directory:
        embedded = Embedded(directory, report)
        url = embedded.start()
        try:
            look_after(url, report)
            yield url
        finally:
            embedded.stop()


def migrate(url: str, report: Callable[[str], None], service: Service | None = None) -> bool:
    """Bring the schema up to date; True if there was anything to do. ``service``: whose database it
    is to be."""
    try:
        return asyncio.run(upgrade(url, report, service))
    except Exception as error:
        trouble = _trouble_in(error)
        if trouble is None:
            raise
        if isinstance(trouble, asyncpg.DiskFullError):
            raise StorageFull(
                "The database has no room left, so its schema cannot be brought up to date. "
                "Free some space on its disk and start again; nothing is lost."
            ) from error
        raise DatabaseWillNotStart(
            "The database gave up while its schema was looked after: "
            f"{trouble or type(trouble).__name__}."
        ) from error


def is_older(url: str, service: Service | None = None) -> bool:
    """Whether an existing schema is to be brought up to date, or to be that of ``service``. False
    where the database does not say: who migrates it will be told why."""
    try:
        return asyncio.run(is_behind(url, service))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False


def _trouble_in(error: BaseException | None) -> BaseException | None:
    """What the database itself met, under what others made of it."""
    while error is not None and not isinstance(error, TROUBLE):
        error = error.__cause__
    return error


def await_database(url: str, report: Callable[[str], None], at_most: float = WAIT_AT_MOST) -> None:
    """Until the database takes connections, at most ``at_most`` seconds."""
    asyncio.run(_await_database(plain_url(url), report, at_most))


async def _await_database(url: str, report: Callable[[str], None], at_most: float) -> None:
    deadline = time.monotonic() + at_most
    said = False
    while True:
        try:
            connection = await asyncpg.connect(url, timeout=5)
        except AWAY as error:
            if time.monotonic() > deadline:
                raise DatabaseWillNotStart(
                    f"The database of DATABASE_URL cannot be reached: {error or 'it is silent'}."
                ) from error
            if not said:
                said = True
                report(f"Waiting for the database of DATABASE_URL ({error or 'it is silent'})")
            await asyncio.sleep(0.5)  # nobody tells us when another machine is up
        except (asyncpg.PostgresError, ValueError, asyncpg.InterfaceError) as error:
            raise DatabaseWillNotStart(
                f"The database of DATABASE_URL refuses us: {error}."
            ) from error
        else:
            await connection.close()
            return
