"""Sellers say from how many on hand a variant of their own is low; nobody else's."""

import httpx

from tests.api.seller.trading import Trader
from tests.support.market import expect, refusal
from tests.support.postgres import fetch, run
from tests.support.server import ServerProcess


def test_a_seller_says_when_their_own_is_low_and_nobody_elses(
    shop: ServerProcess, client: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    product = one.make(options=[], variants=[{"price": 500, "stock": 5}])
    variant = product["variants"][0]["id"]
    place = f"/api/seller/{one.seller}/variants/{variant}/threshold"
    said = expect(one.http.put(place, json={"threshold": 5}))
    assert said == {"variantId": variant, "threshold": 5}
    shown = expect(one.http.get(f"/api/seller/{one.seller}/products/{product['id']}"))["product"]
    assert [row["lowStockThreshold"] for row in shown["variants"]] == [5]
    noted = "SELECT data FROM audit_log WHERE action = 'stock.threshold' AND subject = $1"
    assert len(run(fetch(shop.database_url, noted, variant))) == 1
    assert expect(one.http.put(place, json={"threshold": None}))["threshold"] is None

    foreign = place.replace(one.seller, other.seller)
    refusal(client.put(place, json={"threshold": 1}), 401, "login-required")
    refusal(other.http.put(place, json={"threshold": 1}), 404, "seller-not-found")
    refusal(other.http.put(foreign, json={"threshold": 1}), 404, "variant-not-found")
    refusal(one.http.put(place, json={"threshold": -1}), 422, "invalid-request")
