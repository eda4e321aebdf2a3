"""Best sellers: the five products sold most over the last 3 days."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
MANY = 500_000  # so that nothing other tests sell comes near


@sentence("D", "Best sellers", "The five products sold most over the last 3 days.",
          at="GET /api/products/best-sellers")  # fmt: skip
async def test_the_five_sold_most_in_three_days(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    goods = [market.goods(2 * MANY) for _ in range(6)]
    for more, one in enumerate(goods):
        await buyer.buy(one, quantity=MANY + more)
    wanted = [one.product_id for one in reversed(goods[1:])]

    async def five() -> Any:
        answer = expect(await buyer.get("/api/products/best-sellers"))
        assert answer["days"] == 3
        return [one["id"] for one in answer["products"]] == wanted

    await eventually(five, PATIENCE, "the five best")


@sentence("D", "Best sellers", "Real-time for now", at="GET /api/products/best-sellers")
async def test_the_ranking_says_until_which_minute_it_counts(market: Market, visit: Visit) -> None:
    buyer = visit(market)

    async def now() -> bool:
        answer = expect(await buyer.get("/api/products/best-sellers", days=30, limit=1))
        return datetime.now(UTC) - datetime.fromisoformat(answer["asOf"]) < timedelta(minutes=2)

    await eventually(now, PATIENCE, "windows that have come to this minute")
