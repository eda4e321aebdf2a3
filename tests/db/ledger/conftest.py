"""Everything about the ledger runs with one partition and with four."""

from collections.abc import AsyncIterator, Iterator

import pytest

from holdfast.ledger import Ledger
from tests.db.ledger.scene import Scene
from tests.support.ledger_process import LedgerProcesses
from tests.support.postgres import execute

RIDER_TABLES = """
CREATE TABLE notes (
    id uuid PRIMARY KEY, number bigint UNIQUE, amount int CHECK (amount > 0), text text,
    partner uuid REFERENCES notes
)"""
STATE_TABLE = "CREATE TABLE things (id uuid PRIMARY KEY, state text NOT NULL, reason text)"


@pytest.fixture(params=[1, 4], ids=["1-partition", "4-partitions"])
def partitions(request: pytest.FixtureRequest) -> int:
    """How many partitions the ledger under test has."""
    count: int = request.param
    return count


@pytest.fixture
async def scene(database_url: str, partitions: int) -> AsyncIterator[Scene]:
    """A database with tables for riders; ends with an audit that must be clean."""
    await execute(database_url, RIDER_TABLES, STATE_TABLE)
    made = Scene(database_url, partitions)
    yield made
    await made.close()
    await made.assert_clean()


@pytest.fixture
async def ledger(scene: Scene) -> Ledger:
    """One started ledger of the scene."""
    return await scene.ledger()


@pytest.fixture(scope="session")
def processes() -> Iterator[LedgerProcesses]:
    """Processes with ledgers of their own."""
    made = LedgerProcesses()
    yield made
    made.end()
