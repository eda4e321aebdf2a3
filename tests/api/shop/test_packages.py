"""Packages over HTTP: made by staff, bought by a client, used for a booking with a mix, moved to
a friend, stopped and returned at the desk."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.api.shop.test_bookings import a_service, hold
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

FRIEND = "friend@test.example"
TEN_HOURS = {
    "name": "Ten hours",
    "texts": {"ru": {"name": "Десять часов"}, "ko": {"name": "열 시간"}},
    "currency": "EUR",
    "items": [{"kind": "hours", "units": 600, "price": 50_000}],
}


@contextmanager
def opened(shop: ServerProcess, email: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, email)
        yield client


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with opened(shop, MANAGER) as one:
        yield one


@pytest.fixture
def customer(shop: ServerProcess) -> Iterator[httpx.Client]:
    with opened(shop, CUSTOMER) as one:
        yield one


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Someone:
    anna = Someone(kind="photographer", name="Anna", more={"tags": '["portrait"]'})
    asyncio.run(move_in(shop_database_url, anna))
    return anna


def made(staff: httpx.Client, **more: Any) -> dict[str, Any]:
    return expect(staff.post("/api/staff/packages", json=TEN_HOURS | more), 201)


def bought(
    customer: httpx.Client, staff: httpx.Client, package: dict[str, Any], **more: Any
) -> list[dict[str, Any]]:
    """Paid at the desk; what is there then."""
    asked = {"expectedTotal": package["price"]} | more
    key = {"Idempotency-Key": uuid4().hex}
    path = f"/api/packages/{package['id']}/buy"
    placed = expect(customer.post(path, json=asked, headers=key))
    assert expect(customer.post(path, json=asked, headers=key))["orderId"] == placed["orderId"]
    by_hand = {"reservationId": placed["reservationId"], "provider": "manual"}
    expect(customer.post("/api/payments", json=by_hand))
    expect(staff.post(f"/api/staff/orders/{placed['orderId']}/mark-paid"))

    async def there() -> list[dict[str, Any]]:
        grants = expect(customer.get("/api/prepaid"))["grants"]
        return [one for one in grants if one["orderId"] == placed["orderId"]]

    found: list[dict[str, Any]] = asyncio.run(eventually(there, PATIENCE, "what was bought"))
    return found


def test_staff_make_packages_and_everybody_sees_those_that_are_offered(
    staff: httpx.Client, client: httpx.Client
) -> None:
    one = made(staff)
    assert one["price"] == 50_000
    path = f"/api/staff/packages/{one['id']}"
    shown = expect(client.get(f"/api/packages/{one['id']}", headers={"Accept-Language": "ko"}))
    assert (shown["name"], shown["price"], shown["items"][0]["units"]) == ("열 시간", 50_000, 600)
    tag = staff.get(path).headers["etag"]
    gone = TEN_HOURS | {"active": False}
    expect(staff.put(path, json=gone, headers={"If-Match": tag}))
    refusal(staff.put(path, json=gone, headers={"If-Match": tag}), 412, "package-changed")
    refusal(client.get(f"/api/packages/{one['id']}"), 404, "package-unknown")
    listed = expect(client.get("/api/packages"))["packages"]
    assert one["id"] not in [each["id"] for each in listed]
    bad = TEN_HOURS | {"currency": "EURO", "items": [], "warnDays": 400}
    fields = {
        each["field"]
        for each in refusal(staff.post("/api/staff/packages", json=bad), 422, "package-invalid")[
            "errors"
        ]
    }
    assert fields == {"currency", "items", "warnDays"}
    refusal(client.get("/api/packages/none"), 404, "package-unknown")


def test_hours_are_bought_used_moved_stopped_and_returned(
    shop: ServerProcess,
    staff: httpx.Client,
    customer: httpx.Client,
    house: Someone,
    shop_database_url: str,
) -> None:
    package = made(staff)
    refusal(
        customer.post(f"/api/packages/{package['id']}/buy", json={"expectedTotal": 1}),
        409,
        "package-price-changed",
    )
    (mine,) = bought(customer, staff, package)
    assert (mine["left"], mine["status"]) == (600, "active")

    service = a_service(staff, "photographer")
    held = expect(hold(customer, service, f"{day_ahead(5)}T10:00"))
    ways = expect(customer.get(f"/api/payments/sources/{held['reservationId']}"))
    assert [(one["kind"], one["amount"], one["sessionDue"]) for one in ways["sources"]] == [
        ("hours", 9000, 9000)
    ]  # fmt: skip
    mix = {
        "reservationId": held["reservationId"],
        "sources": [{"kind": "hours", "grantId": mine["id"], "amount": 4500}],
    }
    rest = refusal(customer.post("/api/payments/mix", json=mix), 409, "rest-not-covered")
    assert rest["rest"] == 4500
    mix["sources"] = [{"kind": "hours", "grantId": str(uuid4())}]
    refusal(customer.post("/api/payments/mix", json=mix), 404, "package-not-found")
    mix["sources"] = [{"kind": "hours", "grantId": mine["id"]}]
    key = {"Idempotency-Key": uuid4().hex}
    paid = expect(customer.post("/api/payments/mix", json=mix, headers=key))
    assert paid["status"] == "succeeded"
    assert expect(customer.post("/api/payments/mix", json=mix, headers=key)) == paid
    booking = expect(customer.get(f"/api/bookings/{held['bookingId']}"))
    assert booking["status"] == "confirmed"
    expect(customer.post(f"/api/bookings/{held['bookingId']}/cancel", json={}))
    history = expect(customer.get(f"/api/prepaid/{mine['id']}"))
    assert [(one["kind"], one["change"]) for one in history["movements"]] == [
        ("refund", 60), ("purchase", -60), ("top-up", 600),
    ]  # fmt: skip

    add_person(shop_database_url, FRIEND)
    gift = {"email": FRIEND, "minutes": 100}
    moved = expect(customer.post(f"/api/prepaid/{mine['id']}/transfer", json=gift))
    assert moved["grant"]["left"] == 500
    nobody = gift | {"email": "nobody@test.example"}
    refusal(
        customer.post(f"/api/prepaid/{mine['id']}/transfer", json=nobody), 409, "not-transferable"
    )
    with opened(shop, FRIEND) as friend:
        assert [one["left"] for one in expect(friend.get("/api/prepaid"))["grants"]] == [100]
        refusal(friend.get(f"/api/prepaid/{mine['id']}"), 404, "package-not-found")

    desk = f"/api/staff/prepaid/{mine['id']}"
    (found, *_) = expect(staff.get("/api/staff/prepaid", params={"q": CUSTOMER}))["grants"]
    assert (found["id"], found["left"]) == (mine["id"], 500)
    assert expect(staff.post(f"{desk}/freeze", json={"reason": "ill"}))["status"] == "frozen"
    refusal(staff.post(f"{desk}/freeze", json={"reason": "ill"}), 409, "package-stopped")
    assert expect(staff.post(f"{desk}/thaw"))["status"] == "active"
    later = {"validUntil": "2031-01-01T00:00:00Z", "reason": "kindness"}
    assert expect(staff.post(f"{desk}/prolong", json=later))["validUntil"].startswith("2031")
    back = expect(staff.post(f"{desk}/return", json={"units": 300, "reason": "moved away"}))
    assert (back["amount"], back["grant"]["left"]) == (25_000, 200)
    refusal(staff.post(f"{desk}/return", json={"units": 201, "reason": "x"}), 409, "too-few-left")
    refusal(
        customer.post("/api/orders/cancel", json={"orderId": mine["orderId"]}),
        409,
        "cancel-by-package",
    )


def test_hours_that_are_a_present_are_claimed_by_their_code(
    shop: ServerProcess,
    staff: httpx.Client,
    customer: httpx.Client,
    client: httpx.Client,
    shop_database_url: str,
) -> None:
    package = made(staff)
    (mine,) = bought(customer, staff, package, gift={"toName": "Mina"})
    assert (mine["kind"], mine["hasCode"], mine["giftFor"]) == ("hours", True, "Mina")
    code = expect(customer.post(f"/api/prepaid/{mine['id']}/code"))["code"]
    left = expect(client.post("/api/certificates/balance", json={"code": code}))
    assert (left["kind"], left["left"]) == ("hours", 600)
    refusal(client.post("/api/prepaid/claim", json={"code": code}), 401, "login-required")
    mine_again = customer.post("/api/prepaid/claim", json={"code": code})
    refusal(mine_again, 409, "not-transferable")
    email = f"{uuid4().hex}@test.example"
    add_person(shop_database_url, email)
    with opened(shop, email) as friend:
        wrong = {"code": "0000-0000-0000-0000"}
        refusal(friend.post("/api/prepaid/claim", json=wrong), 404, "certificate-unknown")
        key = {"Idempotency-Key": uuid4().hex}
        claimed = expect(friend.post("/api/prepaid/claim", json={"code": code}, headers=key))
        assert (claimed["minutes"], claimed["grant"]["left"]) == (600, 600)
        assert claimed["grant"]["hasCode"] is False
        again = expect(friend.post("/api/prepaid/claim", json={"code": code}, headers=key))
        assert again == claimed
        refusal(friend.post("/api/prepaid/claim", json={"code": code}), 409, "too-few-left")


def test_who_has_an_account_is_not_found_out_by_moving_hours(
    shop: ServerProcess, staff: httpx.Client, customer: httpx.Client, shop_database_url: str
) -> None:
    """A right address forgives its own try: who moves hours to many people is not stopped."""
    (mine,) = bought(customer, staff, made(staff))
    at, friend = f"/api/prepaid/{mine['id']}/transfer", f"{uuid4().hex}@test.example"
    add_person(shop_database_url, friend)

    def moved(email: str) -> httpx.Response:
        return customer.post(at, json={"email": email, "minutes": 1})

    for _ in range(10):
        expect(moved(friend))
    answers = [moved(f"{uuid4().hex}@test.example") for _ in range(9)]
    for answer in answers[:8]:
        refusal(answer, 409, "not-transferable")
    assert refusal(answers[8], 429, "too-many-unknown")
    assert int(answers[8].headers["retry-after"]) >= 1
    refusal(moved(friend), 429, "too-many-unknown")  # so that this tells nothing either


def test_hours_that_staff_move_for_somebody_stand_in_the_audit_log(
    staff: httpx.Client, customer: httpx.Client, shop_database_url: str
) -> None:
    (mine,) = bought(customer, staff, made(staff))
    friend = f"{uuid4().hex}@test.example"
    add_person(shop_database_url, friend)
    gift = {"email": friend, "minutes": 30}
    expect(staff.post(f"/api/prepaid/{mine['id']}/transfer", json=gift))
    (line, *_) = expect(staff.get(f"/api/staff/prepaid/{mine['id']}"))["lines"]
    assert (line["action"], line["data"]["units"]) == ("package.moved", 30)
    assert line["data"]["to"].startswith("user:")
