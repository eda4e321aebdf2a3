"""Sellers announce goods of their own, sell them before they are there, and take in what comes;
nobody else's."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.seller.trading import SELLERS, Trader
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

DAY = "2031-12-12"


def of_none(trader: Trader) -> dict[str, Any]:
    """A product of theirs of which there is none."""
    return trader.make(options=[], variants=[{"price": 500, "stock": 0}])


def preorder_of(trader: Trader, product: dict[str, Any]) -> str:
    return f"/api/seller/{trader.seller}/variants/{product['variants'][0]['id']}/preorder"


def listed(trader: Trader) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(trader.http.get(f"/api/seller/{trader.seller}/preorders"))[
        "preorders"
    ]
    return found


async def test_a_seller_announces_sells_and_takes_in_what_is_theirs(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    product = of_none(one)
    place = preorder_of(one, product)
    assert listed(one) == []
    refusal(one.http.get(place), 404, "preorder-not-found")
    made = expect(one.http.put(place, json={"units": 3, "expectedOn": DAY}))
    assert (made["toCome"], made["available"], made["expectedOn"]) == (3, 3, DAY)
    line = {"productId": product["id"], "variantId": made["variantId"], "quantity": 2}
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as guest:
        asked = {"items": [line], "preorder": True}
        order = expect(guest.post("/api/orders/reserve", json=asked))["orderId"]
    paid = {"Idempotency-Key": uuid4().hex}
    expect(staff.post(f"/api/staff/orders/{order}/mark-paid", headers=paid))
    (row,) = listed(one)
    assert (row["variantId"], row["waitingUnits"], row["waitingOrders"]) == (
        made["variantId"], 2, 1,
    )  # fmt: skip
    assert listed(other) == [], "of theirs alone"
    fewer = refusal(one.http.put(place, json={"units": 1, "expectedOn": DAY}), 409, "preorder-sold")
    assert fewer["least"] == 2
    over = {"quantity": 4}
    refusal(one.http.post(f"{place}/receive", json=over), 409, "more-than-announced")
    key = {"Idempotency-Key": uuid4().hex}
    for _ in range(2):  # also as it is sent again
        now = expect(one.http.post(f"{place}/receive", json={"quantity": 3}, headers=key))
    assert (now["toCome"], now["available"]) == (0, 0)

    async def given() -> bool:
        return not listed(one)

    await eventually(given, PATIENCE, "nobody waits any more")


def test_nobody_announces_or_sees_what_is_not_theirs(
    staff: httpx.Client, client: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    product, asked = of_none(one), {"units": 3, "expectedOn": DAY}
    place = preorder_of(one, product)
    expect(one.http.put(place, json=asked))
    foreign = place.replace(one.seller, other.seller)
    own = f"/api/seller/{one.seller}/preorders"
    refusal(client.get(own), 401, "login-required")
    refusal(other.http.get(own), 404, "seller-not-found")
    for path, code in ((place, "seller-not-found"), (foreign, "variant-not-found")):
        refusal(other.http.get(path), 404, code)
        refusal(other.http.put(path, json=asked), 404, code)
        refusal(other.http.post(f"{path}/receive", json={"quantity": 1}), 404, code)
    expect(staff.post(f"{SELLERS}/{one.seller}/suspend", json={"reason": "Late"}))
    refusal(one.http.put(place, json=asked), 403, "seller-suspended")
    now = expect(one.http.post(f"{place}/receive", json={"quantity": 1}))
    assert now["toCome"] == 2, "what is on its way still comes"
