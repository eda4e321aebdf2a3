"""Product Service: what buyers say of a product, and its rating."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.member import Member
from tests.support.patience import PATIENCE

Join = Callable[[], Awaitable[Member]]
Visit = Callable[..., Buyer]


async def owner_of(market: Market, join: Join, goods: Goods) -> Member:
    """Somebody new, who has it."""
    someone = await join()
    await someone.buyer.buy(goods)
    path = f"/api/products/{goods.product_id}/review"

    async def may() -> bool:
        return bool(expect(await someone.buyer.get(path))["mayWrite"])

    await eventually(may, PATIENCE, "what was bought may be reviewed")
    return someone


async def review(someone: Member, goods: Goods, rating: int, text: str) -> None:
    asked = {"rating": rating, "text": text}
    path = f"/api/products/{goods.product_id}/review"
    expect(await someone.buyer.http.put(path, json=asked))


@sentence("B", "Product Service", "getProductReviews(productId, 5): r.*, u.username ORDER BY"
          " created_at DESC", at="GET /api/products/{id}")  # fmt: skip
async def test_a_page_has_the_five_newest_reviews_and_the_rating_of_all(
    marketplace: Market, join: Join, visit: Visit
) -> None:
    goods, guest = marketplace.goods(20), visit(marketplace)
    path = f"/api/products/{goods.product_id}"
    product = expect(await guest.get(path))["product"]
    assert (product["rating"], product["reviewsCount"], product["reviews"]) == (0, 0, [])
    people = await asyncio.gather(*(owner_of(marketplace, join, goods) for _ in range(6)))
    for number, someone in enumerate(people):
        await review(someone, goods, 1 + number % 5, f"Said {number}")

    async def shown() -> bool:
        product = expect(await guest.get(path))["product"]
        return [one["text"] for one in product["reviews"]] == [f"Said {n}" for n in (5, 4, 3, 2, 1)]

    await eventually(shown, PATIENCE, "the reviews show")
    product = expect(await guest.get(path))["product"]
    assert (product["rating"], product["reviewsCount"]) == (2.7, 6)
    assert {one["username"] for one in product["reviews"]} == {"O'Hara"}
    everything = expect(await guest.get(f"{path}/reviews"))["reviews"]
    assert [one["text"] for one in everything] == [f"Said {n}" for n in (5, 4, 3, 2, 1, 0)]
    refusal(await (await join()).buyer.http.put(f"{path}/review", json={"rating": 5}), 403,
            "not-bought")  # fmt: skip
