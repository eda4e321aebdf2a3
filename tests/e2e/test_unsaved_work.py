"""What staff typed is not lost unasked: every editor of theirs is walked, left, and stayed with."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled
from tests.e2e.shop import Shop
from tests.e2e.test_standing import enter_as_admin

ROOMS = Path(__file__).parents[2] / "web" / "src" / "staff"
ROUTE = re.compile(r'page\(\s*staff,\s*"(/[^"]*)"')
LISTED = {
    "/orders/$orderId": "orders",
    "/packages/$packageId": "packages",
    "/products/$id": "products",
    "/resources/$resourceId": "resources",
    "/services/$serviceId": "services",
}
"""Pages of one thing with an editor on them, and where the first of those things is found."""
EDITORS = {
    "/experiments/new", "/mails/templates", "/orders/new", "/orders/$orderId", "/packages/new",
    "/packages/$packageId", "/policies", "/products/new", "/products/$id", "/promotions/new",
    "/resources/new", "/resources/$resourceId", "/search", "/services/new",
    "/services/$serviceId", "/services/rules", "/settings",
}  # fmt: skip
"""What is found on a walk, whatever else is."""
FIELD = (
    "main form:not([data-search]) :is(textarea, input:not([type]), input[type=text],"
    " input[type=email]):not([readonly], :disabled, [role=combobox])"
)
ADDRESSES = sorted(
    {route for file in ROOMS.glob("*/routes.ts") for route in ROUTE.findall(file.read_text())}
)


def address_of(page: Page, route: str) -> str | None:
    """Where the page is; of what there is none of, nowhere."""
    if "$" not in route:
        return f"/staff{route.rstrip('/')}"
    if route not in LISTED:
        return None
    name = LISTED[route]
    answer = page.request.get(f"/api/staff/{name}", params={"limit": 1})
    return f"/staff/{name}/{answer.json()[name][0]['id']}"


def stays_and_goes(page: Page, route: str) -> None:
    """Who types and leaves is asked; who stays has what was typed, who discards it is elsewhere."""
    field = page.locator(FIELD).locator("visible=true").first
    typed = f"{field.input_value()}7"
    field.fill(typed)
    away = page.get_by_role("navigation", name="Staff pages").get_by_role("link", name="Home")
    away.first.click()
    asked = page.get_by_role("dialog", name="Leave without saving?")
    expect(asked, route).to_be_visible()
    asked.get_by_role("button", name="Keep editing").click()
    expect(field, route).to_have_value(typed)
    away.first.click()
    asked.get_by_role("button", name="Discard changes").click()
    expect(page, route).to_have_url(re.compile("/staff/?$"))


@pytest.mark.parametrize("part", range(4))
def test_no_editor_is_left_unasked(shop: Shop, visitor: Visitor, part: int) -> None:
    page = enter_as_admin(visitor(shop.url), shop.url)
    walked = set()
    for route in ADDRESSES[part::4]:
        address = address_of(page, route)
        if address is None:
            continue
        page.goto(address)
        if settled(page).locator(FIELD).locator("visible=true").count() > 0:
            stays_and_goes(page, route)
            walked.add(route)
    assert walked >= EDITORS & set(ADDRESSES[part::4])


def test_another_tab_of_a_page_is_asked_about_where_it_would_lose_what_is_typed(
    shop: Shop, visitor: Visitor
) -> None:
    """Mail templates keep what is typed of each while another is looked at."""
    page = enter_as_admin(visitor(shop.url), shop.url)
    page.goto("/staff/mails/templates")
    subject = page.get_by_label("Subject")
    typed = f"{subject.input_value()} now"
    subject.fill(typed)
    languages = page.get_by_role("navigation", name="Language")
    languages.get_by_role("link", name=re.compile("Russian")).click()
    expect(subject).not_to_have_value(typed)
    languages.get_by_role("link", name=re.compile("English")).click()
    expect(subject).to_have_value(typed)

    page.goto("/staff/orders/new")
    page.evaluate("history.pushState(history.state, '', '/staff/orders/new?client=other')")
    email = page.get_by_label("Email")
    email.fill("mina@shop.example")
    page.go_back()  # to the same page, asked for otherwise
    asked = page.get_by_role("dialog", name="Leave without saving?")
    asked.get_by_role("button", name="Keep editing").click()
    expect(email).to_have_value("mina@shop.example")
    expect(page).to_have_url(re.compile("client=other"))


def test_a_dialog_is_not_closed_by_a_key_over_what_was_typed(shop: Shop, visitor: Visitor) -> None:
    page = enter_as_admin(visitor(shop.url), shop.url)
    page.goto("/staff/categories")
    page.get_by_role("button", name="New category", exact=True).click()
    dialog = page.get_by_role("dialog", name="New category")
    page.keyboard.press("Escape")  # nothing is typed
    expect(dialog).to_have_count(0)

    page.get_by_role("button", name="New category", exact=True).click()
    name = dialog.get_by_label("Name", exact=True)
    name.fill("Kitchen")
    page.keyboard.press("Escape")
    asked = page.get_by_role("dialog", name="Leave without saving?")
    expect(asked).to_be_visible()
    assert_clean_everywhere(page, "leaving a dialog")
    page.keyboard.press("Escape")  # out of the question, back to the dialog
    expect(asked).to_have_count(0)
    expect(name).to_have_value("Kitchen")
    page.go_back()
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="Keep editing").click()
    expect(name).to_have_value("Kitchen")
    page.keyboard.press("Escape")
    asked.get_by_role("button", name="Discard changes").click()
    expect(dialog).to_have_count(0)
