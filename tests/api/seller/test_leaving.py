"""A seller ends selling, by their own wish or the shop's; the page in the shop says so."""

import httpx

from tests.api.seller.trading import SELLERS, Trader, sell
from tests.support.market import expect, refusal
from tests.support.server import ServerProcess


def test_who_has_nothing_open_is_closed_at_once(
    staff: httpx.Client, traders: tuple[Trader, Trader], client: httpx.Client
) -> None:
    one, other = traders
    own, slug = f"/api/seller/{one.seller}", of_staff(staff, one)["slug"]
    product = one.make()
    refusal(other.http.get(f"{own}/leaving"), 404, "seller-not-found")
    refusal(other.http.put(f"{own}/leaving", json={"leaving": True}), 404, "seller-not-found")
    found = expect(one.http.get(f"{own}/leaving"))
    assert found == {"standing": "approved", "byShop": False, "open": []}
    assert expect(client.get(f"/api/sellers/{slug}"))["left"] is False
    found = expect(one.http.put(f"{own}/leaving", json={"leaving": True}))
    assert found == {"standing": "closed", "byShop": False, "open": []}
    assert expect(client.get(f"/api/sellers/{slug}"))["left"] is True
    refusal(client.get(f"/api/products/{product['id']}"), 404, "product-not-found")
    for path in ("leaving", "products", "money", "orders"):
        assert one.http.get(f"{own}/{path}").status_code in (403, 404), path
    assert of_staff(staff, one)["standing"] == "closed"
    joins = staff.put(f"{SELLERS}/{one.seller}/people/{other.user}")
    refusal(joins, 422, "seller-invalid")


def test_what_was_sold_is_finished_first(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader], client: httpx.Client
) -> None:
    one, _ = traders
    own, slug = f"/api/seller/{one.seller}", of_staff(staff, one)["slug"]
    product = one.make()
    sell(staff, shop.url, [product], steps=("mark-paid",))
    found = expect(one.http.put(f"{own}/leaving", json={"leaving": True}))
    assert found["standing"] == "leaving"
    assert [(line["code"], line["count"]) for line in found["open"]] == [("order", 1)]
    assert expect(staff.get(f"{SELLERS}/{one.seller}/leaving")) == found
    assert expect(client.get(f"/api/sellers/{slug}"))["left"] is True
    # Orders and messages go on; nothing new is sold.
    expect(one.http.get(f"{own}/orders"))
    refusal(one.http.put(f"{own}/pause", json={"paused": False}), 403, "seller-leaves")
    on = {"products": [{"id": product["id"]}], "status": "active"}
    refusal(one.http.post(f"{own}/products/bulk", json=on), 403, "seller-leaves")
    found = expect(one.http.put(f"{own}/leaving", json={"leaving": False}))
    assert found["standing"] == "approved"
    expect(one.http.put(f"{own}/pause", json={"paused": False}))

    closed = staff.post(f"{SELLERS}/{one.seller}/close", json={"reason": "No answers"})
    assert expect(closed)["seller"]["standing"] == "leaving"
    found = expect(one.http.get(f"{own}/leaving"))
    assert (found["standing"], found["byShop"]) == ("leaving", True)
    stays = one.http.put(f"{own}/leaving", json={"leaving": False})
    refusal(stays, 409, "seller-elsewhere")
    again = staff.post(f"{SELLERS}/{one.seller}/close", json={"reason": "No answers"})
    refusal(again, 409, "seller-elsewhere")
    expect(staff.post(f"{SELLERS}/{one.seller}/approve"))


def of_staff(staff: httpx.Client, one: Trader) -> dict[str, str]:
    seller: dict[str, str] = expect(staff.get(f"{SELLERS}/{one.seller}"))["seller"]
    return seller
