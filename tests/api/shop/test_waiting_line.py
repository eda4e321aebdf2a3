"""A time that somebody has is waited for over HTTP: one's place in line, an offer with a deadline,
and leaving."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import made
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

LINE, MINE = "/api/waiting/times", "/api/bookings"


@pytest.fixture
def others(shop: ServerProcess) -> Iterator[list[httpx.Client]]:
    some = [httpx.Client(base_url=shop.url, timeout=PATIENCE) for _ in range(3)]
    yield some
    for one in some:
        one.close()


@pytest.fixture(scope="module")
def service(shop: ServerProcess, shop_database_url: str) -> str:
    """An hour with Anna."""
    anna = Someone(kind="photographer", name="Anna", zone="Europe/Berlin")
    asyncio.run(move_in(shop_database_url, anna))
    asked = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 30},
        "price": {"rule": "flat", "amount": 9_000},
        "extras": [{"id": "retouched", "name": "Retouched", "price": 2_000, "minutes": 30}],
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(anna.id)]}],
    }
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff:
        log_in(staff, MANAGER)
        return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


@pytest.fixture(scope="module")
def studio_of_an_hour(shop: ServerProcess) -> str:
    """An hour with Eve, who works from 10 to 11."""
    hours = [{"weekdays": list(EVERY_DAY), "start": "10:00", "end": "11:00"}]
    eve = {"kind": "photographer", "name": "Eve", "zone": "Europe/Berlin"}
    asked: dict[str, Any] = {
        "name": "An hour",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 30},
        "price": {"rule": "flat", "amount": 9_000},
    }
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff:
        log_in(staff, MANAGER)
        found = expect(staff.post("/api/staff/resources", json=eve), 201)["resource"]["id"]
        path = f"/api/staff/resources/{found}/schedule"
        version = {"If-Match": f'"{expect(staff.get(path))["version"]}"'}
        expect(staff.put(path, json={"rules": hours}, headers=version))
        asked["needs"] = [{"role": "who", "kind": "photographer", "resources": [found]}]
        return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


def line(of: httpx.Client) -> list[tuple[str, int]]:
    return [(one["status"], one["place"]) for one in expect(of.get(LINE))["line"]]


def test_who_waits_first_is_offered_what_comes_free_until_a_deadline(
    client: httpx.Client, others: list[httpx.Client], service: str
) -> None:
    first, second, outsider = others
    asked: dict[str, Any] = {"serviceId": service, "start": f"{day_ahead(6)}T10:00"}
    held = expect(client.post(f"{MINE}/hold", json=asked))
    joined = expect(first.post(LINE, json=asked))
    assert expect(first.post(LINE, json=asked))["id"] == joined["id"]  # once
    later = expect(second.post(LINE, json=asked))
    assert (line(first), line(second)) == ([("waiting", 1)], [("waiting", 2)])
    expect(client.post(f"{MINE}/{held['bookingId']}/cancel", json={}))
    refusal(outsider.post(f"{MINE}/hold", json=asked), 409, "time-taken")
    (offer,) = expect(first.get(LINE))["line"]
    assert (offer["status"], offer["orderStatus"]) == ("offered", "pending")
    (mine,) = expect(first.get(MINE))["bookings"]
    assert (offer["zone"], offer["local"]) == (mine["zone"], mine["local"])
    assert offer["expiresAt"] > offer["start"][:4]
    assert (mine["orderId"], mine["status"]) == (offer["orderId"], "held")
    assert line(second) == [("waiting", 1)]
    refusal(outsider.delete(f"{LINE}/{later['id']}"), 404, "not-in-line")
    assert expect(second.delete(f"{LINE}/{later['id']}"))["line"] == []
    refusal(second.delete(f"{LINE}/{later['id']}"), 404, "not-in-line")
    refusal(first.delete(f"{LINE}/{joined['id']}"), 404, "not-in-line")  # an order by now
    assert line(outsider) == []


def test_who_comes_to_a_day_that_is_booked_out_finds_what_can_be_waited_for(
    client: httpx.Client, others: list[httpx.Client], studio_of_an_hour: str
) -> None:
    late, *_ = others
    day = day_ahead(7)
    asked: dict[str, Any] = {"serviceId": studio_of_an_hour, "start": f"{day}T10:00"}
    why = {"service": studio_of_an_hour, "day": str(day)}
    assert expect(late.get("/api/slots/why", params=why))["taken"] == []  # it can be booked
    held = expect(client.post(f"{MINE}/hold", json=asked))
    found = expect(late.get("/api/slots/why", params=why))
    assert (found["offered"], [one["reason"] for one in found["reasons"]]) == (False, ["taken"])
    (taken,) = found["taken"]
    assert (taken["local"][:16], taken["price"]) == (f"{day}T10:00", 9_000)
    expect(late.post(LINE, json=asked | {"start": taken["start"]}))
    assert line(late) == [("waiting", 1)]
    expect(client.post(f"{MINE}/{held['bookingId']}/cancel", json={}))
    assert [status for status, _ in line(late)] == ["offered"]
    closed = why | {"day": str(day_ahead(1000))}
    assert expect(late.get("/api/slots/why", params=closed))["taken"] == []


def test_nobody_waits_for_what_is_free_or_never_to_be_had(
    client: httpx.Client, service: str
) -> None:
    asked: dict[str, Any] = {"serviceId": service, "start": f"{day_ahead(8)}T10:00"}
    free = refusal(client.post(LINE, json=asked), 409, "free-now")
    assert free["detail"] == "The time is free at this moment. Book it."
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({"serviceId": str(uuid4())}, 404, "service-not-found"),
        ({"start": f"{day_ahead(8)}T22:00"}, 409, "closed"),
        ({"start": f"{day_ahead(-1)}T10:00"}, 409, "too-soon"),
        ({"length": 90}, 422, "not-offered"),
        ({"people": 0}, 422, "invalid-request"),
    ]
    for more, status, code in wrong:
        refusal(client.post(LINE, json=asked | more), status, code)
    refusal(client.delete(f"{LINE}/nobody"), 404, "not-in-line")


def test_a_visit_is_waited_for_with_goods_along(
    client: httpx.Client, others: list[httpx.Client], service: str
) -> None:
    first, buyer, staff = others
    log_in(staff, MANAGER)
    expect(staff.patch("/api/staff/settings", json={"currency": "EUR"}))
    frame = made(staff)  # black: three at 5.00
    black = frame["variants"][0]["id"]
    goods = {"productId": frame["id"], "variantId": black, "quantity": 3}
    start = {"serviceId": service, "start": f"{day_ahead(10)}T10:00"}
    asked: dict[str, Any] = start | {"extras": ["retouched"], "items": [goods]}
    held = expect(client.post(f"{MINE}/hold", json=start))
    expect(first.post(LINE, json=asked))
    (place,) = expect(first.get(LINE))["line"]
    assert place["serviceName"] == "Portrait + Retouched"
    lasts = datetime.fromisoformat(place["end"]) - datetime.fromisoformat(place["start"])
    assert lasts == timedelta(minutes=90)
    (along,) = place["items"]
    assert (along["variantId"], along["quantity"]) == (black, 3)
    assert place["missing"] == []
    expect(buyer.post("/api/orders/reserve", json={"items": [goods | {"quantity": 1}]}))
    expect(client.post(f"{MINE}/{held['bookingId']}/cancel", json={}))
    (offer,) = expect(first.get(LINE))["line"]
    assert offer["status"] == "offered"
    assert [one["quantity"] for one in offer["missing"]] == [1]
    order = expect(first.get(f"/api/orders/{offer['orderId']}"))["order"]
    assert [one["quantity"] for one in order["items"]] == [2]
    assert order["total"] == 9_000 + 2_000 + 2 * 500
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({"extras": ["unknown"]}, 422, "not-together"),
        ({"also": [{"serviceId": str(uuid4())}]}, 404, "service-not-found"),
        ({"items": [{"productId": str(uuid4())}]}, 404, "product-not-found"),
        ({"items": [goods] * 21}, 422, "invalid-request"),
    ]
    for more, status, code in wrong:
        refusal(buyer.post(LINE, json=asked | more), status, code)
