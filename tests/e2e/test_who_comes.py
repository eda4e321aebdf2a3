"""A guest says at the till of a session who comes, before it is paid."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE, choose_time, furnish, to_day
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.till import enter_as_staff
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        furnish(running)
        yield running


def test_a_guest_pays_once_it_is_said_who_comes(studio: ServerProcess, visitor: Visitor) -> None:
    page = visitor(studio.url, width=360, timezone_id=BERLIN)
    to_day(page, 5)
    choose_time(page, "10:00")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
    pay = page.locator("[data-paybar]").get_by_role("button", name="Pay €90")
    name, phone = page.get_by_label("Your name"), page.get_by_label("Your phone")
    pay.click()
    expect(page.get_by_text("Write your name")).to_be_visible()
    expect(page.get_by_text("Write an email address or a phone number")).to_be_visible()
    expect(name).to_be_focused()
    assert_fits(page, "who comes")
    shot(page, "checkout-who-comes")
    assert_clean_everywhere(page, "who comes")
    name.fill("Mia Berg")
    phone.fill("call me")
    pay.click()
    expect(page.get_by_text("This is no phone number.")).to_be_visible()
    expect(phone).to_be_focused()
    expect(name).to_have_value("Mia Berg")
    phone.fill("+49 30 901820")
    pay.click()
    page.wait_for_url("**/orders/*")
    expect(page.get_by_test_id("contact")).to_contain_text("Mia Berg · +4930901820")

    # A guest writes once they are logged in: the booking comes along.
    page.goto("/bookings")
    expect(page.get_by_role("link", name="Log in to write a message")).to_be_visible()
    shot(page, "guest-booking")
    page.get_by_role("link", name="Log in to write a message").click()
    page.get_by_role("main").get_by_role("link", name="Log in").click()
    page.get_by_label("Email", exact=True).fill("customer@example.com")
    page.get_by_label("Password", exact=True).fill("holdfast-customer")
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.get_by_role("textbox", name="Message").fill("Is there a lift?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name=re.compile("^Portrait · "))).to_be_visible()
    page.get_by_role("link", name="All messages").click()
    row = page.get_by_role("listitem").filter(has_text="Is there a lift?")
    expect(row).to_contain_text("Anna")

    enter_as_staff(page)
    page.goto("/staff/bookings?q=Mia")
    booking = page.locator("[data-booking]").first
    expect(booking).to_contain_text("Mia Berg")
    expect(booking.get_by_role("link", name="+4930901820")).to_be_visible()
    shot(page, "staff-booking-who-comes")


def test_who_is_logged_in_is_not_asked(studio: ServerProcess, visitor: Visitor) -> None:
    page = visitor(studio.url, width=1280, timezone_id=BERLIN)
    enter_as_staff(page, "customer")
    to_day(page, 6)
    choose_time(page, "10:00")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_test_id("who-comes")).to_have_count(0)
    page.locator("[data-paybar]").get_by_role("button", name="Pay €90").click()
    page.wait_for_url("**/orders/*")
