"""Bring a database's schema up to date, in process.

A database that is up to date costs one query: Alembic is loaded only when there is work. Two
servers that start at once do not collide: the second waits for an advisory lock, then finds
nothing to do. A database that a newer Holdfast migrated is refused.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import asyncpg

from holdfast.db.services import Service

__all__ = [
    "MigrationRefused", "head", "is_behind", "plain_url", "revisions", "schema_of", "upgrade",
]  # fmt: skip

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


async def upgrade(
    url: str,
    report: Callable[[str], None] = lambda _: None,
    service: Service | None = None,
) -> bool:
    """Run what is missing. True if there was anything to do. ``service``: whose database it is to
    be; None, the one whose it is."""
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        if _is_done(await _standing(connection), service):
            return False
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        before = await _standing(connection)
        if _is_done(before, service):
            return False
        current, whose = before
        known = revisions()
        if current is not None and current not in known:
            raise MigrationRefused(
                f"The database is at schema {current}, which this Holdfast does not know "
                f"(it knows up to {head()}). Run the newer Holdfast that made it."
            )
        if service not in (None, "shop", whose) and whose != "shop":
            raise MigrationRefused(
                f"The database is that of {whose}. Give {service} one of its own."
            )
        if current != head():
            report(f"Bringing the schema from {current or 'empty'} to {head()}")
        # Alembic takes 0.3 s to load
        from holdfast.db.migrations.run import run, run_for

        if (service or whose) == whose == "shop":
            await asyncio.to_thread(run, plain_url(url))
        else:
            kept = await asyncio.to_thread(run_for, plain_url(url), current, service or whose)
            if kept:
                report(f"Left as they are, since there is something in them: {', '.join(kept)}")
        if current != head():
            await connection.execute("ANALYZE")
    finally:
        await connection.close()  # gives the lock back
    return True


async def is_behind(url: str, service: Service | None = None) -> bool:
    """Whether :func:`upgrade` would change a schema that is there."""
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        standing = await _standing(connection)
    finally:
        await connection.close()
    return standing[0] in revisions() and not _is_done(standing, service)


async def schema_of(url: str) -> str:
    """The database's step, as it stands; empty before the first."""
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        return (await _standing(connection))[0] or ""
    finally:
        await connection.close()


def _is_done(standing: tuple[str | None, str], service: Service | None) -> bool:
    current, whose = standing
    return current == head() and service in (None, whose)


async def _standing(connection: asyncpg.Connection) -> tuple[str | None, str]:
    """Its step, and whose database it is."""
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None, "shop"
    current: str | None = await connection.fetchval("SELECT version_num FROM alembic_version")
    said: str | None = await connection.fetchval(
        "SELECT obj_description('alembic_version'::regclass, 'pg_class')"
    )
    return current, said or "shop"
