"""Exchanges over HTTP: wanted by the buyer, held at once, sent once the old one came."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from tests.api.staff.test_returns import NOBODY, delivered, returned, step
from tests.support.market import Buyer, Goods, Market, expect, refusal

Visit = Callable[..., Buyer]
SIZES = {"M": 1000, "L": 1001}


async def exchange(
    buyer: Buyer, order_id: str, wanted: object, quantity: int = 1, key: str = ""
) -> httpx.Response:
    line = {"line": 0, "quantity": quantity, "reason": "does-not-fit", "exchangeFor": wanted}
    return await buyer.post(f"/api/orders/{order_id}/returns", {"lines": [line]}, key or None)


async def test_a_buyer_has_another_variant_in_place_of_what_came(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    mine, other, *_ = market.phone(5).values()
    order_id = await delivered(market, buyer, mine, quantity=2)
    path = f"/api/orders/{order_id}/returns"
    units = {"lines": [{"line": 0, "quantity": 2, "exchangeFor": other.variant_id}]}
    seen = expect(await buyer.post(f"{path}/preview", units))
    assert seen["exchanged"] == seen["total"] > 0
    strange = market.goods(5)
    refusal(await exchange(buyer, order_id, strange.variant_id), 404, "variant-not-found")
    refusal(await exchange(buyer, order_id, "nonsense"), 422, "invalid-request")
    refusal(await exchange(visit(market), order_id, other.variant_id), 404, "order-not-found")

    market.change(other, withdraw=4)
    short = refusal(await exchange(buyer, order_id, other.variant_id, 2), 409, "insufficient-stock")
    assert short["field"] == "lines[0].exchangeFor"
    assert expect(await buyer.get(path))["returns"] == []
    key = str(uuid4())
    asked, again = [
        returned(await exchange(buyer, order_id, other.variant_id, key=key), 201) for _ in range(2)
    ]
    assert asked == again
    (wanted,) = asked["exchange"]["lines"]
    assert (wanted["variantId"], wanted["quantity"]) == (other.variant_id, 1)
    assert asked["exchange"]["orderId"] is None
    assert market.stock(other) == (0, 1)
    # Who has enough of waiting keeps it, and what was held is free.
    returned(await buyer.post(f"/api/returns/{asked['id']}/cancel", {}))
    assert market.stock(other) == (1, 0)

    one = returned(await exchange(buyer, order_id, other.variant_id), 201)["id"]
    returned(step(market, one, "approve"))
    returned(step(market, one, "receive"))
    came = {"lines": [{"line": 0, "quantity": 1}]}
    reckoned = expect(market.staff.post(f"/api/staff/returns/{one}/preview", json=came))
    assert reckoned["exchanged"] == reckoned["total"]
    refunded = {**came, "exchange": False}
    reckoned = expect(market.staff.post(f"/api/staff/returns/{one}/preview", json=refunded))
    assert reckoned["exchanged"] is None
    came = {"lines": [{"line": 0, "restocked": 1}]}
    done = returned(step(market, one, "inspect", came))
    assert (done["status"], done["refunded"], done["exchanged"]) == (
        "inspected", 0, reckoned["total"],
    )  # fmt: skip
    assert market.stock(other) == (0, 0)
    sent: dict[str, Any] = expect(await buyer.get(f"/api/orders/{done['exchange']['orderId']}"))
    order = sent["order"]
    assert (order["status"], order["total"], order["fulfilment"]) == ("paid", 0, "unfulfilled")
    assert [one["variantId"] for one in order["items"]] == [other.variant_id]


async def test_what_costs_more_is_bought_and_not_exchanged(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    sizes = [{"values": [name], "price": price} for name, price in SIZES.items()]
    options = [{"name": "Size", "values": list(SIZES)}]
    shirt = {"name": "Shirt", "status": "active", "options": options, "variants": sizes}
    product = expect(market.staff.post("/api/staff/products", json=shirt), 201)["product"]
    mine, other = [Goods(product["id"], one["id"]) for one in product["variants"]]
    for one in (mine, other):
        market.change(one, deposit=3)
    order_id = await delivered(market, buyer, mine, quantity=1)
    refused = refusal(await exchange(buyer, order_id, other.variant_id), 409, "exchange-dearer")
    assert (refused["price"], refused["was"]) == (SIZES["L"], SIZES["M"])
    refusal(await exchange(buyer, order_id, NOBODY), 404, "variant-not-found")
    # The very same again, in place of one that is broken.
    assert returned(await exchange(buyer, order_id, mine.variant_id), 201)["exchange"]
