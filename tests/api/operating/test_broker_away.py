"""A shop that settles over RabbitMQ goes on selling while that is away; nothing is lost."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.shop.wallet_buyers import balance, buy, buy_later, decided, member
from tests.support.market import Buyer, Market, eventually, expect, opened_market
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.rabbit import Rabbit

Visit = Callable[..., Buyer]


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str, rabbit: Rabbit) -> Iterator[Market]:
    url = postgres.create(stocked)
    settings = {
        "HOLDFAST_LIMITS": "off",
        "HOLDFAST_SETTLEMENT": "messages",
        "HOLDFAST_BROKER_URL": rabbit.url,
    }
    with (
        tempfile.TemporaryDirectory(prefix="holdfast-test-") as folder,
        opened_market(Path(folder), environment=settings, database_url=url) as opened,
    ):
        yield opened
    postgres.drop(url)


async def paid(buyer: Buyer, order: dict[str, Any]) -> None:
    async def finished() -> bool:
        shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
        return bool(shown["phase"] == "FINISHED")

    await eventually(finished, PATIENCE, "the order is paid")


async def test_over_rabbitmq_it_is_paid(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 500), market.goods(1)
    assert (await decided(buyer, await buy(buyer, goods)))["status"] == "paid"
    assert await balance(buyer) == 0


@pytest.mark.parametrize("crash", [False, True], ids=["stopped", "killed"])
async def test_orders_are_new_while_the_broker_is_away(
    market: Market, rabbit: Rabbit, visit: Visit, crash: bool
) -> None:
    """The shop goes on from there, too, if it is killed while the broker is."""
    buyer, goods = await member(market, visit, 1500), market.goods(9)
    before = expect(await buy_later(buyer, goods), 202)["order"]
    await asyncio.to_thread(rabbit.kill if crash else rabbit.stop)
    orders = [expect(await buy(buyer, goods), 202)["order"] for _ in range(2)]
    assert {one["phase"] for one in orders} == {"NEW"}
    assert expect(await buyer.cancel(orderId=orders[1]["id"]))["reason"] == "buyer"
    if crash:
        await asyncio.to_thread(market.premises.crash)
    await asyncio.to_thread(rabbit.start)
    for one in (before, orders[0]):
        await paid(buyer, one)
    again = expect(await buy_later(buyer, goods), 202)["order"]
    await paid(buyer, again)  # what was cancelled costs nothing
    assert market.stock(goods) == (6, 0)
    assert await balance(buyer) == 0
