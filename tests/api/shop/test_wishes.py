"""Wishes: a customer's list of products, on all their devices, counted live."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import httpx

from tests.api.shop.carts import add, cart, cookies, lines
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.live import OwnerWatcher
from tests.support.market import Buyer, Goods, Market, expect, refusal
from tests.support.postgres import fetch


class WishWatcher(OwnerWatcher):
    """Another tab of somebody who looks at how many wishes there are."""

    channel, event, listed, id = "wishes", "wishes", "wishes", "listId"

    @property
    def count(self) -> int:
        return int(self.known["wishes"]["count"]) if self.known else 0


async def put(buyer: Buyer, goods: Goods | str) -> Any:
    product = goods if isinstance(goods, str) else goods.product_id
    return await buyer.http.put(f"/api/wishes/{product}")


async def remove(buyer: Buyer, goods: Goods) -> Any:
    return await buyer.http.delete(f"/api/wishes/{goods.product_id}")


async def listed(buyer: Buyer) -> list[str]:
    return [one["id"] for one in expect(await buyer.get("/api/wishes"))["products"]]


async def test_a_list_is_kept_the_latest_wish_first(market: Market, visit: Visit) -> None:
    buyer, first, second = await member(market, visit), market.goods(2), market.goods(0)
    assert await listed(buyer) == []
    for goods in (first, second, second):  # repeating it changes nothing
        answer = expect(await put(buyer, goods))
    ids = [second.product_id, first.product_id]
    assert [one["id"] for one in answer["products"]] == await listed(buyer) == ids
    assert answer["stock"] == {first.product_id: 2, second.product_id: 0}
    assert set(answer["wished"]) == set(ids)
    for _ in range(2):
        assert [one["id"] for one in expect(await remove(buyer, second))["products"]] == ids[1:]
    expect(await put(buyer, second))
    assert await listed(buyer) == ids


async def test_each_has_their_own(market: Market, visit: Visit) -> None:
    one, other, goods = await member(market, visit), await member(market, visit), market.goods(1)
    expect(await put(one, goods))
    expect(await remove(other, goods))
    assert (await listed(one), await listed(other)) == ([goods.product_id], [])
    refusal(await put(visit(market), goods), 401, "login-required")
    refusal(await visit(market).get("/api/wishes"), 401, "login-required")


async def test_only_what_is_on_sale_is_wished_for(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit)
    refusal(await put(buyer, NOBODYS), 404, "product-not-found")
    refusal(await put(buyer, "no-id"), 404, "product-not-found")
    assert await listed(buyer) == []


async def test_what_is_not_on_sale_any_more_stays_wished_for(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(1)
    expect(await put(buyer, goods))
    hide = "UPDATE products SET status = $2, revision = revision + 1 WHERE id::text = $1"
    await fetch(market.database_url, hide, goods.product_id, "archived")
    try:
        answer = expect(await buyer.get("/api/wishes"))
        assert (answer["products"], set(answer["wished"])) == ([], {goods.product_id})
    finally:
        await fetch(market.database_url, hide, goods.product_id, "active")


async def test_a_list_has_an_end(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(1)
    owner = f"user:{expect(await buyer.get('/api/session'))['user']['id']}"
    fill = (
        "INSERT INTO wishes SELECT gen_random_uuid(), $1, gen_random_uuid(), 'wished', now()"
        " FROM generate_series(1, 100)"
    )
    await fetch(market.database_url, fill, owner)
    problem = refusal(await put(buyer, goods), 409, "too-many-wishes")
    assert problem["detail"] == "There are 100 products on your list. Remove one of them."


async def test_two_tabs_at_once_make_one_wish(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(1)
    answers = await asyncio.gather(*(put(buyer, goods) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    answers = await asyncio.gather(*(remove(buyer, goods) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    rows = await fetch(
        market.database_url,
        "SELECT status FROM wishes WHERE product_id::text = $1", goods.product_id,
    )  # fmt: skip
    assert [tuple(row) for row in rows] == [("removed",)]


async def test_another_tab_sees_the_count_at_once(market: Market, visit: Visit) -> None:
    buyer, other = await member(market, visit), await member(market, visit)
    first, second = market.goods(1), market.goods(1)
    expect(await put(buyer, first))
    async with WishWatcher(market.url, cookies(buyer)) as tab:
        assert await tab.subscribe() == {"ok": True}
        await tab.until(lambda: tab.count == 1)
        expect(await put(buyer, second))
        await tab.until(lambda: tab.count == 2)
        expect(await put(other, second))
        expect(await remove(buyer, first))
        expect(await remove(buyer, second))
        await tab.until(lambda: tab.count == 0)
    async with WishWatcher(market.url, {}) as guest:
        assert (await guest.subscribe())["error"]["code"] == "login-required"


# --- to the cart and back -------------------------------------------------------------------


async def to_cart(
    buyer: Buyer, goods: Goods, body: object, key: str | None = None
) -> httpx.Response:
    return await buyer.post(f"/api/wishes/{goods.product_id}/to-cart", body, key)


async def put_into_carts(market: Market) -> float:
    said = await asyncio.to_thread(market.premises.metrics)
    counts = re.findall(r"^ecommerce_cart_additions_total\S* (\S+)$", said, re.MULTILINE)
    return sum(map(float, counts))


async def test_a_line_moves_to_the_wish_list_and_back(market: Market, visit: Visit) -> None:
    buyer, goods, stays = await member(market, visit), market.goods(9), market.goods(9)
    counted = await put_into_carts(market)
    expect(await add(buyer, goods, 3))
    expect(await add(buyer, stays))
    asked, key = {"variantId": goods.variant_id}, str(uuid4())
    for _ in range(2):
        moved = await buyer.post("/api/wishes/from-cart", asked, key)
        assert lines(expect(moved)) == [(stays.variant_id, 1)]
    assert await listed(buyer) == [goods.product_id]
    again = await buyer.post("/api/wishes/from-cart", asked)
    refusal(again, 404, "not-in-cart")
    for _ in range(2):
        assert expect(await to_cart(buyer, goods, {}, key))["products"] == []
    assert dict(lines(await cart(buyer))) == {stays.variant_id: 1, goods.variant_id: 1}
    # Who runs the shop sees each as put into a cart; somebody else's test may have added, too.
    assert await put_into_carts(market) >= counted + 4


async def test_a_wish_that_cannot_be_had_stays_one(market: Market, visit: Visit) -> None:
    buyer, none, phone = await member(market, visit), market.goods(0), market.phone(1)
    white = phone["White", "256GB"]
    for goods in (none, white):
        expect(await buyer.http.put(f"/api/wishes/{goods.product_id}"))
    refusal(await to_cart(buyer, none, {}), 409, "insufficient-stock")
    refusal(await to_cart(buyer, white, {}), 422, "ambiguous-options")
    assert set(await listed(buyer)) == {none.product_id, white.product_id}
    expect(await to_cart(buyer, white, {"variantId": white.variant_id}))
    assert await listed(buyer) == [none.product_id]
    assert lines(await cart(buyer)) == [(white.variant_id, 1)]
    refusal(await visit(market).post("/api/wishes/from-cart", {}), 401, "login-required")
