"""A seller's people make and change the seller's products, and find nobody else's."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.seller.trading import SELLERS, Trader
from tests.api.staff.drafts import again, colours, in_shop, made, over
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.pictures import png
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess


def test_a_seller_makes_changes_and_finds_their_own(
    traders: tuple[Trader, Trader], client: httpx.Client
) -> None:
    one, other = traders
    product = one.make()
    assert product["sellerId"] == one.seller
    shown = in_shop(client, product)
    assert shown["sellerId"] == one.seller
    assert shown["sellerName"].startswith("Mill")
    changed = again(product, vendor="Loom", sellerId=other.seller)
    path = f"{one.products}/{product['id']}"
    saved = expect(one.http.put(path, json=changed, headers=over(product)))["product"]
    assert (saved["vendor"], saved["sellerId"]) == ("Loom", one.seller)
    assert [each["id"] for each in expect(one.http.get(one.products))["products"]] == [
        product["id"]
    ]
    assert expect(one.http.get("/api/seller"))["sellers"][0]["id"] == one.seller


def test_a_seller_sends_pictures_for_their_own_products(
    traders: tuple[Trader, Trader], client: httpx.Client
) -> None:
    one, other = traders
    path = f"/api/seller/{one.seller}/pictures"

    def send(who: httpx.Client, data: bytes, to: str = path) -> httpx.Response:
        return who.post(to, content=data, headers={"content-type": "image/png"})

    refusal(send(client, png()), 401, "login-required")
    refusal(send(other.http, png()), 404, "seller-not-found")
    refusal(send(one.http, png(), "/api/staff/pictures"), 403, "forbidden")
    refusal(send(one.http, b"<svg/>"), 422, "picture-kind-unknown")
    found = expect(send(one.http, png(31, 7)), 201)
    product = one.make(images=[{"url": found["url"], "alt": "Front"}])
    assert in_shop(client, product)["images"][0]["srcset"] == found["srcset"]


def test_anothers_product_is_not_found_and_stays_as_it_is(
    traders: tuple[Trader, Trader], staff: httpx.Client
) -> None:
    one, other = traders
    product, shops_own = one.make(), made(staff)
    for foreign in (product, shops_own):
        path = f"{other.products}/{foreign['id']}"
        refusal(other.http.get(path), 404, "product-not-found")
        answer = other.http.put(path, json=again(foreign), headers=over(foreign))
        refusal(answer, 404, "product-not-found")
        bulk = {"products": [{"id": foreign["id"]}], "status": "archived"}
        rows = expect(other.http.post(f"{other.products}/bulk", json=bulk))["products"]
        assert [row["refused"]["code"] for row in rows] == ["product-not-found"]
        stock = {"variantIds": [foreign["variants"][0]["id"]], "set": 0, "reason": "Mine"}
        answer = other.http.post(f"/api/seller/{other.seller}/variants/stock", json=stock)
        refusal(answer, 404, "variant-not-found")
    # Nor through the other seller's own address, nor through staff's.
    for path in (one.products, f"{one.products}/{product['id']}"):
        refusal(other.http.get(path), 404, "seller-not-found")
    refusal(other.http.post(one.products, json=colours()), 404, "seller-not-found")
    refusal(other.http.get("/api/staff/products"), 403, "forbidden")
    for each in (product, shops_own):
        now = expect(staff.get(f"/api/staff/products/{each['id']}"))["product"]
        assert now == each
    assert expect(other.http.get(other.products))["products"] == []


def test_bulk_changes_and_stock_of_ones_own(traders: tuple[Trader, Trader]) -> None:
    one, _ = traders
    product = one.make()
    bulk = {"products": [{"id": product["id"]}], "price": {"by": "set", "value": 100}}
    assert expect(one.http.post(f"{one.products}/bulk", json=bulk))["changed"] == 1
    stock = {"variantIds": [product["variants"][0]["id"]], "deposit": 2, "reason": "Made"}
    rows = expect(one.http.post(f"/api/seller/{one.seller}/variants/stock", json=stock))
    assert rows["variants"][0]["after"] == 5


def test_who_leaves_finds_nothing_more(traders: tuple[Trader, Trader], staff: httpx.Client) -> None:
    one, _ = traders
    path = f"{SELLERS}/{one.seller}"
    (worker,) = expect(staff.get(path))["workers"]
    assert worker["userId"] == one.user
    assert worker["email"].endswith("@test.example")
    left = expect(staff.delete(f"{path}/people/{one.user}"))
    assert (left["people"], left["workers"]) == ([], [])
    refusal(one.http.get(one.products), 404, "seller-not-found")
    assert expect(one.http.get("/api/seller"))["sellers"] == []


async def test_sellers_are_made_once_and_renamed_for_all_to_see(
    staff: httpx.Client, client: httpx.Client, shop: ServerProcess
) -> None:
    name, key = f"Loom {uuid4().hex[:8]}", {"Idempotency-Key": uuid4().hex}
    first, second = (
        expect(staff.post(SELLERS, json={"name": name}, headers=key), 201)["seller"]
        for _ in range(2)
    )
    assert first == second
    assert first["slug"] == name.lower().replace(" ", "-")
    other = {"name": "Another"}
    refusal(staff.post(SELLERS, json=other, headers=key), 422, "idempotency-key-reused")
    product = made(staff, sellerId=first["id"])
    path = f"{SELLERS}/{first['id']}"
    expect(staff.put(path, json={"name": f"{name} & Sons"}))
    assert in_shop(client, product)["sellerName"] == f"{name} & Sons"
    ((before, after),) = await fetch(
        shop.database_url,
        "SELECT data #>> '{before,name}', data #>> '{after,name}' FROM audit_log"
        f" WHERE subject = '{first['id']}' AND action = 'seller.changed'",
    )
    assert (before, after) == (name, f"{name} & Sons")
    refusal(staff.put(path, json={"name": ""}), 422, "seller-invalid")
    taken = expect(staff.post(SELLERS, json={"name": name}), 201)["seller"]
    assert taken["slug"] == f"{first['slug']}-2"
    answer = staff.put(path, json={"name": name, "slug": taken["slug"]})
    assert refusal(answer, 422, "seller-invalid")["field"] == "slug"
    nobody = f"{SELLERS}/{uuid4()}"
    refusal(staff.get(nobody), 404, "seller-not-found")
    refusal(staff.put(f"{path}/people/{uuid4()}"), 404, "user-not-found")
    refusal(made_with(staff, sellerId=str(uuid4())), 422, "product-invalid")


def made_with(staff: httpx.Client, **more: Any) -> httpx.Response:
    return staff.post("/api/staff/products", json=colours(**more))


def test_a_seller_sends_so_many_pictures_a_day_and_staff_as_many_as_they_like(
    prepared: PreparedShops,
) -> None:
    with (
        prepared.opened(HOLDFAST_PICTURES_DAY="2/day") as shop,
        httpx.Client(base_url=shop.url, timeout=PATIENCE) as manager,
        httpx.Client(base_url=shop.url, timeout=PATIENCE) as trader,
    ):
        for client, who in ((manager, "manager"), (trader, "customer")):
            login = {"email": f"{who}@example.com", "password": f"holdfast-{who}"}
            expect(client.post("/api/session/login", json=login))
        seller = expect(manager.post(SELLERS, json={"name": "Mill"}), 201)["seller"]["id"]
        user = expect(trader.get("/api/session"))["user"]["id"]
        expect(manager.put(f"{SELLERS}/{seller}/people/{user}"))
        expect(trader.post("/api/session/login", json=login))  # with the role it has now
        own, kind = f"/api/seller/{seller}/pictures", {"content-type": "image/png"}
        for width in (3, 4):
            expect(trader.post(own, content=png(width), headers=kind), 201)
        refused = trader.post(own, content=png(5), headers=kind)
        refusal(refused, 429, "rate-limited")
        assert 80_000 < int(refused.headers["retry-after"]) <= 86_400
        for width in (5, 6, 7):
            expect(manager.post("/api/staff/pictures", content=png(width), headers=kind), 201)
