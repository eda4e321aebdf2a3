"""A session is booked with a thumb: service, day, time, paid; it is moved and cancelled, and what
comes back is shown before; staff see it all on their page."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from holdfast.api.contract.services import ServiceAsked
from tests.api.shop.test_what_can_be_moved import changed
from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE, choose_time, furnish, to_day
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot, toast
from tests.e2e.till import enter_as_staff, pay
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

FOCUS_IN_PAGE = "() => document.querySelector('#main').contains(document.activeElement)"
"""As a function: the page lets no text be run."""


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        furnish(running)
        yield running


def test_a_session_is_booked_with_a_thumb_moved_and_cancelled(
    studio: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(studio.url, locale="ru-RU", width=360, timezone_id=BERLIN)
    page.goto("/book")
    expect(page.get_by_text("Портрет")).to_be_visible()
    shot(page, "book-services")
    assert_clean_everywhere(page, "services")
    page.locator("main li a").first.press("Enter")
    expect(page).to_have_url(re.compile("service="))
    expect(page.locator("#main")).to_be_focused()
    to_day(page, 3)
    expect(page.get_by_role("radio", name=re.compile("^10:00"))).to_be_attached()
    choose_time(page, "10:00")
    assert_fits(page, "choosing a time")
    shot(page, "book-time")
    assert_clean_everywhere(page, "choosing a time")
    expect(page.get_by_test_id("served-by")).to_contain_text("Loft · Torstraße 1")
    terms = page.get_by_test_id("terms")
    expect(terms).to_contain_text("Отмена бесплатна до")
    terms.locator("summary").click()
    expect(terms).to_contain_text("50%")
    page.get_by_role("button", name=re.compile("оплатить")).click()
    page.wait_for_url("**/checkout/*")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_test_id("session")).to_contain_text(re.compile("10:00.*Loft", re.DOTALL))
    shot(page, "book-pay")
    page.goto("/bookings")
    card = page.locator("[data-booking]").first
    expect(card).to_contain_text("Ждёт оплаты")
    card.get_by_role("link", name="Оплатить").click()
    page.wait_for_url("**/checkout/*")
    pay(page, "Оплатить")
    page.wait_for_url("**/orders/*")
    told = page.get_by_test_id("session")
    expect(told).to_contain_text("10:00")
    entry = str(told.get_by_role("link", name="Файл для календаря").get_attribute("href"))
    # Where the entry in one's own calendar leads.
    page.goto(entry.removeprefix("/api").removesuffix("/calendar"))
    expect(page.locator("[data-booking]")).to_contain_text("Подтверждена")
    page.goto("/bookings")
    expect(card).to_contain_text("Подтверждена")
    expect(card.get_by_test_id("terms")).to_contain_text("Отмена бесплатна до")
    shot(page, "bookings")
    assert_clean_everywhere(page, "bookings")
    card.get_by_role("link", name="Перенести").click()
    choose_time(page, "14:00")
    page.get_by_role("button", name="Перенести сюда").click()
    page.wait_for_url("**/bookings")
    expect(card).to_contain_text("14:00")
    expect(toast(page, "перенесена")).to_be_visible()
    card.get_by_role("button", name="Отменить запись").click()
    expect(page.get_by_test_id("refund")).to_contain_text("90")
    shot(page, "bookings-cancel")
    assert_clean_everywhere(page, "cancelling")
    page.get_by_role("dialog").get_by_role("button", name="Отменить запись").click()
    expect(card).to_contain_text("Отменена")
    expect(toast(page, "отменена")).to_contain_text("вернётся")
    # The card with the button is elsewhere now; the keyboard goes on where it was.
    page.wait_for_function(FOCUS_IN_PAGE)


@pytest.mark.long
def test_what_a_dearer_time_costs_more_is_paid_before_it_is_moved(
    studio: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(studio.url, width=360, timezone_id=BERLIN)
    to_day(page, 9)
    choose_time(page, "11:00")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
    pay(page)
    page.wait_for_url("**/orders/*")
    page.goto("/bookings")
    card = page.locator("[data-booking]").first
    card.get_by_role("link", name="Move").click()
    # Where prices differ, each time says its own.
    for hour, price in (("14:00", "€90"), ("17:00", "€135")):
        expect(page.locator(f"[data-time='{hour}']")).to_contain_text(price)
    choose_time(page, "17:00")
    expect(page.get_by_test_id("move-price")).to_contain_text("€45 more than now")
    shot(page, "book-dearer")
    assert_clean_everywhere(page, "moving to a dearer time")
    page.get_by_role("button", name="Pay €45 and move").click()
    page.wait_for_url("**/checkout/*")
    expect(page.get_by_role("timer")).to_be_visible()
    pay(page)
    page.wait_for_url("**/orders/*")
    page.goto("/bookings")
    expect(card).to_contain_text("17:00")
    expect(card).to_contain_text("€135")


def test_staff_see_the_bookings_and_act_at_the_desk(
    studio: ServerProcess, visitor: Visitor
) -> None:
    client = visitor(studio.url, timezone_id=BERLIN)
    to_day(client, 7)
    choose_time(client, "12:00")
    client.get_by_role("button", name=TAKE).click()
    client.wait_for_url("**/checkout/*")
    page = visitor(studio.url, timezone_id=BERLIN)
    enter_as_staff(page)
    page.goto(f"/staff/bookings?from={day_ahead(7)}")
    row = page.locator("[data-booking]").first
    expect(row).to_contain_text("To be paid")
    shot(page, "staff-bookings")
    assert_clean_everywhere(page, "staff's bookings")
    row.get_by_role("button", name="Paid at the studio").click()
    expect(row).to_contain_text("Confirmed")
    # Moved from a list that was read a moment ago: it stands there at its new time.
    moved = page.locator(f"[data-booking='{row.get_attribute('data-booking')}']")
    page.get_by_role("navigation", name="Staff pages").get_by_role("link", name="Bookings").click()
    moved.get_by_role("link", name="Move").click()
    choose_time(page, "14:00")
    page.get_by_role("button", name="Move here").click()
    page.wait_for_url("**/staff/bookings")
    expect(moved).to_contain_text("14:00")
    page.goto(f"/staff/bookings?from={day_ahead(7)}")
    row.get_by_role("button", name="Change").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Length").fill("90")
    dialog.get_by_label("Price").fill("120")
    dialog.get_by_label("Reason").fill("asked on the phone")
    shot(page, "staff-bookings-change", whole=False)
    assert_clean_everywhere(page, "changing a booking")
    dialog.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("120")
    row.get_by_role("button", name="Cancel").click()
    choose(page.get_by_role("radio", name=re.compile("studio's fault")))
    expect(page.get_by_text(re.compile("comes back, "))).to_be_visible()
    shot(page, "staff-bookings-cancel", whole=False)
    page.get_by_role("dialog").get_by_role("button", name="Cancel", exact=True).click()
    expect(row).to_contain_text("Cancelled")


@pytest.mark.long
def test_a_price_that_changed_while_it_was_looked_at_is_shown_before_anything_is_held(
    studio: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(studio.url, width=360, timezone_id=BERLIN)
    to_day(page, 11)
    choose_time(page, "11:00")
    expect(page.get_by_role("button", name=TAKE)).to_contain_text("€90")
    # What is heard before the click stands on the button.
    page.route("**/api/slots?*", lambda route: route.abort())
    with httpx.Client(base_url=studio.url, timeout=PATIENCE) as staff:
        staff.post("/api/session/login", json=STAFF).raise_for_status()
        (service,) = staff.get("/api/staff/services").json()["services"]
        price = service["price"] | {"amount": 9_500}
        changed(staff, f"/api/staff/services/{service['id']}", ServiceAsked, price=price)
    with page.expect_request("**/api/bookings/hold"):
        page.get_by_role("button", name=TAKE).click()
    page.unroute("**/api/slots?*")
    expect(page.get_by_role("alert")).to_contain_text("The price has changed")
    expect(page.get_by_role("button", name=TAKE)).to_contain_text("€95")
    shot(page, "book-price-changed")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
