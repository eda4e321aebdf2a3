"""Pushes in a browser: switched on, shown, chosen by kind, switched off.

Headless Chromium has no push service to subscribe at and grants no notifications: of the page its
permission and `PushManager`, of the worker what it calls to show one or open a window, are ours.
What the shop sends and the worker makes of it, and how it comes to the worker, is real.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.test_mails import posted
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.push_service import PushService, Subscribed
from tests.support.server import ServerProcess, until

SUBSCRIBES = """
(given) => {
  const made = {
    endpoint: given.endpoint,
    options: { applicationServerKey: Uint8Array.from(atob(given.key.replaceAll("-", "+")
      .replaceAll("_", "/")), (letter) => letter.charCodeAt(0)).buffer },
    toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }),
    unsubscribe: async () => { localStorage.removeItem("test.subscribed"); return true; },
  };
  PushManager.prototype.subscribe = async ({ userVisibleOnly, applicationServerKey }) => {
    if (!userVisibleOnly || applicationServerKey !== given.key) throw new Error("another key");
    localStorage.setItem("test.subscribed", "yes");
    return made;
  };
  PushManager.prototype.getSubscription = async () =>
    localStorage.getItem("test.subscribed") ? made : null;
}
"""
PERMITS = """
Object.defineProperty(Notification, "permission", {
  get: () => localStorage.getItem("test.permission") ?? "default" });
Notification.requestPermission = async () => {
  localStorage.setItem("test.permission", "granted");
  return "granted";
};
"""
NOTES = """
() => {
  self.shown = [];
  ServiceWorkerRegistration.prototype.showNotification = async (title, told) => {
    self.shown.push({ title, ...told });
  };
}
"""
PRESSED = """
async () => {
  const opened = new Promise((found) => {
    Clients.prototype.openWindow = async (address) => { found(address); return null; };
  });
  const pressed = new ExtendableEvent("notificationclick");
  pressed.notification = { data: self.shown[0].data, close: () => {} };
  self.dispatchEvent(pressed);
  return opened;
}
"""


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with PushService() as opened:
        yield opened


@pytest.fixture(scope="module")
def pushing(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", HOLDFAST_PUSH_PRIVATE="on") as opened:
        yield opened


def came_back(page: Page, browser: Subscribed) -> None:
    """On the account's page, as a browser that subscribes at our push service."""
    given = json.dumps(browser.given | {"key": browser.key})
    page.add_init_script(f"{PERMITS}\n({SUBSCRIBES})({given})")
    page.goto("/account")


def test_a_browser_shows_what_happened_and_leads_there(
    pushing: ServerProcess, service: PushService, visitor: Visitor
) -> None:
    with Member(pushing) as ann:
        page = visitor(pushing.url)
        page.context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": pushing.url}
             for one in ann.http.cookies.jar]
        )  # fmt: skip
        key = ann.http.get("/api/config").json()["pushKey"]
        browser = service.subscribe(key)
        came_back(page, browser)
        section = page.locator("section").filter(has_text="Notifications in this browser")
        expect(section).to_contain_text("Off")
        page.get_by_role("button", name="Switch on").click()
        off = page.get_by_role("button", name="Switch off")
        expect(off).to_be_visible()
        settled(page)
        shot(page, "account-pushes")
        page.evaluate("scrollTo(0, 0)")  # where nothing lies below the frame of the page
        assert_clean_everywhere(page, "an account's pushes")

        product = page.request.get("/api/products?limit=1&inStock=true").json()["products"][0]
        line = {"productId": product["id"], "variantId": product["variants"][0]["id"]}
        made = posted(page, "/api/orders/reserve", {"items": [line]})
        until(lambda: bool(service.to(browser)), PATIENCE, "it is pushed")
        (told,) = service.to(browser)
        (worker,) = page.context.service_workers
        worker.evaluate(NOTES)
        deliver(page, pushing.url, told.data)
        (shown,) = worker.evaluate("""async () => {
            while (!self.shown.length) await new Promise((go) => setTimeout(go, 20));
            return self.shown;
        }""")
        assert (shown["title"], shown["body"]) == (told.data["title"], told.data["body"])
        assert shown["tag"] == told.data["id"]
        assert worker.evaluate(PRESSED) == f"{pushing.url}/orders/{made['orderId']}"

        paid = page.get_by_role("checkbox", name="Order paid")
        with page.expect_response("**/api/mail-preferences/order-paid"):
            paid.click()  # shown as it was until it is asked for
        page.reload()
        expect(paid).not_to_be_checked()
        off.click()
        expect(page.get_by_role("button", name="Switch on")).to_be_visible()
        assert ann.http.get("/api/push-subscriptions").json()["subscriptions"] == []


def test_who_said_no_is_told_where_to_say_yes(pushing: ServerProcess, visitor: Visitor) -> None:
    with Member(pushing) as ann:
        page = visitor(pushing.url)
        page.context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": pushing.url}
             for one in ann.http.cookies.jar]
        )  # fmt: skip
        page.goto("/account")
        section = page.locator("section").filter(has_text="Notifications in this browser")
        expect(section).to_contain_text("blocked")
        page.add_init_script("delete window.PushManager")
        page.reload()
        expect(section).to_contain_text("cannot show")


def deliver(page: Page, origin: str, data: object) -> None:
    """As the browser's push service does."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    session.send("ServiceWorker.disable")
    session.send("ServiceWorker.enable")
    while not found:  # told while this thread waits for the browser
        page.evaluate("1")
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[0], "data": json.dumps(data)},
    )
    session.detach()
