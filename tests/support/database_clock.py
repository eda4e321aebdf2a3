"""A database whose clock is as far from the machine's as a test says, and moves as it says."""

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
# A column's default is of whose function it was when the table was made.
_DEFAULTS: Final = """
DO $$ DECLARE it record; BEGIN
    FOR it IN
        SELECT t.oid::regclass AS name, c.attname, pg_get_expr(d.adbin, t.oid) AS said
        FROM pg_attrdef d JOIN pg_class t ON t.oid = d.adrelid
        JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = d.adnum
        WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition
          AND pg_get_expr(d.adbin, t.oid) ~ '^(pg_catalog[.])?(now|clock_timestamp)[(][)]$'
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT public.%s',
                       it.name, it.attname, replace(it.said, 'pg_catalog.', ''));
    END LOOP;
END $$
"""


@contextmanager
def database_apart(postgres: Postgres, template: str, seconds: float = 0.0) -> Iterator[str]:
    """A database that is so many seconds ahead."""
    url = postgres.create(template)
    name = url.split("?")[0].rpartition("/")[2]
    search = f"ALTER DATABASE {name} SET search_path TO public, pg_catalog"
    run(execute(url, *_set_apart(seconds), _DEFAULTS, search))
    yield url
    postgres.drop(url)


def move_clock(url: str, to: datetime) -> None:
    """From now on it is that moment there, and time goes on. A process that reads the clock now and
    then (``db/clock.py``) hears of it within seconds, one that starts at once."""
    run(execute(url, *_set_apart((to - datetime.now(UTC)).total_seconds())))


def _set_apart(seconds: float) -> list[str]:
    return [_APART.format(clock=clock, seconds=seconds) for clock in _CLOCKS]
