"""The migrations make exactly the tables the code declares, and run once however often asked."""

import asyncio
import importlib
import json
import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from holdfast.db.engine import Database
from holdfast.db.metadata import metadata
from holdfast.db.migrate import MigrationRefused, head, revisions, upgrade
from holdfast.db.migrations import run
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
@pytest.mark.filterwarnings("ignore:Can't validate argument 'dialect_options'")  # Alembic's own
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


SPECIFIED = """
SELECT schemaname FROM pg_views WHERE schemaname = ANY('{photo_booking, ecommerce}')
GROUP BY 1 ORDER BY 1
"""


async def test_who_is_killed_at_the_end_finds_the_specified_tables_made_by_the_next(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: Connection) -> None:
        raise RuntimeError("killed")

    url = postgres.create("template1")
    try:
        with monkeypatch.context() as patched, pytest.raises(RuntimeError, match="killed"):
            patched.setattr(run, "make_views", killed)
            await upgrade(url)
        assert await upgrade(url)
        assert [row[0] for row in await fetch(url, SPECIFIED)] == ["ecommerce", "photo_booking"]
        assert not await upgrade(url)
    finally:
        postgres.drop(url)


FORMER_WORDS = """
INSERT INTO orders (id, number, owner, status, reason, total, currency, description, cancelled_at)
VALUES ('{id}', 'H1', 'user:1', 'cancelled', 'short-of-points', 5, 'PTS', 'a lesson', now());
INSERT INTO payments (id, purpose, subject_id, provider, amount, currency, status, settled_at,
                      shortfall)
VALUES ('{id}', 'order', '{id}', 'wallet', 5, 'PTS', 'failed', now(),
        '{{"held": 1, "accountId": "{id}"}}');
INSERT INTO wallet_charges (payment_id, order_id, owner, amount, currency, state, reason)
VALUES ('{id}', '{id}', 'user:1', 5, 'PTS', 'refused', 'no-account');
INSERT INTO events (type, subject, data) VALUES
    ('wallet.charge.refused', 'a', '{{"reason": "short-of-points", "accountId": "{id}"}}'),
    ('order.cancelled', 'b', '{{"reason": "no-account"}}'),
    ('order.cancelled', 'c', '{{"reason": "buyer"}}')
"""
WORDS = """
SELECT jsonb_build_array(
    (SELECT reason FROM orders), (SELECT shortfall FROM payments),
    (SELECT reason FROM wallet_charges), (SELECT jsonb_agg(data ORDER BY subject) FROM events)
)::text
"""


async def test_what_a_wallet_did_not_pay_for_gets_todays_words(database_url: str) -> None:
    wallet = "0193a1d2-0000-7000-8000-000000000001"
    for statement in FORMER_WORDS.format(id=wallet).split(";"):
        await execute(database_url, statement)
    words = importlib.import_module("holdfast.db.migrations.versions.0024_wallet_words")
    for statement in words.STATEMENTS:
        await execute(database_url, statement)
    ((found,),) = await fetch(database_url, WORDS)
    assert json.loads(found) == [
        "insufficient-funds",
        {"held": 1, "walletId": wallet},
        "no-wallet",
        [
            {"reason": "insufficient-funds", "walletId": wallet},
            {"reason": "no-wallet"},
            {"reason": "buyer"},
        ],
    ]
