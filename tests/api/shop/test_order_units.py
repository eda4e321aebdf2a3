"""Some units of a paid order cancelled over HTTP, by its buyer and by staff; and one's own orders
looked for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.api.staff.test_parcels import bought, make
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]
ONE = {"lines": [{"line": 0, "quantity": 1}]}


def line_of(order: dict[str, Any]) -> tuple[int, int, int]:
    (item,) = order["items"]
    return item["quantity"], item["cancelled"], item["cancellable"]


async def test_a_buyer_and_staff_cancel_units_until_they_are_packed(
    market: Market, visit: Visit
) -> None:
    buyer, stranger, goods = visit(market), visit(market), market.goods(9)
    order_id = await bought(buyer, goods, quantity=4)
    path = f"/api/orders/{order_id}/cancel-units"
    assert line_of(await buyer.order({"orderId": order_id})) == (4, 0, 4)
    refusal(await stranger.post(path, ONE), 404, "order-not-found")
    twice = {"lines": [*ONE["lines"], *ONE["lines"]]}
    refusal(await buyer.post(path, twice), 422, "invalid-request")
    many = {"lines": [{"line": 0, "quantity": 5}]}
    refusal(await buyer.post(path, many), 409, "units-not-to-pack")

    key = str(uuid4())
    for _ in range(2):
        order = expect(await buyer.post(path, ONE, key=key))["order"]
        assert line_of(order) == (4, 1, 3)
        assert order["refunded"] == order["items"][0]["price"]
    assert "unitsCancelled" in [one["what"] for one in order["timeline"]]

    staffs = f"/api/staff/orders/{order_id}/cancel-units"
    refusal(market.staff.post(staffs, json=ONE), 422, "invalid-request")
    seen = expect(market.staff.post(staffs, json={**ONE, "reason": "torn"}))
    assert line_of(seen["order"]) == (4, 2, 2)
    said = next(one for one in seen["lines"] if one["action"] == "order.units-cancelled")
    assert (said["data"]["reason"], said["data"]["lines"]) == ("torn", {"0": 1})

    expect(make(market, order_id, {**ONE, "packed": True}))
    two = {"lines": [{"line": 0, "quantity": 2}]}
    refused = refusal(await buyer.post(path, two), 409, "order-packed")
    assert refused["detail"].startswith("It is packed already")
    refused = refusal(await buyer.post(f"/api/orders/{order_id}/cancel", {}), 409, "order-packed")
    assert "cancelled by itself" in refused["detail"]
    assert line_of(await buyer.order({"orderId": order_id})) == (4, 2, 1)
    assert line_of(expect(await buyer.post(path, ONE))["order"]) == (4, 3, 0), "it is not packed"
    refusal(await buyer.post(path, ONE), 409, "order-packed")
    refusal(market.staff.post(staffs, json={**ONE, "reason": "torn"}), 409, "units-not-to-pack")

    waits = expect(await buyer.reserve(goods))
    refusal(await buyer.post(f"/api/orders/{waits['orderId']}/cancel-units", ONE), 409, "not-paid")
    other = await bought(buyer, goods, quantity=1)
    gone = expect(await buyer.post(f"/api/orders/{other}/cancel-units", ONE))["order"]
    assert gone["status"] == "cancelled", "nothing is left of it"


async def test_ones_own_orders_are_found_by_words_state_and_time(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    one, two = [await bought(buyer, market.goods(3), quantity=1) for _ in range(2)]
    waits = expect(await buyer.reserve(market.goods(3)))["orderId"]

    async def found(**asked: str) -> list[str]:
        answer = expect(await buyer.get("/api/orders", **asked))
        return [order["id"] for order in answer["orders"]]

    assert await found() == [waits, two, one]
    assert await found(status="paid") == [two, one]
    shown = await buyer.order({"orderId": one})
    assert await found(q=shown["number"]) == [one]
    word = shown["items"][0]["productName"].split()[0]
    assert one in await found(q=f"{word.lower()} {shown['number'][-3:]}")
    assert await found(q="%") == []
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert await found(**{"from": tomorrow}) == []
    assert await found(to=tomorrow) == [waits, two, one]
    page = expect(await buyer.get("/api/orders", status="paid", limit=1))
    then = await buyer.get("/api/orders", status="paid", limit=1, cursor=page["nextCursor"])
    (last,) = expect(then)["orders"]
    assert last["id"] == one
    refusal(await buyer.get("/api/orders", status="lost"), 422, "invalid-request")
    stranger = await visit(market).get("/api/orders", q=shown["number"])
    assert expect(stranger)["orders"] == []
