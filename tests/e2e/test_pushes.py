"""Pushes in a browser: switched on, shown, chosen by kind, switched off.

What is real of it is said in ``tests/support/push_browser.py``; of the worker opening a window is
ours, too.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.test_mails import posted
from tests.support.due_mails import send_now
from tests.support.market import in_plenty
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.push_browser import NOTES, SHOWN, subscribing
from tests.support.push_service import PushService
from tests.support.server import ServerProcess, until

pytestmark = pytest.mark.long

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
        page.add_init_script(subscribing(browser))
        page.goto("/account")
        section = page.locator("section").filter(has_text="Notifications in this browser")
        expect(section).to_contain_text("Off")
        page.get_by_role("button", name="Switch on").click()
        off = page.get_by_role("button", name="Switch off")
        expect(off).to_be_visible()
        settled(page)
        shot(page, "account-pushes")
        page.evaluate("scrollTo(0, 0)")  # where nothing lies below the frame of the page
        assert_clean_everywhere(page, "an account's pushes")

        line = in_plenty(pushing.url).line()
        made = posted(page, "/api/orders/reserve", {"items": [line]})
        send_now(pushing, made)
        until(lambda: bool(service.to(browser)), PATIENCE, "it is pushed")
        (told,) = service.to(browser)
        (worker,) = page.context.service_workers
        worker.evaluate(NOTES)
        deliver(page, pushing.url, told.data)
        (shown,) = worker.evaluate(SHOWN, 1)
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
