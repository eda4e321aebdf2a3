"""Staff take orders on the phone: the goods wait in somebody's name, or are paid at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from holdfast.api.contract.examples_addresses import ADDRESS
from tests.api.shop.wallet_buyers import NOBODYS, member
from tests.support.market import PRICE, Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]
ORDERS = "/api/staff/orders"


def taken(market: Market, key: str = "", **asked: Any) -> dict[str, Any]:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return expect(market.staff.post(ORDERS, json=asked, headers=headers), 201)


async def test_goods_wait_for_the_money_in_the_name_of_somebody_without_an_account(
    market: Market,
) -> None:
    goods, key = market.goods(5), uuid4().hex
    asked = {"items": [goods.line(2)], "shippingAddress": ADDRESS, "hours": 48}
    page = taken(market, key, **asked, contactEmail="ann@example.com")
    made = page["order"]
    assert made["status"] == "pending"
    assert made["contactEmail"] == "ann@example.com"
    left = datetime.fromisoformat(made["expiresAt"]) - datetime.fromisoformat(made["createdAt"])
    assert timedelta(hours=47) < left < timedelta(hours=49)
    assert market.stock(goods)[0] == 3
    said = [line["data"] for line in page["lines"] if line["action"] == "order.taken"]
    assert [one["number"] for one in said] == [made["number"]]
    again = taken(market, key, **asked, contactEmail="ann@example.com")["order"]
    assert again["id"] == made["id"]
    assert market.stock(goods)[0] == 3
    paid = expect(market.staff.post(f"{ORDERS}/{made['id']}/mark-paid"))["order"]
    assert paid["status"] == "paid"
    again = taken(market, key, **asked, contactEmail="ann@example.com")["order"]
    assert again["status"] == "paid"


async def test_who_has_an_account_finds_it_there_and_what_was_paid_to_staff_is_paid(
    market: Market, visit: Visit
) -> None:
    buyer = await member(market, visit)
    user = expect(await buyer.http.get("/api/session"))["user"]["id"]
    goods, key = market.goods(5), uuid4().hex
    asked = {"items": [goods.line()], "client": user, "paid": True, "shippingAddress": ADDRESS}
    made = taken(market, key, **asked)["order"]
    assert made["status"] == "paid"
    mine = expect(await buyer.http.get(f"/api/orders/{made['id']}"))["order"]
    assert mine["status"] == "paid"
    assert taken(market, key, **asked)["order"]["id"] == made["id"]
    assert market.stock(goods)[0] == 4


async def test_what_cannot_be_pageis_refused_and_holds_nothing(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(3)
    lines, anybody = {"items": [goods.line()]}, visit(market)

    def refused(status: int, code: str, **asked: Any) -> dict[str, Any]:
        answer = market.staff.post(ORDERS, json=lines | asked)
        return refusal(answer, status, code)

    short = refused(409, "insufficient-stock", items=[goods.line(4)])
    assert short["field"] == "items[0].quantity"
    assert refused(422, "client-unknown", client=NOBODYS)["field"] == "client"
    assert refused(422, "contact-invalid", contactEmail="no address")["field"] == "contactEmail"
    refused(422, "invalid-request", hours=0)
    refused(422, "invalid-request", items=[])
    refused(409, "price-changed", expectedTotal=1)
    refused(422, "shipping-unknown", shippingMethod="by-dragon")
    member_of = await member(market, visit)
    user = expect(await member_of.http.get("/api/session"))["user"]["id"]
    refused(409, "contact-of-account", client=user, contactEmail="ann@example.com")
    refusal(await member_of.post(ORDERS, lines), 403, "forbidden")
    refusal(await anybody.post(ORDERS, lines), 401, "login-required")
    assert market.stock(goods)[0] == 3


async def test_a_shop_may_ask_for_a_least_order_and_staff_take_less(
    market: Market, visit: Visit
) -> None:
    goods, settings = market.goods(5), "/api/staff/settings"
    expect(market.staff.patch(settings, json={"minimumOrder": 2 * PRICE}))
    try:
        buyer = visit(market)
        assert expect(await buyer.http.get("/api/config"))["minimumOrder"] == 2 * PRICE
        told = refusal(await buyer.reserve(goods), 409, "order-too-small")
        assert told["minimum"] == {"total": 1000, "missing": 500, "currency": "EUR"}
        expect(await buyer.reserve(goods, quantity=2))
        taken(market, items=[goods.line()])
        assert market.stock(goods)[0] == 2
    finally:
        expect(market.staff.patch(settings, json={"minimumOrder": 0}))


async def test_a_client_has_the_order_and_a_caller_becomes_one_with_it(market: Market) -> None:
    goods, key, mark = market.goods(6), uuid4().hex, uuid4().hex[:8]
    lines: dict[str, Any] = {"items": [goods.line()], "shippingAddress": ADDRESS}
    caller = {"name": f"Caller {mark}", "phone": "+49 30 555 0199", "email": f"{mark}@example.com"}
    made = taken(market, key, **lines, newClient=caller)["order"]
    assert made["contactEmail"] == caller["email"]
    assert taken(market, key, **lines, newClient=caller)["order"]["id"] == made["id"]
    (client,) = clients(market, mark)
    assert client["accounts"] == [owner_of(market, made["id"])]
    # The next order of theirs is the same client's.
    more = taken(market, **lines, clientId=client["id"])["order"]
    assert more["contactEmail"] == caller["email"]
    assert owner_of(market, more["id"]) in client["accounts"]
    # Nobody becomes a client by what was refused.
    other = uuid4().hex[:8]
    for told, status, code, field in (
        ({"newClient": {"name": other}}, 422, "client-invalid", "newClient.phone"),
        ({"newClient": caller, "clientId": client["id"]}, 422, "invalid-request", "client"),
        ({"clientId": NOBODYS}, 404, "client-not-found", None),
        (
            {"newClient": caller | {"name": other}, "items": [goods.line(9)]},
            409, "insufficient-stock", "items[0].quantity",
        ),
        (
            {"clientId": client["id"], "contactEmail": "ann@example.com"},
            409, "contact-of-account", "contactEmail",
        ),
    ):  # fmt: skip
        answer = market.staff.post(ORDERS, json=lines | told)
        assert refusal(answer, status, code).get("field") == field, told
    assert clients(market, other) == []
    assert market.stock(goods)[0] == 4


def clients(market: Market, q: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(market.staff.get("/api/staff/clients", params={"q": q}))[
        "clients"
    ]
    return found


def owner_of(market: Market, order_id: str) -> str:
    owner: str = expect(market.staff.get(f"{ORDERS}/{order_id}"))["buyer"]["owner"]
    return owner
