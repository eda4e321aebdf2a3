"""Staff see what was sold and what went back, in numbers that are those of the API."""

import csv
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_fits
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff
from tests.support.server import until

pytestmark = pytest.mark.long

SOON = 60.0
SCROLL_ASIDE = """() => [...document.querySelectorAll("table")]
  .filter(one => one.parentElement.scrollWidth > one.parentElement.clientWidth)
  .map(one => one.caption.textContent)"""


def shown(page: Page, name: str) -> str:
    """A total as it stands on the page."""
    totals = page.get_by_test_id("sales-totals")
    group = totals.locator("dl > div").filter(has=page.get_by_text(name, exact=True))
    return group.inner_text()


def the_keys_are_those_of_the_table_with_the_focus(page: Page, rows: Locator) -> None:
    rows.nth(0).focus()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()


def test_the_totals_say_what_changed_and_lead_to_what_sold(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("ipad-air-11", stock=3)
    shop.buy(goods, 2)
    page = visitor(shop.url)
    enter_as_staff(page)
    asked = page.context.request
    until(
        lambda: goods.product_id in asked.get("/api/staff/statistics").text(), SOON, "it is counted"
    )
    with page.expect_response(re.compile("/api/staff/statistics")) as answered:
        page.goto("/staff/statistics")
    found = answered.value.json()
    expect(page.get_by_test_id("sales-totals")).to_contain_text("goods, bookings and packages")
    assert f"{found['totals']['orders']:,}" in shown(page, "Paid orders")
    for name in ("Gross sales", "Refunds", "Net sales"):
        assert re.search(r"₽[\d,]", shown(page, name)), name
    said = r"[+−-][\d,.]+% (up|down) from|up from nothing|no change|none before either"
    assert re.search(said, shown(page, "Paid orders"))

    top = page.get_by_role("region", name="Top products")
    expect(top.locator("tr[data-row]")).to_have_count(len(found["topProducts"]))
    with page.expect_download() as download:
        top.get_by_role("button", name="Download CSV").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0][:3] == ["Product", "Items sold", "Revenue, RUB"]
    assert [int(line[1]) for line in lines[1:]] == [one["units"] for one in found["topProducts"]]

    choose(page.get_by_role("radio", name="7 days"))
    expect(page).to_have_url(re.compile("days=7"))
    days = page.get_by_role("region", name="By day").locator("tr[data-row]")
    expect(days).to_have_count(7)
    the_keys_are_those_of_the_table_with_the_focus(page, days)
    page.set_viewport_size({"width": 360, "height": 780})
    assert_fits(page, "statistics")
    assert page.evaluate(SCROLL_ASIDE) == []
    best = page.get_by_role("region", name="Top products").get_by_role("link").first
    name = best.inner_text()
    best.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
