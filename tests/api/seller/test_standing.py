"""Who may sell: asked for, approved, suspended; what was sold goes on, and each sees their own part
of an order alone."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from tests.api.conftest import CUSTOMER
from tests.api.seller.trading import SELLERS, Trader, sell
from tests.api.staff.drafts import again, made, over
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

APPLICATIONS = "/api/seller-applications"


def test_who_asks_to_sell_waits_until_staff_say_yes(
    shop: ServerProcess, staff: httpx.Client, client: httpx.Client, shop_database_url: str
) -> None:
    asked = {"name": f"Kiln {uuid4().hex[:8]}", "about": "Pots", "message": "From Porto"}
    refusal(client.post(APPLICATIONS, json=asked), 401, "login-required")
    email = f"{uuid4().hex}@test.example"
    add_person(shop_database_url, email, ["customer"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as potter:
        log_in(potter, email)
        key = {"Idempotency-Key": uuid4().hex}
        mine = expect(potter.post(APPLICATIONS, json=asked, headers=key), 201)["sellers"]
        assert expect(potter.post(APPLICATIONS, json=asked, headers=key), 201)["sellers"] == mine
        ((seller, standing, note),) = [(one["id"], one["standing"], one["note"]) for one in mine]
        assert (standing, note) == ("applied", "From Porto")
        (told,) = asyncio.run(
            fetch(
                shop_database_url,
                "SELECT count(*) FROM events WHERE type = 'seller.applied' AND subject = $1",
                seller,
            )
        )
        assert told[0] == 1, "staff are told once"
        other = asked | {"name": "Another"}
        refusal(potter.post(APPLICATIONS, json=other, headers=key), 422, "idempotency-key-reused")
        refusal(potter.get(f"/api/seller/{seller}/orders"), 403, "forbidden")
        path = f"{SELLERS}/{seller}"
        refusal(staff.post(f"{path}/suspend", json={"reason": "x"}), 409, "seller-elsewhere")
        assert staff.post(f"{path}/refuse", json={}).status_code == 422
        expect(staff.post(f"{path}/refuse", json={"reason": "No address"}))
        (now,) = expect(potter.get(APPLICATIONS))["sellers"]
        assert (now["standing"], now["note"]) == ("refused", "No address")
        for _ in range(2):
            expect(potter.post(APPLICATIONS, json=asked), 201)
        refusal(potter.post(APPLICATIONS, json=asked), 409, "too-many-applications")
        approved = expect(staff.post(f"{path}/approve"))["seller"]
        assert (approved["standing"], approved["active"]) == ("approved", True)
        refusal(staff.post(f"{path}/approve"), 409, "seller-elsewhere")
        log_in(potter, email)  # with the role it has now
        assert [one["id"] for one in expect(potter.get("/api/seller"))["sellers"]] == [seller]
        assert expect(potter.get(f"/api/seller/{seller}/orders"))["orders"] == []
        refusal(potter.post(f"{path}/approve"), 403, "forbidden")
    refusal(staff.post(f"{SELLERS}/{uuid4()}/approve"), 404, "seller-not-found")


def _stays_off_sale(staff: httpx.Client, kept: dict[str, Any]) -> None:
    """Of a seller who does not sell, whoever would put it on sale."""
    path = f"/api/staff/products/{kept['id']}"
    on_sale = again(kept) | {"status": "active", "sellerId": kept["sellerId"]}
    answer = refusal(staff.put(path, json=on_sale, headers=over(kept)), 422, "product-invalid")
    (fault,) = answer["errors"]
    assert (fault["field"], fault["code"]) == ("status", "seller-sells-not")
    anew = {**on_sale, "handle": f"anew-{uuid4().hex[:8]}"}
    refusal(staff.post("/api/staff/products", json=anew), 422, "product-invalid")
    many = {"products": [{"id": kept["id"]}], "status": "active"}
    (row,) = expect(staff.post("/api/staff/products/bulk", json=many))["products"]
    assert row["refused"]["code"] == "seller-sells-not"
    assert expect(staff.get(path))["product"]["status"] == "draft"


async def test_a_suspended_sellers_goods_are_off_sale_and_what_was_sold_goes_on(
    shop: ServerProcess, staff: httpx.Client, client: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, _ = traders
    expect(staff.patch("/api/staff/settings", json={"payoutHoldDays": 0, "payoutDays": 0}))
    product, draft = one.make(), one.make(status="draft")
    item = {"productId": product["id"], "variantId": product["variants"][0]["id"], "quantity": 1}
    held = expect(client.post("/api/orders/reserve", json={"items": [item]}))["orderId"]
    path = f"{SELLERS}/{one.seller}"
    expect(staff.post(f"{path}/suspend", json={"reason": "Not sent"}))
    assert client.get(f"/api/products/{product['id']}").status_code == 404
    refused = client.post("/api/orders/reserve", json={"items": [item]})
    assert refused.status_code in (404, 409, 422), refused.text
    kept = expect(one.http.get(f"{one.products}/{product['id']}"))["product"]
    assert kept["status"] == "draft"
    for answer in (
        one.http.put(f"{one.products}/{product['id']}", json=again(kept), headers=over(kept)),
        one.http.post(one.products, json=again(kept)),
        one.http.post(f"{one.products}/bulk", json={"products": [{"id": kept["id"]}],
                                                    "status": "active"}),
    ):  # fmt: skip
        refusal(answer, 403, "seller-suspended")
    _stays_off_sale(staff, kept)
    for step in ("mark-paid", "complete"):
        expect(staff.post(f"/api/staff/orders/{held}/{step}"))

    async def earned() -> bool:
        found = expect(one.http.get(f"/api/seller/{one.seller}/money"))["standings"]
        return bool(found and found[0]["earned"])

    await eventually(earned, PATIENCE, "what was sold before is earned")
    assert expect(staff.post(f"{path}/approve"))["seller"]["standing"] == "approved"
    assert expect(client.get(f"/api/products/{product['id']}"))["product"]["id"] == product["id"]
    assert client.get(f"/api/products/{draft['id']}").status_code == 404


def test_a_pause_puts_off_what_is_on_sale_and_takes_back_that_alone(
    staff: httpx.Client,
    client: httpx.Client,
    traders: tuple[Trader, Trader],
    shop_database_url: str,
) -> None:
    one, other = traders
    on_sale, draft, others = one.make(), one.make(status="draft"), other.make()
    own, path = f"/api/seller/{one.seller}/pause", f"{SELLERS}/{one.seller}"

    def shown(product: dict[str, Any]) -> bool:
        return client.get(f"/api/products/{product['id']}").status_code == 200

    assert expect(one.http.get(own)) == {"paused": False, "products": 0}
    for _ in range(2):  # asked twice, done once
        now = expect(one.http.put(own, json={"paused": True}))
        assert now == {"paused": True, "products": 1}
    assert (shown(on_sale), shown(draft), shown(others)) == (False, False, True)
    # What the shop decides meanwhile ends no pause, and a pause ends nothing that the shop decided.
    added = one.make()
    expect(staff.post(f"{path}/suspend", json={"reason": "Not sent"}))
    refusal(one.http.put(own, json={"paused": False}), 403, "seller-suspended")
    expect(staff.post(f"{path}/approve"))
    assert (shown(added), shown(on_sale)) == (True, False)
    assert expect(one.http.get(own)) == {"paused": True, "products": 1}
    assert expect(one.http.put(own, json={"paused": False})) == {"paused": False, "products": 0}
    assert (shown(on_sale), shown(draft)) == (True, False)
    charged = "SELECT count(*) FROM variant_past_costs WHERE variant_id = $1"
    for product, kept in ((on_sale, 1), (added, 1), (draft, 0)):
        (found,) = asyncio.run(fetch(shop_database_url, charged, product["variants"][0]["id"]))
        assert found[0] == kept, "what it cost until it was put off is kept"
    refusal(other.http.put(own, json={"paused": True}), 404, "seller-not-found")
    refusal(other.http.get(own), 404, "seller-not-found")


async def test_an_order_of_three_is_one_payment_and_three_to_look_at(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    third = expect(staff.post(SELLERS, json={"name": f"Loom {uuid4().hex[:8]}"}), 201)["seller"]
    products = [one.make(), other.make(), other.make(), made(staff, sellerId=third["id"])]
    order = sell(staff, shop.url, products)
    path = f"/api/staff/orders/{order}/suborders"

    async def noted() -> bool:
        found = expect(staff.get(path))["suborders"]
        return len(found) == 3 and all(each["earnedAt"] for each in found)

    await eventually(noted, PATIENCE, "each seller has their part")
    parts = expect(staff.get(path))["suborders"]
    assert sorted(len(each["lines"]) for each in parts) == [1, 1, 2]
    for trader, names in ((one, 1), (other, 2)):
        own = f"/api/seller/{trader.seller}/orders"
        (mine,) = expect(trader.http.get(own))["orders"]
        assert mine == expect(trader.http.get(f"{own}/{order}"))
        assert len(mine["lines"]) == names
        assert {line["productId"] for line in mine["lines"]} <= {
            each["id"] for each in products if each["sellerId"] == trader.seller
        }
        assert (mine["buyer"], mine["status"]) == (None, "completed")
        assert expect(trader.http.get(own, params={"status": "paid"}))["orders"] == []
        refusal(trader.http.get(f"{own}/{uuid4()}"), 404, "order-not-found")
        refusal(trader.http.get(path), 403, "forbidden")
    refusal(other.http.get(f"/api/seller/{one.seller}/orders/{order}"), 404, "seller-not-found")
    refusal(staff.get(f"/api/staff/orders/{uuid4()}/suborders"), 404, "order-not-found")
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as customer:
        log_in(customer, CUSTOMER)
        refusal(customer.get(f"/api/seller/{one.seller}/orders/{order}"), 403, "forbidden")
