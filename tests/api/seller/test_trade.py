"""What was sold of goods, over HTTP: each seller their own, staff all; right after a refund."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.seller.trading import Trader, sell
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

STAFF = "/api/staff/trade"


def euros(amount: int) -> list[dict[str, Any]]:
    return [{"currency": "EUR", "amount": amount}]


async def test_sellers_see_what_became_of_their_own_goods(
    shop: ServerProcess, staff: httpx.Client, client: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    own = f"/api/seller/{one.seller}/trade"
    made = [one.make(), other.make()]
    price = made[0]["variants"][0]["price"]
    item = {"productId": made[0]["id"], "variantId": made[0]["variants"][0]["id"]}
    expect(client.get(f"/api/products/{made[0]['id']}"))
    expect(client.post("/api/cart/items", json=item | {"quantity": 1}))
    order = sell(staff, shop.url, made, 2)

    async def told() -> dict[str, Any] | None:
        found = expect(one.http.get(own))
        totals = found["totals"]
        there = totals["orders"] == 1 and (totals["visits"], totals["carted"]) == (1, 1)
        return found if there else None

    found = await eventually(told, PATIENCE, "it is counted")
    assert found["zone"] == "UTC"
    assert (found["totals"]["units"], found["totals"]["gross"]) == (2, euros(2 * price))
    assert len(found["days"]) == 30
    assert sum(day["units"] for day in found["days"]) == 2
    assert sum(hour["units"] for hour in found["hours"]) == 2
    (best,) = found["best"]
    assert (best["productId"], best["units"], best["visits"]) == (made[0]["id"], 2, 1)
    # Of three, two are gone in a day.
    (last,) = found["runningOut"]
    assert (last["productId"], last["stock"], last["days"]) == (made[0]["id"], 1, 0)
    many = {"deposit": 10**10, "reason": "for more days than a number has room for"}
    expect(staff.post(f"/api/staff/variants/{item['variantId']}/stock", json=many))
    assert expect(one.http.get(own))["runningOut"] == []
    gone = {"withdraw": 10**10, "reason": "not that many"}
    expect(staff.post(f"/api/staff/variants/{item['variantId']}/stock", json=gone))

    back = {"lines": [{"line": 0, "quantity": 1}], "reason": "torn"}
    expect(staff.post(f"/api/staff/orders/{order}/refund", json=back))

    async def refunded() -> bool:
        totals = expect(one.http.get(own))["totals"]
        return (totals["back"], totals["net"]) == (1, euros(price))

    await eventually(refunded, PATIENCE, "the refund is counted")
    assert expect(other.http.get(f"/api/seller/{other.seller}/trade"))["totals"]["back"] == 0
    of_staff = expect(staff.get(STAFF, params={"sellerId": one.seller, "days": 1}))
    assert of_staff["totals"]["net"] == euros(price)
    assert expect(staff.get(STAFF))["totals"]["units"] >= 4
    file = one.http.get(own, params={"format": "csv"})
    assert file.headers["content-type"].startswith("text/csv")
    lines = [line.split(",") for line in file.text.splitlines()]
    assert lines[0][:4] == ["day", "hour", "currency", "orders"]
    assert sum(int(line[4]) for line in lines[1:]) == 2


def test_nobody_sees_anothers_and_nonsense_is_refused(
    staff: httpx.Client, client: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    own = f"/api/seller/{traders[0].seller}/trade"
    refusal(traders[1].http.get(own), 404, "seller-not-found")
    refusal(client.get(own), 401, "login-required")
    refusal(traders[0].http.get(STAFF), 403, "forbidden")
    refusal(staff.get(STAFF, params={"sellerId": str(uuid4())}), 404, "seller-not-found")
    asked: tuple[dict[str, Any], ...] = (
        {"days": 0}, {"days": 367}, {"format": "pdf"}, {"sellerId": "mill"}, {"to": "0001-01-02"},
        {"from": "2026-02-01", "to": "2026-01-01"}, {"from": "2020-01-01", "to": "2026-01-01"},
    )  # fmt: skip
    for wrong in asked:
        assert staff.get(STAFF, params=wrong).status_code == 422, wrong
    exact = expect(staff.get(STAFF, params={"from": "2026-01-01", "to": "2026-01-31"}))
    assert (len(exact["days"]), exact["before"]["from"]) == (31, "2025-12-01")
