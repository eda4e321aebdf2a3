"""A service's database has its own tables and those all have, whatever step it comes from."""

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from holdfast.db.engine import Database
from holdfast.db.metadata import metadata
from holdfast.db.migrate import MigrationRefused, head, revisions, upgrade
from holdfast.db.migrations.run import configuration
from holdfast.db.services import EVERYWHERE, OWN, Service
from holdfast.kit import new_id
from holdfast.views.agreement import audit_shop
from tests.db.test_migrations import PARTITIONS, declare_all_tables
from tests.support.postgres import Postgres, execute, fetch, run

SERVICES: tuple[Service, ...] = ("orders", "payments")
BEFORE = revisions()[-4]
"""A release or so ago."""
ALL = {*EVERYWHERE, *OWN["orders"], *OWN["payments"]}
pytestmark = pytest.mark.filterwarnings(
    "ignore:Did not recognize type .xid8.", "ignore:Can't validate argument 'dialect_options'"
)


def own(service: str) -> set[str]:
    return {*EVERYWHERE, *OWN[service]}


async def tables(url: str) -> set[str]:
    found = await fetch(
        url,
        "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog',"
        f" 'information_schema') AND tablename NOT IN ({PARTITIONS})",
    )
    return {row[0] for row in found} - {"alembic_version"}


async def differences(url: str, wanted: set[str]) -> list[object]:
    """Between those tables as they are declared and as they are."""
    declare_all_tables()
    partitions = {row[0] for row in await fetch(url, PARTITIONS)}

    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        table = name if kind == "table" else str(getattr(thing, "table", None))
        return table in wanted and table not in partitions

    def compare(connection: Connection) -> list[object]:
        options = {"include_object": ours}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))

    database = Database(url, pool_size=1)
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(compare)
    finally:
        await database.engine.dispose()


async def at_step(url: str, step: str) -> None:
    """A whole schema, as it was."""
    database = Database(url, pool_size=1)
    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(lambda sync: command.upgrade(configuration(sync), step))
    finally:
        await database.engine.dispose()


