"""A shop in which nothing happens opens no transaction to find that out, several times a second."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from holdfast.catalog import ImportLine
from holdfast.db.engine import Database
from holdfast.flows.booking.publishing import forget_past
from holdfast.flows.flash_sales.results import tell_results
from holdfast.flows.inventory.publishing import turn_by_the_clock
from holdfast.flows.waiting.offering import serve_lines
from tests.db.flows.stage import Stage


@contextmanager
def transactions(database: Database) -> Iterator[list[object]]:
    """Those that are opened meanwhile."""
    opened: list[object] = []
    note = opened.append
    event.listen(database.engine.sync_engine, "begin", note)
    try:
        yield opened
    finally:
        event.remove(database.engine.sync_engine, "begin", note)


async def test_timers_that_find_nothing_open_no_transaction(stage: Stage) -> None:
    with transactions(stage.database) as opened:
        assert await tell_results(stage.database) == 0
        assert await turn_by_the_clock(stage.database) == 0
        assert await serve_lines(stage) == 0
        await forget_past(stage.database)
        for sellers in (False, True):
            assert await ImportLine(stage.database, of_sellers=sellers).claim() is None
    assert opened == []
    with transactions(stage.database) as opened:  # one that is opened is seen
        async with stage.database.transaction():
            pass
    assert len(opened) == 1
