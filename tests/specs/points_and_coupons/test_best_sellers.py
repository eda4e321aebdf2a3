"""Best sellers: the five products sold most over the last 3 days."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.specs.sentences import sentence
from tests.support.database_clock import database_apart, move_clock
from tests.support.market import Buyer, Market, eventually, expect, opened_market
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres

Visit = Callable[..., Buyer]
BEST = "/api/products/best-sellers"
MANY = 500_000  # so that nothing other tests sell comes near
THREE_DAYS, HOUR = timedelta(days=3), timedelta(hours=1)


@pytest.fixture
def shop_of_days(postgres: Postgres, stocked: str, scratch: Path) -> Iterator[Market]:
    """One whose clock is moved on."""
    settings = {"HOLDFAST_LIMITS": "off"}
    with (
        database_apart(postgres, stocked) as url,
        opened_market(scratch, environment=settings, database_url=url) as opened,
    ):
        yield opened


async def best_are(buyer: Buyer, *goods: str) -> None:
    async def so() -> Any:
        answer = expect(await buyer.get(BEST))
        assert answer["days"] == 3
        return [one["id"] for one in answer["products"]] == list(goods)

    await eventually(so, PATIENCE, f"the best are {goods}")


@sentence("D", "Best sellers", "The five products sold most over the last 3 days.",
          at="GET /api/products/best-sellers")  # fmt: skip
async def test_the_five_sold_most(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    goods = [market.goods(2 * MANY) for _ in range(6)]
    for more, one in enumerate(goods):
        await buyer.buy(one, quantity=MANY + more)
    await best_are(buyer, *(one.product_id for one in reversed(goods[1:])))


@sentence("D", "Best sellers", "The five products sold most over the last 3 days.",
          at="GET /api/products/best-sellers")  # fmt: skip
async def test_what_was_sold_before_the_last_three_days_counts_no_more(
    shop_of_days: Market, visit: Visit
) -> None:
    """By a clock that is moved on; the shop is started again each time."""
    buyer, (old, new) = visit(shop_of_days), (shop_of_days.goods(9) for _ in range(2))
    begun = datetime.now(UTC)

    async def it_is(now: datetime) -> None:
        await asyncio.to_thread(move_clock, shop_of_days.database_url, now)
        await asyncio.to_thread(shop_of_days.server.restart)

        async def so() -> bool:
            counted = datetime.fromisoformat(expect(await buyer.get(BEST))["asOf"])
            return now - counted < timedelta(minutes=2)

        await eventually(so, PATIENCE, "the windows have come to that moment")

    await buyer.buy(old, quantity=5)
    await best_are(buyer, old.product_id)
    await it_is(begun + THREE_DAYS - HOUR)
    await buyer.buy(new, quantity=2)
    await best_are(buyer, old.product_id, new.product_id)
    await it_is(begun + THREE_DAYS + HOUR)
    await best_are(buyer, new.product_id)


@sentence("D", "Best sellers", "Real-time for now", at="GET /api/products/best-sellers")
async def test_the_ranking_says_until_which_minute_it_counts(market: Market, visit: Visit) -> None:
    buyer = visit(market)

    async def now() -> bool:
        answer = expect(await buyer.get(BEST, days=30, limit=1))
        return datetime.now(UTC) - datetime.fromisoformat(answer["asOf"]) < timedelta(minutes=2)

    await eventually(now, PATIENCE, "windows that have come to this minute")
