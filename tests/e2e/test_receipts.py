"""Staff have receipts by 54-FZ made, in the settings: what is missing is said beside it; categories
have rules of their own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot, toast
from tests.e2e.till import enter_as_staff
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

TITLE = "Receipts (54-FZ)"


@pytest.fixture(scope="module")
def own_shop(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


def save(page: Page) -> None:
    page.get_by_role("button", name=f"Save: {TITLE}").press("Enter")


def test_receipts_are_set_up_and_what_is_missing_is_said(
    own_shop: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(own_shop.url)
    enter_as_staff(page)
    page.goto("/staff/settings#receipts")
    form = page.locator("form").filter(has=page.get_by_role("button", name=f"Save: {TITLE}"))
    by = form.get_by_role("group", name="Who makes receipts")
    choose(by.get_by_role("radio", name="A till joined to YooKassa"))
    save(page)
    expect(page.get_by_text("Choose one, so that receipts can be sent").first).to_be_visible()
    shot(page, "receipts-missing-1280")
    page.set_viewport_size({"width": 360, "height": 800})
    assert_fits(page, "settings of receipts on a phone")
    shot(page, "receipts-missing-360")
    assert_clean_everywhere(page, "settings of receipts with a refusal")
    page.set_viewport_size({"width": 1280, "height": 800})
    form.get_by_label("Tax system").select_option(label="Patent")
    form.get_by_label("VAT of what you sell").select_option(label="22%")
    form.get_by_label("VAT of delivery").select_option(label="Without VAT")
    form.get_by_role("button", name="Add a category").press("Enter")
    form.get_by_label("VAT", exact=True).select_option(label="10%")
    save(page)
    expect(toast(page, "Saved")).to_be_visible()
    page.reload()
    expect(by.get_by_role("radio", name="A till joined to YooKassa")).to_be_checked()
    expect(form.get_by_label("VAT of what you sell")).to_have_value("11")
    expect(form.get_by_label("VAT", exact=True)).to_have_value("3")
    shot(page, "receipts-1280")


def test_a_category_has_rules_of_its_own_for_returns(
    own_shop: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(own_shop.url)
    enter_as_staff(page)
    page.goto("/staff/settings#returns")
    save_returns = page.get_by_role("button", name="Save: Returns")
    form = page.locator("form").filter(has=save_returns)
    add = form.get_by_role("button", name="Add a category")
    add.press("Enter")
    add.press("Enter")
    chosen = form.get_by_label("Category", exact=True)
    expect(chosen).to_have_count(2)
    assert chosen.nth(0).input_value() != chosen.nth(1).input_value()
    save_returns.press("Enter")
    expect(toast(page, "Saved")).to_be_visible()
    page.reload()
    expect(chosen).to_have_count(2)
