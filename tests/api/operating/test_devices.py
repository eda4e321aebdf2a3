"""Phones of a whole shop: an app registers where its person logged in, is told what happens to
their order, and ends with the session."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.operating.test_mails import a_line
from tests.support.due_mails import send_now
from tests.support.fcm import FcmServer
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, signed_up
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

DEVICES = "/api/devices"


@pytest.fixture(scope="module")
def fcm() -> Iterator[FcmServer]:
    with FcmServer() as opened:
        yield opened


@pytest.fixture
def ann(shop: ServerProcess) -> Iterator[httpx.Client]:
    with signed_up(shop.url) as client:
        yield client


@pytest.fixture(scope="module")
def shop(prepared: PreparedShops, fcm: FcmServer) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", **fcm.settings) as opened:
        yield opened


def test_an_app_shows_what_happens_to_an_order_until_its_person_logs_out(
    ann: httpx.Client, shop: ServerProcess, fcm: FcmServer
) -> None:
    assert expect(ann.get("/api/config"))["app"] is True
    token = fcm.install()
    asked = {"token": token, "name": "Pixel 9"}
    kept = expect(ann.post(DEVICES, json=asked), 201)
    assert kept.keys() == {"id", "name", "createdAt"}, "the token is nobody's to read"
    assert expect(ann.post(DEVICES, json=asked), 201) == kept
    assert expect(ann.get(DEVICES))["devices"] == [kept]
    order = expect(ann.post("/api/orders/reserve", json={"items": [a_line(ann)]}))
    send_now(shop, order)
    told = fcm.hears(token)
    assert (told.data["kind"], told.data["url"]) == ("order-placed", f"/orders/{order['orderId']}")

    kinds = expect(ann.get("/api/mail-preferences"))["kinds"]
    mine = {one["kind"] for one in kinds if one["channel"] == "app"}
    assert {"order-placed", "order-paid", "booking-tomorrow", "booking-soon"} <= mine
    assert mine.isdisjoint({"password-link", "certificate-given", "number-code", "stock-low"})
    none = {"wanted": False, "channel": "app"}
    assert expect(ann.put("/api/mail-preferences/order-paid", json=none))["wanted"] is False

    email = ann.headers["X-Address"]
    expect(ann.post("/api/session/logout", json={}))
    expect(ann.post("/api/session/login", json={"email": email, "password": PASSWORD}))
    assert expect(ann.get(DEVICES))["devices"] == [], "it ended with the session"
    again = expect(ann.post(DEVICES, json=asked), 201)
    assert ann.delete(f"{DEVICES}/{again['id']}").status_code == 204
    refusal(ann.delete(f"{DEVICES}/{again['id']}"), 404, "device-not-found")


def test_a_phone_is_told_what_its_last_one_is_told(
    ann: httpx.Client, shop: ServerProcess, fcm: FcmServer
) -> None:
    """And nobody removes another's."""
    token = fcm.install()
    asked = {"token": token, "name": "Pixel 9"}
    kept = expect(ann.post(DEVICES, json=asked), 201)
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as guest:
        refusal(guest.post(DEVICES, json=asked), 401, "login-required")
    with signed_up(shop.url, "Ben") as ben:
        refusal(ben.delete(f"{DEVICES}/{kept['id']}"), 404, "device-not-found")
        bens = expect(ben.post(DEVICES, json=asked), 201)
        assert bens["id"] != kept["id"]
        assert expect(ann.get(DEVICES))["devices"] == []
        expect(ann.post("/api/orders/reserve", json={"items": [a_line(ann)]}))
        order = expect(ben.post("/api/orders/reserve", json={"items": [a_line(ben)]}))
        send_now(shop, order)
        assert fcm.hears(token).data["url"] == f"/orders/{order['orderId']}"
        assert len(fcm.to(token)) == 1


def test_an_app_needs_a_session_and_a_shop_that_tells_apps(
    ann: httpx.Client, shop: ServerProcess, server: ServerProcess
) -> None:
    asked = {"token": "t" * 40, "name": "Pixel 9"}
    for wrong in ({"token": ""}, {"token": "a b"}, {"token": "t" * 1001}, {"name": " "}):
        refusal(ann.post(DEVICES, json=asked | wrong), 422, "invalid-request")
    with httpx.Client(base_url=shop.url, timeout=PATIENCE, headers={"X-User-Id": "1"}) as typed:
        refusal(typed.post(DEVICES, json=asked), 409, "device-needs-session")
    with signed_up(server.url) as client:
        assert expect(client.get("/api/config"))["app"] is False
        refusal(client.post(DEVICES, json=asked), 409, "app-off")
