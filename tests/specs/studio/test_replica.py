"""What may be some seconds late is read from a replica of the database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.specs.sentences import sentence
from tests.support.market import Goods, Market, eventually, expect, opened_market
from tests.support.patience import PATIENCE
from tests.support.standby import Standby

LIST = "/api/products?limit=1"


@pytest.fixture
def shop(scratch: Path, stocked_url: str, standby: Standby) -> Iterator[Market]:
    settings = {"HOLDFAST_DATABASE_REPLICA_URL": standby.copy_of(stocked_url)}
    settings |= {"HOLDFAST_DATABASE_REPLICA_SECONDS": "300", "HOLDFAST_LIMITS": "off"}
    with opened_market(scratch, environment=settings, database_url=stocked_url) as opened:
        yield opened


def reads(market: Market) -> dict[str, float]:
    """Late reads so far, by where they were read."""
    families = text_string_to_metric_families(market.server.metrics())
    return {
        one.labels["of"]: one.value
        for family in families
        for one in family.samples
        if one.name == "holdfast_late_reads_total"
    }


@sentence("E", "5.1. Автомасштабирование",
          "Чтение из реплик PostgreSQL (например, через PgBouncer).",
          at="HOLDFAST_DATABASE_REPLICA_URL")  # fmt: skip
async def test_lists_are_read_from_a_replica_and_stock_is_of_this_moment(
    shop: Market, standby: Standby
) -> None:
    async with httpx.AsyncClient(base_url=shop.url, timeout=PATIENCE) as visitor:

        async def listed() -> dict[str, Any]:
            (first,) = expect(await visitor.get(LIST))["products"]
            return dict(first)

        async def from_there() -> bool:
            before = reads(shop)["replica"]
            await listed()
            return reads(shop)["replica"] > before

        await eventually(from_there, PATIENCE, "the replica keeps up and is read")
        assert "\nholdfast_replica_lag_seconds" in shop.server.metrics(), "an alert watches it"
        first = await listed()
        standby.pause()
        shop.change(Goods(first["id"], first["variants"][0]["id"]), deposit=3)
        assert (await listed())["stock"] == first["stock"] + 3
        standby.go_on()

        standby.stop()
        before = reads(shop)["database"]
        assert (await listed())["id"] == first["id"]
        assert reads(shop)["database"] > before
        standby.start()
        await eventually(from_there, PATIENCE, "it is read again")
