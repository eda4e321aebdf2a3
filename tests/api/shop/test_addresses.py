"""Addresses over HTTP: one's own, those of orders, and each refusal."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.shop.wallet_buyers import NOBODYS, Json, Visit, member
from tests.support.market import Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres

BERLIN: Json = {
    "country": "DE", "name": "Anna Beispiel", "street": "Invalidenstraße 116",
    "postalCode": "10115", "city": "Berlin", "phone": "030 901820", "email": "anna@test.example",
}  # fmt: skip
PARIS: Json = {
    "country": "FR", "name": "Anne Exemple", "street": "1 Rue X", "postalCode": "75001",
    "city": "Paris",
}  # fmt: skip
SETTINGS = "/api/staff/settings"
METHODS = [
    {"id": "post", "name": "Post", "price": 500, "currency": "EUR", "toAddress": True},
    {"id": "here", "name": "Pick-up", "price": 0, "currency": "EUR"},
]
RATES = [{"name": "VAT", "rate": 19_000, "region": "DE"}]


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """With a way that brings goods to an address."""
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}) as opened:
        asked: Json = {"currency": "EUR", "shippingMethods": METHODS, "taxRates": RATES}
        expect(opened.staff.patch(SETTINGS, json=asked))
        yield opened


async def test_people_keep_several_of_which_one_is_the_default(
    market: Market, visit: Visit
) -> None:
    buyer, other = await member(market, visit), await member(market, visit)
    first = expect(await buyer.post("/api/addresses", BERLIN), 201)
    assert first["isDefault"] is True
    assert first["phone"] == "+4930901820"
    assert first["lines"] == ["Anna Beispiel", "Invalidenstraße 116", "10115 Berlin"]
    again = expect(await buyer.post("/api/addresses", BERLIN), 201)
    assert again == first  # it is not kept twice
    second = expect(await buyer.post("/api/addresses", PARIS | {"isDefault": True}), 201)

    async def kept() -> list[tuple[str, bool]]:
        found = expect(await buyer.get("/api/addresses"))["addresses"]
        return [(one["id"], one["isDefault"]) for one in found]

    assert await kept() == [(second["id"], True), (first["id"], False)]
    moved = BERLIN | {"postalCode": "53111", "city": "Bonn", "isDefault": True}
    changed = expect(await buyer.http.put(f"/api/addresses/{first['id']}", json=moved))
    assert (changed["city"], changed["isDefault"]) == ("Bonn", True)
    assert await kept() == [(first["id"], True), (second["id"], False)]
    for path in (first["id"], NOBODYS, "none"):  # another's is not found
        strange = await other.http.put(f"/api/addresses/{path}", json=BERLIN)
        refusal(strange, 404, "address-not-found")
        refusal(await other.http.delete(f"/api/addresses/{path}"), 404, "address-not-found")
    assert (await buyer.http.delete(f"/api/addresses/{first['id']}")).status_code == 204
    assert await kept() == [(second["id"], True)]
    refusal(await buyer.http.delete(f"/api/addresses/{first['id']}"), 404, "address-not-found")
    assert expect(await other.get("/api/addresses")) == {"addresses": []}
    refusal(await visit(market).get("/api/addresses"), 401, "login-required")


async def test_an_address_book_has_an_end(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit)
    for number in range(20):
        expect(await buyer.post("/api/addresses", BERLIN | {"street": f"Weg {number}"}), 201)
    one_more = await buyer.post("/api/addresses", BERLIN | {"street": "Weg 20"})
    refusal(one_more, 409, "too-many-addresses")
    expect(await buyer.post("/api/addresses", BERLIN | {"street": "Weg 3"}), 201)


BAD: tuple[tuple[Json, list[str]], ...] = (
    ({"country": "XX"}, ["country"]),
    ({"postalCode": "1011"}, ["postalCode"]),
    ({"postalCode": "", "city": " "}, ["city", "postalCode"]),
    ({"phone": "12"}, ["phone"]),
    ({"email": "nobody"}, ["email"]),
    ({"name": ""}, ["name"]),
)


async def test_what_is_wrong_with_an_address_is_said_at_its_fields(
    market: Market, visit: Visit
) -> None:
    buyer, goods = await member(market, visit, 5000), market.goods(9)
    cart = {"items": [goods.line()]}
    for change, fields in BAD:
        asked = BERLIN | change
        problem = refusal(await buyer.post("/api/addresses", asked), 422, "address-invalid")
        assert sorted(one["field"] for one in problem["errors"]) == fields, change
        told = cart | {"paymentMethod": "wallet", "shippingAddress": asked}
        asks: tuple[tuple[str, Json], ...] = (
            ("/api/orders", told),
            ("/api/orders/reserve", cart | {"shippingAddress": asked}),
            ("/api/quote", cart | {"shippingAddress": asked}),
        )
        for path, body in asks:
            problem = refusal(await buyer.post(path, body), 422, "address-invalid")
            found = sorted(one["field"] for one in problem["errors"])
            assert found == [f"shippingAddress.{field}" for field in fields], (path, change)
    unreadable: tuple[tuple[Json, str], ...] = (
        ({"country": "DE", "zip": "1"}, "unknown-field"),
        ({"name": "A"}, "invalid-request"),
        ({"country": 1}, "invalid-request"),
    )
    for body, code in unreadable:
        refusal(await buyer.post("/api/addresses", body), 422, code)
    both = cart | {"region": "DE", "shippingAddress": BERLIN}
    refusal(await buyer.post("/api/quote", both), 422, "invalid-request")


async def test_an_order_goes_where_its_buyer_says(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(9)  # a guest, who keeps none
    held = expect(await buyer.reserve(goods))
    path = f"/api/orders/{held['orderId']}"
    order = expect(await buyer.get(path))["order"]
    assert (order["addressNeeded"], order["shippingAddress"]) == (True, None)
    pay = {"reservationId": held["reservationId"], "provider": "demo"}
    refusal(await buyer.post("/api/payments", pay), 422, "address-needed")
    asked: Json = {"shippingAddress": BERLIN}
    bad = await buyer.http.put(f"{path}/delivery", json={"shippingAddress": {"country": "DE"}})
    assert refusal(bad, 422, "address-invalid")["field"] == "shippingAddress.name"
    wrong = await buyer.http.put(f"{path}/delivery", json=asked | {"expectedTotal": 1})
    refusal(wrong, 409, "price-changed")
    refusal(await buyer.http.put(f"{path}/delivery", json={}), 422, "invalid-request")
    pigeon = await buyer.http.put(f"{path}/delivery", json={"shippingMethod": "pigeon"})
    refusal(pigeon, 422, "shipping-unknown")
    order = expect(await buyer.http.put(f"{path}/delivery", json=asked))["order"]
    assert (order["addressNeeded"], order["region"], order["tax"]) == (False, "DE", 95)
    assert order["shippingAddress"]["lines"][-1] == "10115 Berlin"
    pay["reservationId"] = order["reservationId"]  # another price is another reservation
    paid = expect(await buyer.post("/api/payments", pay))
    expect(await buyer.post("/api/orders/create", {
        "reservationId": pay["reservationId"], "paymentId": paid["paymentId"],
    }))  # fmt: skip
    other = await member(market, visit)
    refusal(await other.http.put(f"{path}/delivery", json=asked), 404, "order-not-found")
    elsewhere = await buyer.http.put(f"{path}/delivery", json={"shippingAddress": PARIS})
    refusal(elsewhere, 409, "address-elsewhere")
    staff: Any = market.staff
    bonn = BERLIN | {"postalCode": "53111", "city": "Bonn"}
    expect(staff.put(f"{path}/delivery", json={"shippingAddress": bonn}))
    seen = expect(staff.get(f"/api/staff/orders/{held['orderId']}"))
    assert seen["order"]["shippingAddress"]["city"] == "Bonn"
    assert [line["data"] for line in seen["lines"]] == [{}]
    by_staff = staff.put(f"{path}/delivery", json={"shippingMethod": "here"})
    refusal(by_staff, 409, "address-fixed")


async def test_each_country_says_what_its_addresses_need(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    found = expect(await buyer.get("/api/address-rules", country="de"))
    assert found["fields"] == ["name", "company", "street", "postalCode", "city"]
    assert found["required"] == ["city", "name", "postalCode", "street"]
    assert "KR" in found["countries"]
    korea = expect(await buyer.get("/api/address-rules", country="KR", region="Seoul"))
    assert any("Jung-gu" in one["names"] for one in korea["cities"])
    refusal(await buyer.get("/api/address-rules", country="XX"), 422, "address-invalid")
    refusal(await buyer.get("/api/address-rules"), 422, "invalid-request")