class Older:
    """Databases as they once were, and as a service's are; each is made once and cloned then."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._made: dict[str, str] = {}
        self._cloned: list[str] = []

    def at(self, step: str) -> str:
        """A whole schema of that step."""
        return self._clone(step, partial(at_step, step=step))

    def of(self, service: Service) -> str:
        """The newest, of this service."""
        return self._clone(service, partial(upgrade, service=service))

    def empty(self) -> str:
        url = self._postgres.create("template1")
        self._cloned.append(url)
        return url

    def _clone(self, name: str, make: Callable[[str], Coroutine[Any, Any, object]]) -> str:
        if name not in self._made:
            self._made[name] = self._postgres.create("template1")
            run(make(self._made[name]))
        self._cloned.append(self._postgres.create(urlsplit(self._made[name]).path.strip("/")))
        return self._cloned[-1]

    def forget_clones(self) -> None:
        while self._cloned:
            self._postgres.drop(self._cloned.pop())

    def close(self) -> None:
        self.forget_clones()
        for url in self._made.values():
            self._postgres.drop(url)


@pytest.fixture(scope="module")
def made_once(postgres: Postgres) -> Iterator[Older]:
    made = Older(postgres)
    yield made
    made.close()


@pytest.fixture
def older(made_once: Older) -> Iterator[Older]:
    yield made_once
    made_once.forget_clones()


def test_every_table_is_somebodys_and_none_leads_into_another_service() -> None:
    declare_all_tables()
    named = [*EVERYWHERE, *OWN["orders"], *OWN["payments"]]
    assert len(set(named)) == len(named)
    assert set(metadata.tables) == set(named), "name the new table in holdfast.db.services"
    owner = {table: service for service, owned in OWN.items() for table in owned}
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            assert owner.get(table.name) == owner.get(key.column.table.name), key


@pytest.mark.parametrize("service", SERVICES)
async def test_a_new_database_has_the_services_tables_only(older: Older, service: Service) -> None:
    empty = older.empty()
    assert await upgrade(empty, service=service)
    assert await tables(empty) == own(service)
    assert await differences(empty, own(service)) == []
    for again in (service, None):
        assert not await upgrade(empty, service=again)
    assert await tables(empty) == own(service)


@pytest.mark.parametrize("service", SERVICES)
async def test_the_audit_asks_a_services_tables_only(older: Older, service: Service) -> None:
    report = await audit_shop(older.of(service))
    assert report.clean, report.text()
    assert ("orders" in report.checked) == (service == "orders")
    assert ("charges" in report.checked) == (service == "payments")


@pytest.mark.parametrize("service", SERVICES)
async def test_a_whole_schema_of_an_older_release_is_cut_down(
    older: Older, service: Service
) -> None:
    shop = older.at(BEFORE)
    assert await upgrade(shop, service=service)
    assert await tables(shop) == own(service)
    assert await differences(shop, own(service)) == []


@pytest.mark.parametrize("step", ["0016", BEFORE])
@pytest.mark.parametrize("service", SERVICES)
async def test_steps_that_touch_other_services_tables_run_where_there_are_none(
    older: Older, service: Service, step: str
) -> None:
    empty = older.at(step)
    foreign = await tables(empty) - own(service)
    await execute(
        empty,
        f"DROP TABLE {', '.join(foreign)}",
        f"COMMENT ON TABLE alembic_version IS '{service}'",
        "INSERT INTO inbox (source, message) VALUES ('kept', 'kept')",
    )
    assert await upgrade(empty)  # whoever runs it
    assert await tables(empty) == own(service)
    assert await differences(empty, own(service)) == []
    rows = await fetch(empty, "SELECT version_num, (SELECT count(*) FROM inbox)"
                              " FROM alembic_version")  # fmt: skip
    assert [tuple(row) for row in rows] == [(head(), 1)]


async def test_what_is_not_empty_stays_and_is_said(database_url: str) -> None:
    await execute(
        database_url,
        "INSERT INTO wallet_charges (payment_id, order_id, owner, currency, amount, state)"
        " SELECT gen_random_uuid(), gen_random_uuid(), 'user:1', 'PTS', 1, 'paid'",
    )
    said: list[str] = []
    await upgrade(database_url, said.append, "orders")
    assert await tables(database_url) == ALL
    assert said == ["Left as they are, since there is something in them: wallet_charges"]


async def test_a_service_does_not_work_on_anothers_database(older: Older) -> None:
    theirs = older.of("orders")
    with pytest.raises(MigrationRefused, match="that of orders"):
        await upgrade(theirs, service="payments")
    assert await tables(theirs) == own("orders")


TRIGGERS = """
SELECT tgrelid::regclass::text, tgname::text, tgfoid::regproc::text FROM pg_trigger
WHERE NOT tgisinternal ORDER BY 1, 2
"""


async def test_one_process_takes_a_services_database_back(older: Older, database_url: str) -> None:
    theirs = older.of("payments")
    assert await upgrade(theirs, service="shop")
    assert await tables(theirs) == ALL
    assert await differences(theirs, ALL) == []
    assert await fetch(theirs, TRIGGERS) == await fetch(database_url, TRIGGERS) != []
    assert len(await fetch(theirs, "SELECT FROM best_sellers_as_of")) == 1


PAID_IN = """
INSERT INTO wallet_payments
    (id, wallet_id, provider, reference, amount, currency, status, created_at, settled_at)
VALUES ('{id}', '{wallet}', 'demo', 'r-1', 50, 'PTS', 'credited', '2026-01-01Z', '2026-01-02Z')
"""


@pytest.mark.parametrize("service", ["shop", "payments"])
async def test_payments_into_wallets_are_kept_among_all_the_others(
    older: Older, service: Service
) -> None:
    payment, wallet = new_id(), new_id()
    empty = older.at("0030")
    if service == "payments":
        lacking = {"payments", *OWN["orders"]}
        await execute(
            empty,
            f"DROP TABLE {', '.join(lacking & await tables(empty))}",
            "COMMENT ON TABLE alembic_version IS 'payments'",
        )
    await execute(empty, PAID_IN.format(id=payment, wallet=wallet))
    await upgrade(empty)
    found = await fetch(
        empty,
        "SELECT id, purpose, subject_id, hold_id, reference, amount, status,"
        " extract(day FROM settled_at - created_at) FROM payments",
    )
    assert [tuple(row) for row in found] == [
        (payment, "top-up", wallet, None, "r-1", 50, "credited", 1)
    ]


@pytest.mark.parametrize("step", ["0016", "0030"])
async def test_a_database_of_orders_gets_no_table_that_is_no_more(older: Older, step: str) -> None:
    empty = older.at(step)
    await execute(
        empty,
        "DROP TABLE wallet_payments, wallets, wallet_charges",
        "COMMENT ON TABLE alembic_version IS 'orders'",
    )
    assert await upgrade(empty)
    assert await tables(empty) == own("orders")
    assert await differences(empty, own("orders")) == []
