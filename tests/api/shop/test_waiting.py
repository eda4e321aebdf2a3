"""Waiting for a variant: kept for who is logged in, until they stop."""

from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.postgres import execute


async def awaited(buyer: Buyer) -> list[tuple[str, int]]:
    found = expect(await buyer.get("/api/waiting"))["waiting"]
    return [(one["variantId"], one["stock"]) for one in found]


async def test_what_one_waits_for_is_kept_until_one_stops(market: Market, visit: Visit) -> None:
    buyer, other = await member(market, visit), await member(market, visit)
    one, two = market.goods(0), market.goods(2)
    for goods in (one, two, one):
        path = f"/api/waiting/{goods.variant_id}"
        expect(await buyer.http.put(path, json={"productId": goods.product_id}))
    assert sorted(await awaited(buyer)) == sorted([(one.variant_id, 0), (two.variant_id, 2)])
    assert await awaited(other) == []
    expect(await other.http.delete(f"/api/waiting/{one.variant_id}"))
    for _ in range(2):
        expect(await buyer.http.delete(f"/api/waiting/{one.variant_id}"))
    assert await awaited(buyer) == [(two.variant_id, 2)]


async def test_every_refusal_says_why(market: Market, visit: Visit) -> None:
    buyer, guest, goods = await member(market, visit), visit(market), market.goods(1)
    path, asked = f"/api/waiting/{goods.variant_id}", {"productId": goods.product_id}
    refusal(await guest.get("/api/waiting"), 401, "login-required")
    refusal(await guest.http.put(path, json=asked), 401, "login-required")
    refusal(await guest.http.delete(path), 401, "login-required")
    refusal(await buyer.http.put(path, json={"productId": NOBODYS}), 404, "product-not-found")
    refusal(await buyer.http.put(f"/api/waiting/{NOBODYS}", json=asked), 404, "variant-not-found")
    refusal(await buyer.http.put(path, json={}), 422, "invalid-request")
    owner = expect(await buyer.get("/api/session"))["user"]["id"]
    await execute(
        market.database_url,
        "INSERT INTO waiting (owner, variant_id)"
        f" SELECT 'user:{owner.removeprefix('user:')}', gen_random_uuid()"
        " FROM generate_series(1, 50)",
    )
    refusal(await buyer.http.put(path, json=asked), 409, "too-many-awaited")
