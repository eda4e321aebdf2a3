"""Pictures of a review: sent by its author before, shown with it, gone with it."""

from typing import Any

import httpx

from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Buyer, Goods, Market, expect, refusal
from tests.support.pictures import png

PNG = {"content-type": "image/png"}


def path(goods: Goods, what: str = "review") -> str:
    return f"/api/products/{goods.product_id}/{what}"


async def send(someone: Buyer, goods: Goods, size: int = 40) -> httpx.Response:
    return await someone.http.post(path(goods, "review/pictures"), content=png(size), headers=PNG)


async def say(buyer: Buyer, goods: Goods, *urls: str, text: str = "So it looks") -> httpx.Response:
    asked: dict[str, Any] = {"rating": 4, "text": text, "pictures": list(urls)}
    return await buyer.http.put(path(goods), json=asked)


async def shown(reader: Buyer, goods: Goods) -> list[list[str]]:
    found = expect(await reader.get(path(goods, "reviews")))["reviews"]
    return [[image["url"] for image in one["images"]] for one in found]


async def test_a_buyer_s_pictures_show_with_the_review_and_go_with_it(
    market: Market, visit: Visit
) -> None:
    goods, buyer, reader = market.goods(5), await member(market, visit), visit(market)
    refusal(await send(reader, goods), 401, "login-required")
    refusal(await send(buyer, goods), 403, "not-bought")
    await buyer.buy(goods)
    first = expect(await send(buyer, goods), 201)
    assert expect(await send(buyer, goods), 201) == first  # the same picture
    second = expect(await send(buyer, goods, 50), 201)
    assert (first["width"], first["srcset"] != "") == (40, True)
    own = expect(await say(buyer, goods, first["url"], second["url"]))["review"]
    assert [one["url"] for one in own["images"]] == [first["url"], second["url"]]
    assert await shown(reader, goods) == [[first["url"], second["url"]]]
    beside = market.product(goods.product_id)["product"]["reviews"]
    assert beside == expect(await reader.get(path(goods, "reviews")))["reviews"]

    expect(await say(buyer, goods, second["url"]))
    assert await shown(reader, goods) == [[second["url"]]]
    asked = {"productId": goods.product_id}
    (row,) = expect(market.staff.get("/api/staff/reviews", params=asked))["reviews"]
    assert [one["url"] for one in row["images"]] == [second["url"]]
    expect(await buyer.http.delete(path(goods)))
    expect(await say(buyer, goods))
    assert await shown(reader, goods) == [[]]


async def test_only_pictures_that_were_sent_are_named_each_once_and_a_handful(
    market: Market, visit: Visit
) -> None:
    goods, buyer = market.goods(5), await member(market, visit)
    await buyer.buy(goods)
    url = expect(await send(buyer, goods), 201)["url"]
    foreign = f"/media/{'0' * 32}-320.webp"
    for urls, field in (((foreign,), "pictures[0]"), ((url, url), "pictures[1]")):
        problem = refusal(await say(buyer, goods, *urls), 422, "bad-review-pictures")
        assert [one["field"] for one in problem["errors"]] == [field]
    refusal(await say(buyer, goods, *[url] * 6), 422, "invalid-request")
    refusal(await say(buyer, goods, "https://elsewhere.example/a.png"), 422, "bad-review-pictures")
