"""The order desk over HTTP: filters of what is to be done, steps with several orders at once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from tests.api.staff.test_parcels import NOBODY, bought, make
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]


def listed(market: Market, **asked: Any) -> list[str]:
    found = expect(market.staff.get("/api/staff/orders", params={"limit": 100, **asked}))
    return [one["id"] for one in found["orders"]]


def pack(market: Market, *orders: str, key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    asked = {"orderIds": orders}
    return market.staff.post("/api/staff/orders-packed", json=asked, headers=headers)


def ship(market: Market, *orders: str, key: str = "", carrier: str = "Post") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    asked = {"orderIds": orders, "carrier": carrier}
    return market.staff.post("/api/staff/orders-shipped", json=asked, headers=headers)


async def test_several_orders_are_packed_and_printed_at_once(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(9)
    one, two, done = [await bought(buyer, goods, quantity=2) for _ in range(3)]
    part = {"lines": [{"line": 0, "quantity": 1}]}
    expect(make(market, two, part))
    expect(market.staff.post(f"/api/staff/orders/{done}/complete"))
    new = listed(market, fulfilment="unfulfilled")
    assert {one, two} <= set(new)
    assert done not in new
    assert done in listed(market, fulfilment="delivered")
    assert one not in listed(market, held="true")
    assert listed(market, seller=NOBODY) == []
    assert listed(market, fulfilment="unfulfilled", q=one) == [one]

    slips = "/api/staff/packing-slips"
    refusal(market.staff.get(slips, params={"order": [one]}), 404, "parcel-not-found")
    refusal(market.staff.get(slips), 422, "invalid-request")
    key = str(uuid4())
    for _ in range(2):
        became = expect(pack(market, one, done, NOBODY, two, one, key=key))["orders"]
        assert [(each["orderId"], each["refusal"]) for each in became] == [
            (one, None), (done, "order-completed"), (NOBODY, "order-not-found"), (two, None),
        ]  # fmt: skip
    (packed,) = (await buyer.order({"orderId": one}))["parcels"]
    assert (packed["status"], packed["lines"][0]["quantity"]) == ("picking", 2)
    both = (await buyer.order({"orderId": two}))["parcels"]
    assert [(each["status"], each["lines"][0]["quantity"]) for each in both] == [
        ("picking", 1), ("picking", 1),
    ]  # fmt: skip
    (again,) = expect(pack(market, one))["orders"]
    assert (again["refusal"], bool(again["why"])) == ("nothing-to-pack", True)
    for language in ("en", "ru", "ko"):
        asked = {"order": [one, done, two], "language": language}
        page = market.staff.get(slips, params=asked)
        assert page.headers["content-type"] == "application/pdf"
        assert page.content.count(b"/Type /Page\n") == 3
    refusal(pack(market), 422, "invalid-request")

    # What has not left is picked; all that is packed leaves at once.
    picks = "/api/staff/picking-list"
    for language in ("en", "ru", "ko"):
        page = market.staff.get(picks, params={"order": [one, done, two], "language": language})
        assert page.headers["content-type"] == "application/pdf", page.text
    refusal(market.staff.get(picks, params={"order": [done]}), 409, "nothing-to-pack")
    key = str(uuid4())
    for _ in range(2):
        became = expect(ship(market, one, done, two, key=key))["orders"]
        assert [(each["orderId"], each["refusal"]) for each in became] == [
            (one, None), (done, "order-completed"), (two, None),
        ]  # fmt: skip
    left = (await buyer.order({"orderId": two}))["parcels"]
    assert [(each["status"], each["carrier"]) for each in left] == [("shipped", "Post")] * 2
    (again,) = expect(ship(market, one))["orders"]
    assert (again["refusal"], bool(again["why"])) == ("parcel-not-picked", True)
    refusal(market.staff.get(picks, params={"order": [one, two]}), 409, "nothing-to-pack")
    refusal(ship(market, one, carrier=" "), 422, "invalid-request")
    refusal(
        await buyer.post("/api/staff/orders-packed", {"orderIds": [one]}), 401, "login-required"
    )
