"""Staff book for who calls: somebody new, at the keyboard and on a phone; a link is made for the
money. Then again, for the client whom the call made, to be paid when they come."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, choose_time, furnish, hold_elsewhere
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot, toast
from tests.e2e.till import enter_as_staff
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

NAME = "Nadia Caller"


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        furnish(running)
        yield running


def to_time(page: Page, days: int, hour: str) -> None:
    page.get_by_label("What", exact=True).select_option(label="Portrait")
    choose(page.locator(f"input[name=day][value='{day_ahead(days)}']"))
    choose_time(page, hour)


def test_staff_book_for_a_caller_and_for_a_client(studio: ServerProcess, visitor: Visitor) -> None:
    page = visitor(studio.url, timezone_id=BERLIN)
    enter_as_staff(page)
    page.goto("/staff/bookings")
    page.get_by_role("link", name="Book for a client").click()
    to_time(page, 4, "10:00")
    hold = page.get_by_role("button", name="Hold, €90 to pay now")
    hold.click()
    expect(page.get_by_role("searchbox", name="Client")).to_be_focused()
    expect(page.get_by_text("Choose who it is for.")).to_be_visible()
    choose(page.get_by_role("radio", name="Somebody new"))
    hold.click()
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Phone").fill("call me")
    hold.click()
    # The server's word, at the field.
    expect(page.get_by_label("Phone")).to_be_focused()
    expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Phone").fill("+49 30 555 0142")
    page.get_by_label("Address of mail").fill("nadia@example.com")
    shot(page, "book-for-1280")
    assert_clean_everywhere(page, "booking for a caller")
    hold.click()
    page.wait_for_url("**/staff/book?booked=*")
    expect(page.get_by_text(f"The time is held for {NAME}")).to_be_visible()
    page.get_by_role("button", name="Pay link").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a link").click()
    address = dialog.get_by_label("Address").input_value()
    shot(page, "book-for-link", whole=False)
    dialog.get_by_role("button", name="Close").last.click()
    shot(page, "book-for-held")
    buyer = visitor(studio.url, width=360)
    buyer.goto(address)
    buyer.get_by_role("button", name="Pay").click()
    expect(buyer.get_by_text("Paid")).to_be_visible()
    expect(page.get_by_text(f"The time is booked for {NAME}")).to_be_visible()

    # Theirs: their page has it, and books the next.
    page.set_viewport_size({"width": 360, "height": 800})
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    page.get_by_role("link", name="Book", exact=True).click()
    expect(page.get_by_text("nadia@example.com")).to_be_visible()
    to_time(page, 5, "11:00")
    choose(page.get_by_role("radio", name="When they come"))
    assert_fits(page, "booking for a client on a phone")
    shot(page, "book-for-360")
    page.get_by_role("button", name="Book, nothing to pay now").click()
    expect(page.get_by_text(f"The time is booked for {NAME}")).to_be_visible()
    expect(page.get_by_text("€90 due")).to_be_visible()
    assert_clean_everywhere(page, "booked for a client")
    # Known by their number: not written down twice.
    page.get_by_role("link", name="Book another").click()
    choose(page.get_by_role("radio", name="Somebody new"))
    page.get_by_label("Phone").fill("030 555 0142")
    page.get_by_role("button", name=NAME).click()
    expect(page.get_by_role("radio", name="Somebody known")).to_be_checked()


@pytest.mark.long
def test_staff_see_what_is_due_and_take_it(studio: ServerProcess, visitor: Visitor) -> None:
    page = visitor(studio.url, width=360)
    enter_as_staff(page)
    page.goto("/staff/book")
    to_time(page, 7, "10:00")
    choose(page.get_by_role("radio", name="Somebody new"))
    page.get_by_label("Name").fill("Otto Late")
    page.get_by_label("Phone").fill("+49 30 555 0177")
    choose(page.get_by_role("radio", name="When they come"))
    page.get_by_role("button", name=re.compile("^(Book|Hold)")).last.click()
    page.wait_for_url("**/staff/book?booked=*")
    page.goto("/staff/dues")
    page.get_by_label("Number, service, client or note").fill("Otto")
    due = page.locator("[data-due]")
    expect(due).to_have_count(1)
    expect(due).to_contain_text("Otto Late")
    expect(due.get_by_role("button", name="Remind by mail")).to_be_disabled()
    shot(page, "dues-360")
    assert_clean_everywhere(page, "money due")
    page.set_viewport_size({"width": 1280, "height": 800})
    shot(page, "dues-1280")
    due.get_by_role("button", name="Mark as paid").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Mark as paid").click()
    expect(dialog.get_by_label("How it was paid")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("How it was paid").fill("Cash")
    dialog.get_by_role("button", name="Mark as paid").click()
    expect(due).to_have_count(0)
    expect(page.get_by_text("No results")).to_be_visible()
    page.get_by_label("Number, service, client or note").fill("")
    expect(page.get_by_text("No results")).to_have_count(0)
    # It was somebody else who paid.
    page.goto("/staff/bookings?q=Otto")
    booked = page.locator("[data-booking]")
    expect(booked).to_have_count(1)
    expect(booked).not_to_contain_text("due")
    booked.get_by_role("button", name="Not paid after all").click()
    dialog.get_by_role("button", name="Not paid after all").click()
    reason = dialog.get_by_label("Reason")
    expect(reason).to_have_attribute("aria-invalid", "true")
    page.set_viewport_size({"width": 360, "height": 780})
    shot(page, "not-paid-360")
    assert_clean_everywhere(page, "a rest that was not paid")
    reason.fill("It was Ottilie")
    dialog.get_by_role("button", name="Not paid after all").click()
    expect(toast(page, "€90 is due again")).to_be_visible()
    expect(booked).to_contain_text("€90 due")
    expect(booked.get_by_role("button", name="Not paid after all")).to_have_count(0)
    booked.get_by_role("button", name="History").click()
    expect(dialog).to_contain_text("Noted as paid by mistake: due again")
    shot(page, "not-paid-history-360")


@pytest.mark.long
def test_staff_see_what_took_the_time_of_a_day(studio: ServerProcess, visitor: Visitor) -> None:
    found = httpx.get(f"{studio.url}/api/services", timeout=PATIENCE).json()["services"]
    hold_elsewhere(studio.url, found[0]["id"], f"{day_ahead(8)}T12:00")
    page = visitor(studio.url, width=360)
    enter_as_staff(page)
    page.goto("/staff/why-no-time")
    page.get_by_label("What", exact=True).select_option(label="Portrait")
    page.get_by_label("From").fill(str(day_ahead(8)))
    day = page.locator(f"[data-day='{day_ahead(8)}']")
    expect(day.locator("[data-taken=held]").first).to_contain_text("12:00")
    expect(day.get_by_text("times offered")).to_be_visible()
    shot(page, "why-no-time-360")
    assert_clean_everywhere(page, "why no time is offered")
    page.set_viewport_size({"width": 1280, "height": 800})
    shot(page, "why-no-time-1280")
    page.get_by_label("With").select_option(label="Anna")
    page.get_by_label("From").fill(str(day_ahead(500)))
    expect(page.locator("[data-day]").first).to_contain_text("horizon")
