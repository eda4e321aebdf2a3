"""A client whose deposit is paid reads what is left of the price, and moves the session: with the
same photographer, unless they ask for another, whom they read of before."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE, choose_time, furnish, to_day
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.till import pay
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead

DEARER = {"rule": "hourly", "amount": 9_000, "levels": {"senior": 12_000}}


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[ServerProcess]:
    vera = Someone(kind="photographer", name="Vera", zone=BERLIN, more={"level": "senior"})
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        furnish(running, vera, price=DEARER, deposit={"rule": "percent", "value": 30})
        yield running


def test_a_session_is_moved_with_its_photographer_or_with_who_is_named(
    studio: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(studio.url, width=360, timezone_id=BERLIN)
    to_day(page, 4)
    choose(page.get_by_role("radio", name="Vera"))
    choose_time(page, "10:00")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
    pay(page)
    page.wait_for_url("**/orders/*")
    what_is_left(page)
    page.goto("/bookings")
    card = page.locator("[data-booking]").first
    card.get_by_role("link", name="Move").click()
    expect(page.get_by_role("radio", name="Vera")).to_be_checked()
    choose(page.locator(f"input[name=day][value='{day_ahead(5)}']"))
    choose_time(page, "14:00")
    expect(page.get_by_test_id("move-price")).to_contain_text("same")
    expect(page.get_by_test_id("served-by")).to_have_count(0)
    page.get_by_role("button", name="Move here").click()
    expect(toast(page, "moved")).to_be_visible()
    expect(card).to_contain_text(re.compile("14:00.*Vera", re.DOTALL))
    handed_over(page, visitor(studio.url, timezone_id=BERLIN))


def what_is_left(page: Page) -> None:
    """A deposit is not all of it."""
    expect(page.get_by_test_id("outcome")).to_contain_text("€36")
    expect(page.get_by_test_id("outcome")).not_to_contain_text("in full")
    told = page.get_by_test_id("session")
    expect(told.get_by_role("button", name=re.compile("^Pay .*84"))).to_be_visible()
    shot(page, "order-deposit-paid")
    assert_clean_everywhere(page, "an order whose deposit is paid")
    page.set_viewport_size({"width": 360, "height": 900})


def handed_over(page: Page, other_client: Page) -> None:
    """Where somebody else has the photographer then, who is free is not dearer, and it is said who
    comes."""
    to_day(other_client, 5)
    choose(other_client.get_by_role("radio", name="Vera"))
    choose_time(other_client, "16:00")
    other_client.get_by_role("button", name=TAKE).click()
    other_client.wait_for_url("**/checkout/*")
    card = page.locator("[data-booking]").first
    card.get_by_role("link", name="Move").click()
    choose(page.get_by_role("radio", name="Anybody who is free"))
    choose_time(page, "16:00")
    expect(page.get_by_test_id("move-price")).to_contain_text("€30 less")
    other = page.get_by_test_id("served-by").inner_text()
    assert other.startswith(("Anna", "Boris")), other
    page.get_by_role("button", name="Move here").click()
    expect(toast(page, "moved")).to_be_visible()
    expect(card).to_contain_text(re.compile(f"16:00.*{other[:4]}", re.DOTALL))
