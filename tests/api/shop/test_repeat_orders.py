"""Repeat orders over HTTP: who has one keeps it, staff see them all, nobody else any."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.api.shop.wallet_buyers import NOBODYS, member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.repeating import RULES, a_repeat, repeated_goods

Visit = Callable[..., Buyer]
OWN, STAFF = "/api/repeat-orders", "/api/staff/repeat-orders"


def after(day: str, **more: int) -> str:
    return str(date.fromisoformat(day) + timedelta(**more))


async def test_what_is_marked_is_offered_and_stands_once_it_is_paid(
    market: Market, visit: Visit
) -> None:
    goods, buyer = repeated_goods(market, 9), await member(market, visit)
    offer = expect(await visit(market).get(f"/api/products/{goods.product_id}/repeats"))
    assert offer == RULES
    other = market.goods(3)
    none = expect(await visit(market).get(f"/api/products/{other.product_id}/repeats"))
    assert none == {"intervals": [], "percent": 0}
    assert expect(await buyer.get("/api/config"))["uses"]["repeats"] is True

    one = await a_repeat(market, buyer, goods)
    assert (one["status"], one["every"], one["percent"]) == ("active", "4w", 10)
    (item,) = one["items"]
    assert (item["variantId"], item["quantity"], item["gone"]) == (goods.variant_id, 1, False)
    order = await buyer.order({"orderId": one["orderId"]})
    assert order["repeatId"] == one["id"]
    assert order["discount"] * 10 == order["subtotal"]
    assert [part["title"] for part in order["parts"]] == ["Goods", "Repeat order"]
    whole = expect(await buyer.get(f"{OWN}/{one['id']}"))
    assert [step["what"] for step in whole["steps"]] == ["begun"]


async def test_what_cannot_be_repeated_is_refused_and_nothing_is_held(
    market: Market, visit: Visit
) -> None:
    goods, plain, buyer = repeated_goods(market, 9), market.goods(9), await member(market, visit)

    async def asks(who: Buyer, every: Any, *lines: Any) -> Any:
        items = [one.line() for one in lines or (goods,)]
        asked = {"items": items, "repeatEvery": every}
        return await who.post("/api/orders/reserve", asked)

    refusal(await asks(visit(market), "4w"), 409, "repeat-needs-account")
    found = refusal(await asks(buyer, "4w", goods, plain), 409, "repeat-off")
    assert [one["field"] for one in found["errors"]] == ["items[1]"]
    assert refusal(await asks(buyer, "6m"), 409, "repeat-off")["field"] == "repeatEvery"
    assert refusal(await asks(buyer, "5d"), 422, "invalid-request")["field"] == "repeatEvery"
    assert expect(await buyer.get("/api/orders"))["orders"] == []


async def test_a_package_is_bought_again_and_again(market: Market, visit: Visit) -> None:
    expect(market.staff.patch("/api/staff/settings", json={"repeats": RULES}))
    hours = {"kind": "hours", "units": 240, "price": 20_000}
    terms = {"name": f"Hours {uuid4()}", "currency": "EUR", "items": [hours]}
    once, again = [
        expect(market.staff.post("/api/staff/packages", json=terms | {"repeatable": yes}), 201)
        for yes in (False, True)
    ]
    buyer = await member(market, visit)

    async def buys(package: Any, **asked: Any) -> Any:
        return await buyer.post(f"/api/packages/{package['id']}/buy", asked, uuid4().hex)

    for package, every in ((once, []), (again, RULES["intervals"])):
        shown = expect(await buyer.get(f"/api/packages/{package['id']}"))
        assert shown["repeatEvery"] == every
    for package, asked in (
        (once, {"repeatEvery": "1m"}),
        (again, {"repeatEvery": "6m"}),
        (again, {"repeatEvery": "1m", "gift": {"toName": "Ann"}}),
    ):
        assert refusal(await buys(package, **asked), 409, "repeat-off")["field"] == "repeatEvery"
    bad = refusal(await buys(again, repeatEvery="daily"), 422, "invalid-request")
    assert bad["field"] == "repeatEvery"
    held = expect(await buys(again, repeatEvery="1m"))
    expect(await buyer.create(held, expect(await buyer.pay(held))))

    async def stands() -> Any:
        return expect(await buyer.get(OWN))["repeatOrders"]

    (one,) = await eventually(stands, PATIENCE, "it stands")
    assert one["package"] == {
        "id": again["id"], "name": terms["name"], "price": 20_000, "currency": "EUR",
        "gone": False,
    }  # fmt: skip
    assert (one["items"], one["percent"], one["every"]) == ([], 0, "1m")
    order = await buyer.order(held)
    assert (order["repeatId"], order["total"], order["discount"]) == (one["id"], 20_000, 0)
    address = {
        "name": "Ann",
        "street": "A 1",
        "city": "Berlin",
        "postalCode": "10178",
        "country": "DE",
    }
    sent = await buyer.http.patch(f"{OWN}/{one['id']}", json={"shippingAddress": address})
    assert refusal(sent, 422, "repeat-invalid")["errors"][0]["field"] == "shippingAddress"
    listed = expect(market.staff.get(f"{STAFF}/{one['id']}"))
    assert listed["package"]["name"] == terms["name"]
    for package, found in ((again, [one["id"]]), (once, [])):
        of = expect(market.staff.get(STAFF, params={"package": package["id"]}))["repeatOrders"]
        assert [each["id"] for each in of] == found, "staff see who buys it again and again"
    wrong = market.staff.get(STAFF, params={"package": "none"})
    assert refusal(wrong, 422, "invalid-request")["field"] == "package"


async def test_a_repeated_request_begins_one_and_not_two(market: Market, visit: Visit) -> None:
    goods, buyer, key = repeated_goods(market, 9), await member(market, visit), uuid4().hex
    asked = {"items": [goods.line()], "repeatEvery": "1w"}
    first, again = [
        expect(await buyer.post("/api/orders/reserve", asked, key))["orderId"] for _ in range(2)
    ]
    assert first == again
    refusal(
        await buyer.post("/api/orders/reserve", asked | {"repeatEvery": "4w"}, key),
        422, "idempotency-key-reused",
    )  # fmt: skip


async def test_its_buyer_skips_changes_pauses_and_ends_it_and_a_repetition_changes_nothing(
    market: Market, visit: Visit
) -> None:
    buyer = await member(market, visit)
    one = await a_repeat(market, buyer)
    path, key = f"{OWN}/{one['id']}", uuid4().hex
    for _ in range(2):
        skipped = expect(await buyer.post(f"{path}/skip", {}, key))
        assert skipped["nextOn"] == after(one["nextOn"], weeks=4)
    variant = one["items"][0]["variantId"]
    asked = {"every": "1w", "items": [{"variantId": variant, "quantity": 3}]}
    changed = expect(await buyer.http.patch(path, json=asked))
    assert (changed["every"], changed["items"][0]["quantity"]) == ("1w", 3)
    assert changed["nextOn"] == skipped["nextOn"], "the next day stays"
    assert expect(await buyer.post(f"{path}/pause", {}))["status"] == "paused"
    refusal(await buyer.post(f"{path}/skip", {}), 409, "repeat-moved")
    assert expect(await buyer.post(f"{path}/resume", {}))["nextOn"] == changed["nextOn"]
    ended = expect(await buyer.post(f"{path}/end", {}))
    assert (ended["status"], ended["nextOn"]) == ("ended", None)
    refusal(await buyer.http.patch(path, json={"every": "4w"}), 409, "repeat-moved")
    whole = expect(await buyer.get(path))
    assert [step["what"] for step in whole["steps"]] == [
        "ended", "resumed", "paused", "changed", "skipped", "begun",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, None),
        ({"every": "6m"}, "every"),
        ({"items": []}, "items"),
        ({"items": [{"variantId": NOBODYS, "quantity": 1}]}, "items"),
        ({"items": [{"variantId": NOBODYS, "quantity": 0}]}, "items[0].quantity"),
        ({"payBy": "cash"}, "payBy"),
        ({"shippingAddress": {"country": "NL"}}, "shippingAddress.name"),
    ],
)
async def test_a_change_that_is_none_is_refused_by_field(
    market: Market, visit: Visit, asked: dict[str, Any], field: str | None
) -> None:
    buyer = await member(market, visit)
    one = await a_repeat(market, buyer)
    answer = await buyer.http.patch(f"{OWN}/{one['id']}", json=asked)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["code"] in ("invalid-request", "repeat-invalid", "address-invalid")
    assert problem.get("field") == field or field is None
    assert expect(await buyer.get(f"{OWN}/{one['id']}"))["every"] == "4w"


async def test_nobody_elses_is_found_nor_told_from_one_that_is_not(
    market: Market, visit: Visit
) -> None:
    one = await a_repeat(market, await member(market, visit))
    stranger = await member(market, visit)
    for known in (one["id"], NOBODYS, "none"):
        refusal(await stranger.get(f"{OWN}/{known}"), 404, "repeat-not-found")
        refusal(await stranger.http.patch(f"{OWN}/{known}", json={"every": "1w"}), 404,
                "repeat-not-found")  # fmt: skip
        for act in ("skip", "pause", "resume", "end"):
            refusal(await stranger.post(f"{OWN}/{known}/{act}", {}), 404, "repeat-not-found")
    assert expect(await stranger.get(OWN))["repeatOrders"] == []
    refusal(await visit(market).get(OWN), 401, "login-required")
    refusal(await stranger.get(STAFF), 403, "forbidden")


async def test_staff_find_them_by_state_and_customer_and_stop_one_with_a_reason(
    market: Market, visit: Visit
) -> None:
    buyer = await member(market, visit)
    one, other = await a_repeat(market, buyer), await a_repeat(market, buyer)
    user = {"user": one["userId"].removeprefix("user:")}
    listed = expect(market.staff.get(STAFF, params=user))["repeatOrders"]
    assert [each["id"] for each in listed] == [other["id"], one["id"]]
    page = expect(market.staff.get(STAFF, params=user | {"limit": 1}))
    assert page["repeatOrders"][0]["id"] == other["id"]
    rest = expect(market.staff.get(STAFF, params=user | {"cursor": page["nextCursor"]}))
    assert [each["id"] for each in rest["repeatOrders"]] == [one["id"]]

    path = f"{STAFF}/{one['id']}"
    found = market.staff.post(f"{path}/pause", json={"reason": " "})
    assert refusal(found, 422, "invalid-request")["field"] == "reason"
    paused = expect(market.staff.post(f"{path}/pause", json={"reason": "No beans this month"}))
    assert (paused["status"], paused["reason"]) == ("paused", "staff")
    refusal(await buyer.post(f"{OWN}/{one['id']}/resume", {}), 409, "repeat-moved")
    filtered = expect(market.staff.get(STAFF, params=user | {"state": "paused"}))
    assert [each["id"] for each in filtered["repeatOrders"]] == [one["id"]]
    assert expect(market.staff.post(f"{path}/resume"))["status"] == "active"
    ended = expect(market.staff.post(f"{path}/end", json={"reason": "Not roasted any more"}))
    assert ended["note"] == "Not roasted any more"
    refusal(market.staff.post(f"{path}/end", json={"reason": "Again"}), 409, "repeat-moved")
    refusal(market.staff.get(f"{STAFF}/{NOBODYS}"), 404, "repeat-not-found")
    lines = expect(market.staff.get("/api/staff/audit", params={"q": one["id"]}))["lines"]
    assert {line["action"] for line in lines} == {
        "repeat.paused", "repeat.resumed", "repeat.ended",
    }  # fmt: skip


async def test_staff_say_of_a_product_whether_it_may_be_repeated(market: Market) -> None:
    goods = repeated_goods(market, 3)
    path = f"/api/staff/products/{goods.product_id}/repeats"
    assert expect(market.staff.get(path)) == {"repeatable": True}
    assert expect(market.staff.put(path, json={"repeatable": False})) == {"repeatable": False}
    assert expect(market.staff.get(path)) == {"repeatable": False}
    nothing = f"/api/staff/products/{NOBODYS}/repeats"
    refusal(market.staff.get(nothing), 404, "product-not-found")
    refusal(market.staff.put(nothing, json={"repeatable": True}), 404, "product-not-found")


async def test_a_persons_file_has_them_and_they_go_with_the_account(
    market: Market, visit: Visit
) -> None:
    buyer = await member(market, visit)
    one = await a_repeat(market, buyer)
    held = expect(await buyer.get("/api/profile/data"))
    assert [each["id"] for each in held["repeatOrders"]] == [one["id"]]
    expect(market.staff.post(f"/api/staff/orders/{one['orderId']}/complete"))
    expect(await buyer.post("/api/profile/close", {"currentPassword": PASSWORD}))
    refusal(market.staff.get(f"{STAFF}/{one['id']}"), 404, "repeat-not-found")
