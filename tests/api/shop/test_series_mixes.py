"""A series paid by several things at once, over HTTP: what could pay it is said, and is taken in
the order that was asked for; who may not, and what does not reach, is refused."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.shop.test_bookings import a_service
from tests.api.shop.test_packages import bought, customer, house, made, opened, staff
from tests.support.market import expect, refusal
from tests.support.people import add_person
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead

__all__ = ["customer", "house", "staff"]

SERIES = "/api/series"
MIXED = {
    "items": [
        {"kind": "hours", "units": 90, "price": 9_000},
        {"kind": "certificate", "units": 10_000, "price": 9_000},
    ]
}


def send(by: httpx.Client, path: str, body: dict[str, Any], key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return by.post(f"{SERIES}{path}", json=body, headers=headers)


def a_series(by: httpx.Client, staff: httpx.Client, day: int) -> dict[str, Any]:
    """Three hours of 90.00, all of it paid first."""
    service = a_service(staff, "photographer", series=6)
    asked = {"serviceId": service, "start": f"{day_ahead(day)}T10:00", "rule": {"count": 3}}
    return expect(send(by, "", asked), 201)


def test_a_series_is_paid_by_several_things_in_their_order(
    customer: httpx.Client, staff: httpx.Client, house: Someone, shop_database_url: str,
    shop: ServerProcess,
) -> None:  # fmt: skip
    mine = {one["kind"]: one for one in bought(customer, staff, made(staff, **MIXED))}
    series = a_series(customer, staff, 15)
    pay, assets = f"/{series['id']}/pay", f"{SERIES}/{series['id']}/sources"
    found = expect(customer.get(assets))
    assert (found["due"], found["currency"]) == (27_000, "EUR")
    offered = {one["grantId"]: one for one in found["sources"]}
    hours = offered[mine["hours"]["id"]]
    assert (hours["amount"], hours["left"], hours["sessionDue"]) == (13_500, 90, 27_000)
    assert offered[mine["certificate"]["id"]]["amount"] == 10_000

    by_hours = {"kind": "hours", "grantId": mine["hours"]["id"]}
    by_certificate = {"kind": "certificate", "grantId": mine["certificate"]["id"]}
    both = {"sources": [by_hours, by_certificate]}
    short = refusal(send(customer, pay, both), 409, "rest-not-covered")
    assert short["rest"] == 27_000 - 13_500 - 10_000
    refusal(send(customer, pay, {}), 409, "rest-not-covered")
    above = {"sources": [by_hours | {"amount": 20_000}], "provider": "manual"}
    assert refusal(send(customer, pay, above), 409, "source-refused")["field"] == "sources[0]"
    refusal(send(customer, pay, both | {"provider": "none"}), 422, "provider-unknown")
    unknown = {"sources": [{"kind": "hours", "grantId": str(uuid4())}], "provider": "manual"}
    refusal(send(customer, pay, unknown), 404, "package-not-found")

    more = expect(customer.get("/api/prepaid"))["grants"]
    assert {one["id"]: one["left"] for one in more if one["id"] in offered} == {
        mine["hours"]["id"]: 90, mine["certificate"]["id"]: 10_000,
    }  # fmt: skip
    again = {one["kind"]: one for one in bought(customer, staff, made(staff, **MIXED))}
    rest = {"kind": "certificate", "grantId": again["certificate"]["id"]}
    whole, key = {"sources": [by_hours, by_certificate, rest]}, uuid4().hex
    paid = expect(send(customer, pay, whole, key))
    assert (paid["success"], paid["paid"], paid["left"]) == (True, 3, 0)
    assert {one["status"] for one in paid["series"]["bookings"]} == {"confirmed"}
    left = {one["id"]: one["left"] for one in expect(customer.get("/api/prepaid"))["grants"]}
    assert left[mine["hours"]["id"]] == left[mine["certificate"]["id"]] == 0
    assert left[again["certificate"]["id"]] == 6_500
    expect(send(customer, pay, whole, key))  # sent again, nothing more is taken
    known = {one["id"]: one["left"] for one in expect(customer.get("/api/prepaid"))["grants"]}
    assert known == left
    assert expect(customer.get(assets))["due"] == 0

    email = f"{uuid4().hex}@test.example"
    add_person(shop_database_url, email)
    with opened(shop, email) as other:
        refusal(other.get(assets), 404, "series-not-found")
        refusal(send(other, pay, whole), 404, "package-not-found")


def test_a_certificate_is_named_by_its_code(
    customer: httpx.Client, staff: httpx.Client, house: Someone
) -> None:
    voucher = made(staff, items=[{"kind": "certificate", "units": 30_000, "price": 9_000}])
    (mine,) = bought(customer, staff, voucher)
    code = expect(customer.post(f"/api/prepaid/{mine['id']}/code"))["code"]
    series = a_series(customer, staff, 16)
    paid = expect(
        send(customer, f"/{series['id']}/pay", {"sources": [{"kind": "certificate", "code": code}]})
    )
    assert (paid["paid"], paid["series"]["dueNow"]) == (3, 0)
