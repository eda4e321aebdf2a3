"""A PostgreSQL that has no room: buyers are told what it is, and nothing is half done."""

import pytest
from structlog.testing import capture_logs

from holdfast.api.shell.health import DEGRADED, ledger_check
from holdfast.flows.commit.refusals import StoreFull
from tests.db.flows.conftest import World

# PostgreSQL's own refusal, as it answers when a file cannot grow.
FULL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END$$;
CREATE TRIGGER no_room BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION no_room();
"""


async def test_a_full_disk_is_not_called_a_crowd(world: World) -> None:
    goods, buyer = await world.goods(3), world.buyer()
    pool = world.platform.database.pool
    await pool.execute(FULL)
    with capture_logs() as logged, pytest.raises(StoreFull) as refused:
        await world.reserve(buyer, goods)
    assert "cannot save anything" in refused.value.detail
    assert int(refused.value.headers["Retry-After"]) >= 1
    (line,) = (one for one in logged if one["event"] == "ledger store is full")
    assert line["log_level"] == "critical"
    assert await world.stock(goods) == (3, 0)
    assert await ledger_check(world.platform.ledger)() == DEGRADED
    await pool.execute("DROP TRIGGER no_room ON orders")
    await world.reserve(buyer, goods)
    assert await world.stock(goods) == (2, 1)
    assert await ledger_check(world.platform.ledger)() == "ok"
