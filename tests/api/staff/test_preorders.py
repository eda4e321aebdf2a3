"""Staff announce goods, buyers order them before they are there, and what comes is theirs first."""

from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

from tests.api.shop.wallet_buyers import Visit
from tests.support.market import STAFF, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

DAY, LATER = "2031-12-12", "2032-01-31"
GOOGLE = "{http://base.google.com/ns/1.0}"


async def test_goods_are_ordered_before_they_are_there(market: Market, visit: Visit) -> None:
    goods, staff, buyer = market.goods(0), visit(market), visit(market)
    page, one = f"/api/products/{goods.product_id}", f"/api/staff/variants/{goods.variant_id}"
    expect(await staff.post("/api/session/login", STAFF))
    refusal(await staff.get(f"{one}/preorder"), 404, "preorder-not-found")
    past = {"units": 3, "expectedOn": "2020-01-01"}
    refusal(await staff.http.put(f"{one}/preorder", json=past), 422, "preorder-invalid")
    asked: dict[str, Any] = {"units": 3, "expectedOn": DAY}
    made = expect(await staff.http.put(f"{one}/preorder", json=asked))
    assert (made["toCome"], made["available"], made["overdue"]) == (3, 3, False)

    async def shown(offer: dict[str, Any] | None, stock: int = 0) -> None:
        async def told() -> bool:
            (variant,) = expect(await buyer.get(page))["product"]["variants"]
            (live,) = expect(await buyer.get("/api/products/stock", ids=goods.product_id))[
                "variants"
            ]
            same = variant["preorder"] == live["preorder"] == offer
            return bool(same and variant["stock"] == live["variantStock"] == stock)

        await eventually(told, PATIENCE, f"{offer} on the page, {stock} in stock")

    await shown({"available": 3, "expectedOn": DAY, "endsAt": None})
    line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 2}
    cart = expect(await buyer.post("/api/cart/items", line))
    assert cart["items"][0]["preorder"]["available"] == 3
    assert cart["items"][0]["changes"] == []
    wanted = {"items": [line]}
    refused = refusal(await buyer.post("/api/orders/reserve", wanted), 409, "insufficient-stock")
    assert refused["shortages"][0]["available"] == 0, "nobody is sold it who does not say so"
    held = expect(await buyer.post("/api/orders/reserve", {**wanted, "preorder": True}))
    await shown({"available": 1, "expectedOn": DAY, "endsAt": None})
    over = refusal(
        await buyer.post("/api/orders/reserve", {**wanted, "preorder": True}),
        409,
        "insufficient-stock",
    )
    assert over["shortages"][0]["available"] == 0
    order_id = held["orderId"]
    expect(await buyer.create(held, expect(await buyer.pay(held))))
    order = await buyer.order(held)
    assert order["items"][0]["preorder"] == {"quantity": 2, "awaited": 2, "expectedOn": DAY}
    parcels = f"/api/staff/orders/{order_id}/parcels"
    refusal(await staff.post(parcels, {"packed": True}), 409, "nothing-to-pack")
    few = refusal(
        await staff.http.put(f"{one}/preorder", json={**asked, "units": 1}), 409, "preorder-sold"
    )
    assert (few["field"], few["least"]) == ("units", 2)
    expect(await staff.http.put(f"{one}/preorder", json={**asked, "expectedOn": LATER}))
    (listed,) = [
        each
        for each in expect(await staff.get("/api/staff/preorders"))["preorders"]
        if each["variantId"] == goods.variant_id
    ]
    assert (listed["waitingUnits"], listed["waitingOrders"]) == (2, 1)
    assert listed["expectedOn"] == LATER
    key, came = str(uuid4()), {"quantity": 3}
    refusal(
        await staff.post(f"{one}/preorder/receive", {"quantity": 4}), 409, "more-than-announced"
    )
    now = expect(await staff.post(f"{one}/preorder/receive", came, key=key))
    expect(await staff.post(f"{one}/preorder/receive", came, key=key))
    assert (now["toCome"], now["available"]) == (0, 0)
    await shown(None, 1)

    async def there() -> bool:
        (item,) = (await buyer.order(held))["items"]
        return bool(item["preorder"]["awaited"] == 0)

    await eventually(there, PATIENCE, "it came for the order")
    expect(await staff.post(parcels, {"packed": True}))


async def test_the_feed_says_that_it_may_be_ordered_and_from_when_it_is_there(
    market: Market,
) -> None:
    goods = market.goods(0)
    one = f"/api/staff/variants/{goods.variant_id}/preorder"
    assert in_feed(market, goods) == ("out_of_stock", None)
    expect(market.staff.put(one, json={"units": 1, "expectedOn": DAY}))
    assert in_feed(market, goods) == ("preorder", f"{DAY}T00:00Z")
    expect(market.staff.post(f"{one}/receive", json={"quantity": 1}))
    assert in_feed(market, goods) == ("in_stock", None), "what is there is sold first"


def in_feed(market: Market, goods: Goods) -> tuple[str | None, str | None]:
    """Its availability, and the day of it."""
    answer = market.staff.get("/feeds/products.xml")
    assert answer.status_code == 200, answer.text
    (item,) = [
        one
        for one in ElementTree.fromstring(answer.text).iter("item")
        if one.findtext(f"{GOOGLE}id") == goods.variant_id
    ]
    said = (item.findtext(f"{GOOGLE}{name}") for name in ("availability", "availability_date"))
    return next(said), next(said)


async def test_staff_take_a_pre_order_on_the_phone(market: Market) -> None:
    goods = market.goods(1)
    one = f"/api/staff/variants/{goods.variant_id}/preorder"
    expect(market.staff.put(one, json={"units": 2, "expectedOn": DAY}))
    asked = {"items": [goods.line(3)], "paid": True, "contactEmail": "ann@example.com"}
    refusal(market.staff.post("/api/staff/orders", json=asked), 409, "insufficient-stock")
    taken = expect(market.staff.post("/api/staff/orders", json=asked | {"preorder": True}), 201)
    (line,) = taken["order"]["items"]
    assert line["preorder"] == {"quantity": 2, "awaited": 2, "expectedOn": DAY}
    assert expect(market.staff.get(one))["available"] == 0
