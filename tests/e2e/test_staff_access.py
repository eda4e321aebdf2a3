"""axe-core finds nothing on any page of staff, in either scheme; they can be used on a phone.

Pages of more than a table are looked at by the tests of what is done there, with more on them:
settings, promotions, orders, people.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import (
    assert_clean_everywhere,
    look_through,
)
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

STAFF = (
    "/staff",
    "/staff/start",
    "/staff/stock",
    "/staff/products",
    "/staff/categories",
    "/staff/products/new",
    "/staff/import",
    "/staff/log",
    "/staff/low",
    "/staff/reservations",
    "/staff/campaigns",
    "/staff/wallets",
    "/staff/statistics",
    "/staff/stuck",
    "/staff/products/nope",
)


@pytest.mark.parametrize("part", [STAFF[::2], STAFF[1::2]], ids=["even", "odd"])
def test_the_staff_pages_are_clean(shop: Shop, visitor: Visitor, part: tuple[str, ...]) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    look_through(page, part)


def test_what_staff_see_of_one_product_is_clean(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("ipad-air-11", 5, stock=3)
    page = visitor(shop.url)
    enter_as_staff(page)
    look_through(page, (f"/staff/products/{goods.product_id}",))
    page.goto("/staff/stock")
    page.get_by_role("button", name=re.compile("Change stock of")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_clean_everywhere(page, "changing stock")


@pytest.mark.long
def test_what_staff_do_with_a_row_is_in_view_on_a_phone(shop: Shop, visitor: Visitor) -> None:
    shop.campaign(name="A long name of a long campaign " * 3)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.set_viewport_size({"width": 360, "height": 780})
    for path, action in (("/staff/stock", "Change stock of"), ("/staff/campaigns", "Duplicate")):
        page.goto(path)
        button = page.get_by_role("button", name=re.compile(action)).first
        button.wait_for()
        row = page.locator("tr[data-row]").first
        name, act = row.get_by_role("link").first.bounding_box(), button.bounding_box()
        assert name is not None
        assert act is not None
        assert act["x"] + act["width"] <= 360
        assert name["x"] + name["width"] <= act["x"], f"{path}: the name is not covered"
    page.goto("/staff/stock")
    free = page.locator("tr[data-row]").first.locator("td").nth(3).bounding_box()
    act = page.get_by_role("button", name=re.compile("Change stock of")).first.bounding_box()
    assert free is not None
    assert act is not None
    assert free["x"] + free["width"] <= act["x"], "how many are free is not covered"


@pytest.mark.long
def test_a_line_of_the_audit_log_is_read_in_words_and_whole(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    terms = {"name": "Audited offer", "rule": "fixed", "value": 12_300, "currency": "EUR",
             "minimum": 500_000}  # fmt: skip
    answer = page.request.post("/api/staff/promotions", data=terms)
    assert answer.ok, answer.text()
    page.goto("/staff/audit?about=promotion")
    row = page.locator("tr[data-row]", has_text="Audited offer").first
    expect(row).to_contain_text("Promotions: made")
    whole = row.get_by_role("button", name="All details")
    whole.click()
    dialog = page.get_by_role("dialog", name="Promotions: made")
    expect(dialog).to_contain_text("Value: €123")
    expect(dialog).to_contain_text("At least: €5,000")
    assert_clean_everywhere(page, "a line of the audit log")
    dialog.press("Escape")
    expect(dialog).to_be_hidden()
    expect(whole).to_be_focused()
