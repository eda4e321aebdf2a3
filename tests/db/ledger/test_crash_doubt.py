"""A crash of PostgreSQL between the last write and COMMIT loses the transaction, and its id may be
given out again: what became of the other transaction of that id must not pass for the answer."""

import asyncio
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from holdfast.ledger import Accepted, Command, Deposit
from tests.db.ledger.scene import Scene, until
from tests.support.postgres import Postgres, fetch
from tests.support.prepared import PreparedShops
from tests.support.wire import Wire


@pytest.fixture
def own_postgres(prepared: PreparedShops) -> Iterator[Postgres]:
    """A PostgreSQL that this test may crash."""
    with tempfile.TemporaryDirectory(prefix="holdfast-test-", ignore_cleanup_errors=True) as folder:
        running = Postgres(prepared.bare(Path(folder) / "data"))
        yield running
        running.close()


async def _serves(url: str) -> bool:
    try:
        await fetch(url, "SELECT 1")
    except (OSError, asyncpg.PostgresError):
        return False
    return True


async def test_the_id_of_a_lost_transaction_is_given_out_again(own_postgres: Postgres) -> None:
    url = own_postgres.create()
    scene = Scene(url, 1)
    with Wire(url) as wire:
        ledger = await scene.ledger(wire.url, wait_at_most=60.0)
        await ledger.commit(Command((Deposit("tea", 1),)))
        await ledger.commit(Command((Deposit("tea", 1),)))
        wire.hold_commits()
        work = asyncio.create_task(ledger.commit(Command((Deposit("tea", 1),))))
        await asyncio.to_thread(wire.wait_held)
        ((backend, lost),) = await fetch(
            url,
            "SELECT pid, backend_xid::text::bigint FROM pg_stat_activity "
            "WHERE application_name = 'holdfast ledger' AND state = 'idle in transaction'",
        )
        wire.refuse()
        bystander = await asyncpg.connect(url)
        os.kill(backend, signal.SIGKILL)
        wire.cut_all()

        async def crashed() -> bool:  # a killed backend takes the others with it
            return bool(bystander.is_closed())

        async def serves() -> bool:
            own_postgres.embedded.tend()
            return await _serves(url)

        await until(crashed, "PostgreSQL has noticed", seconds=60)
        await until(serves, "PostgreSQL has recovered", seconds=60)
        given = 0
        while given < lost:  # somebody else's transaction gets the id, and commits
            ((given,),) = await fetch(url, "SELECT pg_current_xact_id()::text::bigint")
        wire.refuse(False)
        assert isinstance(await work, Accepted)
        assert await scene.account("tea") == (3, 0, 3)
        await scene.close()
    await scene.assert_clean()
