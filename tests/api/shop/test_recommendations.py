"""What goes with a product, what is popular, and a product's page as specification B has it."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.alone

Visit = Callable[..., Buyer]


async def together(buyer: Buyer, goods: Goods) -> dict[str, tuple[int, bool]]:
    answer = expect(await buyer.get(f"/api/products/{goods.product_id}/recommendations"))
    assert list(answer["recommendations"]) == ["frequentlyBoughtTogether", "similar", "nearest"]
    return {
        one["id"]: (one["frequency"], one["significant"])
        for one in answer["recommendations"]["frequentlyBoughtTogether"]
    }


async def test_what_is_bought_together_is_recommended_and_counted_until_it_goes_back(
    market: Market, visit: Visit
) -> None:
    one, other, buyer = market.goods(50), market.goods(50), visit(market)
    assert await together(buyer, one) == {}
    path = f"/api/products/{one.product_id}"
    before = await buyer.get(path)
    product = expect(before)["product"]
    assert (product["salesCount"], product["inStock"], product["stockQuantity"]) == (0, True, 50)
    assert (product["stock"], product["available"]) == (50, True)

    bought = await buyer.buy(one, other, quantity=3)
    await buyer.buy(one)
    await buyer.buy(one, other)

    async def counted(sales: int, pairs: dict[str, tuple[int, bool]]) -> bool:
        page = expect(await buyer.get(path))["product"]
        return page["salesCount"] == sales and await together(buyer, one) == pairs

    async def both() -> bool:
        return await counted(5, {other.product_id: (2, True)})

    await eventually(both, PATIENCE, "sales are counted")
    popular = expect(await buyer.get("/api/products/popular", limit=100))
    ids = [each["id"] for each in popular["products"]]
    assert ids.index(one.product_id) < ids.index(other.product_id)
    sales = [each["salesCount"] for each in popular["products"]]
    assert sales == sorted(sales, reverse=True)
    assert popular["stock"][one.product_id] == 45

    assert (await buyer.cancel(orderId=bought["orderId"])).status_code == 200

    async def alone() -> bool:
        return await counted(2, {other.product_id: (1, False)})

    await eventually(alone, PATIENCE, "what was refunded is counted no more, and one is chance")


async def test_the_etag_stays_until_something_else_than_a_counter_moves(
    market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(9), visit(market)
    path = f"/api/products/{goods.product_id}"
    first = await buyer.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["cache-control"] == "private, no-cache"
    with httpx.Client(base_url=market.url, headers={"if-none-match": tag}) as known:
        same = known.get(path)
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
        market.change(goods, withdraw=1)
        changed = known.get(path)
        assert (changed.status_code, expect(changed)["stock"]) == (200, 8)
        market.change(goods, deposit=1)
        assert known.get(path).status_code == 200  # the account has moved on


def test_similar_ones_are_of_the_same_category_and_price(market: Market) -> None:
    with httpx.Client(base_url=market.url) as client:
        goods = market.goods(1)
        this = expect(client.get(f"/api/products/{goods.product_id}"))["product"]
        path = f"/api/products/{this['handle']}/recommendations"
        found = expect(client.get(path))
        others = found["recommendations"]["similar"]
        assert 0 < len(others) <= 5
        for one in others:
            assert one["categoryId"] == this["categoryId"]
            assert this["price"] * 0.8 <= one["price"] <= this["price"] * 1.2
            assert one["id"] != this["id"]
            assert found["stock"][one["id"]] == one["stockQuantity"]
        refusal(client.get("/api/products/nothing/recommendations"), 404, "product-not-found")


def test_products_that_are_named_are_shown_in_that_order(market: Market) -> None:
    ids = [market.goods().product_id for _ in range(3)]
    with httpx.Client(base_url=market.url) as client:

        def shown(*asked: str) -> list[Any]:
            answer = expect(client.get("/api/products/among", params={"ids": ",".join(asked)}))
            return [one["id"] for one in answer["products"]]

        assert shown(*reversed(ids)) == ids[::-1]
        assert shown(ids[1], "0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12", ids[1]) == [ids[1]]
        for wrong in ({}, {"ids": ""}, {"ids": "x"}, {"ids": "12"}, {"ids": f"{ids[0]}," * 25}):
            refusal(client.get("/api/products/among", params=wrong), 422, "invalid-request")


@pytest.mark.parametrize("limit", [0, 101, "all"])
def test_how_many_are_popular_is_bounded(market: Market, limit: Any) -> None:
    with httpx.Client(base_url=market.url) as client:
        answer = client.get("/api/products/popular", params={"limit": limit})
        refusal(answer, 422, "invalid-request")
