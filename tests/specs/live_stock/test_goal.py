"""The goal: four sentences that everything else serves."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from uuid import UUID

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]


@sentence("A", "Цель", "Отслеживает количество товаров в реальном времени",
          at="GET /api/products/{id}, stock:update")  # fmt: skip
async def test_it_follows_the_number_of_goods_in_real_time(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    variant = UUID(goods.variant_id)
    async with market.watch() as watcher:
        await watcher.subscribe([UUID(goods.product_id)])
        await watcher.until(lambda: watcher.stock(variant) == 5)
        market.change(goods, deposit=3)
        assert market.stock(goods) == (8, 0)
        await watcher.until(lambda: watcher.stock(variant) == 8)
        market.change(goods, withdraw=6)
        assert market.stock(goods) == (2, 0)
        await watcher.until(lambda: watcher.stock(variant) == 2)
        expect(await visit(market).reserve(goods))
        assert market.stock(goods) == (1, 1)
        await watcher.until(lambda: watcher.stock(variant) == 1)


@sentence("A", "Цель", "Автоматически обновляется при покупке",
          at="POST /api/orders/create")  # fmt: skip
async def test_it_updates_by_itself_when_somebody_buys(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    await visit(market).buy(goods, quantity=2)
    assert market.stock(goods) == (3, 0)


@sentence("A", "Цель", "Предотвращает двойные покупки последнего товара (race condition)",
          at="POST /api/orders/reserve")  # fmt: skip
async def test_it_prevents_the_last_unit_from_being_bought_twice(
    market: Market, visit: Visit
) -> None:
    for _ in range(5):
        goods = market.goods(1)
        buyers = [visit(market) for _ in range(16)]
        answers = await asyncio.gather(*(buyer.reserve(goods) for buyer in buyers))
        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 15
        (winner,) = [
            buyer
            for buyer, answer in zip(buyers, answers, strict=True)
            if answer.status_code == 200
        ]
        (won,) = [answer for answer in answers if answer.status_code == 200]
        for answer in answers:
            if answer.status_code == 409:
                refusal(answer, 409, "insufficient-stock")
        payment = expect(await winner.pay(won.json()))
        expect(await winner.create(won.json(), payment))
        assert market.stock(goods) == (0, 0)


@sentence("A", "Цель", "Показывает актуальное состояние товаров всем пользователям",
          at="GET /api/products, GET /api/products/{id}, stock:update")  # fmt: skip
async def test_it_shows_the_state_of_goods_to_every_user(market: Market, visit: Visit) -> None:
    goods = market.goods(3)
    variant = UUID(goods.variant_id)
    async with AsyncExitStack() as stack:
        watchers = [await stack.enter_async_context(market.watch()) for _ in range(10)]
        for number, watcher in enumerate(watchers):  # some watch this product, some all
            await watcher.subscribe([UUID(goods.product_id)] if number % 2 else None)
        expect(await visit(market).reserve(goods, quantity=3))
        for watcher in watchers:
            await watcher.until(lambda watcher=watcher: watcher.stock(variant) == 0)
            assert watcher.known[goods.variant_id]["available"] is False
    for _ in range(3):  # also those who only load pages
        page = expect(await visit(market).get(f"/api/products/{goods.product_id}"))
        assert (page["stock"], page["available"]) == (0, False)
