"""createOrder: items, an address, a way to pay and a promo code make an order and say its days."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, Final

from tests.specs.marketplace.test_pricing import promotion
from tests.specs.sentences import sentence
from tests.support.market import PRICE, Market, expect, refusal
from tests.support.member import Member

Join = Callable[[], Awaitable[Member]]
ADDRESS: Final = {
    "country": "DE", "name": "Anna Beispiel", "street": "Invalidenstraße 116",
    "postalCode": "10115", "city": "Berlin",
}  # fmt: skip


@sentence(
    "B",
    "3. Order Service",
    "POST /orders: { userId, items, shippingAddress, paymentMethod, promoCode }",
    at="POST /api/orders",
)
@sentence(
    "B", "createOrder", "items, shippingAddress, paymentMethod, promoCode", at="POST /api/orders"
)
@sentence(
    "B",
    "createOrder",
    "return { orderId, status, total, estimatedDelivery }",
    at="POST /api/orders",
)
async def test_an_order_is_made_of_items_an_address_a_way_to_pay_and_a_code(
    marketplace: Market, join: Join
) -> None:
    someone, other, goods = await join(), await join(), marketplace.goods(9)
    code = await promotion(marketplace, someone, 10)
    asked: dict[str, Any] = {
        "userId": someone.user, "items": [goods.line(2) | {"price": PRICE}],
        "shippingAddress": ADDRESS, "paymentMethod": "demo", "promoCode": code,
    }  # fmt: skip
    refusal(await other.buyer.post("/api/orders", asked), 404, "user-not-found")
    made = expect(await someone.buyer.post("/api/orders", asked, key="once"), 201)
    discount = 2 * PRICE // 10
    tax = (2 * PRICE - discount) // 10
    assert made["total"] == 2 * PRICE - discount + tax + 599
    assert (made["status"], made["nextAction"]) == ("paid", None)
    arrives = date.fromisoformat(made["estimatedDelivery"])
    assert arrives >= date.fromisoformat(made["order"]["createdAt"][:10])
    again = expect(await someone.buyer.post("/api/orders", asked, key="once"), 201)
    assert again["orderId"] == made["orderId"]
    order = expect(await someone.buyer.get(f"/api/orders/{made['orderId']}"))["order"]
    assert order["arrivesBy"] == made["estimatedDelivery"]
    assert order["promoCode"] == code


@sentence("B", "createOrder", "JSON.stringify(shippingAddress)", at="POST /api/orders")
async def test_an_order_keeps_its_address_and_refuses_one_that_is_none(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(9)
    asked: dict[str, Any] = {"items": [goods.line(1)], "paymentMethod": "demo"}
    wrong = asked | {"shippingAddress": ADDRESS | {"postalCode": "1011"}}
    problem = refusal(await someone.buyer.post("/api/orders", wrong), 422, "address-invalid")
    assert problem["field"] == "shippingAddress.postalCode"
    by_nobody = asked | {"paymentMethod": "nobody", "shippingAddress": ADDRESS}
    problem = refusal(await someone.buyer.post("/api/orders", by_nobody), 422, "provider-unknown")
    assert problem["field"] == "paymentMethod"
    assert "wallet, demo" in problem["detail"]
    made = expect(
        await someone.buyer.post("/api/orders", asked | {"shippingAddress": ADDRESS}), 201
    )
    kept = made["order"]["shippingAddress"]
    assert {name: kept[name] for name in ADDRESS} == ADDRESS


@sentence("B", "createOrder", "1. Валидация и резервирование inventory: Product out of stock;"
          " ROLLBACK", at="POST /api/orders")  # fmt: skip
async def test_an_order_that_lacks_one_thing_takes_none_of_the_others(
    marketplace: Market, join: Join
) -> None:
    someone, enough, scarce = await join(), marketplace.goods(5), marketplace.goods(1)
    asked = {
        "items": [enough.line(2), scarce.line(2)], "shippingAddress": ADDRESS,
        "paymentMethod": "demo",
    }  # fmt: skip
    short = refusal(await someone.buyer.post("/api/orders", asked), 409, "insufficient-stock")
    assert [one["line"] for one in short["shortages"]] == [1]
    assert (marketplace.stock(enough), marketplace.stock(scarce)) == ((5, 0), (1, 0))
    assert expect(await someone.buyer.get("/api/orders"))["orders"] == []
