"""The waiting room of a flash sale: so many are let in each second, by their turns; nobody who
holds a place is forgotten when a worker dies."""

import os
import signal
from collections.abc import Iterator

import httpx
import pytest

from tests.api.shop.wallet_buyers import Json, Visit, member
from tests.support.flash_sales import end_sale, moment, new_sale, purchase
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, execute


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}, "one") as opened:
        yield opened


async def place(buyer: Buyer, sale: Json) -> Json:
    answer = await buyer.post(f"/api/flash-sales/{sale['id']}/place", {})
    assert 1 <= int(answer.headers["retry-after"]) <= 20
    return expect(answer)


async def let_in(buyer: Buyer, sale: Json) -> Json:
    async def asked() -> Json | None:
        now = await place(buyer, sale)
        return now if now["letIn"] else None

    found: Json = await eventually(asked, PATIENCE, "it is one's turn")
    return found


async def test_who_came_before_the_start_is_let_in_by_lot_and_buys(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    times = {"startTime": moment(3600), "endTime": moment(7200)}
    sale = new_sale(market, goods, 5, perSecond=1, **times)
    assert sale["perSecond"] == 1
    crowd = [await member(market, visit) for _ in range(3)]
    for one in crowd:
        now = await place(one, sale)
        assert (now["letIn"], now["position"], now["expectedSeconds"]) == (False, None, None)
    start = "UPDATE flash_sales SET starts_at = clock_timestamp() WHERE id = '{}'"
    await execute(market.database_url, start.format(sale["id"]))
    refusal(await purchase(await member(market, visit), sale), 409, "flash-sale-turn")
    os.kill(market.server.worker_pids[0], signal.SIGKILL)  # nothing of it was in the process

    async def back() -> bool:
        try:
            return (await crowd[0].get("/health/ready")).status_code == 200
        except httpx.HTTPError:
            return False

    await eventually(back, PATIENCE, "the shop is back")
    for one in crowd:
        until = (await let_in(one, sale))["letInUntil"]
        assert (await place(one, sale))["letInUntil"] == until
        expect(await purchase(one, sale), 201)
    end_sale(market, sale)
    refusal(
        await crowd[0].post(f"/api/flash-sales/{sale['id']}/place", {}), 409, "flash-sale-ended"
    )


async def test_later_ones_follow_in_order_and_who_is_away_is_passed_over(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    sale = new_sale(market, goods, 5, perSecond=1)
    first, second, third = [await member(market, visit) for _ in range(3)]
    away = "UPDATE flash_sale_places SET seen_at = seen_at - interval '1 hour' WHERE sale_id = '{}'"
    for one in (first, second, third):
        await place(one, sale)
        await execute(market.database_url, away.format(sale["id"]))
    assert (await let_in(third, sale))["position"] is None
    assert (await let_in(second, sale))["letIn"]  # its turn was kept
    left = await first.http.delete(f"/api/flash-sales/{sale['id']}/place")
    assert left.status_code == 204
    refusal(await purchase(first, sale), 409, "flash-sale-turn")
    expect(await purchase(second, sale), 201)
    end_sale(market, sale)


async def test_a_sale_without_one_lets_everybody_in(market: Market, visit: Visit) -> None:
    goods, buyer, guest = market.goods(1), await member(market, visit), visit(market)
    sale = new_sale(market, goods, 1)
    assert (await place(buyer, sale))["letIn"] is True
    answer = await guest.post(f"/api/flash-sales/{sale['id']}/place", {})
    refusal(answer, 401, "login-required")
    end_sale(market, sale)
