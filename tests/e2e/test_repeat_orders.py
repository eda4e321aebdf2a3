"""Repeat orders by clicks: the merchant turns them on, a shopper begins one on the product's page
and keeps it on their own; staff pause it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.support.market import STAFF
from tests.support.patience import PATIENCE as SECONDS
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until


@pytest.fixture(scope="module")
def repeating(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as opened:
        yield opened


def desk_of(shop: ServerProcess, visitor: Visitor) -> Page:
    desk = visitor(shop.url)
    assert desk.request.post(f"{shop.url}/api/session/login", data=STAFF).ok
    return desk


def _product(page: Page, shop: ServerProcess) -> dict[str, str]:
    """Some product that is in stock."""
    listed = page.request.get(f"{shop.url}/api/products?limit=5&inStock=true").json()
    found: dict[str, str] = listed["products"][0]
    return found


def test_a_shopper_orders_again_and_again_and_keeps_it_on_their_own_page(
    repeating: ServerProcess, visitor: Visitor
) -> None:
    desk = desk_of(repeating, visitor)
    product = _product(desk, repeating)
    desk.goto("/staff/settings#repeats")
    desk.get_by_role("checkbox", name="Every 4 weeks").check()
    desk.get_by_role("checkbox", name="Every month").check()
    desk.get_by_label("Per cent off").fill("10")
    shot(settled(desk), "repeats-settings")
    assert_clean_everywhere(desk, "settings of repeat orders")
    desk.locator("form:visible").get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved", exact=True).first).to_be_visible()
    desk.goto(f"/staff/products/{product['id']}")
    mark = desk.get_by_role("checkbox", name="May be ordered again and again")
    mark.click()
    expect(mark).to_be_checked()
    expect(mark).to_be_enabled()

    guest = visitor(repeating.url, width=360)
    guest.goto(f"/product/{product['handle']}")
    guest.get_by_text("Every 4 weeks −10%").click()
    expect(guest.get_by_role("link", name="Log in to order again and again")).to_be_visible()

    with Member(repeating) as ann:
        page = ann.enter(visitor(repeating.url))
        page.goto(f"/product/{product['handle']}")
        page.get_by_text("Every 4 weeks −10%").click()
        expect(page.get_by_role("radio", name="Every 4 weeks −10%")).to_be_checked()
        shot(settled(page), "repeats-product")
        assert_clean_everywhere(page, "choosing how often")
        page.get_by_role("button", name="Order every 4 weeks").click()
        expect(page).to_have_url(re.compile(r"/checkout/[0-9a-f-]{36}$"))
        expect(page.get_by_test_id("how-often")).to_have_text("Repeat order: every 4 weeks")
        order = page.url.rsplit("/", 1)[1]
        shown = page.request.get(f"{repeating.url}/api/orders/{order}").json()["order"]
        assert shown["discount"] > 0
        pay_at_once(page, repeating, shown)

        page.goto("/repeat-orders")
        card = page.get_by_test_id("repeat-order")
        expect(card.get_by_role("heading", name="Every 4 weeks")).to_be_visible()
        expect(card.get_by_test_id("repeat-total")).to_contain_text("at today's prices")
        shot(settled(page), "repeats-own")
        assert_clean_everywhere(page, "one's own repeat orders")
        day = card.locator("time")
        before = day.get_attribute("datetime")
        card.get_by_role("button", name=re.compile("^Skip the next")).click()
        asked = page.get_by_role("dialog")
        expect(asked.get_by_role("heading", name=re.compile("^Skip .+\\?$"))).to_be_visible()
        shot(settled(page), "repeats-skip")
        assert_clean_everywhere(page, "asking whether a day is skipped")
        asked.get_by_role("button", name="Skip it").click()
        expect(asked).to_have_count(0)
        expect(day).not_to_have_attribute("datetime", before or "")
        undo = card.get_by_role("button", name=re.compile("^Undo the skip of"))
        shot(settled(page), "repeats-skipped")
        undo.click()
        expect(day).to_have_attribute("datetime", before or "")
        card.get_by_role("button", name=re.compile("^Skip the next")).click()
        asked.get_by_role("button", name="Skip it").click()
        expect(asked).to_have_count(0)
        card.get_by_role("button", name=re.compile("^Change")).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("How often").select_option(label="Every month")
        dialog.get_by_role("button", name="Increase").click()
        shot(settled(page), "repeats-change")
        assert_clean_everywhere(page, "changing a repeat order")
        dialog.get_by_role("button", name="Save").click()
        expect(card.get_by_role("heading", name="Every month")).to_be_visible()
        card.get_by_role("button", name=re.compile("^History")).click()
        expect(card.get_by_text("Skipped: as its buyer asked")).to_have_count(2)
        expect(card.get_by_text("Not skipped after all")).to_be_visible()
        shot(settled(page), "repeats-history")
        assert_clean_everywhere(page, "what was done with a repeat order")
        card.get_by_role("button", name=re.compile("^History")).click()
        expect(card.get_by_text("2 ×")).to_be_visible()
        card.get_by_role("button", name=re.compile("^Pause")).click()
        expect(card.get_by_text("Paused")).to_be_visible()
        card.get_by_role("button", name=re.compile("^Go on")).click()
        expect(card.get_by_text("Active")).to_be_visible()

        desk.goto("/staff/repeat-orders")
        desk.get_by_role("link", name=re.compile(r"2 ×")).first.click()
        shot(settled(desk), "repeats-staff")
        assert_clean_everywhere(desk, "a repeat order of a customer's")
        desk.get_by_role("button", name="Pause").click()
        stopping = desk.get_by_role("dialog")
        stopping.get_by_role("textbox").fill("None came this month")
        stopping.get_by_role("button", name="Pause").click()
        expect(desk.get_by_text("Paused").first).to_be_visible()
        desk.goto(f"/staff/orders/{order}")
        expect(desk.get_by_role("link", name="See it")).to_be_visible()

        page.reload()
        expect(card.get_by_text("The shop writes: None came this month")).to_be_visible()
        expect(card.get_by_role("button", name=re.compile("^Go on"))).to_have_count(0)
        card.get_by_role("button", name=re.compile("^End")).click()
        page.get_by_role("dialog").get_by_role("button", name="End").click()
        expect(card.get_by_text("Ended")).to_be_visible()
        desk.goto("/staff/repeat-orders?state=ended")
        expect(desk.get_by_role("link", name=re.compile(r"2 ×")).first).to_be_visible()
        assert_clean_everywhere(desk, "the list of repeat orders")


def pay_at_once(page: Page, shop: ServerProcess, order: dict[str, str]) -> None:
    """At the demo's provider, and wait until it stands."""
    asked = {"reservationId": order["reservationId"], "provider": "demo"}
    paid = page.request.post(f"{shop.url}/api/payments", data=asked).json()
    made = {"reservationId": order["reservationId"], "paymentId": paid["paymentId"]}
    assert page.request.post(f"{shop.url}/api/orders/create", data=made).ok
    listed = f"{shop.url}/api/repeat-orders"
    until(lambda: bool(page.request.get(listed).json()["repeatOrders"]), SECONDS, "it stands")
