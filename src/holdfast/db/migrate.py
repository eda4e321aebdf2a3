"""Bring a database's schema up to date, in process.

A database that is up to date costs one query: Alembic is loaded only when there is work. Two
servers that start at once do not collide: the second waits for an advisory lock, then finds
nothing to do. A database that a newer Holdfast migrated is refused.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import asyncpg

__all__ = ["MigrationRefused", "head", "plain_url", "revisions", "upgrade"]

VERSIONS = Path(__file__).parent / "migrations" / "versions"
LOCK = 0x686F6C6466617374  # "holdfast"


class MigrationRefused(Exception):
    """The schema is newer than this program."""

    exit_code = 5


def plain_url(url: str) -> str:
    """``url`` as asyncpg takes it, without the name of SQLAlchemy's driver."""
    scheme, separator, rest = url.partition("://")
    return scheme.split("+")[0] + separator + rest


def revisions() -> list[str]:
    """The numbers of all steps, oldest first: what stands before ``_`` in their file names."""
    return sorted(path.name.split("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def head() -> str | None:
    """The newest step, or None before there is one."""
    known = revisions()
    return known[-1] if known else None


async def upgrade(url: str, report: Callable[[str], None] = lambda _: None) -> bool:
    """Run what is missing. True if there was anything to do."""
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        if await _current(connection) == head():
            return False
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        current = await _current(connection)
        if current == head():
            return False
        known = revisions()
        if current is not None and current not in known:
            raise MigrationRefused(
                f"The database is at schema {current}, which this Holdfast does not know "
                f"(it knows up to {head()}). Run the newer Holdfast that made it."
            )
        report(f"Bringing the schema from {current or 'empty'} to {head()}")
        from holdfast.db.migrations.run import run  # Alembic takes 0.3 s to load

        await asyncio.to_thread(run, plain_url(url))
        await connection.execute("ANALYZE")
    finally:
        await connection.close()  # gives the lock back
    return True


async def _current(connection: asyncpg.Connection) -> str | None:
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None
    found: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    return found
