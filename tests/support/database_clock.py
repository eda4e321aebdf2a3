"""A database whose clock is as far from the machine's as a test says, and is moved on as it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from tests.support.postgres import Postgres, execute, run

__all__ = ["database_apart", "move_clock"]

# Found before PostgreSQL's own, where its schema is named behind this one.
_CLOCKS: Final = ("clock_timestamp", "statement_timestamp", "transaction_timestamp", "now")
_APART: Final = """
CREATE OR REPLACE FUNCTION public.{clock}() RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT pg_catalog.{clock}() + interval '{seconds} seconds' $$
"""


@contextmanager
def database_apart(postgres: Postgres, template: str, seconds: float = 0.0) -> Iterator[str]:
    """A database that is so many seconds ahead."""
    url = postgres.create(template)
    name = url.split("?")[0].rpartition("/")[2]
    search = f"ALTER DATABASE {name} SET search_path TO public, pg_catalog"
    run(execute(url, *_set_apart(seconds), search))
    yield url
    postgres.drop(url)


def move_clock(url: str, to: datetime) -> None:
    """From now on it is that moment there, and time goes on. A process that reads the clock now and
    then (``db/clock.py``) hears of it within seconds, one that starts at once."""
    run(execute(url, *_set_apart((to - datetime.now(UTC)).total_seconds())))


def _set_apart(seconds: float) -> list[str]:
    return [_APART.format(clock=clock, seconds=seconds) for clock in _CLOCKS]
