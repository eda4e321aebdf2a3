"""Reviews of a seller's goods: theirs to reply to, and not to write."""

import httpx

from tests.api.seller.own_sales import Mill, a_mill
from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.patience import PATIENCE

ADMIN = {"email": "admin@example.com", "password": "holdfast-admin"}


async def replied(mill: Mill, reader: Buyer) -> str | None:
    found = expect(await reader.get(f"/api/products/{mill.goods.product_id}/reviews"))["reviews"]
    (review,) = found
    return None if review["reply"] is None else str(review["reply"]["text"])


async def test_a_seller_replies_to_reviews_of_their_goods_and_writes_none(
    market: Market, visit: Visit
) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    await buyer.buy(mill.goods)
    await mill.who.buy(mill.goods)
    own = f"/api/products/{mill.goods.product_id}/review"
    five, four = {"rating": 5, "text": "The best"}, {"rating": 4, "text": "Fits"}
    refusal(await mill.who.http.put(own, json=five), 403, "own-goods")
    seen = expect(await mill.who.get(own))
    assert (seen["mayWrite"], seen["whyNot"], seen["mayReply"]) == (False, "own-goods", True)

    made = expect(await buyer.http.put(own, json=four))
    assert made["mayReply"] is False
    reply = f"/api/reviews/{made['review']['id']}/reply"
    said = {"text": "Thank you"}
    for stranger in (buyer, other.who):
        refusal(await stranger.http.put(reply, json=said), 404, "review-not-found")
    assert expect(await other.who.get(own))["mayReply"] is False
    assert (await mill.who.http.put(reply, json=said)).status_code == 204
    assert await replied(mill, buyer) == "Thank you"
    assert market.staff.put(reply, json={"text": ""}).status_code == 204
    assert await replied(mill, buyer) is None
    assert expect(market.staff.get(own))["mayReply"] is True


async def test_who_is_no_seller_any_more_replies_to_nothing(market: Market, visit: Visit) -> None:
    """They still stand among the seller's people: the role was taken from them."""
    mill, buyer = await a_mill(market, visit), await member(market, visit, 100_000)
    await buyer.buy(mill.goods)
    own = f"/api/products/{mill.goods.product_id}/review"
    made = expect(await buyer.http.put(own, json={"rating": 2, "text": "Torn"}))
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as admin:
        expect(admin.post("/api/session/login", json=ADMIN))
        none = {"roles": ["customer"]}
        expect(admin.post(f"/api/staff/people/{mill.user}/roles", json=none))
    reply = f"/api/reviews/{made['review']['id']}/reply"
    refusal(await mill.who.http.put(reply, json={"text": "No"}), 404, "review-not-found")
    assert expect(await mill.who.get(own))["mayReply"] is False
