"""Who comes back to the page of times finds what they chose, and what they hold themselves."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE, choose_time, furnish, to_day
from tests.e2e.looks import assert_clean_everywhere
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        furnish(running)
        yield running


def day_of(page: Page, days: int) -> None:
    expect(page.locator(f"input[name=day][value='{day_ahead(days)}']")).to_be_checked()


def test_the_day_and_the_time_last_through_a_reload_and_the_way_back_from_the_till(
    studio: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(studio.url, timezone_id=BERLIN)
    to_day(page, 4)
    expect(page).to_have_url(re.compile(f"day={day_ahead(4)}"))
    choose(page.get_by_role("radio", name="Boris"))
    choose_time(page, "12:00")
    page.reload()
    day_of(page, 4)
    expect(page.get_by_role("radio", name="Boris")).to_be_checked()
    expect(page.get_by_role("radio", name=re.compile("^12:00"))).to_be_checked()
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
    page.go_back()
    day_of(page, 4)
    expect(page.get_by_role("radio", name="Boris")).to_be_checked()


def test_a_time_that_one_holds_in_another_tab_is_called_ones_own_and_leads_there(
    studio: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(studio.url, timezone_id=BERLIN)
    to_day(page, 5)
    other = page.context.new_page()
    other.goto(page.url)
    for each in (page, other):
        choose(each.get_by_role("radio", name="Anna"))
        choose_time(each, "10:00")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
    own = other.get_by_test_id("time-own")
    expect(own).to_contain_text("You hold this time yourself")
    expect(other.get_by_text("Somebody else")).to_have_count(0)
    expect(other.get_by_role("button", name="Tell me first")).to_have_count(0)
    assert_clean_everywhere(other, "a time of one's own")
    own.get_by_role("link", name="Go on to pay").click()
    expect(other).to_have_url(page.url)


def test_arrows_go_by_days_and_weeks(studio: ServerProcess, visitor: Visitor) -> None:
    page = visitor(studio.url, timezone_id=BERLIN)
    to_day(page, 7)
    page.locator("input[name=day]:checked").focus()
    steps = (("ArrowDown", 14), ("ArrowRight", 15), ("ArrowUp", 8), ("ArrowLeft", 7))
    beyond = tuple(("ArrowDown", days) for days in range(14, 50, 7))
    for key, days in steps + beyond:
        page.keyboard.press(key)
        expect(page.locator(f"input[name=day][value='{day_ahead(days)}']")).to_be_focused()
        day_of(page, days)
