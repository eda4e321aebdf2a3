"""Pushes of a whole shop: what a browser subscribes with, whose it is, what it is told and what
not."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from holdfast.api.contract.examples_mail import A_BROWSER
from holdfast.mail import PushKey
from tests.api.operating.test_mails import a_line
from tests.support.command import holdfast
from tests.support.due_mails import send_now
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, signed_up
from tests.support.prepared import PreparedShops
from tests.support.push_service import PushService
from tests.support.server import ServerProcess, until

BROWSERS = "/api/push-subscriptions"
WISHED = "/api/mail-preferences"


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with PushService() as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(prepared: PreparedShops) -> Iterator[ServerProcess]:
    ours = {"HOLDFAST_LIMITS": "off", "HOLDFAST_PUSH_PRIVATE": "on"}
    with prepared.opened(**ours, HOLDFAST_MAIL_PAUSE="0.2") as opened:
        yield opened


@pytest.fixture
def ann(shop: ServerProcess) -> Iterator[httpx.Client]:
    with signed_up(shop.url) as client:
        yield client


def test_who_has_no_session_has_no_browser_to_show_it(
    ann: httpx.Client, shop: ServerProcess, service: PushService
) -> None:
    """By a typed id, or a token: it would be told for good, since nothing ends."""
    browser = service.subscribe(expect(ann.get("/api/config"))["pushKey"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE, headers={"X-User-Id": "1"}) as typed:
        refusal(typed.post(BROWSERS, json=browser.given), 409, "push-needs-session")
        assert expect(typed.get(BROWSERS))["subscriptions"] == []


def test_what_happens_to_an_order_is_shown_by_the_browsers_of_its_buyer(
    ann: httpx.Client, shop: ServerProcess, service: PushService
) -> None:
    """Also where the shop sends no mail; until they log out, or want none of the kind."""
    config = expect(ann.get("/api/config"))
    assert config["mails"] is False
    browser = service.subscribe(config["pushKey"])
    kept = expect(ann.post(BROWSERS, json=browser.given), 201)
    assert expect(ann.post(BROWSERS, json=browser.given), 201) == kept
    assert kept["service"] == "127.0.0.1"
    assert expect(ann.get(BROWSERS))["subscriptions"] == [kept]
    order = expect(ann.post("/api/orders/reserve", json={"items": [a_line(ann)]}))
    send_now(shop, order)
    until(lambda: len(service.to(browser)) == 1, PATIENCE, "it is told")
    (told,) = service.to(browser)
    assert told.data["url"] == f"/orders/{order['orderId']}"
    assert told.data["lang"] in ("en", "ru", "ko")

    kinds = expect(ann.get(WISHED))["kinds"]
    pushed = {one["kind"]: one["wanted"] for one in kinds if one["channel"] == "push"}
    assert {"order-placed", "order-paid", "cart-left"} <= pushed.keys()
    assert pushed.keys().isdisjoint({"password-link", "certificate-given", "stock-low"})
    assert not [one for one in pushed if one.startswith("shared-")], "who takes part has no browser"
    none = {"wanted": False, "channel": "push"}
    assert expect(ann.put(f"{WISHED}/order-paid", json=none)) == none | {"kind": "order-paid"}
    refusal(ann.put(f"{WISHED}/order-paid", json={"wanted": False}), 409, "mail-needed")
    refusal(ann.put(f"{WISHED}/password-link", json=none), 404, "mail-kind-not-found")
    refusal(ann.put(f"{WISHED}/order-paid", json=none | {"channel": "fax"}), 422, "invalid-request")

    email = ann.headers["X-Address"]
    expect(ann.post("/api/session/logout", json={}))
    expect(ann.post("/api/session/login", json={"email": email, "password": PASSWORD}))
    assert expect(ann.get(BROWSERS))["subscriptions"] == [], "it ended with the session"
    again = expect(ann.post(BROWSERS, json=browser.given), 201)
    assert ann.delete(f"{BROWSERS}/{again['id']}").status_code == 204
    refusal(ann.delete(f"{BROWSERS}/{again['id']}"), 404, "push-subscription-not-found")
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as guest:
        refusal(guest.post(BROWSERS, json=browser.given), 401, "login-required")


def test_only_what_a_browser_gives_is_taken(ann: httpx.Client, server: ServerProcess) -> None:
    """Of a shop that may ask the public internet alone."""
    with signed_up(server.url) as client:
        bad: dict[str, list[Any]] = {
            "endpoint": [
                "http://push.example.com/a", "https://127.0.0.1/a", "https://[::1]/a",
                "https://10.0.0.1:443/", "https://169.254.169.254/latest", "https://localhost/a",
                "https://user:word@push.example.com/", "https://push.example.com/#a", "ftp://a.b/",
                "https://push.example.com:0/", "https://push.example.com/a b", "https://[a/", "x",
                "https://[::ffff:10.0.0.1]/", "https://пуш.example/",
            ],
            "p256dh": ["x", "A" * 87, A_BROWSER["auth"], A_BROWSER["p256dh"].replace("_", "/")],
            "auth": ["x", "A" * 21, A_BROWSER["auth"] + "AA", "*" * 22],
        }  # fmt: skip
        for field, values in bad.items():
            for value in values:
                answer = client.post(BROWSERS, json=A_BROWSER | {field: value})
                told = refusal(answer, 422, "push-subscription-invalid")
                assert told["field"] == field, value
        for long in ({"endpoint": "https://a.example/" + "a" * 1000}, {"auth": ""}):
            refusal(client.post(BROWSERS, json=A_BROWSER | long), 422, "invalid-request")
        kept = expect(client.post(BROWSERS, json=A_BROWSER), 201)
        refusal(ann.delete(f"{BROWSERS}/{kept['id']}"), 404, "push-subscription-not-found")


def test_a_command_makes_a_key() -> None:
    made = holdfast("push-keys")
    name, _, written = made.stdout.strip().partition("=")
    assert name == "HOLDFAST_VAPID_PRIVATE_KEY"
    assert PushKey.read(written).public in made.stderr
    assert PushKey.read(written).written == written
    with pytest.raises(ValueError, match="32 bytes"):
        PushKey.read("AAAA")
