"""Running Alembic on one connection of asyncpg.

A service's database has no table of another service's, and yet every step is written for all of
them. So the steps of such a database run where all tables are: those it lacks are made first as
they were at its step, empty (by the same steps, in a schema of their own), and what is another
service's goes at the end. All of that is one transaction, and no step needs to know of it.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext, MigrationInfo
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from holdfast.db.migrations.specified import make_views, take_views_away
from holdfast.db.services import EVERYWHERE, FILLED, FORMER, OWN, foreign_to

__all__ = ["configuration", "run", "run_for"]

_BESIDE: Final = "holdfast_beside"
# The functions of this schema that work for tables of another.
_TRIGGERED: Final = sa.text("""
SELECT DISTINCT p.proname::text FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid
JOIN pg_class c ON c.oid = t.tgrelid
WHERE p.pronamespace = CAST(:schema AS regnamespace) AND c.relnamespace <> p.pronamespace
""")


def configuration(connection: Connection) -> Config:
    """Alembic's settings for work on ``connection``."""
    config = Config()
    config.set_main_option("script_location", "holdfast.db:migrations")
    config.attributes["connection"] = connection
    return config


def run(url: str) -> None:
    """Every missing step, each in a transaction of its own. In a thread without a loop."""
    asyncio.run(_run(url))


def run_for(url: str, current: str | None, service: str) -> list[str]:
    """Every missing step of a database at ``current``, which is the service's from now on; what is
    not its own and yet has rows, and so stays. In a thread without a loop."""
    return asyncio.run(_run_for(url, current, service))


async def _run(url: str) -> None:
    async with _connected(url) as connection:
        await take_views_away(connection)
        await connection.commit()
        await connection.run_sync(_upgrade)
        await connection.commit()


def _upgrade(connection: Connection) -> None:
    config = configuration(connection)
    config.attributes["after_each"] = _views_at_the_end
    command.upgrade(config, "head")


def _views_at_the_end(
    *, ctx: MigrationContext, step: MigrationInfo, heads: Collection[Any], **_: Any
) -> None:
    """In the transaction of the last step: who is killed after it has the views as well."""
    if set(heads) == set(step.revision_map.heads):
        assert ctx.connection is not None
        make_views(ctx.connection)


async def _run_for(url: str, current: str | None, service: str) -> list[str]:
    async with _connected(url) as connection, connection.begin():
        await take_views_away(connection)
        if current is not None:
            await _make_what_lacks(connection, current)
        await connection.run_sync(lambda sync: command.upgrade(configuration(sync), "head"))
        foreign = foreign_to(service)
        full = [
            table
            for table in foreign
            if table not in FILLED
            and await connection.scalar(sa.text(f"SELECT EXISTS (SELECT FROM {table})"))
        ]
        if foreign and not full:
            await connection.execute(sa.text(f"DROP TABLE {', '.join(foreign)}"))
        if not full:
            await connection.execute(sa.text(f"COMMENT ON TABLE alembic_version IS '{service}'"))
        await connection.run_sync(make_views)
        return full


async def _make_what_lacks(connection: AsyncConnection, step: str) -> None:
    """The tables of other services, as they were at that step, with nothing in them; and those
    that every service has by now."""
    known = [*EVERYWHERE, *FORMER, *(table for tables in OWN.values() for table in tables)]
    here = str(await connection.scalar(sa.text("SELECT current_schema()")))
    there = set(await _tables(connection, here, known))
    if there == set(known):
        return
    await connection.execute(sa.text(f"CREATE SCHEMA {_BESIDE}"))
    await connection.execute(sa.text(f"SET LOCAL search_path = {_BESIDE}"))
    await connection.run_sync(lambda sync: command.upgrade(configuration(sync), step))
    await connection.execute(sa.text("SET LOCAL search_path TO DEFAULT"))
    for table in await _tables(connection, _BESIDE, known):
        if table not in there:
            await connection.execute(sa.text(f"ALTER TABLE {_BESIDE}.{table} SET SCHEMA {here}"))
    # What their triggers do comes with them; one of before, whose tables went, is in its place.
    for function in (await connection.scalars(_TRIGGERED, {"schema": _BESIDE})).all():
        await connection.execute(sa.text(f"DROP FUNCTION IF EXISTS {here}.{function}"))
        await connection.execute(sa.text(f"ALTER FUNCTION {_BESIDE}.{function} SET SCHEMA {here}"))
    await connection.execute(sa.text(f"DROP SCHEMA {_BESIDE} CASCADE"))


async def _tables(connection: AsyncConnection, schema: str, known: Sequence[str]) -> list[str]:
    found = await connection.scalars(
        sa.text("SELECT tablename FROM pg_tables WHERE schemaname = :schema"), {"schema": schema}
    )
    return [table for table in found if table in known]


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[AsyncConnection]:
    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(url, timeout=10)  # no statement timeout: indexes take time

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()
