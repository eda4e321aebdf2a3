"""The migrations make exactly the tables the code declares, and run once however often asked."""

import asyncio
import importlib
import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from holdfast.db.engine import Database
from holdfast.db.metadata import metadata
from holdfast.db.migrate import MigrationRefused, head, revisions, upgrade
from tests.arch.source import modules
from tests.support.postgres import Postgres, execute, fetch


def declare_all_tables() -> None:
    """Import every module that declares tables."""
    for module in modules().values():
        if re.search(r"\bTable\(|make_\w+_table\(", module.text):
            importlib.import_module(module.name)


def test_revisions_are_numbered_without_gaps() -> None:
    assert revisions() == [f"{number:04}" for number in range(1, len(revisions()) + 1)]


PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits"


@pytest.mark.filterwarnings("ignore:Did not recognize type .xid8.")
async def test_the_declared_tables_are_the_migrated_ones(database_url: str) -> None:
    declare_all_tables()
    partitions = {row[0] for row in await fetch(database_url, PARTITIONS)}

    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        """A partition has its parent's columns and indexes, and comes and goes at run time."""
        table = getattr(thing, "table", None)
        return (name if kind == "table" else str(table)) not in partitions

    def differences(connection: Connection) -> list[object]:
        options = {"include_object": ours}
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        )

    database = Database(database_url, pool_size=1)
    try:
        async with database.engine.connect() as connection:
            found = await connection.run_sync(differences)
            assert not found, "\n".join(map(str, found))
    finally:
        await database.engine.dispose()


async def test_two_servers_at_once(postgres: Postgres) -> None:
    url = postgres.create("template1")
    try:
        worked = await asyncio.gather(*(upgrade(url) for _ in range(3)))
        assert sorted(worked) == [False, False, True]
        rows = await fetch(url, "SELECT version_num FROM alembic_version")
        assert [row[0] for row in rows] == [head()]
    finally:
        postgres.drop(url)


async def test_a_newer_schema_is_refused(database_url: str) -> None:
    await execute(database_url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(MigrationRefused, match="9999"):
        await upgrade(database_url)
