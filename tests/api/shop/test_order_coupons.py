"""Coupons before payment: what each would take off, another one for an order that is not paid, and
such an order paid from a wallet. Wallets pay together with the goods, or are asked by message."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.wallet_buyers import NOBODYS, Json, Visit, balance, coupon, member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres


@pytest.fixture(scope="module", params=["together", "messages"])
def market(request: pytest.FixtureRequest, postgres: Postgres, stocked: str) -> Iterator[Market]:
    """One for each way."""
    settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_SETTLEMENT": request.param}
    with market_as_asked(postgres, stocked, settings) as opened:
        yield opened


async def reserve(buyer: Buyer, *lines: Json, **more: Any) -> Json:
    made: Json = expect(await buyer.post("/api/orders/reserve", {"items": list(lines)} | more))
    return made


async def change(buyer: Buyer, order: str, used: object, key: str | None = None) -> Any:
    return await buyer.post(f"/api/orders/{order}/coupon", {"couponId": used}, key)


async def test_the_best_coupon_is_named_and_another_changes_only_the_price(
    market: Market, visit: Visit
) -> None:
    buyer, goods = await member(market, visit), market.goods(2)
    ten, fifty = await coupon(market, buyer), await coupon(market, buyer, value=50)
    quoted = expect(await buyer.post("/api/orders/quote", {"items": [goods.line(2)]}))
    assert (quoted["subtotal"], quoted["bestCouponId"], quoted["couponId"]) == (1000, fifty, None)
    assert [(one["coupon"]["id"], one["saving"], one["total"]) for one in quoted["coupons"]] == [
        (fifty, 500, 500), (ten, 100, 900),
    ]  # fmt: skip
    made = await reserve(buyer, goods.line(2), couponId=fifty)
    mine = expect(await buyer.get(f"/api/orders/{made['orderId']}/coupons"))
    assert (mine["couponId"], mine["bestCouponId"]) == (fifty, fifty)
    key = str(uuid4())
    order = expect(await change(buyer, made["orderId"], ten, key))["order"]
    assert (order["total"], order["discount"], order["couponId"]) == (900, 100, ten)
    assert order["reservationId"] != made["reservationId"]
    assert order["expiresAt"] == made["expiresAt"]
    assert expect(await change(buyer, made["orderId"], ten, key))["order"] == order
    refusal(await change(buyer, made["orderId"], None, key), 422, "idempotency-key-reused")
    stale = {"reservationId": made["reservationId"], "provider": "demo"}
    refusal(await buyer.post("/api/payments", stale), 404, "reservation-not-found")
    bare = expect(await change(buyer, made["orderId"], None))["order"]
    assert (bare["total"], bare["discount"], bare["couponId"]) == (1000, 0, None)


async def test_what_is_reserved_can_be_paid_from_a_wallet(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 950), market.goods(2)
    used = await coupon(market, buyer)
    made = await reserve(buyer, goods.line(2))
    order = expect(await change(buyer, made["orderId"], used))["order"]
    asked = {"reservationId": order["reservationId"], "provider": "wallet"}
    begun = expect(await buyer.post("/api/payments", asked))
    paid = {"reservationId": order["reservationId"], "paymentId": begun["paymentId"]}
    answer = await buyer.post("/api/orders/create", paid)
    assert answer.json()["status"] in ("paid", "pending"), answer.text

    async def settled() -> Json | None:
        now: Json = expect(await buyer.get(f"/api/orders/{made['orderId']}"))["order"]
        return now if now["status"] == "paid" else None

    found: Json = await eventually(settled, PATIENCE, "the wallet pays")
    assert found["total"] == 900
    assert "changed" in [one["what"] for one in found["timeline"]]
    assert await balance(buyer) == 50
    refusal(await change(buyer, made["orderId"], None), 409, "already-paid")
    refusal(await buyer.get(f"/api/orders/{made['orderId']}/coupons"), 409, "already-paid")


async def test_what_costs_nothing_is_paid_whatever_pays_for_it(
    market: Market, visit: Visit
) -> None:
    buyer, goods = await member(market, visit, 100), market.goods(2)
    free = await coupon(market, buyer, value=100)
    made = await reserve(buyer, goods.line(), couponId=free)
    asked = {"reservationId": made["reservationId"], "sources": [{"kind": "wallet"}]}
    key = str(uuid4())
    begun = expect(await buyer.post("/api/payments/mix", asked, key))
    assert begun["status"] == "succeeded"
    assert expect(await buyer.post("/api/payments/mix", asked, key)) == begun
    refusal(await buyer.post("/api/payments/mix", asked), 409, "already-paid")
    paid = {"reservationId": made["reservationId"], "paymentId": begun["paymentId"]}
    assert expect(await buyer.post("/api/orders/create", paid))["status"] == "paid"
    order = expect(await buyer.get(f"/api/orders/{made['orderId']}"))["order"]
    assert (order["status"], order["total"]) == ("paid", 0)
    assert market.stock(goods) == (1, 0)
    expect(await buyer.post("/api/orders/cancel", {"orderId": made["orderId"]}))
    assert market.stock(goods) == (2, 0)
    assert await balance(buyer) == 100


async def test_every_refusal_says_what_is_wrong(market: Market, visit: Visit) -> None:
    buyer, stranger, goods = await member(market, visit), visit(market), market.goods(2)
    made = await reserve(buyer, goods.line())
    order = made["orderId"]
    for one in (order, NOBODYS):
        refusal(await change(stranger, one, None), 404, "order-not-found")
        refusal(await stranger.get(f"/api/orders/{one}/coupons"), 404, "order-not-found")
    told = refusal(await change(buyer, order, NOBODYS), 409, "coupon-not-usable")
    assert told["coupon"] == {"couponId": NOBODYS, "reason": "not-yours"}
    refusal(await change(buyer, order, "no id"), 422, "invalid-request")
    refusal(await buyer.post(f"/api/orders/{order}/coupon", {}), 422, "invalid-request")
    refusal(await buyer.post("/api/orders/quote", {"items": []}), 422, "invalid-request")
    nothing = {"items": [{"productId": NOBODYS}]}
    refusal(await buyer.post("/api/orders/quote", nothing), 404, "product-not-found")
    quoted = expect(await stranger.post("/api/orders/quote", {"items": [goods.line()]}))
    assert (quoted["coupons"], quoted["bestCouponId"]) == ([], None)
    asked = {"reservationId": made["reservationId"], "provider": "wallet"}
    refusal(await stranger.post("/api/payments", asked), 401, "login-required")
    expect(await buyer.post("/api/orders/cancel", {"orderId": order}))
    refusal(await change(buyer, order, None), 409, "order-cancelled")
