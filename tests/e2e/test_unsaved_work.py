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
    "/products/$id": "products",
}
"""Pages of one thing, and where the first of those things is found. Those of services, packages and
resources have the editor of a new one."""
EDITORS = {
    "/experiments/new", "/mails/templates", "/orders/new", "/orders/$orderId", "/packages/new",
    "/policies", "/products/new", "/products/$id", "/promotions/new", "/resources/new", "/search",
    "/services/new", "/services/rules", "/settings",
}  # fmt: skip
"""What is found on a walk, whatever else is."""
FIELD = (
    "main form:not([data-search]) :is(textarea, input:not([type]), input[type=text],"
    " input[type=email]):not([readonly], :disabled, [role=combobox])"
)
ADDRESSES = sorted(
    {route for file in ROOMS.glob("*/routes.ts") for route in ROUTE.findall(file.read_text())}
)

# As on a busy machine: the key is pressed before the page has had a turn of its own.
_TYPE_AND_ESCAPE = """field => {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, "Kitchen")
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }))
}"""


def address_of(page: Page, route: str) -> str | None:
    """Where the page is; of what there is none of, nowhere."""
    if "$" not in route:
        return f"/staff{route.rstrip('/')}"
    if route not in LISTED:
        return None
    name = LISTED[route]
    found = page.request.get(f"/api/staff/{name}").json()[name]
    return f"/staff/{name}/{found[0]['id']}"


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
    shop.buy(shop.goods("ipad-air-11", 2, stock=3))  # there is an order
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


@pytest.mark.long
def test_what_a_page_keeps_while_another_part_of_it_is_looked_at_is_not_asked_about(
    shop: Shop, visitor: Visitor
) -> None:
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


def test_a_dialog_is_not_closed_by_a_key_over_what_was_typed(shop: Shop, visitor: Visitor) -> None:
    page = enter_as_admin(visitor(shop.url), shop.url)
    page.goto("/staff/attributes")
    menu = page.get_by_role("navigation", name="Staff pages")
    menu.get_by_role("link", name="Categories").click()
    page.get_by_role("button", name="New category", exact=True).click()
    dialog = page.get_by_role("dialog", name="New category")
    expect(dialog).to_be_visible()
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


@pytest.mark.long
def test_who_presses_a_key_in_the_moment_of_typing_is_asked_too(
    shop: Shop, visitor: Visitor
) -> None:
    page = enter_as_admin(visitor(shop.url), shop.url)
    page.goto("/staff/categories")
    page.get_by_role("button", name="New category", exact=True).click()
    name = page.get_by_role("dialog", name="New category").get_by_label("Name", exact=True)
    name.evaluate(_TYPE_AND_ESCAPE)
    expect(page.get_by_role("dialog", name="Leave without saving?")).to_be_visible()
