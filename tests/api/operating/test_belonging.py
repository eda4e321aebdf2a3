"""A server that does not belong to the database it was pointed at is refused before it changes
anything there, and told what is to be done."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.db.migrate import revisions
from tests.support.command import holdfast
from tests.support.postgres import execute, fetch, run
from tests.support.server import ServerProcess

BEFORE = revisions()[-2]


@pytest.fixture
def older(database_url: str, scratch: Path) -> Iterator[str]:
    """The database of a shop that ran, whose schema is now the one before."""
    with ServerProcess(scratch / "one", database_url=database_url):
        pass
    run(execute(database_url, f"UPDATE alembic_version SET version_num = '{BEFORE}'"))
    yield database_url
    found = run(fetch(database_url, "SELECT version_num FROM alembic_version"))
    assert found[0]["version_num"] == BEFORE


def refused(data: Path, database_url: str, **environment: str) -> tuple[int, str]:
    """How a server ends that is not to start, and what it says."""
    server = ServerProcess(data, database_url=database_url, environment=environment).start()
    code = server.wait_end()
    assert "Bringing the schema" not in server.said
    assert "Traceback" not in server.said
    return code, server.said


def test_ledger_partitions_that_are_others_are_said_in_words(older: str, scratch: Path) -> None:
    code, said = refused(scratch / "one", older, HOLDFAST_PARTITIONS="4")
    assert code == 2
    assert "stock and money lie in 1 partition, and this process would look in 4" in said
    assert "set HOLDFAST_PARTITIONS=1 for each server and command" in said


def test_another_directory_is_refused_with_all_that_is_wrong_before_the_schema_moves(
    older: str, scratch: Path
) -> None:
    (scratch / "two" / "media").mkdir(parents=True)
    (scratch / "two" / "secret").write_text("a secret of somewhere else")
    code, said = refused(scratch / "two", older)
    assert code == 6
    assert f"The shop's pictures are not in {scratch / 'two' / 'media'}" in said
    assert f"The secret in {scratch / 'two' / 'secret'} is not that of" in said


def test_another_secret_is_refused_before_the_schema_moves(older: str, scratch: Path) -> None:
    code, said = refused(scratch / "two", older, HOLDFAST_SECRET="a secret of somewhere else")
    assert code == 6
    assert "HOLDFAST_SECRET is not that of this database's shop" in said
    assert "holdfast new-secret" in said


def test_a_secret_that_is_another_on_purpose_is_taken_once_it_was_said(
    database_url: str, scratch: Path
) -> None:
    other = {"HOLDFAST_SECRET": "another on purpose"}
    with ServerProcess(scratch / "one", database_url=database_url):
        pass
    code, _ = refused(scratch / "one", database_url, **other)
    assert code == 6
    assert holdfast("new-secret", "--database-url", database_url).returncode == 0
    with ServerProcess(scratch / "one", database_url=database_url, environment=other):
        pass
    code, _ = refused(scratch / "one", database_url)
    assert code == 6
