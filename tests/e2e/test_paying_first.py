"""A client sees the deposit and all of it beside each other, pays what they choose, and may change
their mind while the time is held."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE, choose_time, furnish, to_day
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.till import pay
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        furnish(running, deposit={"rule": "percent", "value": 30})
        yield running


def test_a_client_pays_the_deposit_or_all_of_it(studio: ServerProcess, visitor: Visitor) -> None:
    page = visitor(studio.url, width=360, timezone_id=BERLIN)
    to_day(page, 4)
    choose_time(page, "10:00")
    deposit = page.get_by_role("radio", name=re.compile("^The deposit, €27"))
    whole = page.get_by_role("radio", name=re.compile("^All of it, €90"))
    expect(deposit).to_be_checked()
    expect(page.get_by_text("€63 later")).to_be_visible()
    expect(page.get_by_role("button", name=TAKE)).to_contain_text("€27")
    choose(whole)
    assert_fits(page, "choosing what to pay")
    shot(page, "book-pay-first")
    assert_clean_everywhere(page, "choosing what to pay")
    page.get_by_role("button", name="Hold and pay €90").click()
    page.wait_for_url("**/checkout/*")
    # They think better of it, and then again.
    page.goto("/bookings")
    card = page.locator("[data-booking]").first
    expect(card.get_by_test_id("pay-within")).to_contain_text("€90")
    card.get_by_role("button", name="Pay only the deposit instead: €27").click()
    expect(card.get_by_test_id("pay-within")).to_contain_text("€27")
    shot(page, "bookings-pay-first")
    assert_clean_everywhere(page, "changing what to pay")
    card.get_by_role("button", name="Pay all at once instead: €90").click()
    expect(card.get_by_test_id("pay-within")).to_contain_text("€90")
    card.get_by_role("link", name="Pay").click()
    page.wait_for_url("**/checkout/*")
    pay(page)
    page.wait_for_url("**/orders/*")
    page.goto("/bookings")
    expect(card).to_contain_text("Confirmed")
    expect(card.get_by_role("button", name=re.compile("^Pay"))).to_have_count(0)


def test_whoever_says_nothing_pays_the_deposit(studio: ServerProcess, visitor: Visitor) -> None:
    page = visitor(studio.url, timezone_id=BERLIN, locale="ko-KR")
    to_day(page, 5)
    choose_time(page, "10:00")
    expect(page.get_by_role("radio", name=re.compile("^예약금"))).to_be_checked()
    shot(page, "book-pay-first-wide")
    page.get_by_role("button", name=re.compile("확보하고")).click()
    page.wait_for_url("**/checkout/*")
    pay(page, ".*결제")
    page.wait_for_url("**/orders/*")
    page.goto("/bookings")
    card = page.locator("[data-booking]").first
    expect(card.get_by_role("button", name=re.compile("63"))).to_be_visible()
