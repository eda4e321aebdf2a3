"""Tags on orders over HTTP: put on and taken off, one order or many, found by, and told of."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from tests.api.staff.test_parcels import NOBODY, bought
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]
TAGS = "/api/staff/order-tags"


def tag(market: Market, *orders: str, **asked: list[str]) -> httpx.Response:
    return market.staff.put(TAGS, json={"orderIds": orders, **asked})


def listed(market: Market, **asked: Any) -> list[dict[str, Any]]:
    found = expect(market.staff.get("/api/staff/orders", params={"limit": 100, **asked}))
    return list(found["orders"])


async def test_tags_are_put_on_many_orders_found_and_told_of(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(9)
    one, two = [await bought(buyer, goods) for _ in range(2)]
    gift = f"Gift {uuid4().hex[:8]}"
    became = expect(tag(market, one, two, NOBODY, one, add=[f"  {gift} ", "urgent"]))["orders"]
    assert [(each["orderId"], each["refusal"]) for each in became] == [
        (one, None), (two, None), (NOBODY, "order-not-found"),
    ]  # fmt: skip
    assert became[0]["tags"] == [gift, "urgent"]
    # Written in other letters it is the same; asked again nothing changes.
    expect(tag(market, one, add=[gift.upper()]))
    expect(tag(market, two, remove=["URGENT"]))
    rows = {row["id"]: row["tags"] for row in listed(market, tag=gift.lower())}
    assert rows == {one: [gift, "urgent"], two: [gift]}
    assert listed(market, tag="nobody has it") == []
    page = expect(market.staff.get(f"/api/staff/orders/{one}"))
    assert page["tags"] == [gift, "urgent"]
    lines = [line["data"] for line in page["lines"] if line["action"] == "order.tagged"]
    assert lines == [{"added": [gift, "urgent"], "removed": []}]
    used = expect(market.staff.get(TAGS, params={"q": gift.lower()}))["tags"]
    assert used == [{"tag": gift, "orders": 2}]
    sheet = market.staff.get("/api/staff/orders", params={"tag": gift, "format": "csv"}).text
    assert f"{gift}, urgent" in sheet


async def test_tags_have_bounds_and_are_staffs(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(9)
    order = await bought(buyer, goods)
    expect(tag(market, order, add=[f"t{n}" for n in range(20)]))
    (full,) = expect(tag(market, order, add=["one more"]))["orders"]
    assert (full["refusal"], bool(full["why"]), len(full["tags"])) == ("too-many-tags", True, 20)
    (moved,) = expect(tag(market, order, add=["one more"], remove=["t0"]))["orders"]
    assert (moved["refusal"], len(moved["tags"])) == (None, 20)
    for wrong in ({"add": ["x" * 41]}, {"add": ["  "]}, {"add": ["a\u200bb"]}, {}):
        refusal(tag(market, order, **wrong), 422, "invalid-request")
    refusal(market.staff.put(TAGS, json={"orderIds": [], "add": ["a"]}), 422, "invalid-request")
