"""A PostgreSQL that has no room: buyers are told what it is, and nothing is half done."""

import pytest
from structlog.testing import capture_logs

from holdfast.api.shell.health import DEGRADED, ledger_check
from holdfast.flows.commit.refusals import StoreFull
from tests.db.flows.buying import a_guest, new_goods, reserve, stock_of
from tests.db.flows.stage import Stage

# PostgreSQL's own refusal, as it answers when a file cannot grow.
FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END$$;
CREATE TRIGGER no_room BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION no_room();
"""


async def test_a_full_disk_is_not_called_a_crowd(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 3), a_guest()
    pool = stage.database.pool
    await pool.execute(FULL)
    with capture_logs() as logged, pytest.raises(StoreFull) as refused:
        await reserve(stage, buyer, goods)
    assert "cannot save anything" in refused.value.detail
    assert int(refused.value.headers["Retry-After"]) >= 1
    (line,) = (one for one in logged if one["event"] == "ledger store is full")
    assert line["log_level"] == "critical"
    assert await stock_of(stage, goods) == (3, 0)
    assert await ledger_check(stage.ledger)() == DEGRADED
    await pool.execute("DROP TRIGGER no_room ON orders")
    await reserve(stage, buyer, goods)
    assert await stock_of(stage, goods) == (2, 1)
    assert await ledger_check(stage.ledger)() == "ok"
