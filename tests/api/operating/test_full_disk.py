"""A PostgreSQL that has no room: who looks after the server reads it in /health/ready, which stays
yes, since what only reads goes on.
"""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.db.flows.test_full_disk import FULL
from tests.support.market import Buyer, Market, expect, opened_market, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import execute

Visit = Callable[..., Buyer]


@pytest.fixture(scope="module")
def market(stocked_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder = tmp_path_factory.mktemp("full")
    environment = {"HOLDFAST_LIMITS": "off"}
    with opened_market(folder, environment=environment, database_url=stocked_url) as opened:
        yield opened


async def test_a_full_disk_is_degraded_in_the_body_until_there_is_room(
    market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(2), visit(market)

    def ready() -> tuple[int, object]:
        answer = httpx.get(f"{market.url}/health/ready", timeout=PATIENCE)
        return answer.status_code, answer.json()

    well = (200, {"status": "ok", "checks": {"database": "ok", "ledger": "ok"}})
    assert ready() == well
    await execute(market.database_url, FULL)
    refusal(await buyer.reserve(goods), 503, "store-full")
    assert ready() == (
        200, {"status": "degraded", "checks": {"database": "ok", "ledger": "no room left"}}
    )  # fmt: skip
    assert expect(await buyer.get(f"/api/products/{goods.product_id}"))
    await execute(market.database_url, "DROP TRIGGER no_room ON orders")
    expect(await buyer.reserve(goods))
    assert ready() == well
