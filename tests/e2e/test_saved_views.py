"""Staff keep filters of a list under a name: by keyboard, for themselves or for colleagues."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

pytestmark = pytest.mark.long


def test_filters_are_kept_under_a_name_chosen_by_key_and_shared(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/orders?status=paid")
    views = page.get_by_role("navigation", name="Saved views")
    expect(views.get_by_role("link")).to_have_count(1)  # all
    views.get_by_role("button", name="Save view").press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(dialog.get_by_text("Give the view a name.")).to_be_visible()
    name = dialog.get_by_label("View name")
    expect(name).to_be_focused()
    name.fill("Paid, to send")
    name.press("Enter")
    expect(toast(page, "Paid, to send saved")).to_be_visible()
    expect(views.locator("[aria-current=page]")).to_have_text("Paid, to send")

    # Another one, and both by their numbers; in a search box a number is a number.
    page.get_by_label("Status").select_option("cancelled")
    views.get_by_role("button", name="Save view").click()
    dialog.get_by_label("View name").fill("Cancelled")
    dialog.get_by_label("Colleagues see it too").check()
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(views.locator("[aria-current=page]")).to_have_text("Cancelled")
    page.keyboard.press("Escape")
    page.get_by_role("heading", name="Orders").click()
    page.keyboard.press("1")
    expect(page).to_have_url(f"{shop.url}/staff/orders?status=paid")
    page.keyboard.press("0")
    expect(page).to_have_url(f"{shop.url}/staff/orders")
    expect(views.locator("[aria-current=page]")).to_have_text("All")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Choose a saved view")
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")  # a dialog hears Escape a moment after it has the focus
    page.get_by_role("searchbox", name="Number").press("2")
    expect(page.get_by_role("searchbox", name="Number")).to_have_value("2")
    page.get_by_role("searchbox", name="Number").fill("")
    shot(page, "staff-views-en-1280")
    assert_clean_everywhere(page, "a list with saved views")

    # A colleague sees what is shared, and whose it is; it is not theirs to change.
    other = visitor(shop.url, locale="ru-RU", width=360)
    enter_as_staff(other, "admin")
    other.goto("/staff/orders")
    theirs = other.get_by_role("navigation", name="Сохранённые виды")
    expect(theirs.get_by_role("link")).to_have_count(2)
    expect(theirs.get_by_role("link").last).to_contain_text("Cancelled")
    shot(other, "staff-views-ru-360")
    theirs.get_by_role("button", name="Изменить виды").click()
    expect(other.get_by_role("dialog")).to_contain_text("у вас нет своих видов")

    # Filters put in place of a view's; renamed, moved, deleted.
    page.reload()
    page.keyboard.press("1")
    page.get_by_label("Payment", exact=True).select_option("paid")
    views.get_by_role("button", name="Save view").click()
    dialog.get_by_label("Save as").select_option("Paid, to send")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(views.locator("[aria-current=page]")).to_have_text("Paid, to send")
    views.get_by_role("button", name="Edit views").click()
    dialog.get_by_role("button", name="Move Cancelled up").click()
    names = dialog.get_by_label("View name")
    expect(names.first).to_have_value("Cancelled")
    shot(page, "staff-views-edit-en-1280")
    assert_clean_everywhere(page, "saved views being changed")
    names.last.fill("To send")
    names.last.press("Enter")
    dialog.get_by_role("button", name="Remove Cancelled").click()
    expect(names).to_have_count(1)
    expect(dialog.get_by_role("button", name="Move To send up")).to_be_disabled()
    dialog.get_by_role("button", name="Remove To send").click()
    expect(dialog).to_contain_text("You have no views of your own")
    page.keyboard.press("Escape")
    expect(views.get_by_role("link")).to_have_count(1)
