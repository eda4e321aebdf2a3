"""Staff give packages without a price, and see of each what happened to it and who did what."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.api.shop.test_packages import bought, made, opened
from tests.support.market import expect, refusal
from tests.support.server import ServerProcess

DESK = "/api/staff/prepaid"
SEASON = [
    {"kind": "hours", "units": 90, "price": 5_000},
    {"kind": "certificate", "units": 2_000, "price": 2_000, "count": 2},
]


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with opened(shop, MANAGER) as one:
        yield one


@pytest.fixture
def customer(shop: ServerProcess) -> Iterator[httpx.Client]:
    with opened(shop, CUSTOMER) as one:
        yield one


def test_a_package_is_given_once_and_owes_nobody_money(
    staff: httpx.Client, customer: httpx.Client
) -> None:
    name = f"Season {uuid4().hex[:8]}"
    package = made(staff, name=name, items=SEASON, active=False)
    asked = {"packageId": package["id"], "email": CUSTOMER, "reason": "Won the draw"}
    key = {"Idempotency-Key": uuid4().hex}
    given = expect(staff.post(DESK, json=asked, headers=key), 201)["grants"]
    assert expect(staff.post(DESK, json=asked, headers=key), 201)["grants"] == given
    other = asked | {"reason": "Another"}
    refusal(staff.post(DESK, json=other, headers=key), 422, "idempotency-key-reused")
    assert [(one["kind"], one["left"]) for one in given] == [
        ("hours", 90), ("certificate", 2_000), ("certificate", 2_000),
    ]  # fmt: skip
    mine = expect(customer.get("/api/prepaid"))["grants"]
    assert {one["id"] for one in given} <= {one["id"] for one in mine}
    listed = expect(staff.get(DESK, params={"q": name, "kind": "hours"}))["grants"]
    assert [one["id"] for one in listed] == [given[0]["id"]]
    assert expect(staff.get(DESK, params={"q": name, "status": "frozen"}))["grants"] == []

    sought = expect(staff.get("/api/staff/search", params={"q": name}))["prepaid"]
    assert {one["id"] for one in sought} == {one["id"] for one in given}
    assert {one["kind"] for one in sought} == {"hours", "certificate"}

    hours = f"{DESK}/{given[0]['id']}"
    nothing = staff.post(f"{hours}/return", json={"units": 1, "reason": "x"})
    refusal(nothing, 409, "nothing-paid")
    expect(staff.post(f"{hours}/freeze", json={"reason": "In hospital"}))
    expect(staff.post(f"{hours}/thaw"))
    seen = expect(staff.get(hours))
    assert (seen["ordered"], seen["price"]) == (False, 0)
    assert [one["action"] for one in seen["lines"]] == [
        "package.thawed", "package.frozen", "package.given",
    ]  # fmt: skip
    assert seen["lines"][1]["data"]["reason"] == "In hospital"
    assert seen["lines"][2]["data"]["reason"] == "Won the draw"
    (issued,) = seen["movements"]
    assert (issued["change"], issued["actorName"]) == (90, seen["lines"][0]["actorName"])

    refusal(staff.post(DESK, json=asked | {"packageId": str(uuid4())}), 404, "package-unknown")
    nobody = asked | {"email": "nobody@test.example"}
    assert refusal(staff.post(DESK, json=nobody), 404, "user-not-found")["field"] == "email"
    refusal(staff.post(DESK, json=asked | {"reason": ""}), 422, "invalid-request")
    refusal(customer.post(DESK, json=asked), 403, "forbidden")
    refusal(customer.get(hours), 403, "forbidden")


def test_what_was_bought_says_what_was_paid(staff: httpx.Client, customer: httpx.Client) -> None:
    package = made(staff, items=SEASON)
    grants = bought(customer, staff, package)
    prices = [expect(staff.get(f"{DESK}/{one['id']}"))["price"] for one in grants]
    assert sorted(prices) == [2_000, 2_000, 5_000]
    hours = next(one for one in grants if one["kind"] == "hours")
    back = f"{DESK}/{hours['id']}/return"
    assert expect(staff.post(back, json={"units": 30, "reason": "Ill"}))["amount"] == 1_666
    seen = expect(staff.get(f"{DESK}/{hours['id']}", params={"limit": 1}))
    assert (seen["ordered"], seen["movements"][0]["change"]) == (True, -30)
    assert seen["lines"][0]["data"] == {"units": 30, "amount": 1_666, "reason": "Ill"}
    rest = expect(staff.get(f"{DESK}/{hours['id']}", params={"cursor": seen["nextCursor"]}))
    assert [one["change"] for one in rest["movements"]] == [90]
    refusal(staff.get(f"{DESK}/{uuid4()}"), 404, "package-not-found")
