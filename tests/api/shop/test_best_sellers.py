"""GET /api/products/best-sellers: what it answers, and what it does not take."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.alone

Visit = Callable[..., Buyer]
PATH = "/api/products/best-sellers"
MANY = 100_000  # so that few goods of other tests come before it, and HUNDRED holds them all
HUNDRED = 100


async def best(buyer: Buyer, **query: Any) -> dict[str, Any]:
    return expect(await buyer.get(PATH, **query))


async def units_become(buyer: Buyer, goods: Goods, units: int | None, **query: Any) -> Any:
    """The answer once it gives so many units (None: once the product is gone)."""
    query = {"limit": HUNDRED} | query

    async def told() -> Any:
        answer = await best(buyer, **query)
        return answer if answer["units"].get(goods.product_id) == units else None

    return await eventually(told, PATIENCE, f"{units} units of {goods.product_id}")


def card_of(goods: Goods, answer: Any) -> Any:
    return next(one for one in answer["products"] if one["id"] == goods.product_id)


async def page_of(buyer: Buyer, goods: Goods, **query: str) -> Any:
    """The product's page, without what stands there only."""
    page = expect(await buyer.get(f"/api/products/{goods.product_id}", **query))["product"]
    page.pop("reviews")
    return page


def test_an_empty_shop_has_none(client: httpx.Client) -> None:
    answer = expect(client.get(PATH))
    as_of = datetime.fromisoformat(answer.pop("asOf"))
    assert answer == {"products": [], "stock": {}, "units": {}, "days": 3}
    assert as_of <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"days": 1, "limit": 1}, 200),
        ({"days": 30, "limit": 100}, 200),
        ({"days": 0}, 422),
        ({"days": 31}, 422),
        ({"days": "three"}, 422),
        ({"days": 2.5}, 422),
        ({"limit": 0}, 422),
        ({"limit": 101}, 422),
        ({"limit": -1}, 422),
        ({"days": 10**30}, 422),
    ],
)
def test_days_and_limit_have_bounds(
    client: httpx.Client, query: dict[str, Any], status: int
) -> None:
    answer = client.get(PATH, params=query)
    if status == 200:
        assert expect(answer)["days"] == query["days"]
    else:
        refusal(answer, status, "invalid-request")


def test_it_is_only_read(client: httpx.Client) -> None:
    refusal(client.post(PATH), 405, "method-not-allowed")


async def test_the_cards_are_those_of_the_list_and_fresh(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(2 * MANY), visit(market)
    await buyer.buy(goods, quantity=MANY)
    answer = await units_become(buyer, goods, MANY)
    assert answer["stock"][goods.product_id] == MANY
    (await buyer.http.get(PATH)).raise_for_status()
    assert (await buyer.get(PATH)).headers["cache-control"] == "no-store"
    assert set(answer["units"]) == set(answer["stock"]) == {one["id"] for one in answer["products"]}
    units = [answer["units"][one["id"]] for one in answer["products"]]
    assert units == sorted(units, reverse=True)


async def test_no_sale_that_is_counted_is_younger_than_the_answer_says(
    market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(2 * MANY), visit(market)
    reservation = await buyer.buy(goods, quantity=MANY + 3)
    answer = await units_become(buyer, goods, MANY + 3)
    sold = expect(await buyer.get(f"/api/orders/{reservation['orderId']}"))["order"]["paidAt"]
    assert sold <= answer["asOf"]


async def test_a_refund_takes_the_units_back(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(2 * MANY), visit(market)
    reservation = await buyer.buy(goods, quantity=MANY + 1)
    await units_become(buyer, goods, MANY + 1, days=1)
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    await units_become(buyer, goods, None, days=1)


async def test_it_speaks_the_language_asked_for(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(2 * MANY), visit(market)
    await buyer.buy(goods, quantity=MANY + 2)
    for locale in ("en", "ru", "ko"):

        async def told(locale: str = locale) -> bool:
            answer = await units_become(buyer, goods, MANY + 2, locale=locale)
            return bool(await page_of(buyer, goods, locale=locale) == card_of(goods, answer))

        # The count of sales in both is that of the last time it was kept.
        await eventually(told, PATIENCE, f"the page and the card agree in {locale}")
