"""Exchanges over HTTP: wanted by the buyer, held at once, sent once the old one came."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
from msgspec import Struct

from holdfast.views.agreement import audit_shop
from tests.api.staff.test_returns import NOBODY, delivered, returned, step
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
SIZES = {"M": 1000, "L": 1250}


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


class Dearer(Struct):
    """Two of the cheaper came back for the dearer: looked at, and the difference is due."""

    order_id: str
    return_id: str
    sent_id: str
    mine: Goods
    other: Goods


async def dearer(market: Market, buyer: Buyer) -> Dearer:
    sizes = [{"values": [name], "price": price} for name, price in SIZES.items()]
    options = [{"name": "Size", "values": list(SIZES)}]
    shirt = {"name": "Shirt", "status": "active", "options": options, "variants": sizes}
    product = expect(market.staff.post("/api/staff/products", json=shirt), 201)["product"]
    mine, other = [Goods(product["id"], one["id"]) for one in product["variants"]]
    for one in (mine, other):
        market.change(one, deposit=3)
    order_id = await delivered(market, buyer, mine, quantity=2)
    path = f"/api/orders/{order_id}/returns"
    units = {"lines": [{"line": 0, "quantity": 2, "exchangeFor": other.variant_id}]}
    seen = expect(await buyer.post(f"{path}/preview", units))
    assert (seen["exchanged"], seen["due"], seen["total"]) == (2000, 500, 2000)
    refusal(await exchange(buyer, order_id, NOBODY), 404, "variant-not-found")
    asked = returned(await exchange(buyer, order_id, other.variant_id, 2), 201)
    assert asked["exchange"]["due"] is None  # it may not come, or not all of it
    one = asked["id"]
    returned(step(market, one, "approve"))
    returned(step(market, one, "receive"))
    came = {"lines": [{"line": 0, "quantity": 2}]}
    reckoned = expect(market.staff.post(f"/api/staff/returns/{one}/preview", json=came))
    assert reckoned["due"] == 500
    came = {"lines": [{"line": 0, "restocked": 2}]}
    done = returned(step(market, one, "inspect", came))
    assert (done["refunded"], done["exchanged"], done["exchange"]["due"]) == (0, 2000, 500)
    assert market.stock(other) == (1, 2)
    return Dearer(order_id, one, done["exchange"]["orderId"], mine, other)


async def shown(buyer: Buyer, order_id: str) -> dict[str, Any]:
    order: dict[str, Any] = expect(await buyer.get(f"/api/orders/{order_id}"))["order"]
    return order


async def returns(buyer: Buyer, order_id: str) -> dict[str, Any]:
    (one,) = expect(await buyer.get(f"/api/orders/{order_id}/returns"))["returns"]
    found: dict[str, Any] = one
    return found


async def test_what_costs_more_is_sent_once_the_difference_is_paid(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    one = await dearer(market, buyer)
    order = await shown(buyer, one.sent_id)
    assert (order["status"], order["total"], order["fulfilment"]) == ("pending", 500, None)
    assert order["expiresAt"] is not None
    refusal(await visit(market).get(f"/api/orders/{one.sent_id}"), 404, "order-not-found")
    # By whoever has its secret address, as any order that waits for its money.
    made = expect(market.staff.post(f"/api/staff/orders/{one.sent_id}/pay-link", json={}))
    link = f"/api{made['path']}"
    seen = expect(await visit(market).get(link))
    assert (seen["state"], seen["total"]) == ("open", 500)
    expect(await visit(market).post(link, {"provider": "demo", "scenario": "success"}))

    async def paid() -> dict[str, Any] | None:
        order = await shown(buyer, one.sent_id)
        return order if order["status"] == "paid" else None

    order = await eventually(paid, PATIENCE, "the difference is paid")
    assert order["fulfilment"] == "unfulfilled"
    assert market.stock(one.other) == (1, 0)
    assert (await returns(buyer, one.order_id))["exchanged"] == 2000


async def test_who_does_not_pay_the_difference_has_the_money_back(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    one = await dearer(market, buyer)
    decline = f"/api/orders/{one.sent_id}/cancel"
    refusal(await visit(market).post(decline, {}), 404, "order-not-found")
    expect(await buyer.post(decline, {}))

    async def over() -> dict[str, Any] | None:
        found = await returns(buyer, one.order_id)
        return found if found["exchanged"] is None else None

    done = await eventually(over, PATIENCE, "what came back is refunded")
    assert (done["refunded"], done["exchange"]["orderId"]) == (2000, None)
    assert market.stock(one.other) == (3, 0)
    assert market.stock(one.mine) == (3, 0)
    staff = expect(market.staff.get(f"/api/staff/returns/{one.return_id}"))["return"]
    assert staff["refunded"] == 2000


async def test_who_gets_nothing_in_exchange_after_all_has_the_money_back(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    mine, other, *_ = market.phone(5).values()
    order_id = await delivered(market, buyer, mine, quantity=2)
    one = returned(await exchange(buyer, order_id, other.variant_id), 201)["id"]
    returned(step(market, one, "approve"))
    returned(step(market, one, "receive"))
    came = {"lines": [{"line": 0, "restocked": 1}]}
    done = returned(step(market, one, "inspect", came))
    assert done["refunded"] == 0
    sent = done["exchange"]["orderId"]
    refusal(await buyer.post(f"/api/orders/{sent}/cancel", {}), 409, "sent-in-exchange")
    expect(market.staff.post(f"/api/staff/orders/{sent}/cancel", json={"reason": "It broke"}))

    async def over() -> dict[str, Any] | None:
        found = await returns(buyer, order_id)
        return found if found["exchanged"] is None else None

    found = await eventually(over, PATIENCE, "what came back is refunded")
    assert found["refunded"] == done["exchanged"] > 0
    assert market.stock(other) == (5, 0)
    audit = await audit_shop(market.database_url)
    assert audit.clean, audit.text()
