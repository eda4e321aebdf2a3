"""A service's database has its own tables and those all have, whatever step it comes from."""

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
from tests.support.postgres import Postgres, execute, fetch

SERVICES: tuple[Service, ...] = ("orders", "payments")
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


@pytest.fixture
def empty(postgres: Postgres):  # type: ignore[no-untyped-def]
    url = postgres.create("template1")
    yield url
    postgres.drop(url)


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
async def test_a_new_database_has_the_services_tables_only(empty: str, service: Service) -> None:
    assert await upgrade(empty, service=service)
    assert await tables(empty) == own(service)
    assert await differences(empty, own(service)) == []
    for again in (service, None):
        assert not await upgrade(empty, service=again)
    assert await tables(empty) == own(service)


@pytest.mark.parametrize("service", SERVICES)
async def test_the_audit_asks_a_services_tables_only(empty: str, service: Service) -> None:
    await upgrade(empty, service=service)
    report = await audit_shop(empty)
    assert report.clean, report.text()
    assert ("orders" in report.checked) == (service == "orders")
    assert ("charges" in report.checked) == (service == "payments")


@pytest.mark.parametrize("service", SERVICES)
async def test_a_whole_schema_of_an_older_release_is_cut_down(empty: str, service: Service) -> None:
    await at_step(empty, revisions()[-4])
    assert await upgrade(empty, service=service)
    assert await tables(empty) == own(service)
    assert await differences(empty, own(service)) == []


@pytest.mark.parametrize("step", ["0016", revisions()[-2]])
@pytest.mark.parametrize("service", SERVICES)
async def test_steps_that_touch_other_services_tables_run_where_there_are_none(
    empty: str, service: Service, step: str
) -> None:
    await at_step(empty, step)
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


async def test_a_service_does_not_work_on_anothers_database(empty: str) -> None:
    await upgrade(empty, service="orders")
    with pytest.raises(MigrationRefused, match="that of orders"):
        await upgrade(empty, service="payments")
    assert await tables(empty) == own("orders")


TRIGGERS = """
SELECT tgrelid::regclass::text, tgname::text, tgfoid::regproc::text FROM pg_trigger
WHERE NOT tgisinternal ORDER BY 1, 2
"""


async def test_one_process_takes_a_services_database_back(empty: str, database_url: str) -> None:
    await upgrade(empty, service="payments")
    assert await upgrade(empty, service="shop")
    assert await tables(empty) == ALL
    assert await differences(empty, ALL) == []
    assert await fetch(empty, TRIGGERS) == await fetch(database_url, TRIGGERS) != []
    assert len(await fetch(empty, "SELECT FROM best_sellers_as_of")) == 1


PAID_IN = """
INSERT INTO wallet_payments
    (id, wallet_id, provider, reference, amount, currency, status, created_at, settled_at)
VALUES ('{id}', '{wallet}', 'demo', 'r-1', 50, 'PTS', 'credited', '2026-01-01Z', '2026-01-02Z')
"""


@pytest.mark.parametrize("service", ["shop", "payments"])
async def test_payments_into_wallets_are_kept_among_all_the_others(
    empty: str, service: Service
) -> None:
    payment, wallet = new_id(), new_id()
    await at_step(empty, "0030")
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
async def test_a_database_of_orders_gets_no_table_that_is_no_more(empty: str, step: str) -> None:
    await at_step(empty, step)
    await execute(
        empty,
        "DROP TABLE wallet_payments, wallets, wallet_charges",
        "COMMENT ON TABLE alembic_version IS 'orders'",
    )
    assert await upgrade(empty)
    assert await tables(empty) == own("orders")
    assert await differences(empty, own("orders")) == []
