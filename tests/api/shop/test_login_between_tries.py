"""A guest whose purchase was made, but who never read the answer, logs in and tries once more:
it is the same purchase, under the same key, and nothing is held twice."""

from collections.abc import Callable
from uuid import uuid4

from tests.api.shop.wallet_buyers import logged_in
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]


async def test_who_logs_in_between_two_tries_has_one_reservation(
    market: Market, visit: Visit
) -> None:
    buyer, goods, key = visit(market), market.goods(2), uuid4().hex
    first = expect(await buyer.reserve(goods, key=key))
    await logged_in(market, buyer)
    again = expect(await buyer.reserve(goods, key=key))
    assert again["orderId"] == first["orderId"]
    assert market.stock(goods) == (1, 1)
    (mine,) = expect(await buyer.get("/api/orders"))["orders"]
    assert mine["id"] == first["orderId"]
    refusal(await buyer.reserve(goods, quantity=2, key=key), 422, "idempotency-key-reused")


async def test_a_key_of_another_guest_is_another_purchase(market: Market, visit: Visit) -> None:
    goods, key = market.goods(3), uuid4().hex
    stranger, buyer = visit(market), visit(market)
    theirs = expect(await stranger.reserve(goods, key=key))
    await logged_in(market, buyer)
    own = expect(await buyer.reserve(goods, key=key))
    assert own["orderId"] != theirs["orderId"]
    assert market.stock(goods) == (1, 2)
