"""Several workers and Redis: the same promises, and none of them hangs on Redis."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, opened_market
from tests.support.postgres import Postgres
from tests.support.premises import WAY
from tests.support.redis import redis_server
from tests.support.split import SplitPremises

Visit = Callable[..., Buyer]


@dataclass(frozen=True)
class News:
    """The Redis that carries the news between several processes, to be taken away."""

    stop: Callable[[], None]
    start: Callable[[], None]


@pytest.fixture(scope="module")
def several(
    request: pytest.FixtureRequest, postgres: Postgres, stocked: str
) -> Iterator[tuple[Market, News]]:
    """A market of two workers; in services, of two instances."""
    if WAY == "split":
        market: Market = request.getfixturevalue("market")
        assert isinstance(market.premises, SplitPremises)
        redis = market.premises.split.redis

        def start() -> None:
            redis.start().wait_ready()

        yield market, News(redis.stop, start)
        return
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        running = stack.enter_context(ExitStack())
        url = postgres.create(stocked)
        stack.callback(postgres.drop, url)
        environment = {"HOLDFAST_LIMITS": "off", "REDIS_URL": running.enter_context(redis_server())}
        if WAY == "messages":
            environment["HOLDFAST_SETTLEMENT"] = "messages"
        opened = opened_market(folder, "--workers", "2", environment=environment, database_url=url)
        yield stack.enter_context(opened), News(running.close, lambda: None)


@pytest.fixture
def double(several: tuple[Market, News]) -> Market:
    return several[0]


@sentence("A", "Рекомендации", "Использовать Redis - для надежных блокировок",
          at="holdfast serve --workers 2")  # fmt: skip
@sentence("A", "§4", "Метод 2: Redis блокировки (рекомендуется)",
          at="holdfast serve --workers 2")  # fmt: skip
async def test_several_workers_sell_the_last_unit_once(double: Market, visit: Visit) -> None:
    """The workers meet in the database, not in a lock that could be lost with its holder; Redis
    only carries the news. Buyers and watchers are spread over both workers."""
    goods = double.goods(10)
    variant = UUID(goods.variant_id)
    async with AsyncExitStack() as stack:
        watchers = [await stack.enter_async_context(double.watch()) for _ in range(8)]
        for watcher in watchers:
            await watcher.subscribe([UUID(goods.product_id)])
        buyers = [visit(double) for _ in range(40)]
        answers = await asyncio.gather(*(buyer.reserve(goods) for buyer in buyers))
        assert sorted(answer.status_code for answer in answers) == [200] * 10 + [409] * 30
        for watcher in watchers:
            await watcher.until(lambda watcher=watcher: watcher.stock(variant) == 0)
    assert double.stock(goods) == (0, 10)


@sentence("A", "Рекомендации", "WebSocket вместо polling - лучше для UX",
          at="stock:update")  # fmt: skip
async def test_a_change_at_one_worker_is_told_by_both(double: Market, visit: Visit) -> None:
    goods = double.goods(5)
    variant = UUID(goods.variant_id)
    async with AsyncExitStack() as stack:
        watchers = [await stack.enter_async_context(double.watch()) for _ in range(8)]
        for watcher in watchers:
            await watcher.subscribe([UUID(goods.product_id)])
        buyer = visit(double)
        for left in (4, 3, 2):
            expect(await buyer.reserve(goods))
            for watcher in watchers:
                await watcher.until(
                    lambda watcher=watcher, left=left: watcher.stock(variant) <= left
                )


async def test_without_redis_the_shop_sells_on_and_watchers_catch_up(
    several: tuple[Market, News], visit: Visit
) -> None:
    double, news = several
    goods = double.goods(5)
    variant = UUID(goods.variant_id)
    async with AsyncExitStack() as stack:
        watchers = [await stack.enter_async_context(double.watch()) for _ in range(6)]
        for watcher in watchers:
            await watcher.subscribe([UUID(goods.product_id)])
            await watcher.until(lambda watcher=watcher: watcher.stock(variant) == 5)
        await asyncio.to_thread(news.stop)
        bought = await visit(double).buy(goods, quantity=2)
        assert bought["orderId"]
        for watcher in watchers:
            await watcher.until(lambda watcher=watcher: watcher.stock(variant) == 3)
    await asyncio.to_thread(news.start)
